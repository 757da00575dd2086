"""The exit codes of `duru`, as data: docs/reference/cli.md is printed from them."""

from enum import IntEnum

__all__ = ["NOT_THE_OWNER", "ExitCode"]


class ExitCode(IntEnum):
    """What a command's exit code means. Scripts may rely on them; a number never changes its meaning."""

    meaning: str

    def __new__(cls, value: int, meaning: str):
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    OK = 0, "다 되었습니다. 이미 되어 있어 할 일이 없던 때도 0입니다."
    FAILED = 1, "뜻하지 않은 오류. 무엇이 잘못되었는지 함께 적습니다."
    USAGE = 2, "명령을 잘못 적었습니다."
    SETTINGS = 3, "DURU_* 설정값이 잘못되었습니다."
    DATABASE = 4, "데이터베이스를 켜거나 연결하지 못했습니다."
    PORT_BUSY = 5, "웹 포트를 다른 프로그램이 쓰고 있습니다."
    DOCTOR = 6, "doctor가 고쳐야 할 것을 찾았습니다."
    NOT_FOUND = 7, "파일, 기관, 자치단체 같은 것을 찾지 못했습니다."
    REFUSED = 8, "규칙에 따라 거절했습니다(받을 수 없는 파일, 비어 있지 않은 데이터베이스 등)."
    DAMAGED = 9, "백업이 손상되었거나 암호가 맞지 않습니다. 아무것도 바꾸지 않았습니다."
    STOPPED = 130, "사람이 멈췄습니다(Ctrl-C)."


# What is said of a PermissionError: the code, and what stands before the error's own sentence.
NOT_THE_OWNER = (
    ExitCode.FAILED,
    "이 폴더나 파일의 주인이 아닙니다. 그 주인으로 실행하거나 DURU_HOME에 다른 폴더를 적으십시오. ",
)
