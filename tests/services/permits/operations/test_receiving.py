"""One visit: the facility's case and, beside it, a case of its own for every approval that is not deemed given."""

from decimal import Decimal

import pytest

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.casework.api import Case, Task, answer_opinion, list_kinds
from duru.kernel.errors import Refused
from duru.services.permits.enums import Facility, Measure, Owner
from duru.services.permits.errors import NoPermitCase
from duru.services.permits.kinds import approval_key, kind_key
from duru.services.permits.operations.consulting import ask_departments
from duru.services.permits.operations.receiving import receive_application
from duru.services.permits.queries import answers_of, outcome_of, site_of
from duru.services.permits.rules import Answers, Approval, Kind, rows
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db


def family_grave(area="99", **columns) -> Answers:
    return Answers(Facility.CEMETERY, Owner.FAMILY, sizes={Measure.AREA: Decimal(area)}, land="forest", **columns)


@pytest.fixture
def receive(scope, member):
    officer = member()

    def go(answers=None, *, by=officer, **columns):
        given = {"lot": "새솔동 산 12-3", "applicant_name": "박가람", "applicant_phone": "010-2000-3000", **columns}
        return receive_application(answers or family_grave(), by=by, at=NOW, **given)

    return go


def keys(children) -> list[str]:
    return [child.kind.removeprefix("permits.approval_") for child in children]


def test_small_family_grave_opens_no_case_for_what_is_deemed_given(receive):
    received = receive(family_grave("99", alters_land=True))
    assert received.case.kind == "permits.cemetery_family"
    assert keys(received.children) == ["development", "land_category"]
    assert {child.department for child in received.children} == {"도시계획과", "토지정보과"}


def test_family_grave_of_100_square_metres_opens_the_forest_cases_too(receive):
    assert keys(receive(family_grave("100")).children) == ["forest", "felling", "land_category"]


def test_officer_may_leave_an_approval_out_but_never_open_one_that_is_deemed_given(receive):
    assert keys(receive(family_grave("99", alters_land=True), apart=["forest", "development"]).children) == [
        "development"
    ]


def test_child_has_its_own_clock_from_the_same_moment_of_receipt(receive):
    received = receive(family_grave("99", alters_land=True))
    development = received.children[0]
    assert development.received_at == received.case.received_at
    assert development.due_at > received.case.due_at  # fifteen days against ten


def test_bad_telephone_opens_nothing_at_all(receive):
    with pytest.raises(Refused, match="전화번호"):
        receive(applicant_phone="12")
    assert Case.objects.count() == 0


def test_receipt_number_of_the_ministry_counts_once(receive):
    receive(receipt_no="2026-새올-77")
    with pytest.raises(Refused, match="이미 있습니다"):
        receive(receipt_no="2026-새올-77")
    assert Case.objects.filter(parent__isnull=True).count() == 1


def test_who_may_not_receive_is_refused(receive, member):
    with pytest.raises(NotAllowed):
        receive(by=member(Role.CASEWORKER, "행복동 복지팀"))


def test_answers_come_back_from_the_case_as_they_were_given(receive):
    answers = family_grave("99.5", alters_land=True, is_own_land=False)
    received = receive(answers, zones=["water_source", "military"], papers=["평면도"])
    case = Case.objects.get(id=received.case.id)
    assert answers_of(case) == answers
    assert [each.title for each in site_of(case, None)] == ["상수원보호구역", "군사기지·군사시설 보호구역"]
    assert [each.approval.code for each in outcome_of(case).approvals if each.deemed] == ["forest", "felling"]


def test_every_department_is_asked_once_and_the_lead_never(receive, member):
    case = receive(zones=["military"]).case
    officer = member()
    asked = ask_departments(case, by=officer, at=NOW)
    names = [task.department for task in asked]
    assert "노인장애인과" not in names
    assert {"산림과", "관할 군부대", "동 주민센터"} <= set(names)
    with pytest.raises(NoPermitCase, match="더 물어볼 부서가 없습니다"):
        ask_departments(case, by=officer, at=NOW)


def test_silence_of_the_forest_department_is_consent_only_where_its_approval_is_deemed(receive, member):
    officer = member()
    small, large = receive(family_grave("99")).case, receive(family_grave("100")).case
    for case in (small, large):
        ask_departments(case, by=officer, at=NOW)
    basis = {
        task.case_id: task.deemed_basis for task in Task.objects.filter(department="산림과", kind="consultation", case__in=[small, large])
    }  # fmt: skip
    assert basis == {small.id: "행정기본법 제24조제4항", large.id: ""}
    others = Task.objects.filter(case=small, kind="consultation").exclude(department="산림과")
    assert set(others.values_list("deemed_basis", flat=True)) == {""}


def test_asked_department_answers_for_itself(receive, member):
    case = receive().case
    ask_departments(case, by=member(), at=NOW)
    task = Task.objects.get(case=case, department="도시계획과", kind="consultation")
    planner = member(Role.DEPARTMENT_OFFICER, "도시계획과")
    with pytest.raises(NotAllowed):
        receive(by=planner)
    answer_opinion(by=planner, task_id=task.public_id, opinion="conditional", note="진입로 폭 4m", at=NOW)
    assert Task.objects.get(id=task.id).note == "진입로 폭 4m"


def test_case_of_another_service_is_no_funeral_facility(receive, member):
    child = receive(family_grave("99", alters_land=True)).children[0]
    with pytest.raises(NoPermitCase):
        ask_departments(child, by=member(), at=NOW)


def test_each_facility_and_each_approval_is_a_kind_whose_process_can_be_read():
    known = {kind.key: kind for kind in list_kinds()}
    for key in [*(kind_key(row) for row in rows(Kind)), *(approval_key(row) for row in rows(Approval))]:
        assert known[key].plan.steps
        assert known[key].counting_rule
    permit, report = known["permits.cemetery_family"].plan, known["permits.tomb_family"].plan
    assert "completion" in permit.steps  # the certificate comes after the works are seen
    assert "completion" not in report.steps


@pytest.mark.parametrize(("facility", "period"), [(Facility.CEMETERY, "10일"), (Facility.COLUMBARIUM_HALL, "30일")])
def test_prior_review_takes_no_longer_than_the_matter_itself(receive, facility, period):
    case = receive(Answers(facility, Owner.FAMILY, sizes={Measure.AREA: Decimal(9)}), is_prior=True).case
    assert (case.period, case.set_by) == (period, "민원처리법 시행령 제34조제2항")
