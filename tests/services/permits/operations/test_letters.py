"""Letters of a case write themselves as drafts from what happens to it, each once, in the words of that day."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from duru.blocks.access.api import Role
from duru.blocks.casework.api import (
    CaseEvent,
    Task,
    answer_opinion,
    approve_decision,
    complete_task,
    extend_case,
    fire_timers,
    get_kind,
    pause_case,
    propose_decision,
    resume_case,
    return_case,
)
from duru.blocks.documents.api import documents_of
from duru.blocks.documents.rules.blocks import plain_text
from duru.services.permits.enums import Facility, Measure, Owner
from duru.services.permits.operations.consulting import ask_departments
from duru.services.permits.operations.letters import write_letter
from duru.services.permits.operations.receiving import receive_application
from duru.services.permits.rules import Answers
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def officer(member):
    return member()


@pytest.fixture
def receive(officer, scope):
    def go(facility=Facility.CEMETERY, owner=Owner.FAMILY, area="99", **columns):
        answers = Answers(facility, owner, sizes={Measure.AREA: Decimal(area)}, land="forest", **columns)
        return receive_application(
            answers, lot="새솔동 산 12-3", applicant_name="박가람", applicant_phone="010-2000-3000",
            applicant_address="해오름구 나래로 7", by=officer, at=NOW,
        ).case  # fmt: skip

    return go


def deliver(case):
    """Do what the worker does with every told line of a case, twice: a repeated delivery writes nothing more."""
    tells = get_kind(case.kind).tells
    told = list(CaseEvent.objects.filter(case=case, kind__in=tells).order_by("id"))
    for event in [*told, *told]:
        write_letter(event.id)
    return [(each.kind, each.recipient_name) for each in letters(case)]


def letters(case):
    return list(documents_of(f"case:{case.public_id}").order_by("id"))


def words(letter) -> str:
    return plain_text(letter.versions.get(no=1).blocks)


def finish(case, key, by, at=NOW, **answers):
    task = Task.objects.get(case=case, key=key, state="open")
    complete_task(by=by, task_id=task.public_id, answers=answers, at=at)


def decide(case, officer, member, outcome, **said):
    task = Task.objects.get(case=case, key="decide", state="open")
    propose_decision(by=officer, task_id=task.public_id, outcome=outcome, at=NOW, **{"reason": "", **said})
    approve_decision(by=member(Role.MAYOR, "구청장실"), public_id=case.public_id, at=NOW)


def test_one_receipt_names_all_that_was_received_at_once(receive):
    case = receive(alters_land=True)
    assert deliver(case) == [("receipt", "박가람")]
    (receipt,) = letters(case)
    text = words(receipt)
    assert case.receipt_no in text
    assert "2026. 12. 4." in text  # ten worked days with the first one counted
    assert "개발행위허가 새솔동 산 12-3" in text
    assert "민원 처리에 관한 법률 제9조제2항" in text
    assert (receipt.state, receipt.drafted_by_id, receipt.recipient_address) == ("draft", None, "해오름구 나래로 7")
    assert [deliver(child) for child in case.children.all()] == [[], []]


def test_what_is_missing_and_why_later_are_told_the_applicant(receive, officer):
    case = receive()
    pause_case(by=officer, public_id=case.public_id, reason="supplement", note="실측도\n가족관계증명서", at=NOW + DAY)
    resume_case(by=officer, public_id=case.public_id, at=NOW + 2 * DAY)
    extend_case(
        by=officer,
        public_id=case.public_id,
        period="5일",
        reason="fact_finding",
        note="문화유산 지표조사",
        at=NOW + 2 * DAY,
    )
    assert deliver(case)[1:] == [("supplement", "박가람"), ("extension", "박가람")]
    _, supplement, extension = letters(case)
    assert "실측도" in words(supplement)
    assert "2026. 12. 8.까지" in words(supplement)
    assert "민원 처리에 관한 법률 제22조제1항" in words(supplement)
    assert "문화유산 지표조사" in words(extension)
    assert "제21조제1항·제3항" in words(extension)


def test_departments_are_asked_in_one_letter_and_those_whose_silence_is_consent_in_another(receive, officer, tenant):
    case = receive()
    ask_departments(case, by=officer, at=NOW)
    found = deliver(case)[1:]
    assert sorted(found) == [("consultation", "산림과장"), ("consultation", "수신자 참조")]
    by_name = {each.recipient_name: words(each) for each in letters(case)}
    assert "협의가 된 것으로 봅니다. (행정기본법 제24조제3항·제4항)" in by_name["산림과장"]
    assert "협의가 된 것으로" not in by_name["수신자 참조"]
    assert {"도시계획과장", "토지정보과장"} <= set(by_name["수신자 참조"].split())

    for days in (4, 8):  # two worked days before, and after the last day
        fire_timers(tenant_id=tenant.id, now=NOW + days * DAY)
        late = [name for kind, name in deliver(case) if kind == "reminder"]
    assert "산림과장" not in late  # its twenty days run on
    assert late.count("도시계획과장") == 2  # once before the day, once when it had passed
    fire_timers(tenant_id=tenant.id, now=NOW + 19 * DAY)
    deliver(case)
    soon = letters(case)[-1]
    assert soon.recipient_name in ("산림과장", "노인장애인과장")
    texts = [words(each) for each in letters(case) if each.kind == "reminder" and each.recipient_name == "산림과장"]
    assert len(texts) == 1
    assert "행정기본법 제24조제4항" in texts[0]
    assert ("reminder", "노인장애인과장") in deliver(case)  # the case itself is late
    fire_timers(tenant_id=tenant.id, now=NOW + 22 * DAY)
    assert Task.objects.get(case=case, department="산림과").opinion == "deemed"


def test_permit_is_told_its_works_first_and_certified_after_they_are_seen(receive, officer, member):
    case = receive()
    finish(case, "review", officer, is_complete=True)
    finish(case, "consult", officer)
    decide(case, officer, member, "grant", conditions="진입로 폭을 4m 이상으로 할 것")
    assert [kind for kind, _ in deliver(case)] == ["receipt", "result"]
    finish(case, "notify", officer)
    finish(case, "completion", officer, completed_on="2027-03-02", is_as_permitted=True)
    assert [kind for kind, _ in deliver(case)] == ["receipt", "result", "permit"]
    works, permit = letters(case)[1:]
    assert "확인한 뒤 허가증을 드립니다" in words(works)
    assert permit.title == "가족묘지 설치허가증"
    text = words(permit)
    for piece in (
        "진입로 폭을 4m 이상으로 할 것",
        "새솔동 산 12-3",
        "99㎡",
        "산지전용허가·신고 (장사법 제14조제6항",
        "30년",
    ):
        assert piece in text


def test_report_is_certified_and_refused_in_words_of_its_own(receive, officer, member):
    granted = receive(Facility.COLUMBARIUM_TOMB, Owner.FAMILY, "9.5")
    refused = receive(Facility.COLUMBARIUM_TOMB, Owner.FAMILY, "9.6")
    for case in (granted, refused):
        finish(case, "review", officer, is_complete=True)
        finish(case, "consult", officer)
    decide(granted, officer, member, "grant")
    decide(refused, officer, member, "refuse", reason="상수원보호구역입니다(장사법 제17조제2호).\n도로에서 가깝습니다.")
    assert [kind for kind, _ in deliver(granted)][1:] == ["report_certificate"]
    assert [kind for kind, _ in deliver(refused)][1:] == ["refusal"]
    certificate, refusal = letters(granted)[-1], letters(refused)[-1]
    assert certificate.title == "가족봉안묘 설치신고증명서"
    assert "30년" not in words(certificate)  # the term is one of graves
    text = words(refusal)
    assert "수리할 수 없음" in text
    assert "근거 장사법 제17조제2호 이유" in " ".join(text.split())
    assert "60일 이내에 우리 기관에 문서로 이의신청" in text


def test_papers_given_back_are_given_back_in_writing(receive, officer):
    case = receive()
    pause_case(by=officer, public_id=case.public_id, reason="supplement", note="실측도", at=NOW)
    return_case(
        by=officer, public_id=case.public_id, reason="두 번 요구했으나 실측도를 내지 않았습니다.", at=NOW + 20 * DAY
    )
    assert [kind for kind, _ in deliver(case)] == ["receipt", "supplement", "result"]
    assert "시행령 제25조제1항" in words(letters(case)[-1])


def test_a_gap_in_the_law_is_told_in_the_history_and_stops_nothing(receive, officer):
    from duru.blocks.documents.models import LegalText

    case = receive()
    deliver(case)
    LegalText.objects.filter(code="supplement").update(effective_until=NOW.date())
    pause_case(by=officer, public_id=case.public_id, reason="supplement", note="실측도", at=NOW + DAY)
    assert [kind for kind, _ in deliver(case)] == ["receipt"]
    assert CaseEvent.objects.filter(case=case, text__contains="저절로 기안하지 못한 문서: 보완요구.").exists()


def test_the_worker_is_promised_each_letter_with_the_deed(receive, officer):
    case = receive()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        told = [
            arguments if isinstance(arguments, dict) else json.loads(arguments) for (arguments,) in cursor.fetchall()
        ]
    payloads = [each["payload"] for each in told if each.get("event_key", "").endswith("CaseHappened")]
    assert {(each["case_ref"], each["what"]) for each in payloads} >= {(case.public_id, "opened")}
    answers = [each["payload"]["what"] for each in told if each.get("event_key", "").endswith("CaseHappened")]
    assert set(answers) <= {"opened", "task_opened"}


def test_a_prior_review_opens_nothing_beside_it_and_its_no_is_a_result_not_a_refusal(receive, officer, member):
    answers = Answers(
        Facility.CEMETERY, Owner.FAMILY, sizes={Measure.AREA: Decimal(99)}, land="forest", alters_land=True
    )
    received = receive_application(
        answers, lot="산 9", applicant_name="박가람", applicant_phone="010-2000-3000", by=officer, at=NOW, is_prior=True
    )
    case = received.case
    assert (received.children, case.title, case.kind) == ([], "사전심사: 가족묘지 산 9", "permits.prior_review")
    assert ask_departments(case, by=officer, at=NOW)
    assert set(Task.objects.filter(case=case, kind="consultation").values_list("deemed_basis", flat=True)) == {""}
    for task in Task.objects.filter(case=case, kind="consultation"):
        answer_opinion(
            by=member(Role.DEPARTMENT_OFFICER, task.department), task_id=task.public_id, opinion="possible", at=NOW
        )
    finish(case, "review", officer)
    decide(case, officer, member, "impossible", reason="상수원보호구역입니다(장사법 제17조제2호).")
    assert [kind for kind, _ in deliver(case)] == ["receipt", "consultation", "result"]
    text = words(letters(case)[-1])
    assert "결과: 불가" in text
    assert "장사법 제17조제2호" in text
    assert "허가나 수리가 아닙니다" in text
    assert "행정심판" not in text
