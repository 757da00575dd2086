"""A permit's whole way: opinions, decision by two, works, certificate."""

from decimal import Decimal

import pytest

from duru.blocks.access.api import Role
from duru.blocks.casework.api import (
    Case,
    CaseState,
    Task,
    answer_opinion,
    approve_decision,
    complete_task,
    propose_decision,
)
from duru.kernel.errors import Refused
from duru.services.permits.enums import Facility, Measure, Owner
from duru.services.permits.operations.consulting import ask_departments
from duru.services.permits.operations.receiving import receive_application
from duru.services.permits.rules import Answers
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(member):
    return member()


@pytest.fixture
def do(officer, scope):
    """Finish the open step of a case: `do(case, "review", is_complete=True)`."""

    def finish(case, key, **answers):
        task = Task.objects.get(case=case, key=key, state="open")
        return complete_task(by=officer, task_id=task.public_id, answers=answers, at=NOW)

    return finish


@pytest.fixture
def case(officer, scope):
    answers = Answers(Facility.CEMETERY, Owner.FAMILY, sizes={Measure.AREA: Decimal(99)}, land="forest")
    return receive_application(
        answers, lot="산 12-3", applicant_name="박가람", applicant_phone="010-2000-3000", by=officer, at=NOW
    ).case


def decide(case, officer, member, outcome, reason=""):
    task = Task.objects.get(case=case, key="decide", state="open")
    propose_decision(by=officer, task_id=task.public_id, outcome=outcome, reason=reason, at=NOW)
    approve_decision(by=member(Role.MAYOR, "구청장실"), public_id=case.public_id, at=NOW)


def test_certificate_comes_only_after_the_works_were_seen(case, do, officer, member):
    do(case, "review", is_complete=True)
    ask_departments(case, by=officer, at=NOW)
    for task in Task.objects.filter(case=case, kind="consultation", state="open"):
        answer_opinion(
            by=member(Role.PERMIT_OFFICER, task.department), task_id=task.public_id, opinion="possible", at=NOW
        )
    do(case, "consult")
    decide(case, officer, member, "grant")
    do(case, "notify")
    works = Task.objects.get(case=case, key="completion")
    assert works.due_at is None  # the period ended with the decision; building takes as long as it takes
    with pytest.raises(Refused, match="허가한 내용대로"):
        do(case, "completion", completed_on="2027-03-02", is_as_permitted=False)
    do(case, "completion", completed_on="2027-03-02", is_as_permitted=True)
    do(case, "certificate")
    ended = Case.objects.get(id=case.id)
    assert (ended.state, ended.outcome) == (CaseState.DONE, "grant")


def test_decision_waits_for_opinions_that_are_out(case, do, officer, member):
    do(case, "review", is_complete=True)
    ask_departments(case, by=officer, at=NOW)
    do(case, "consult")
    with pytest.raises(Refused, match="회신을 기다리는 협의"):
        decide(case, officer, member, "grant")


def test_refusal_needs_its_reason_and_ends_the_case(case, do, officer, member):
    do(case, "review", is_complete=True)
    do(case, "consult")
    with pytest.raises(Refused, match="이유와 근거"):
        decide(case, officer, member, "refuse")
    decide(case, officer, member, "refuse", "상수원보호구역(장사법 제17조제2호)")
    do(case, "refusal")
    assert Case.objects.get(id=case.id).outcome == "refuse"
