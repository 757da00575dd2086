"""`duru alarms`: what is wrong and who knows; works while the database or the web is down."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from duru.conf import paths
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker
from duru.site.watch.alarms import AlarmBook, acknowledge


def alarms(
    seen: Annotated[int | None, typer.Option("--seen", help="이 번호의 경보를 확인했다고 적습니다.")] = None,
    by: Annotated[str, typer.Option("--by", help="확인한 사람의 이름")] = "서버 관리자",
    as_json: JsonFlag = False,
) -> None:
    """열린 경보를 보이고, 확인하면 더 알리지 않게 합니다. 데이터베이스가 꺼져 있어도 됩니다."""
    speaker = Speaker(as_json=as_json)
    if not paths.home().exists():
        raise CommandError(ExitCode.NOT_FOUND, f"{paths.home()} 폴더가 없습니다. DURU_HOME을 확인하십시오.")
    book = AlarmBook()
    found = book.read()
    if seen is not None:
        with book.turn():
            try:
                found = acknowledge(book.read(), seen, by=by, now=datetime.now(UTC))
            except KeyError:
                raise CommandError(ExitCode.NOT_FOUND, f"열린 경보에 {seen}번이 없습니다.") from None
            book.write(found)
    if not found.open:
        speaker.say("열린 경보가 없습니다.")
    else:
        rows = [
            [str(each.number), each.name, each.seen, each.remedy, each.since[:16], each.seen_by or "아무도 확인 안 함"]
            for each in found.open
        ]
        speaker.table("경보", ["번호", "무엇", "지금", "할 일", "언제부터", "확인"], rows)
    speaker.result(alarms=[{"number": each.number, "name": each.name, "seen_by": each.seen_by} for each in found.open])
