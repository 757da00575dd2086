"""The 묘적부: thirty years, once thirty more."""

from datetime import date

import pytest

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.documents.api import documents_of
from duru.kernel.errors import Refused
from duru.services.permits.errors import GraveRefused
from duru.services.permits.models import Grave
from duru.services.permits.operations.graves import enter_grave, extend_grave, remove_grave
from duru.services.permits.operations.keeper_letters import write_to_keepers
from duru.services.permits.queries import count_ending, list_graves
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def enter(scope, member):
    officer = member()

    def go(buried_on=date(2001, 1, 13), *, by=officer, **columns) -> Grave:
        given = {
            "kind": "cemetery_family",
            "lot": "새솔동 산 12-3",
            "deceased_name": "박할배",
            "keeper_name": "박가람",
            **columns,
        }
        return enter_grave(buried_on=buried_on, by=by, at=NOW, **given)

    return go


def test_term_is_counted_when_the_grave_is_entered(enter):
    assert enter().ends_on == date(2031, 1, 14)
    assert enter(joined_on=date(2015, 6, 30)).ends_on == date(2045, 7, 1)


def test_grave_is_extended_once(enter, member):
    officer, grave = member(), enter()
    assert extend_grave(grave.public_id, by=officer, at=NOW).ends_on == date(2061, 1, 14)
    assert extend_grave(grave.public_id, by=officer, at=NOW).ends_on == date(2061, 1, 14)  # the same again
    with pytest.raises(GraveRefused, match="한 번만"):
        extend_grave(grave.public_id, by=officer, at=NOW, years=10)


@pytest.mark.parametrize("years", [4, 31])
def test_extension_the_law_does_not_know_changes_nothing(enter, member, years):
    grave = enter()
    with pytest.raises(Refused):
        extend_grave(grave.public_id, by=member(), at=NOW, years=years)
    grave.refresh_from_db()
    assert grave.extended_years is None


def test_burial_in_the_future_and_a_second_before_the_first_are_refused(enter):
    with pytest.raises(GraveRefused, match="오늘보다 뒤"):
        enter(date(2026, 11, 24))
    with pytest.raises(Refused, match="앞섭니다"):
        enter(joined_on=date(2000, 1, 1))
    assert Grave.objects.count() == 0


def test_grave_that_is_gone_leaves_the_list_and_is_not_extended(enter, member):
    grave, officer = enter(), member()
    remove_grave(grave.public_id, removed_on=TODAY, by=officer, at=NOW)
    assert list(list_graves()) == []
    with pytest.raises(GraveRefused, match="이미 정리"):
        extend_grave(grave.public_id, by=officer, at=NOW)


def test_graves_whose_time_ends_within_six_months_are_counted(enter, member):
    enter(date(1997, 1, 10))  # ends 2027-01-11
    enter(date(1997, 6, 30))  # later than six months
    enter(date(1990, 1, 1))  # over already
    extended = enter(date(1997, 2, 1))
    extend_grave(extended.public_id, by=member(), at=NOW)
    assert count_ending(TODAY) == 1


def test_only_the_permit_officer_keeps_the_register(enter, member):
    with pytest.raises(NotAllowed):
        enter(by=member(Role.WELFARE_LEAD))


def test_the_keepers_of_graves_that_end_soon_are_written_to_once(enter, member, browse):
    enter(date(2026, 1, 5))  # thirty years ahead
    first, second = enter(date(1997, 1, 5)), enter(date(1967, 3, 1), deceased_name="이할매")
    Grave.objects.filter(id=second.id).update(extended_years=30, ends_on=date(2027, 3, 2))
    officer = member()
    assert (write_to_keepers(by=officer, at=NOW), write_to_keepers(by=officer, at=NOW)) == (2, 0)
    one, other = (documents_of(f"grave:{grave.public_id}").get() for grave in (first, second))
    said = str(one.versions.get().blocks)
    assert (one.recipient_name, one.title) == ("박가람", "분묘 설치기간 안내(2027. 1. 5.까지)")
    assert ("2027. 1. 6.부터 2027. 5. 5.까지" in said, "2028. 1. 5." in said) == (True, True)
    assert "더 연장할 수 없습니다" in str(other.versions.get().blocks)
    assert "이미 쓴 것은" in browse(officer).get("/permits/graves/letters").content.decode()
    with pytest.raises(NotAllowed):
        write_to_keepers(by=member(Role.CASEWORKER, "복지"), at=NOW)
