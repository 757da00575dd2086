"""Six month-end snapshots of the demo district, so that a month can be compared with the one before."""

from datetime import datetime

from duru.blocks.access.api import Membership, actor_of, system_actor
from duru.blocks.statistics.api import (
    Question,
    compute_standards,
    last_full_month,
    list_months,
    list_standards,
    make_snapshot,
    months_until,
    save_table,
)
from duru.blocks.tenancy.api import Tenant, tenant_scope

N_MONTHS = 6
_LEAD = "lead@haeoreum.example"
_REASON = "시험자료: 지금 알려진 것으로 되짚음"


def make_months(tenant: Tenant, *, now: datetime) -> int:
    """Make what is missing of the last six months, the newest month's tables and one table made by hand; returns how many months there are.

    Safe to repeat. The months are read back from what is known today, and say so.
    """
    by, newest = system_actor("시험자료 만들기"), last_full_month(now.date())
    with tenant_scope(tenant.id):
        known = set(list_months())
    for month in months_until(newest, N_MONTHS):
        if month not in known:
            make_snapshot(tenant=tenant, month=month, by=by, now=now, reason=_REASON)
    if newest in known:
        return len(known)
    compute_standards(tenant=tenant, month=newest, now=now)
    with tenant_scope(tenant.id):
        lead = Membership.objects.select_related("user", "organisation").filter(user__email=_LEAD).first()
        if lead and list_standards():
            save_table(
                by=actor_of(lead), title="동별 식품 나눔(달마다)", n_months=3, chart="hbar", at=now, is_shared=True,
                note="푸드뱅크 회의 자료",
                question=Question("handouts", ("cases",), rows="dong", columns="month", filters={"category": ("food",)}).over(months_until(newest, 3)),
            )  # fmt: skip
        return len(list_months())
