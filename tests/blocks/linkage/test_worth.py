"""What an answer is worth, and how consequences are told."""

import pytest
from django.db.models import IntegerField, Value
from hypothesis import given
from hypothesis import strategies as st

from duru.blocks.linkage import hinges
from duru.blocks.linkage.api import Link, link_tenant, refresh_review_worth
from duru.blocks.linkage.rules import (
    Consequence,
    Finding,
    answer_value,
    compare_findings,
    consequence_sentences,
    needs_second,
)
from duru.blocks.linkage.rules.differences import Piece, digit_differences
from tests.blocks.linkage.conftest import NOW, add_record


@pytest.mark.unit
@given(st.floats(0, 1), st.integers(0, 50), st.integers(0, 10**8), st.integers(0, 20))
def test_more_that_depends_on_it_is_never_worth_less(probability, n_benefits, won, n_overlaps):
    base = answer_value(probability, n_benefits=n_benefits, won=won, n_overlaps=n_overlaps)
    assert answer_value(probability, n_benefits=n_benefits + 1, won=won, n_overlaps=n_overlaps) > base
    assert answer_value(probability, n_benefits=n_benefits, won=won, n_overlaps=n_overlaps + 1) > base
    assert answer_value(0.5, n_benefits=n_benefits, won=won, n_overlaps=n_overlaps) >= base > 0


@pytest.mark.django_db
def test_the_database_orders_by_the_same_value(here, residents, centre, monkeypatch):
    behind = {"n_benefits": 3, "won": 250_000, "n_overlaps": 2}
    stakes = {key: lambda n=n: Value(n, output_field=IntegerField()) for key, n in behind.items()}
    for key, stake in stakes.items():
        monkeypatch.setitem(hinges._stakes, key, stake)
    add_record(centre, "박철서", "1951", phone="")
    link_tenant(tenant_id=here.id, now=NOW)
    assert refresh_review_worth(Link.objects.all()) == len(residents) + 1
    for link in hinges.with_stakes(Link.objects.all()):
        assert {key: getattr(link, key) for key in behind} == behind
        assert link.worth == pytest.approx(answer_value(link.probability, **behind))
    assert refresh_review_worth(Link.objects.all()) == 0


@pytest.mark.unit
def test_unknown_stake_is_a_programming_error():
    with pytest.raises(KeyError):
        hinges.register_stake("sympathy", lambda: Value(0))


OVERLAP = Finding("o1", "겹친 지원(금지) 돌봄", True, 600_000)
SILENT = Finding("s1", "받은 것이 없는 이웃(와상)", False)


@pytest.mark.unit
def test_changes_are_told_hardest_first_and_counted():
    changes = compare_findings([OVERLAP, Finding("o2", OVERLAP.label, True, 100_000)], [SILENT])
    assert consequence_sentences(changes) == [
        "겹친 지원(금지) 돌봄 2건이 사라졌습니다(700,000원).",
        "받은 것이 없는 이웃(와상) 1건이 생겼습니다.",
    ]
    assert consequence_sentences(changes, is_done=False)[1] == "받은 것이 없는 이웃(와상) 1건이 생깁니다."


@pytest.mark.unit
def test_what_comes_and_goes_under_one_label_has_moved():
    dead = [Finding(f"status|{who}|dead", "상태 ‘사망’", True) for who in "AB"]
    assert consequence_sentences(compare_findings(dead[:1], dead[1:])) == [
        "상태 ‘사망’ 1건이 다른 사람에게 옮겨 갔습니다."
    ]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [
        ([], [], False), ([OVERLAP], [OVERLAP], False), ([SILENT], [], False), ([], [OVERLAP], True), ([OVERLAP], [], True),
        # The same overlap under another name is another person who is refused.
        ([OVERLAP], [Finding("o9", OVERLAP.label, True, 600_000)], True),
    ],
)  # fmt: skip
def test_second_person_is_needed_where_a_benefit_starts_or_stops(before, after, needed):
    assert needs_second(compare_findings(before, after)) is needed


@pytest.mark.unit
def test_consequence_is_kept_and_read_again_as_it_was():
    (change,) = compare_findings([], [OVERLAP])
    assert Consequence(**change.to_dict()) == change


@pytest.mark.unit
@pytest.mark.parametrize(
    ("left", "right", "marked"),
    [
        ("010.1293.9763", "010-1293-9764", ["3"]), ("1951. 12. 24.", "19511224", []), ("1951-12-24", "51.12.24", None),
        ("010-1234-5678", "010 1243 5678", ["34"]), ("", "010", []),
    ],
)  # fmt: skip
def test_digits_are_compared_in_their_places_and_dots_are_nothing(left, right, marked):
    mine, other = digit_differences(left, right)
    if marked is None:  # of different length: compared as texts
        assert any(piece.differs for piece in mine)
    else:
        assert [piece.text for piece in mine if piece.differs] == marked
    assert "".join(piece.text for piece in mine) == left
    assert "".join(piece.text for piece in other) == right
    assert Piece("") not in mine
