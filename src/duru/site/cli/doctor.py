"""`duru doctor`: look at everything an installation stands on and say in Korean what to do about it."""

import typer

from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.findings import examine
from duru.site.cli.output import JsonFlag, Speaker
from duru.site.watch.findings import State

SIGNS = {State.GOOD: "좋음", State.WORTH_A_LOOK: "살펴보기", State.BAD: "고칠 것"}


def doctor(as_json: JsonFlag = False) -> None:
    """설정, 판, 디스크, 포트, 글자, 글꼴, 데이터베이스 역할을 살피고 고칠 것을 알려 줍니다."""
    speaker = Speaker(as_json=as_json)
    with speaker.step("살펴보는 중"):
        findings = examine()
    rows = [[SIGNS[each.state], each.name, each.seen, each.remedy] for each in findings]
    speaker.table("두루 살펴보기", ["상태", "무엇", "지금", "할 일"], rows)
    n_bad = sum(each.state is State.BAD for each in findings)
    speaker.say("고칠 것이 없습니다." if n_bad == 0 else f"고칠 것이 {n_bad}가지 있습니다.")
    speaker.result(
        ok=n_bad == 0,
        code=ExitCode.DOCTOR if n_bad else ExitCode.OK,
        findings=[
            {"state": each.state.value, "name": each.name, "seen": each.seen, "remedy": each.remedy}
            for each in findings
        ],
    )
    if n_bad:
        raise typer.Exit(ExitCode.DOCTOR)
