"""The administrator keeps words, posts, 전결, absences and seals on screen; what was is never changed, only followed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.documents.errors import DocumentRefused, LetterRefused
from duru.blocks.documents.models import Absence, DelegationRule, LegalText, LetterTemplate, Seal, Signatory
from duru.blocks.documents.operations.rewording import reword_law, reword_letter
from duru.blocks.documents.operations.seals import keep_seal
from duru.blocks.documents.operations.wording import ensure_words, template_on
from tests.blocks.documents.house import NOW, PDF, PNG, member
from tests.clients import client_of

NEXT_YEAR = date(2027, 1, 1)
LATER = {"source": "2027년 서식 개정", "effective_from": NEXT_YEAR, "at": NOW}


@pytest.fixture
def admin(here):
    ensure_words()
    return member(here.office, "이음", role=Role.ADMIN, department="스마트정보과")


def test_new_words_begin_on_their_day_and_the_old_ones_end_then(admin):
    old = template_on("refusal", "", date(2026, 11, 23))
    new = reword_letter(old.id, title="{{ matter }} 불허", body=old.body, needs_approval=True, by=admin, **LATER)
    assert template_on("refusal", "", date(2026, 12, 31)) == old
    assert template_on("refusal", "", NEXT_YEAR) == new
    assert (new.fields, new.legal_texts) == (old.fields, old.legal_texts)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"body": "알려 드립니다. {{ reasons }}"}, "법령 문구가 빠졌습니다.*이의신청"),
        ({"body": "{{ nonsense }}"}, "값이 없습니다"),
        ({"body": "{% for x in %}"}, "틀을 쓸 수 없습니다"),
        ({"effective_from": date(2022, 7, 12)}, "뒤여야"),
        ({"source": " "}, "출처"),
    ],
)
def test_words_that_lose_the_law_or_cannot_be_merged_are_refused(admin, change, says):
    old = template_on("refusal", "", date(2026, 11, 23))
    given = {"title": old.title, "body": old.body, "needs_approval": True, **LATER, **change}
    with pytest.raises(LetterRefused, match=says):
        reword_letter(old.id, by=admin, **given)
    assert LetterTemplate.objects.filter(kind="refusal", variant="").count() == 1


def test_an_amended_law_has_its_new_term_from_its_day(admin):
    old = LegalText.objects.get(code="objection")
    given = {"sentence": "{days}일 이내에", "law": old.law, "article": old.article, "status": "to_check", **LATER}
    new = reword_law(old.id, days=90, by=admin, **given)
    assert (new.days, new.code, LegalText.objects.get(id=old.id).effective_until) == (90, "objection", NEXT_YEAR)
    with pytest.raises(LetterRefused, match="이미 끝난"):
        reword_law(old.id, days=30, by=admin, **given)
    with pytest.raises(LetterRefused, match="있을 때, 그때만"):
        reword_law(new.id, **{**given, "days": None, "effective_from": date(2028, 1, 1)}, by=admin)


def test_a_seal_is_a_picture_and_follows_the_one_before(admin):
    def keep(content, on):
        return keep_seal(by=admin, file=SimpleUploadedFile("s", content), title="구청장인", effective_from=on, at=NOW)

    for content in (b"", PDF, b"\x89PNG but not one"):
        with pytest.raises(DocumentRefused, match="PNG"):
            keep(content, NEXT_YEAR)
    keep(PNG, date(2026, 1, 1))
    keep(PNG, NEXT_YEAR)
    assert list(Seal.objects.order_by("id").values_list("effective_until", flat=True)) == [NEXT_YEAR, None]
    with pytest.raises(DocumentRefused, match="이미 등록"):
        keep(PNG, NEXT_YEAR)


def test_the_officer_keeps_no_words(here, admin):
    with pytest.raises(NotAllowed):
        keep_seal(by=here.officer, file=SimpleUploadedFile("s", PNG), title="인", effective_from=NEXT_YEAR, at=NOW)


def test_everything_is_kept_on_screen(here, admin):
    browser, officer = client_of(admin), here.officer.membership_id
    for name, filled, model in (
        ("delegation", {"kind": "refusal", "rank": "3", "basis": "규칙 1", "effective_from": "2026-12-01"}, DelegationRule),
        ("signatory", {"membership_id": officer, "rank": "2", "from_on": "2026-12-01"}, Signatory),
        (
            "absence",
            {"member": officer, "deputy": here.leader.membership_id, "from_on": "2026-12-01", "until_on": "2026-12-03", "reason": "휴가"},
            Absence,
        ),
        ("seal", {"title": "구청장인", "file": SimpleUploadedFile("s.png", PNG), "effective_from": "2026-12-01"}, Seal),
    ):  # fmt: skip
        page = browser.post(reverse(f"documents:add_{name}"), filled, follow=True).content.decode()
        assert "저장했습니다" in page, name
        assert model.objects.count() == 1
    letter = template_on("receipt", "", date(2026, 11, 23))
    url = reverse("documents:reword_template", args=[letter.id])
    assert "law.receipt" in browser.get(url).content.decode()
    filled = {"title": letter.title, "body": "빈 글", "source": "개정", "effective_from": "2027-01-01"}
    assert "법령 문구가 빠졌습니다" in browser.post(url, filled).content.decode()
    assert "저장했습니다" in browser.post(url, {**filled, "body": letter.body}, follow=True).content.decode()
    text = LegalText.objects.get(code="receipt")
    filled = {
        "sentence": "접수만 확인합니다.", "law": text.law, "article": "제9조", "status": "confirmed", "source": "개정", "effective_from": "2027-01-01",
    }  # fmt: skip
    page = browser.post(reverse("documents:reword_text", args=[text.id]), filled, follow=True).content.decode()
    assert "저장했습니다" in page
    assert LegalText.objects.get(code="receipt", effective_until=None).sentence == "접수만 확인합니다."


def test_everybody_who_signs_writes_down_their_own_absence_and_no_one_elses(here, admin):
    browser, url = client_of(here.officer), reverse("documents:add_absence")
    span = {"deputy": here.leader.membership_id, "from_on": "2026-12-01", "until_on": "2026-12-03", "reason": "휴가"}
    assert browser.post(url, {**span, "member": here.head.membership_id}).status_code == 200
    assert not Absence.objects.exists()
    browser.post(url, {**span, "member": here.officer.membership_id})
    assert Absence.objects.get().membership_id == here.officer.membership_id
    assert browser.get(reverse("documents:delegations")).status_code == 403
    assert browser.get(reverse("documents:reword_text", args=[LegalText.objects.all()[0].id])).status_code == 403
