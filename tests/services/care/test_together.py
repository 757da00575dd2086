"""A case from a hospital's notice to the plan and the visits, and what is refused on the way."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from duru.blocks.access.api import Membership, NotAllowed, system_actor
from duru.blocks.casework.api import Case, Task, approve_decision, complete_task, open_case, propose_decision
from duru.blocks.casework.events import CaseOpened
from duru.blocks.consent.api import ConsentRefused
from duru.blocks.documents.api import documents_of
from duru.blocks.exchange.api import SourceRecord, record_mention
from duru.services.care.api import (
    JOINT,
    Agreement,
    CareRefused,
    NeedLevel,
    NoteKind,
    Origin,
    Service,
    VisitState,
    agree_plan,
    answer_survey,
    ask_other_side,
    close_notice,
    draft_plan_letter,
    find_needs,
    make_plan,
    notices_visible_to,
    notify_discharge,
    open_joint_case,
    plan_visit,
    reply_referral,
    report_visit,
    take_notice,
    visits_between,
)
from duru.services.care.models import CareCase, CarePlan, DischargeNotice
from duru.services.care.queries import diagnosis_of, needs_of, notes_for
from duru.services.care.tasks import lay_compartments
from tests.clients import client_of
from tests.services.care.conftest import PATIENT
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
SECRET = "뇌경색 후 좌측 편마비"


@pytest.fixture
def notice(desk):
    return notify_discharge(
        by=desk.hospital,
        typed=PATIENT,
        discharged_on=TODAY,
        consented_on=TODAY,
        needs="식사와 이동 도움",
        diagnosis=SECRET,
        at=NOW,
    )


@pytest.fixture
def case(desk):
    return open_joint_case(
        by=desk.dong,
        record=desk.record,
        origin=Origin.OFFICE,
        reason="혼자 지냄",
        at=NOW,
        agreed=Agreement("동의-1", flags=True),
    )


def services(**changed):
    line = {
        "domain": "daily_life",
        "content": "밑반찬",
        "amount": "주 2회",
        "provider": "해오름복지관",
        "linked": "보건소가 매주 확인",
    }
    return [Service(**{**line, **changed})]


def test_a_notice_waits_for_its_first_contact_and_hides_the_illness_from_welfare(desk, notice):
    assert notice.due_on == date(2026, 11, 26)  # three days, the day of the notice left out
    assert [diagnosis_of(actor, notice) for actor in (desk.lead, desk.dong, desk.hospital, desk.mayor)] == [""] * 4
    assert diagnosis_of(desk.health, notice) == SECRET
    assert list(notices_visible_to(desk.other_hospital)) == []
    text = client_of(desk.dong).get(reverse("care:notice", args=[notice.public_id])).content.decode()
    assert "식사와 이동 도움" in text
    assert SECRET not in text
    assert SECRET in client_of(desk.health).get(reverse("care:notice", args=[notice.public_id])).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"consented_on": None}, "consented_on"),
        ({"consented_on": TODAY + DAY}, "consented_on"),
        ({"needs": " "}, "needs"),
    ],
)
def test_a_notice_without_consent_or_need_is_not_taken(desk, changed, field):
    given = {
        "by": desk.hospital,
        "typed": PATIENT,
        "discharged_on": TODAY,
        "consented_on": TODAY,
        "needs": "식사",
        "at": NOW,
    }
    with pytest.raises(CareRefused) as refused:
        notify_discharge(**{**given, **changed})
    assert refused.value.field == field
    assert not DischargeNotice.objects.exists()


def test_taking_a_notice_opens_a_case_with_the_illness_on_the_health_side(desk, notice):
    case = take_notice(
        by=desk.dong, public_id=notice.public_id, reason="퇴원 뒤 돌봄", agreed=Agreement("동의-7", flags=True), at=NOW
    )
    assert [each.text for each in notes_for(desk.health, case, at=NOW)] == [f"한빛병원: {SECRET}"]
    assert list(notes_for(desk.dong, case, at=NOW)) == []
    for deed in (take_notice, close_notice):
        more = {"agreed": Agreement("동의-8")} if deed is take_notice else {}
        with pytest.raises(CareRefused, match="이미 처리한"):
            deed(by=desk.dong, public_id=notice.public_id, reason="다시", at=NOW, **more)


def test_a_person_has_one_open_case_and_health_data_needs_a_consent_of_its_own(desk, case):
    with pytest.raises(CareRefused, match="열려 있는 통합사례"):
        open_joint_case(by=desk.lead, record=desk.record, origin=Origin.OFFICE, reason="또", at=NOW)
    with pytest.raises(ConsentRefused, match="증빙"):
        open_joint_case(
            by=desk.dong,
            record=_another(desk),
            origin=Origin.OFFICE,
            reason="새 사람",
            at=NOW,
            agreed=Agreement(" ", details=True),
        )
    with pytest.raises(NotAllowed):
        open_joint_case(by=desk.health, record=_another(desk), origin=Origin.OFFICE, reason="새 사람", at=NOW)


def _another(desk):
    typed = {**PATIENT, "name": "오복례", "phone": "010-4444-5555"}
    return SourceRecord.objects.get(
        id=record_mention(organisation_id=desk.dong.organisation_id, dataset="needs", typed=typed, at=NOW)
    )


def test_a_referral_is_answered_by_the_side_it_was_asked_of(desk, case):
    referral = ask_other_side(by=desk.dong, case_id=case.public_id, asked="약을 챙기는지 봐 주세요", at=NOW)
    assert (referral.to_side, referral.due_on) == ("health", date(2026, 11, 30))
    with pytest.raises(NotAllowed, match="받은 쪽"):
        reply_referral(by=desk.dong, public_id=referral.public_id, reply="예", at=NOW)
    with pytest.raises(CareRefused):
        reply_referral(by=desk.health, public_id=referral.public_id, reply=" ", at=NOW)
    assert "우리 쪽 회신" in client_of(desk.health).get(reverse("home")).content.decode()
    reply_referral(by=desk.health, public_id=referral.public_id, reply="약 달력을 드림", at=NOW)
    with pytest.raises(CareRefused, match="이미 끝난"):
        reply_referral(by=desk.health, public_id=referral.public_id, reply="또", at=NOW)


def test_health_answers_set_marks_and_a_better_answer_ends_them(desk, case):
    ask = {"by": desk.health, "case_id": case.public_id, "at": NOW}
    assert answer_survey(answers={"move": "못 함", "eat": "못 함"}, **ask) == ["immobile", "meals"]
    assert answer_survey(answers={"move": "도움이 있으면"}, **ask) == ["meals", "walks_with_help"]
    with pytest.raises(CareRefused, match="가운데 하나"):
        answer_survey(answers={"move": "가끔"}, **ask)
    with pytest.raises(NotAllowed, match="복지 쪽"):
        answer_survey(answers={"carer": "없음"}, **ask)


def test_needs_give_a_level_of_risk_on_the_page(desk, case):
    found = {"health": (NeedLevel.URGENT, "약을 끊음"), "economy": (NeedLevel.SOME, "")}
    find_needs(by=desk.dong, case_id=case.public_id, found=found, at=NOW)
    assert [each.label for each in needs_of(case, on=TODAY) if each.level is not None] == ["시급", "있음"]
    text = client_of(desk.dong).get(reverse("care:case", args=[case.public_id])).content.decode()
    assert "안전이나 건강에 시급한 욕구가 있습니다: 건강" in text


def test_a_plan_counts_when_agreed_and_goes_out_as_a_letter_without_the_illness(desk, case):
    with pytest.raises(CareRefused, match="동의한 계획이 없습니다"):
        draft_plan_letter(by=desk.dong, case_id=case.public_id, at=NOW)
    given = {
        "by": desk.dong,
        "case_id": case.public_id,
        "goal": "집에서 지내기",
        "from_on": TODAY,
        "until_on": TODAY + 90 * DAY,
        "at": NOW,
    }
    first, second = make_plan(services=services(), **given), make_plan(services=services(provider="푸드뱅크"), **given)
    for plan in (first, second):
        agree_plan(by=desk.dong, public_id=plan.public_id, on=TODAY, proof="동의-3", at=NOW)
    assert list(CarePlan.objects.order_by("revision").values_list("state", flat=True)) == ["ended", "agreed"]
    letter = draft_plan_letter(by=desk.dong, case_id=case.public_id, at=NOW)
    assert documents_of(f"case:{case.case_ref}").get() == letter
    assert letter.recipient_name == "강순임"
    assert "푸드뱅크" in str(letter.fields)


@pytest.mark.parametrize(
    "changed",
    [
        {"goal": " "},
        {"services": []},
        {"services": services(provider="")},
        {"services": services(domain="없음")},
        {"until_on": TODAY},
    ],
)
def test_a_plan_without_what_the_law_asks_for_is_refused(desk, case, changed):
    given = {
        "by": desk.dong,
        "case_id": case.public_id,
        "goal": "집",
        "from_on": TODAY,
        "until_on": TODAY + DAY,
        "services": services(),
    }
    with pytest.raises(CareRefused):
        make_plan(**{**given, **changed}, at=NOW)


def test_both_sides_visit_together_and_nobody_is_in_two_places(desk, case):
    welfare, health = (Membership.objects.get(id=each.membership_id) for each in (desk.dong, desk.health))
    go = {"by": desk.dong, "case_id": case.public_id, "purpose": "낙상 살피기", "at": NOW, "visit_at": NOW}
    visit = plan_visit(welfare_by=welfare, health_by=health, **go)
    assert visit.is_joint
    for wrong in ({"health_by": health}, {"welfare_by": health}, {}):
        with pytest.raises(CareRefused):
            plan_visit(**wrong, **go)
    assert list(visits_between(desk.health, from_on=TODAY, until_on=TODAY + DAY, mine=True)) == [visit]
    with pytest.raises(CareRefused) as refused:
        report_visit(by=desk.health, public_id=visit.public_id, state=VisitState.DONE, result="", at=NOW)
    assert refused.value.field == "result"
    report_visit(by=desk.health, public_id=visit.public_id, state=VisitState.DONE, result="문턱을 없앰", at=NOW)
    assert "강○임" in client_of(desk.dong).get(f"{reverse('care:calendar')}?from=2026-11-23").content.decode()
    later = plan_visit(welfare_by=welfare, **{**go, "visit_at": NOW + DAY})
    with pytest.raises(CareRefused, match="오지 않은"):
        report_visit(by=desk.dong, public_id=later.public_id, state=VisitState.DONE, result="감", at=NOW)


def test_the_steps_run_from_counsel_to_followup_and_check_turns_round(desk, case):
    def finish(key, **answers):
        task = Task.objects.get(case__public_id=case.case_ref, key=key, state="open")
        complete_task(by=desk.dong, task_id=task.public_id, answers=answers, at=NOW)

    finish("counsel", met_on="2026-11-23", how="visit")
    finish("assess", is_asked=True)
    finish("conference", held_on="2026-11-23", kind="joint")
    decide = Task.objects.get(case__public_id=case.case_ref, key="decide", state="open")
    propose_decision(by=desk.dong, task_id=decide.public_id, outcome="manage", reason="여러 욕구", at=NOW)
    approve_decision(by=desk.lead, public_id=case.case_ref, at=NOW)
    finish("plan", agreed_on="2026-11-23")
    finish("check", checked_on="2026-11-23", then="go_on")
    finish("check", checked_on="2026-11-23", then="revise")
    finish("plan", agreed_on="2026-11-23")
    finish("check", checked_on="2026-11-23", then="close")
    finish("close", closed_on="2026-11-23", why="goal")
    assert Case.objects.get(public_id=case.case_ref).is_open
    finish("follow", looked_on="2026-11-23")
    assert not Case.objects.get(public_id=case.case_ref).is_open


def test_a_case_opened_elsewhere_gets_its_compartments_once(desk):
    made = open_case(
        by=system_actor(), kind=JOINT, title="통합사례관리", applicant_name="강순임", at=NOW,
        answers={"record": desk.record.public_id, "origin": "outreach", "reason": "전기가 끊김"},
        officer=Membership.objects.get(id=desk.dong.membership_id),
    )  # fmt: skip
    for _ in range(2):
        lay_compartments(CaseOpened(made.public_id, JOINT))
    (care,) = CareCase.objects.filter(case_ref=made.public_id)
    assert (care.origin, care.with_health, care.organisation_id) == ("outreach", False, desk.dong.organisation_id)


def test_a_hospital_notifies_on_its_page_and_sees_its_own(desk):
    client = client_of(desk.hospital)
    sent = {**PATIENT, "discharged_on": "2026-11-24", "needs": "식사 도움", "diagnosis": SECRET}
    assert "환자가 동의한 날이 없으면" in client.post(reverse("care:notify"), sent).content.decode()
    assert DischargeNotice.objects.count() == 0
    client.post(reverse("care:notify"), {**sent, "consented_on": "2026-11-20"})
    text = client.get(reverse("care:own_notices")).content.decode()
    assert "강○임" in text
    assert "강순임" not in text
    assert NoteKind.DIAGNOSIS.label not in text
