"""Days of departments and kinds, counted and shown."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from duru.blocks.access.api import Role
from duru.blocks.casework.api import (
    Task,
    answer_opinion,
    approve_decision,
    complete_task,
    fire_timers,
    propose_decision,
)
from duru.blocks.tenancy.api import tenant_scope
from duru.services.permits.enums import Facility, Measure, Owner
from duru.services.permits.operations.consulting import ask_departments
from duru.services.permits.operations.receiving import receive_application
from duru.services.permits.queries import days_by_department, days_by_kind
from duru.services.permits.rules import Answers
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def worked(tenant, member):
    """A small district: 도시계획과 answered after 1 and after 9 days, 산림과 once by silence, all others are out; one case decided."""
    officer, planner = member(), member(Role.DEPARTMENT_OFFICER, "도시계획과")
    answers = Answers(Facility.CEMETERY, Owner.FAMILY, sizes={Measure.AREA: Decimal(99)}, land="forest")
    given = {"applicant_name": "박가람", "applicant_phone": "010-2000-3000", "by": officer, "at": NOW, "apart": ()}
    with tenant_scope(tenant.id):
        cases = [receive_application(answers, lot=f"산 {n}", **given).case for n in range(2)]
        for case, days in zip(cases, (1, 9), strict=True):
            ask_departments(case, by=officer, at=NOW)
            task = Task.objects.get(case=case, department="도시계획과")
            answer_opinion(by=planner, task_id=task.public_id, opinion="possible", at=NOW + days * DAY)
        tomb = receive_application(
            Answers(Facility.COLUMBARIUM_TOMB, Owner.FAMILY, sizes={Measure.AREA: Decimal(9)}), lot="88", **given
        ).case
        for key, form in (("review", {"is_complete": True}), ("consult", {})):
            step = Task.objects.get(case=tomb, key=key, state="open")
            complete_task(by=officer, task_id=step.public_id, answers=form, at=NOW)
        step = Task.objects.get(case=tomb, key="decide", state="open")
        propose_decision(by=officer, task_id=step.public_id, outcome="grant", reason="", at=NOW)
        approve_decision(by=member(Role.MAYOR, "구청장실"), public_id=tomb.public_id, at=NOW + 3 * DAY)
    fire_timers(tenant_id=tenant.id, now=NOW + 30 * DAY)
    return officer


def test_departments_are_measured_by_what_they_answered_themselves(tenant, worked):
    with tenant_scope(tenant.id):
        lines = {line.name: line for line in days_by_department(2026)}
        assert days_by_department(2025) == []
    planner, forest, others = lines["도시계획과"], lines["산림과"], lines["건설과"]
    assert (planner.n_done, planner.median_days, planner.most_days, planner.in_time_percent) == (2, 5.0, 9, 50)
    assert (forest.n_done, forest.n_silent, forest.in_time_percent, forest.median_days) == (2, 2, None, None)
    assert (others.n_done, others.n_waiting) == (0, 2)


def test_kinds_are_measured_from_receipt_to_decision(tenant, worked):
    with tenant_scope(tenant.id):
        (line,) = days_by_kind(2026)
    assert (line.name, line.n_done, line.median_days, line.in_time_percent) == ("가족봉안묘 신고", 1, 3.0, 100)


def test_page_shows_both_and_hands_them_out_for_a_reason(worked, browse):
    officer, url = browse(worked), reverse("permits:statistics")
    page = officer.get(url, {"year": "2026"}).content.decode()
    assert "부서별 회신에 걸린 날" in page
    assert "도시계획과" in page
    assert "가족봉안묘 신고" in officer.get(url, {"by": "kind", "year": "2026"}).content.decode()
    assert "까닭을 적어" in officer.get(url, {"export": "csv"}).content.decode()
    assert officer.get(url, {"year": "9999", "by": "nonsense"}).status_code == 200
    assert browse(Role.CASEWORKER).get(url).status_code == 403
