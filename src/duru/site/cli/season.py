"""`duru season`: how evenly the last season was given, and how evenly had every gift followed 다음 차례."""

from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from duru.conf import postgres, schema
from duru.site.cli.accounts import TenantCode, find_tenant
from duru.site.cli.django_ready import start_django
from duru.site.cli.output import JsonFlag, Speaker


def season(tenant_code: TenantCode = "", as_json: JsonFlag = False) -> None:
    """지난 석 달의 나눔을 다음 차례대로 다시 나누어 보고, 고르기(지니)를 전과 후로 견줍니다. 아무것도 적지 않습니다."""
    speaker = Speaker(as_json=as_json)
    with postgres.running() as info:
        schema.bring_up_to_date(info)
        start_django()
        from duru.blocks.tenancy import api as tenancy  # Django had to be ready
        from duru.services.welfare import api as welfare

        tenant = find_tenant(tenancy, tenant_code)
        with tenancy.tenant_scope(tenant.id):
            tenancy.make_transaction_read_only()
            found = welfare.simulate_season(on=datetime.now(ZoneInfo("Asia/Seoul")).date())
    pairs = (("금액", found.won_before, found.won_after), ("횟수", found.times_before, found.times_after))
    speaker.table(
        f"{tenant.name}: {found.since} 뒤의 나눔 {found.n_gifts:,}건, 어려움이 알려진 {found.n_people:,}명",
        ["무엇으로", "지니", "다음 차례대로", "열에 하나의 몫", "다음 차례대로", "못 받은 사람", "다음 차례대로"],
        [
            [label, f"{was.gini:.3f}", f"{now.gini:.3f}", f"{was.top_tenth:.1%}", f"{now.top_tenth:.1%}", f"{was.without}", f"{now.without}"]
            for label, was, now in pairs
        ],
    )  # fmt: skip
    speaker.say(f"규칙이 알리는 나눔: 준 대로 {found.n_warned_before}건, 다음 차례대로 {found.n_warned_after}건")
    speaker.result(**asdict(found))
