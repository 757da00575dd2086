"""`duru destroy`: destroy what may not be kept, and do it again after an older backup was brought back."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker


def destroy(
    really: Annotated[bool, typer.Option("--really", help="지웁니다. 없으면 몇 건인지만 셉니다.")] = False,
    replay: Annotated[
        Path | None, typer.Option(help="옛 백업을 되살린 뒤: 파기한 것을 적은 파일(DURU_HOME/destroyed)을 다시 합니다.")
    ] = None,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """보유기간이 끝난 것을 되살릴 수 없게 지우고 파기대장에 적습니다. 먼저 몇 건인지 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    if replay is not None and not replay.is_file():
        raise CommandError(ExitCode.NOT_FOUND, f"{replay} 파일이 없습니다.")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access import api as access  # Django had to be ready
        from duru.blocks.tenancy import api as tenancy
        from duru.services.rights import api as rights

        tenant = find_tenant(tenancy, tenant_code)
        by = access.system_actor("명령줄 파기")
        with tenancy.tenant_scope(tenant.id):
            if replay is not None:
                n_lines, n = _again(rights, replay, by, now)
                speaker.say(f"파기한 것 {n_lines:,}줄을 다시 했습니다. 되살아난 {n:,}건을 지웠습니다.")
                speaker.result(lines=n_lines, destroyed=n)
            elif really:
                done = rights.destroy_expired(by=by, on=now.date(), reason="보유기간 만료 정기 파기", at=now)
                speaker.say(f"{done.n:,}건을 파기하고 파기대장에 적었습니다.")
                speaker.result(destroyed=done.n, counts=done.counts)
            else:
                over = rights.count_expired(on=now.date())
                speaker.say(f"오늘 기간이 끝난 것은 {sum(over.values()):,}건입니다. 지우려면 --really를 붙이십시오.")
                speaker.result(over=over)


def _again(rights, path: Path, by, now: datetime) -> tuple[int, int]:
    days: list[date] = []
    records: list[str] = []

    def note(line: dict) -> None:
        if line["kind"] == "expired":
            days.append(date.fromisoformat(line["on"]))
        else:
            records.extend(line["records"])

    n_lines = rights.read_log(path, note)
    return n_lines, rights.destroy_again(by=by, record_refs=records, on=max(days, default=None), at=now)
