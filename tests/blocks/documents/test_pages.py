"""Papers on the screen: who sees what, a letter's way from draft to service, downloads with their traces."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import Role
from duru.blocks.audit.api import list_entries
from duru.blocks.documents import values
from duru.blocks.documents.api import Recipient, SubjectCard, SubjectKind, attach, draft_letter, register_subject
from duru.blocks.documents.enums import Rank
from duru.blocks.documents.models import Attachment, Delivery, Document
from duru.blocks.documents.operations.posts import appoint_signatory, set_delegation
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.blocks.documents.house import CASE, MACHINE, NOW, PDF, PNG, TODAY, member, office
from tests.clients import client_of

pytestmark = pytest.mark.django_db

RULE = "해오름구 사무전결처리규칙"


class Office:
    """A tenant whose people log in; outside any scope, as a browser is."""

    def __init__(self):
        self.tenant = add_tenant(code="9999900000", name="해오름구")
        with tenant_scope(self.tenant.id):
            self.gu = office()
            self.officer = member(self.gu, "백서연")
            self.head = member(self.gu, "민과장")
            self.other = member(self.gu, "남부서", department="총무과")
            self.admin = member(self.gu, "이음", role=Role.ADMIN)
            appoint_signatory(
                by=MACHINE, membership_id=self.head.membership_id, rank=Rank.HEAD, department="노인장애인과",
                from_on=date(2026, 1, 1), at=NOW,
            )  # fmt: skip
            set_delegation(by=MACHINE, rank=Rank.HEAD, basis=RULE, effective_from=date(2026, 1, 1), at=NOW)

    def browser(self, actor) -> Client:
        return client_of(actor)

    def draft(self, by, subject=CASE, kind="plain", fields=None):
        with tenant_scope(self.tenant.id):
            return draft_letter(
                by=by, subject=subject, kind=kind, fields=fields or {"heading": "협의 결과 알림", "text": "알려 드립니다."},
                to=Recipient("김하늘", "나래로 7"), on=TODAY, at=NOW,
            )  # fmt: skip

    def paper(self, by, content=PDF, name="승낙서.pdf", subject=CASE):
        with tenant_scope(self.tenant.id):
            return attach(by=by, subject=subject, file=io.BytesIO(content), name=name, at=NOW)

    def look(self, model, **what):
        with tenant_scope(self.tenant.id):
            return model.objects.get(**what)

    def log(self, action) -> list:
        with tenant_scope(self.tenant.id):
            return list(list_entries().filter(action=action))


@pytest.fixture
def gu(db):
    return Office()


@pytest.fixture
def cases(monkeypatch):
    """A kind of subject whose owner shows it to one membership only."""
    monkeypatch.setattr(values, "_kinds", dict(values._kinds))

    def show_to(actor, **more):
        def describe(who, subjects):
            seen = who.membership_id == actor.membership_id
            return {each: SubjectCard("2026-17 가족묘지", "/cases/1", ["person:01J"]) for each in subjects if seen}

        register_subject(SubjectKind("case", "민원", describe, **more))

    return show_to


def url(name, *args):
    return reverse(f"documents:{name}", args=args)


def test_a_letter_goes_from_draft_to_service(gu):
    officer, head = gu.browser(gu.officer), gu.browser(gu.head)
    page = officer.get(url("new"))
    assert page.status_code == 200
    assert "불허통지" in page.content.decode()
    made = officer.post(
        url("draft", "plain"),
        {"x_heading": "협의 결과", "x_text": "알려 드립니다.", "to_name": "김하늘", "to_title": "귀하", "to_address": "나래로 7",
         "disclosure": "partial", "clauses": ["6"], "retention": "10"},
    )  # fmt: skip
    letter = gu.look(Document)
    assert (made.status_code, made.url, letter.title) == (302, url("document", letter.public_id), "협의 결과")
    form = officer.get(url("submit", letter.public_id)).content.decode()
    assert f'<option value="{gu.head.membership_id}" selected>과장 민과장' in form
    officer.post(
        url("submit", letter.public_id),
        {
            "seen": "1",
            "role_0": "review",
            "role_1": "review",
            "role_2": "review",
            "decider": str(gu.head.membership_id),
        },
    )
    assert "협의 결과" in head.get(url("waiting")).content.decode()
    head.post(url("approve", letter.public_id), {"seen": "2", "comment": "좋습니다"})
    letter = gu.look(Document)
    assert (letter.state, letter.number) == ("issued", "해오름구-노인장애인과-1")
    officer.post(url("deliver", letter.public_id), {"how": "pickup", "to_name": "김하늘"})
    delivery = gu.look(Delivery)
    officer.post(url("served", delivery.public_id), {"on": timezone.localdate().isoformat(), "note": "본인"})
    page = officer.get(url("document", letter.public_id)).content.decode()
    for piece in ("해오름구-노인장애인과-1", "좋습니다", "전결", "직인 생략", "도달", "HWPX 내려받기"):
        assert piece in page
    assert [each.subject_refs for each in gu.log("문서 보기")] == [[letter.subject]]


def test_an_old_page_cannot_sign(gu):
    letter = gu.draft(gu.officer)
    officer = gu.browser(gu.officer)
    answer = officer.post(
        url("edit", letter.public_id), {"title": "고침", "body": "고친 본문", "reason": "", "seen": "7"}, follow=True
    )
    assert "그 사이 다른 사람이" in answer.content.decode()
    assert gu.look(Document).title == "협의 결과 알림"


def test_a_document_is_seen_by_its_department_its_line_and_through_its_subject(gu, cases):
    letter = gu.draft(gu.officer)
    page = url("document", letter.public_id)
    assert [gu.browser(who).get(page).status_code for who in (gu.officer, gu.head, gu.other)] == [200, 200, 404]
    assert [each.subject_refs for each in gu.log("문서 보기") if each.kind == "denial"] == [[CASE]]
    cases(gu.other)
    assert gu.browser(gu.other).get(page).status_code == 200
    assert "2026-17 가족묘지" in gu.browser(gu.other).get(page).content.decode()
    (look, *_) = [each for each in gu.log("문서 보기") if "person:01J" in each.subject_refs]
    assert look.purpose == "문서 업무: 2026-17 가족묘지"
    assert "협의 결과" not in gu.browser(gu.other).get(url("list")).content.decode()


def test_another_tenants_document_does_not_exist(gu, settings):
    settings.ALLOWED_HOSTS = ["there.example"]
    letter = gu.draft(gu.officer)
    there = add_tenant(code="9999800000", name="달맞이구", host="there.example")
    with tenant_scope(there.id):
        stranger = member(office("달맞이구청"), "남이")
    browser = gu.browser(stranger)
    for name, more in (("document", ()), ("file", ("pdf",)), ("edit", ()), ("approve", ())):
        assert browser.get(url(name, letter.public_id, *more), headers={"host": "there.example"}).status_code == 404


def test_a_paper_is_shown_as_a_picture_and_handed_out_with_its_trace(gu, cases):
    cases(gu.officer)
    paper = gu.paper(gu.officer, PNG, "뷁 승낙서.pdf")
    officer = gu.browser(gu.officer)
    page = officer.get(url("attachment", paper.public_id)).content.decode()
    assert "악성코드 검사 안 함" in page
    picture = officer.get(url("attachment_picture", paper.public_id))
    assert (picture["Content-Type"], picture["X-Content-Type-Options"]) == ("image/png", "nosniff")
    answer = officer.post(url("attachment", paper.public_id))
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Disposition"].endswith(".png")
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "no-store")
    assert [each.subject_refs for each in gu.log("서류 내려받기")] == [[CASE]]
    for name in ("attachment", "attachment_picture"):
        assert gu.browser(gu.other).get(url(name, paper.public_id)).status_code == 404


def test_a_persons_paper_wants_a_reason(gu, cases):
    cases(gu.officer, asks_purpose=True)
    paper = gu.paper(gu.officer)
    officer = gu.browser(gu.officer)
    assert "내려받는 까닭" in officer.post(url("attachment", paper.public_id)).content.decode()
    assert gu.log("서류 내려받기") == []
    officer.post(url("attachment", paper.public_id), {"purpose": "소유권 확인"}).getvalue()
    assert [each.purpose for each in gu.log("서류 내려받기")] == ["소유권 확인"]


def test_a_paper_of_a_draft_comes_in_by_its_page(gu):
    letter = gu.draft(gu.officer)
    officer = gu.browser(gu.officer)
    officer.post(
        url("add_attachment", letter.public_id), {"file": SimpleUploadedFile("도면.pdf", PDF), "label": "도면"}
    )
    assert gu.look(Attachment).subject == f"document:{letter.public_id}"
    answer = officer.post(
        url("add_attachment", letter.public_id), {"file": SimpleUploadedFile("도면.pdf", b"MZ\x90\0" * 50)}, follow=True
    )
    assert "받을 수 없는 종류" in answer.content.decode()
    assert gu.look(Attachment).name == "도면.pdf"


@pytest.mark.parametrize(("format", "start"), [("pdf", b"%PDF"), ("hwpx", b"PK")])
def test_a_draft_is_taken_along_as_a_file_with_its_trace(gu, format, start):
    letter = gu.draft(gu.officer)
    answer = gu.browser(gu.officer).get(url("file", letter.public_id, format))
    assert answer.content.startswith(start)
    assert len(gu.log(f"문서 내려받기({format.upper()})")) == 1


def test_the_post_list_is_a_sheet_and_marks_its_letters(gu):
    officer = gu.browser(gu.officer)
    fields = {"matter": "묘지", "receipt_no": "1", "received_at": "오늘", "due_on": TODAY, "officer": "백서연"}
    letter = gu.draft(gu.officer, kind="receipt", fields=fields)
    officer.post(url("issue", letter.public_id), {"seen": "1"})
    officer.post(url("deliver", letter.public_id), {"how": "post", "to_name": "김하늘", "to_address": "나래로 7"})
    assert "나래로 7" in officer.get(url("post")).content.decode()
    sheet = officer.post(url("post"))
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    assert sheet["Content-Type"].endswith("spreadsheetml.sheet")
    assert gu.look(Delivery).state == "sent"
    assert officer.post(url("post")).status_code == 302


def test_the_words_of_law_stand_with_article_span_and_doubt(gu):
    page = gu.browser(gu.officer).get(url("words")).content.decode()
    for piece in ("민원 처리에 관한 법률", "제35조제1항", "확인 필요", "원문 확인"):
        assert piece in page


def test_a_letter_without_its_law_is_not_written_and_says_why(gu):
    from duru.blocks.documents.models import LegalText

    officer = gu.browser(gu.officer)
    officer.get(url("words"))
    with tenant_scope(gu.tenant.id):
        LegalText.objects.filter(code="objection").update(effective_until=date(2023, 1, 1))
    answer = officer.post(
        url("draft", "refusal"),
        {"x_matter": "묘지", "x_receipt_no": "1", "x_basis": "장사법", "x_reasons": "하나", "to_name": "김하늘", "disclosure": "open", "retention": "10"},
    )  # fmt: skip
    assert "시행 중인 법령 문구가 없습니다: 이의신청" in answer.content.decode()
    with tenant_scope(gu.tenant.id):
        assert Document.objects.count() == 0


def test_the_administrator_of_the_machine_reads_no_letters(gu):
    letter = gu.draft(gu.officer)
    with tenant_scope(gu.tenant.id):
        alone = member(gu.gu, "전산", role=Role.ADMIN, department="스마트정보과")
    assert gu.browser(alone).get(url("document", letter.public_id)).status_code == 404
    assert gu.browser(alone).get(url("new")).status_code == 403
