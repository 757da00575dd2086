"""`duru changes`: deaths and moves in numbers. Nothing about a single person is printed: a terminal states no purpose."""

from datetime import datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.output import JsonFlag, Speaker


def changes(
    gather: Annotated[bool, typer.Option("--gather", help="들어온 단서를 먼저 모읍니다.")] = False,
    tenant_code: TenantCode = "",
    as_json: JsonFlag = False,
) -> None:
    """사망·전출 변동이 몇 건 어디에 있는지, 얼마가 새었는지, 출처마다 며칠 만에 알려 왔는지 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    now = datetime.now(ZoneInfo("Asia/Seoul"))
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.tenancy import api as tenancy  # Django had to be ready
        from duru.services.changes import api as desk

        tenant = find_tenant(tenancy, tenant_code)
        opened = desk.gather_changes(tenant_id=tenant.id, now=now) if gather else 0
        with tenancy.tenant_scope(tenant.id):
            states = {state.label: desk.Change.objects.filter(state=state).count() for state in desk.ChangeState}
            ledger = desk.leak_ledger(since=now.date() - timedelta(days=365), as_of=now.date())
    speaker.table(f"{tenant.name} 변동", ["상태", "수"], [[label, f"{n:,}건"] for label, n in states.items()])
    speaker.table(
        f"새는 돈 장부({ledger.as_of}까지 1년{', 시험자료' if tenant.is_demo else ''})",
        ["무엇", "값"],
        [
            ["확정된 사망·전출", f"{ledger.n_changes:,}건"],
            ["새어 나간 금액(확정)", f"{ledger.leaked_won:,}원"],
            ["새어 나간 금액(추정)", f"{ledger.estimated_won:,}원"],
            ["하루 늦을 때마다", f"{ledger.won_per_day:,}원"],
            ["이른 단서로 줄일 수 있는 금액", f"{ledger.saved_won:,}원"],
        ],
    )
    speaker.table(
        "출처마다(사망)",
        ["출처", "단서", "알기까지 중앙값", "사실 아님"],
        [
            [each.label, f"{each.n_signs:,}건", f"{each.median_days:g}일", f"{each.n_denied:,}건"]
            for each in ledger.sources
        ],
    )
    speaker.result(
        tenant=tenant.code, opened=opened, states=states, leaked_won=ledger.leaked_won, estimated_won=ledger.estimated_won,
        won_per_day=ledger.won_per_day, saved_won=ledger.saved_won,
        detect_days={each.source: each.median_days for each in ledger.sources},
    )  # fmt: skip
