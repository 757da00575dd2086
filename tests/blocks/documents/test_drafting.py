"""Letters are written from dated words, and mended in versions."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.documents.api import (
    ChangedMeanwhile,
    DocumentRefused,
    LetterRefused,
    Recipient,
    cancel_draft,
    draft_letter,
    fields_of,
    revise_draft,
)
from duru.blocks.documents.enums import LetterKind
from duru.blocks.documents.models import Document, LegalText, LetterTemplate
from duru.blocks.documents.operations.wording import ensure_words
from duru.blocks.documents.rules.blocks import plain_text, write_blocks
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.documents.house import CASE, MACHINE, NOW, TODAY, member, office

TO = Recipient("김하늘", address="한빛특별시 해오름구 나래로 7", postcode="01234", email="haneul@duru.example")
REFUSAL = {
    "matter": "가족묘지 설치허가", "receipt_no": "2026-000017", "basis": "장사 등에 관한 법률 제17조",
    "reasons": ["상수원보호구역입니다.", "도로에서 200미터 안입니다."],
}  # fmt: skip
SAMPLE = {"text": "가나다", "lines": "가\n나", "list": ["하나", "둘"], "number": 3, "day": date(2026, 12, 31)}


def draft(by, kind=LetterKind.REFUSAL, fields=None, on=TODAY, **more):
    return draft_letter(by=by, subject=CASE, kind=kind, fields=fields or REFUSAL, to=TO, on=on, at=NOW, **more)


def words(document) -> str:
    return plain_text(document.versions.get(no=document.version_no).blocks)


def test_a_refusal_tells_why_and_how_to_dispute_it_with_terms_and_articles(here):
    letter = draft(here.officer)
    text = words(letter)
    assert letter.title == "가족묘지 설치허가 불허가 통지"
    for piece in (
        "상수원보호구역입니다.", "60일 이내에 우리 기관에 문서로 이의신청", "민원 처리에 관한 법률 제35조제1항",
        "90일(처분이 있은 날부터 180일) 이내에 행정심판", "행정소송법 제20조",
    ):  # fmt: skip
        assert piece in text
    assert (letter.state, letter.version_no, letter.number, letter.disclosure_clauses) == ("draft", 1, "", [6])
    assert (letter.department, letter.recipient_name, letter.needs_approval) == ("노인장애인과", "김하늘", True)


@pytest.mark.parametrize("kind", list(LetterKind))
def test_every_kind_is_written_from_the_words_that_ship(here, kind):
    fields = {each["name"]: SAMPLE[each.get("type", "text")] for each in fields_of(kind, on=TODAY)}
    letter = draft(here.officer, kind, fields)
    assert letter.title
    assert "{" not in words(letter)


def test_a_letter_whose_law_has_a_gap_on_its_day_is_refused_with_a_sentence(here):
    ensure_words()
    LegalText.objects.filter(code="objection").update(effective_until=TODAY)
    with pytest.raises(LetterRefused, match=r"2026\. 11\. 23\.에 시행 중인 법령 문구가 없습니다: 이의신청"):
        draft(here.officer)
    assert draft(here.officer, on=TODAY - timedelta(days=1)).worded_on == TODAY - timedelta(days=1)
    assert Document.objects.count() == 1


def test_a_kind_without_a_template_that_day_is_refused(here):
    with pytest.raises(LetterRefused, match="‘처리기간 연장통지’ 틀이 없습니다"):
        fields_of(LetterKind.EXTENSION, on=date(2026, 5, 5))


def test_a_new_wording_counts_from_its_first_day(here):
    ensure_words()
    old = LegalText.objects.get(code="objection")
    LegalText.objects.filter(pk=old.pk).update(effective_until=date(2027, 1, 1))
    old.pk, old.days, old.effective_from, old.effective_until = None, 90, date(2027, 1, 1), None
    old.save()
    assert "60일 이내에 우리 기관에" in words(draft(here.officer, on=date(2026, 12, 31)))
    assert "90일 이내에 우리 기관에" in words(draft(here.officer, on=date(2027, 1, 1)))


def test_a_services_own_wording_goes_before_the_general_one(here):
    ensure_words()
    LetterTemplate.objects.create(
        kind="receipt", variant="funeral", title="장사 접수증", body="{{ a }}", fields=[{"name": "a", "label": "가"}],
        source="시험", effective_from=date(2026, 1, 1),
    )  # fmt: skip
    assert draft(here.officer, "receipt", {"a": "나"}, variant="funeral").title == "장사 접수증"
    assert draft(here.officer, variant="funeral").title == "가족묘지 설치허가 불허가 통지"


def test_a_prior_notice_leaves_ten_days_for_an_opinion(here):
    fields = {
        "disposition": "묘지 이전명령", "party": "김하늘", "facts": "허가 없이 설치", "content": "이전", "basis": "장사법 제31조",
        "opinion_to": "해오름구청", "opinion_until_on": TODAY + timedelta(days=9),
    }  # fmt: skip
    with pytest.raises(LetterRefused, match="10일 이상"):
        draft(here.officer, LetterKind.PRIOR_NOTICE, fields)
    fields["opinion_until_on"] += timedelta(days=1)
    assert "2026. 12. 3." in words(draft(here.officer, LetterKind.PRIOR_NOTICE, fields))


def test_the_machine_writes_for_an_office_it_names(here):
    fields = {"matter": "가족묘지", "receipt_no": "1", "due_on": TODAY, "task": "산림과 회신"}
    with pytest.raises(LetterRefused, match="어느 기관"):
        draft(MACHINE, LetterKind.REMINDER, fields)
    letter = draft(MACHINE, LetterKind.REMINDER, fields, organisation_id=here.office.id, department="민원과")
    assert (letter.drafted_by_id, letter.department, letter.needs_approval) == (None, "민원과", False)


def test_a_mended_draft_is_a_new_version_and_the_old_one_stays(here):
    letter = draft(here.officer)
    mended = revise_draft(
        by=here.officer, document=letter.public_id, seen=1, at=NOW, fields=REFUSAL | {"reasons": ["도로에서 200미터 안입니다."]},
        reason="이유 하나를 뺌",
    )  # fmt: skip
    assert (mended.version_no, mended.revision) == (2, 2)
    assert "상수원" not in words(mended)
    assert "상수원" in plain_text(mended.versions.get(no=1).blocks)


def test_a_text_mended_by_hand_keeps_what_the_law_says(here):
    letter = draft(here.officer)
    blocks = letter.versions.get(no=1).blocks
    body = write_blocks(blocks)
    mended = revise_draft(
        by=here.officer, document=letter.public_id, seen=1, at=NOW, body=body.replace("상수원보호구역", "수변구역")
    )
    assert "수변구역입니다." in words(mended)
    lost = "\n".join(line for line in body.splitlines() if not line.startswith("> "))
    for text in (lost, body.replace("60일", "6일"), "  "):
        with pytest.raises(LetterRefused):
            revise_draft(by=here.officer, document=letter.public_id, seen=2, at=NOW, body=text)


def test_who_wrote_on_an_old_page_is_told_so(here):
    letter = draft(here.officer)
    revise_draft(by=here.officer, document=letter.public_id, seen=1, at=NOW, title="고친 제목")
    with pytest.raises(ChangedMeanwhile):
        revise_draft(by=here.leader, document=letter.public_id, seen=1, at=NOW, title="늦은 제목")
    assert Document.objects.get().title == "고친 제목"


def test_a_given_up_draft_stays_and_cannot_be_mended(here):
    letter = draft(here.officer)
    with pytest.raises(DocumentRefused, match="까닭"):
        cancel_draft(by=here.officer, document=letter.public_id, seen=1, reason=" ", at=NOW)
    cancel_draft(by=here.officer, document=letter.public_id, seen=1, reason="취하", at=NOW)
    with pytest.raises(DocumentRefused, match="‘폐기’"):
        revise_draft(by=here.officer, document=letter.public_id, seen=2, at=NOW, title="다시")


@pytest.mark.parametrize(("disclosure", "clauses"), [("closed", []), ("partial", [9]), ("partial", [0, 6])])
def test_what_is_closed_names_its_clause(here, disclosure, clauses):
    with pytest.raises(LetterRefused, match="제9조제1항"):
        draft(here.officer, disclosure=disclosure, disclosure_clauses=clauses)


def test_an_open_document_names_none(here):
    assert draft(here.officer, disclosure="open").disclosure_clauses == []


ROLES_THAT_WORK = (Role.WELFARE_LEAD, Role.CASEWORKER, Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_draft(here, role):
    actor = member(here.office, f"김{role}", role=role)
    if role in (*ROLES_THAT_WORK, Role.PRIVACY_OFFICER):
        assert draft(actor).drafted_by_id == actor.membership_id
    else:
        with pytest.raises(NotAllowed):
            draft(actor)


def test_another_tenant_has_no_such_document(db):
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(here.id):
        letter = draft(member(office(), "백서연"))
    with tenant_scope(there.id):
        other = member(office("달맞이구청"), "남이")
        with pytest.raises(Document.DoesNotExist):
            revise_draft(by=other, document=letter.public_id, seen=1, at=NOW, title="남의 것")
        assert Document.objects.count() == LetterTemplate.objects.count() == 0


def test_the_database_issues_no_document_without_number_and_day(here):
    letter = draft(here.officer)
    for change in ({"state": "issued"}, {"number": "해오름구-노인장애인과-1"}, {"effective_on": TODAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Document.objects.filter(pk=letter.pk).update(**change)
