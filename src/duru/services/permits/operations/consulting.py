"""Asking the departments that a facility concerns, all at once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.casework.api import Case, Task, ask_opinion
from duru.services.permits.errors import NoPermitCase
from duru.services.permits.kinds import LEAD_DEPARTMENT
from duru.services.permits.permissions import RECEIVE
from duru.services.permits.queries import around_case, departments_of

REPLY_WITHIN = "5일"


@transaction.atomic
def ask_departments(case: Case, *, by: Actor, at: datetime, period: str = REPLY_WITHIN) -> list[Task]:
    """Ask every department the facility and its land concern, except those that are asked or have answered already.

    Args:
        period: Until when they reply; the law's 20 days replace it where silence is consent.

    Raises:
        NotAllowed: `by` may not ask.
        NoPermitCase: the case is of another service, or there is nobody left to ask.
        CaseworkRefused: the reply date lies after the case's own, or the case has ended.
    """
    check_may(by, RECEIVE)
    asked = set(Task.objects.filter(case=case, kind="consultation").values_list("department", flat=True))
    wanted = [row for row in departments_of(case, around_case(case)) if row.department not in asked | {LEAD_DEPARTMENT}]
    if not wanted:
        raise NoPermitCase("더 물어볼 부서가 없습니다. 이미 모두 요청했습니다.")
    return [
        task
        for row in wanted
        for task in ask_opinion(
            by=by,
            public_id=case.public_id,
            departments=[row.department],
            question=f"{case.title}: {row.asks}. 가능한지, 조건이 있는지 검토해 주십시오.",
            period=period,
            at=at,
        )
    ]
