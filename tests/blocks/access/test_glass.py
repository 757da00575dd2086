"""Breaking the glass: for one person, for some hours, with a reason, reviewed by another."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import (
    GLASS_FLAG,
    Glass,
    GlassOpening,
    GlassRefused,
    NotAllowed,
    OrganisationKind,
    Role,
    actor_of,
    add_member,
    add_organisation,
    close_glass,
    declare_glass,
    glass_open,
    list_unreviewed,
    looks_through,
    open_glass,
    review_glass,
    system_actor,
)
from duru.blocks.audit.api import list_entries, record_look
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from tests.clients import client_of

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # five in the afternoon in Korea
HOUR = timedelta(hours=1)
GLASS = declare_glass(Glass("test.pane", "시험 창", "access.see_organisations", 4, "개인정보보호법 제15조제1항제5호"))
REASON = "의식 없음, 119 동행 중"


@pytest.fixture
def tenant():
    return add_tenant(code="9999900000", name="해오름구")


@pytest.fixture
def scope(tenant):
    with tenant_scope(tenant.id):
        yield tenant


@pytest.fixture
def member(scope):
    office = add_organisation(by=system_actor(), name="구청", kind=OrganisationKind.GU_OFFICE, is_public=True)

    def make(role, email):
        return actor_of(add_member(by=system_actor(), email=email, name="담당", organisation=office, role=role))

    return make


@pytest.fixture
def worker(member):
    return member(Role.CASEWORKER, "w@duru.example")


@pytest.fixture
def officer(member):
    return member(Role.PRIVACY_OFFICER, "p@duru.example")


def opened(by, at=FRIDAY, **given) -> GlassOpening:
    return open_glass(**{"by": by, "key": GLASS.key, "subject": "case:A", "reason": REASON, "at": at, **given})


def test_it_opens_for_the_one_who_asked_about_this_subject_until_its_hour(worker, officer):
    opening = opened(worker)
    assert opening.until_at == FRIDAY + 4 * HOUR
    assert glass_open(worker, GLASS.key, "case:A", at=FRIDAY + 4 * HOUR - timedelta(seconds=1)) == opening
    shut = [
        glass_open(worker, GLASS.key, "case:A", at=opening.until_at),
        glass_open(worker, GLASS.key, "case:B", at=FRIDAY),
        glass_open(officer, GLASS.key, "case:A", at=FRIDAY),
        glass_open(system_actor(), GLASS.key, "case:A", at=FRIDAY),
    ]
    assert shut == [None] * 4


def test_it_is_reviewed_by_the_next_working_day(worker):
    assert opened(worker).review_by_on.isoformat() == "2026-11-23"  # a Friday's falls on Monday
    new_year = opened(worker, datetime(2026, 12, 31, 1, 0, tzinfo=UTC))
    assert new_year.review_by_on.isoformat() == "2027-01-04"


def test_opening_twice_is_one_opening_and_one_line_in_the_log(worker):
    assert opened(worker) == opened(worker, FRIDAY + HOUR)
    (entry,) = list_entries().filter(flags__contains=[GLASS_FLAG])
    assert (entry.subject_refs, entry.detail["hours"]) == (["case:A"], 4)
    assert REASON not in str(entry.detail)


@pytest.mark.parametrize("reason", ["", "   ", "급함", "       급함      "])
def test_without_a_reason_that_says_something_it_stays_shut(worker, reason):
    with pytest.raises(GlassRefused) as refused:
        opened(worker, reason=reason)
    assert refused.value.field == "reason"


def test_neither_another_role_nor_the_machine_may_break_it(member):
    with pytest.raises(NotAllowed):
        opened(member(Role.AGENCY_WORKER, "a@duru.example"))
    with pytest.raises(NotAllowed, match="사람만"):
        opened(system_actor())


def test_it_may_be_closed_early_by_its_opener_alone(worker, officer):
    opening = opened(worker)
    with pytest.raises(GlassRefused, match="자기가 연"):
        close_glass(by=officer, public_id=opening.public_id, at=FRIDAY + HOUR)
    close_glass(by=worker, public_id=opening.public_id, at=FRIDAY + HOUR)
    assert glass_open(worker, GLASS.key, "case:A", at=FRIDAY + HOUR) is None
    assert close_glass(by=worker, public_id=opening.public_id, at=FRIDAY + 2 * HOUR).closed_at == FRIDAY + HOUR


def test_it_waits_for_review_only_when_it_is_over(worker, officer):
    opening = opened(worker)
    assert list(list_unreviewed(at=FRIDAY + HOUR)) == []
    assert list(list_unreviewed(at=FRIDAY + 4 * HOUR)) == [opening]
    with pytest.raises(GlassRefused, match="아직 열려"):
        review_glass(by=officer, public_id=opening.public_id, is_justified=True, note="", at=FRIDAY + HOUR)
    review_glass(by=officer, public_id=opening.public_id, is_justified=True, note="", at=FRIDAY + 72 * HOUR)
    assert list(list_unreviewed(at=FRIDAY + 72 * HOUR)) == []
    with pytest.raises(GlassRefused, match="이미 검토"):
        review_glass(by=officer, public_id=opening.public_id, is_justified=False, note="왜", at=FRIDAY + 73 * HOUR)


def test_nobody_reviews_an_opening_of_their_own(officer):
    opening = opened(officer)
    with pytest.raises(GlassRefused, match="다른 사람"):
        review_glass(by=officer, public_id=opening.public_id, is_justified=True, note="", at=FRIDAY + 72 * HOUR)
    with pytest.raises(IntegrityError, match="glass_is_reviewed_by_another"), transaction.atomic():
        GlassOpening.objects.update(
            reviewed_by_id=officer.membership_id, reviewed_at=FRIDAY + 72 * HOUR, verdict="justified"
        )


def test_one_found_wanting_needs_words(worker, officer):
    opening = opened(worker)
    with pytest.raises(GlassRefused) as refused:
        review_glass(by=officer, public_id=opening.public_id, is_justified=False, note=" ", at=FRIDAY + 72 * HOUR)
    assert refused.value.field == "note"


def test_only_the_privacy_officer_reviews(worker, member):
    opening = opened(worker)
    with pytest.raises(NotAllowed):
        review_glass(
            by=member(Role.WELFARE_LEAD, "l@duru.example"), public_id=opening.public_id, is_justified=True, note="",
            at=FRIDAY + 72 * HOUR,
        )  # fmt: skip


def test_the_reviewer_sees_on_the_page_what_was_looked_at_and_writes_the_result(tenant, worker, officer):
    opening = opened(worker, timezone.now() - 5 * HOUR)
    for subject, flags in (("case:A", [GLASS_FLAG]), ("case:B", [GLASS_FLAG]), ("case:A", [])):
        record_look(actor=worker.audit, action="가려진 화면", purpose="비상", subjects=[subject], flags=flags)
    assert list(looks_through(opening)) == []  # written now, after its hours
    GlassOpening.objects.update(until_at=timezone.now() - timedelta(microseconds=1), opened_at=timezone.now() - HOUR)
    opening.refresh_from_db()
    assert [(each.subject_refs, each.flags[0]) for each in looks_through(opening)] == [(["case:A"], GLASS_FLAG)]
    browser = client_of(officer)
    page = browser.get(reverse("access:glass_opening", args=[opening.public_id])).content.decode()
    assert REASON in page
    assert "가려진 화면" in page
    browser.post(reverse("access:glass_opening", args=[opening.public_id]), {"verdict": "justified"})
    assert GlassOpening.objects.get().verdict == "justified"
    assert "정당함" in browser.get(reverse("access:glass")).content.decode()
    assert client_of(worker).get(reverse("access:glass")).status_code == 403
