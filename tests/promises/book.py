"""The promises, in the order of the table: one line each, in the words a citizen's auditor would use."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """What is promised, what one try is, and what counts as a failure (words of the page)."""

    words: str
    a_try: str
    a_failure: str


PROMISES = {
    "rights.cells": Promise("볼 수 없는 것은 아무도 보지 못한다", "주소·API × 방법 × 사람 × 자치단체", "권한표와 다른 답"),
    "rights.fields": Promise("볼 수 없는 칸은 화면·파일·API에 나오지 않는다", "심어 둔 개인정보 × 사람", "보이면 안 되는 값이 보임"),
    "wall.tables": Promise("다른 자치단체의 줄은 보이지도 바뀌지도 않는다", "표 × 자치단체 × 읽기·쓰기", "남의 줄이 닿음"),
    "wall.mutants": Promise("벽을 하나라도 빼면 시험이 알아챈다", "정책을 하나씩 지운 벽", "알아채지 못한 벽"),
    "wall.around": Promise("작업·파일·저장해 둔 답·스냅샷·연결도 벽 안에 있다", "길", "남의 것이 나옴"),
    "intake.kills": Promise("받은 자료는 꺼져도 잃거나 두 번 세지 않는다", "강제 종료", "잃거나 겹친 줄이 있는 종료"),
    "casework.kills": Promise("민원은 꺼져도 잃거나 두 번 하지 않는다", "강제 종료", "잃거나 겹친 일이 있는 종료"),
    "audit.tampering": Promise("접속기록은 몰래 고칠 수 없다", "고침·지움·바꿈·자름", "찾지 못한 것"),
    "backup.restored": Promise("백업 파일 하나로 되살아난다", "복구", "되살아나지 않거나 다른 줄"),
    "input.files": Promise("나쁜 파일은 해를 끼치지 못한다", "나쁜 파일 × 받는 곳", "500, 5초·256MiB 넘음, 말 없는 거절"),
    "input.requests": Promise("무엇을 보내도 대답한다", "지어낸 요청", "500, 5초 넘음, 바깥으로 보냄"),
}  # fmt: skip
