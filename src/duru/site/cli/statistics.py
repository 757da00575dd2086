"""`duru statistics`: month-end snapshots and standard tables at a terminal. Numbers only; nobody is named here."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.exit_codes import ExitCode
from duru.site.cli.output import CommandError, JsonFlag, Speaker

statistics = typer.Typer(name="statistics", help="월말 자료와 통계표", no_args_is_help=True)

MonthText = Annotated[str, typer.Option("--month", help="달(2026-10). 적지 않으면 지난달.")]


@statistics.command("snapshot")
def snapshot(
    month: MonthText = "",
    reason: Annotated[str, typer.Option(help="새 판을 만드는 까닭(그 달의 자료가 이미 있을 때)")] = "",
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """한 달의 월말 자료를 만들고 표준 통계표를 셈합니다. 이미 있으면 새 판이 됩니다."""
    speaker, now = Speaker(as_json=as_json), _now()
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access.api import system_actor  # Django had to be ready
        from duru.blocks.statistics import api

        tenant = _tenant(tenant_code)
        asked = _month(month, api)
        with speaker.progress(f"{asked.words} 월말 자료") as advance:
            try:
                made = api.make_snapshot(
                    tenant=tenant, month=asked, by=system_actor("명령줄 통계"), now=now, reason=reason,
                    progress=lambda word, share: advance(share, 1.0, word),
                )  # fmt: skip
            except api.AskRefused as refused:
                raise CommandError(ExitCode.REFUSED, refused.message) from refused
        n = api.compute_standards(tenant=tenant, month=asked, now=now)
    speaker.say(
        f"{asked.words} 제{made.version}판: {made.n_rows:,}줄, {made.n_bytes / 1e6:,.1f} MB, {made.seconds:.1f}초, 통계표 {n}개"
    )
    speaker.result(
        month=str(asked), version=made.version, rows=made.n_rows, bytes=made.n_bytes, seconds=made.seconds, tables=n
    )


@statistics.command("compare")
def compare(month: MonthText = "", tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """월말 자료의 파일이 온전한지 보고, 지금 자료로 다시 만들면 무엇이 다른지 견줍니다. 아무것도 바꾸지 않습니다."""
    speaker, now = Speaker(as_json=as_json), _now()
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.statistics import api  # Django had to be ready
        from duru.blocks.tenancy.api import tenant_scope

        tenant = _tenant(tenant_code)
        asked = _month(month, api)
        with tenant_scope(tenant.id):
            found = api.list_snapshots().filter(month_on=asked.first).first()
        if found is None:
            raise CommandError(
                ExitCode.NOT_FOUND, f"{asked.words} 월말 자료가 없습니다. duru statistics snapshot --month {asked}"
            )
        broken = api.check_files(tenant, found)
        with speaker.step("지금 자료로 다시 만들어 견줍니다"):
            differences = api.compare_with_now(tenant=tenant, snapshot=found, now=now)
    rows = [
        [key, f"{then:,}", f"{today:,}", "같음" if same else "다름", "파일 손상" if key in broken else "온전"]
        for key, (then, today, same) in differences.items()
    ]
    speaker.table(f"{asked.words} 제{found.version}판", ["표", "그때 줄", "지금 줄", "내용", "파일"], rows)
    speaker.result(
        month=str(asked),
        version=found.version,
        broken=broken,
        tables={k: {"then": t, "now": n, "same": s} for k, (t, n, s) in differences.items()},
    )
    if broken:
        raise CommandError(ExitCode.DAMAGED, f"손상된 파일: {', '.join(broken)}")


@statistics.command("table")
def table(
    key: Annotated[str, typer.Argument(help="통계표 이름(비우면 목록)")] = "",
    month: MonthText = "",
    outside: Annotated[bool, typer.Option("--outside", help="작은 칸을 가립니다.")] = False,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """표준 통계표 하나를 보여 줍니다. 이름을 적지 않으면 어떤 표가 있는지 보여 줍니다."""
    speaker, now = Speaker(as_json=as_json), _now()
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.statistics import api  # Django had to be ready
        from duru.blocks.tenancy.api import tenant_scope

        if not key:
            known = [[each.key, each.topic, each.title] for each in api.list_standards()]
            speaker.table("표준 통계표", ["이름", "무엇에 대해", "표"], known)
            speaker.result(tables=[each[0] for each in known])
            return
        standard = api.find_standard(key)
        if standard is None:
            raise CommandError(ExitCode.NOT_FOUND, f"'{key}' 통계표가 없습니다. 이름 없이 부르면 목록이 나옵니다.")
        tenant = _tenant(tenant_code)
        asked = _month(month, api)
        try:
            with tenant_scope(tenant.id):
                rollup, is_open = api.ask_for(
                    standard.question.over(api.months_until(asked, standard.n_months)), now=now
                )
            if is_open:
                rollup = api.compute_rollup(tenant=tenant, rollup_id=rollup.id, now=now)
        except api.NoSnapshot as missing:
            raise CommandError(ExitCode.NOT_FOUND, str(missing)) from missing
        with tenant_scope(tenant.id):
            if outside:
                rollup = api.publish(rollup, now=now)
            grid = api.grid_of(rollup, outside=outside)
    speaker.table(
        f"{standard.title} ({asked.words} 월말{', 작은 칸 가림' if outside else ''})",
        [grid.row_words, *(each.words for each in grid.headings)],
        [[line.words, *(each.text for each in line.figures)] for line in grid.lines],
    )
    speaker.result(
        table=key, month=str(asked), sources=rollup.sources, headings=[each.words for each in grid.headings],
        lines=[[line.words, *(None if each.is_hidden else each.value for each in line.figures)] for line in grid.lines],
    )  # fmt: skip


@statistics.command("publish")
def publish(
    key: Annotated[str, typer.Argument(help="통계표 이름")],
    file: Annotated[Path, typer.Argument(help="쓸 파일")],
    month: MonthText = "",
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """표준 통계표를 작은 칸을 가리고 서명한 집계 파일로 내보냅니다. 받는 쪽에 알려 줄 공개 열쇠도 보여 줍니다."""
    speaker, now = Speaker(as_json=as_json), _now()
    if file.exists():
        raise CommandError(ExitCode.REFUSED, f"{file} 파일이 이미 있습니다.")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access.api import system_actor  # Django had to be ready
        from duru.blocks.statistics import api
        from duru.blocks.tenancy.api import tenant_scope

        standard = api.find_standard(key)
        if standard is None:
            raise CommandError(ExitCode.NOT_FOUND, f"'{key}' 통계표가 없습니다.")
        tenant = _tenant(tenant_code)
        asked = _month(month, api)
        try:
            with tenant_scope(tenant.id):
                rollup, is_open = api.ask_for(
                    standard.question.over(api.months_until(asked, standard.n_months)), now=now
                )
            if is_open:
                rollup = api.compute_rollup(tenant=tenant, rollup_id=rollup.id, now=now)
        except api.NoSnapshot as missing:
            raise CommandError(ExitCode.NOT_FOUND, str(missing)) from missing
        with tenant_scope(tenant.id):
            content = api.publish_cube(
                tenant=tenant, standard=standard, rollup=rollup, by=system_actor("명령줄 통계"), now=now
            )
        public = api.signing_key(tenant).public_key().public_bytes_raw().hex()
    file.write_bytes(content)
    speaker.say(f"{file}에 적었습니다. {tenant.name}({tenant.code})의 공개 열쇠: {public}")
    speaker.result(file=str(file), tenant=tenant.code, public_key=public)


@statistics.command("nation")
def nation(
    files: Annotated[list[Path], typer.Argument(help="서명한 집계 파일들")],
    keys: Annotated[list[str], typer.Option("--key", help="자치단체코드=공개열쇠(16진수). 자치단체마다 하나씩")],
    as_json: JsonFlag = False,
) -> None:
    """여러 자치단체의 집계 파일을 서명을 확인하고 더합니다. 사람 수는 자치단체끼리 더하지 않습니다."""
    speaker = Speaker(as_json=as_json)
    start_django()
    from duru.blocks.statistics import api  # Django had to be ready
    from duru.kernel.errors import Refused

    try:
        known = {code: bytes.fromhex(key) for code, key in (each.split("=", 1) for each in keys)}
    except ValueError as error:
        raise CommandError(ExitCode.USAGE, "열쇠는 9711000000=16진수처럼 적습니다.") from error
    try:
        cubes = [api.unseal(file.read_bytes(), known) for file in files]
        added = api.add_cubes(cubes)
    except FileNotFoundError as missing:
        raise CommandError(ExitCode.NOT_FOUND, f"{missing.filename} 파일이 없습니다.") from missing
    except Refused as refused:
        raise CommandError(ExitCode.REFUSED, refused.message) from refused
    rows = [[name, *("–" if value is None else f"{value:,}" for value in values)] for name, values in added.items()]
    speaker.table(f"자치단체 {len(cubes)}곳의 {cubes[0].table} ({cubes[0].month})", ["구분", *cubes[0].headings], rows)
    speaker.result(table=cubes[0].table, month=cubes[0].month, tenants=[each.tenant for each in cubes], lines=added)


@statistics.command("forget-key")
def forget_key(
    really: Annotated[bool, typer.Option("--really", help="열쇠를 지웁니다. 되돌릴 수 없습니다.")] = False,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """월말 자료의 가명을 사람과 잇는 열쇠를 지웁니다. 숫자는 그대로 남고, 칸 뒤의 사람은 다시 찾을 수 없습니다."""
    speaker, now = Speaker(as_json=as_json), _now()
    if not really:
        raise CommandError(ExitCode.REFUSED, "되돌릴 수 없는 일입니다. 정말 지우려면 --really를 붙이십시오.")
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access.api import system_actor  # Django had to be ready
        from duru.blocks.statistics import api

        gone = api.forget_key(tenant=_tenant(tenant_code), by=system_actor("명령줄 통계"), now=now)
    speaker.say("열쇠를 지웠습니다." if gone else "지울 열쇠가 없습니다.")
    speaker.result(destroyed=gone)


def _now() -> datetime:
    return datetime.now(ZoneInfo("Asia/Seoul"))


def _tenant(code: str) -> Any:
    from duru.blocks.tenancy import api as tenancy  # Django had to be ready

    return find_tenant(tenancy, code)


def _month(text: str, api: Any) -> Any:
    try:
        return api.parse_month(text) if text else api.last_full_month(_now().date())
    except ValueError as error:
        raise CommandError(ExitCode.USAGE, f"달은 2026-10처럼 적습니다: {text}") from error
