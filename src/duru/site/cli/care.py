"""`duru care`, `duru handovers`: shared cases and hand-overs in numbers. Nothing about a single person: a terminal states no purpose."""

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.output import JsonFlag, Speaker


def care(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """건강·복지 통합사례가 어느 단계에 몇 건이고 무엇이 늦었는지 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.tenancy import api as tenancy  # Django had to be ready
        from duru.services.care.api import care_numbers

        tenant = find_tenant(tenancy, tenant_code)
        with tenancy.tenant_scope(tenant.id):
            found = care_numbers(on=datetime.now(ZoneInfo("Asia/Seoul")).date())
    rows = [
        ["열려 있는 사례", found.n_open],
        *([f"- {name}", n] for name, n in found.by_step),
        ["회신이 늦은 의뢰", found.n_referrals_late],
        ["접수를 기다리는 퇴원 통보", found.n_notices_waiting],
        ["기한이 지난 퇴원 통보", found.n_notices_late],
    ]
    speaker.table(f"{tenant.name} 통합사례", ["무엇", "수"], [[label, f"{n:,}건"] for label, n in rows])
    speaker.result(
        tenant=tenant.code, open=found.n_open, steps=dict(found.by_step), referrals_late=found.n_referrals_late,
        notices_waiting=found.n_notices_waiting, notices_late=found.n_notices_late,
    )  # fmt: skip


def handovers(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """전출지 인계가 몇 건 왔고 몇 건 보냈는지, 답을 기다리는 것이 몇 건인지 보여 줍니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.access.api import system_actor  # Django had to be ready
        from duru.blocks.tenancy import api as tenancy
        from duru.services.handover.api import HandoverState, list_arrived, list_sent

        tenant, machine = find_tenant(tenancy, tenant_code), system_actor("명령줄")
        with tenancy.tenant_scope(tenant.id):
            came = Counter(list_arrived(machine).values_list("state", flat=True))
            went = Counter(list_sent(machine).values_list("state", flat=True))
    speaker.table(
        f"{tenant.name} 전출지 인계", ["상태", "온 것", "보낸 것"],
        [[state.label, f"{came[state]:,}건", f"{went[state]:,}건"] for state in HandoverState],
    )  # fmt: skip
    speaker.result(tenant=tenant.code, arrived=dict(came), sent=dict(went))
