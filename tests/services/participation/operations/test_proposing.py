"""A proposal's way: received, found alike, marked, decided, asked for again in time."""

from datetime import date, timedelta

import pytest

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.casework.api import Case, Task, approve_decision, complete_task, propose_decision
from duru.kernel.errors import Refused
from duru.services.participation.enums import Axis, Ground
from duru.services.participation.errors import ProposalRefused
from duru.services.participation.models import Proposal, Score
from duru.services.participation.operations.proposing import ask_again, receive_proposal, score_proposal
from duru.services.participation.queries import find_alike, points_of
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def officer(member):
    return member(Role.WELFARE_LEAD, "복지정책과")


@pytest.fixture
def receive(scope, officer):
    def go(title="횡단보도 바닥 신호등", *, by=officer, **columns) -> Proposal:
        given = {
            "problem": "밤에 신호가 보이지 않습니다.", "idea": "횡단보도에 바닥 신호등을 설치하자", "shares": {"박가람": 100},
            "phone": "010-2000-3000", "at": NOW, **columns,
        }  # fmt: skip
        return receive_proposal(title=title, by=by, **given)

    return go


@pytest.fixture
def reject(officer, member):
    """Decide against a proposal and tell its author on a day."""

    def go(proposal, told_on=TODAY):
        case = Case.objects.get(public_id=proposal.case_ref)
        for key, answers in (("look", {"is_looked": True}), ("review", {})):
            _finish(case, key, officer, answers)
        task = Task.objects.get(case=case, key="decide", state="open")
        reason = "이미 시행 중인 사업과 같습니다(국민제안규정 제2조제1호다목)."
        propose_decision(by=officer, task_id=task.public_id, outcome="reject", reason=reason, at=NOW)
        approve_decision(by=member(Role.MAYOR, "구청장실"), public_id=case.public_id, at=NOW)
        _finish(case, "tell", officer, {"notified_on": told_on.isoformat()})

    return go


def _finish(case, key, officer, answers):
    task = Task.objects.get(case=case, key=key, state="open")
    complete_task(by=officer, task_id=task.public_id, answers=answers, at=NOW)


def test_proposal_is_to_be_decided_within_thirty_days_the_first_left_out(receive):
    case = Case.objects.get(public_id=receive().case_ref)
    assert case.due_at.date().isoformat() == "2026-12-23"  # midnight after the 23rd, in UTC still the 23rd
    assert case.applicant_name == "박가람"


def test_those_who_propose_together_have_shares_and_one_leads(receive):
    proposal = receive(shares={"박가람": 40, "이나루": 60})
    assert [(each.name, each.leads) for each in proposal.authors.order_by("-share")] == [
        ("이나루", True),
        ("박가람", False),
    ]


def test_wrong_shares_or_no_idea_receive_nothing(receive):
    with pytest.raises(Refused, match="100%"):
        receive(shares={"박가람": 40, "이나루": 50})
    with pytest.raises(ProposalRefused, match="개선방안"):
        receive(idea="  ")
    assert not Case.objects.exists()


def test_earlier_idea_in_other_words_is_found(receive):
    first = receive()
    receive("도서관 야간 개방", idea="도서관을 밤 열 시까지 열자")
    (alike,) = find_alike("바닥신호등을 횡단보도마다 설치하면 좋겠습니다")
    assert alike.proposal == first


def test_points_are_the_mean_of_reviewers_and_ones_own_mark_is_replaced(receive, member):
    proposal, one, other = receive(), member(Role.CASEWORKER, "교통과"), member(Role.CASEWORKER, "안전과")
    score_proposal(proposal.public_id, dict.fromkeys(Axis, 2), by=one, at=NOW)
    score_proposal(proposal.public_id, dict.fromkeys(Axis, 6), by=one, at=NOW)
    score_proposal(proposal.public_id, dict.fromkeys(Axis, 8), by=other, at=NOW)
    assert points_of(proposal, on=TODAY) == 70
    assert Score.objects.count() == 10


@pytest.mark.parametrize("marks", [{}, {Axis.REACH: 5}, dict.fromkeys(Axis, 11)])
def test_marks_that_are_none_are_refused(receive, officer, marks):
    with pytest.raises(ProposalRefused, match="0점부터 10점"):
        score_proposal(receive().public_id, marks, by=officer, at=NOW)


def test_nobody_marks_an_idea_of_his_own(receive, officer):
    proposal = receive(shares={officer.name: 100})
    with pytest.raises(ProposalRefused, match="자기가 낸 제안"):
        score_proposal(proposal.public_id, dict.fromkeys(Axis, 10), by=officer, at=NOW)


def test_decided_proposal_is_not_marked_any_more(receive, reject, member):
    proposal = receive()
    reject(proposal)
    with pytest.raises(ProposalRefused, match="이미 채택 여부"):
        score_proposal(proposal.public_id, dict.fromkeys(Axis, 5), by=member(Role.CASEWORKER, "교통과"), at=NOW)


def test_rejected_proposal_is_asked_for_again_in_time_and_once(receive, reject, officer):
    proposal = receive()
    with pytest.raises(ProposalRefused, match="알린 제안만"):
        ask_again(proposal.public_id, Ground.OBJECTION, reason="다릅니다", by=officer, at=NOW)
    reject(proposal)
    case = ask_again(proposal.public_id, Ground.OBJECTION, reason="다릅니다", by=officer, at=NOW)
    assert case.kind == "participation.again"
    with pytest.raises(ProposalRefused, match="이미 다시 심사"):
        ask_again(proposal.public_id, Ground.OBJECTION, reason="다릅니다", by=officer, at=NOW)


def test_objection_ends_after_fifteen_days_but_the_same_thing_done_is_looked_at_for_two_years(receive, reject, officer):
    proposal = receive(at=NOW)
    reject(proposal, told_on=TODAY)
    late = NOW + timedelta(days=16)
    with pytest.raises(ProposalRefused, match="기간이 2026. 12. 8.에 끝났습니다"):
        ask_again(proposal.public_id, Ground.OBJECTION, reason="다릅니다", by=officer, at=late)
    assert ask_again(proposal.public_id, Ground.DONE_AFTER_ALL, reason="구청이 설치함", by=officer, at=late)


def test_who_may_not_receive_is_refused(receive, member):
    with pytest.raises(NotAllowed):
        receive(by=member(Role.CASEWORKER, "교통과"))
