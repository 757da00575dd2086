"""The truth agrees with itself and with the files, in the amounts a district has."""

import pytest

pytestmark = pytest.mark.unit


def test_volumes_are_those_of_a_district(built):
    people = built.summary.people
    granted = {row["person"] for row in built.truth("grants")}
    served = {row["person"] for row in built.truth("handouts")}
    listed = {row["person"] for row in built.truth("needs")}
    assert len(granted) / people == pytest.approx(0.13, abs=0.03)
    assert len(granted | served | listed) / people == pytest.approx(0.18, abs=0.04)
    assert 4 < built.summary.handouts / len(served) < 8


def test_handouts_lie_in_the_last_twelve_months(built, as_of):
    days = {row["given_on"] for row in built.truth("handouts")}
    assert max(days) < as_of.isoformat()
    assert min(days) >= "2025-11-22"


def test_doubles_are_of_several_organisations_and_one_household(built):
    households = {row["person"]: row["household"] for row in built.truth("people")}
    handouts = {row["fact"]: row for row in built.truth("handouts")}
    grants = {row["fact"]: row for row in built.truth("grants")}
    kinds = set()
    for row in built.truth("doubles"):
        kinds.add((row["kind"], row["unit"]))
        if row["kind"] == "public":
            one, two = (grants[fact] for fact in row["grants"].split())
            assert one["person"] == two["person"] == row["persons"]
            assert one["programme"] != two["programme"]
            continue
        rows = [handouts[fact] for fact in row["handouts"].split()]
        assert len({entry["organisation"] for entry in rows}) >= 2
        assert {households[entry["person"]] for entry in rows} == {row["household"]}
        if row["kind"] == "campaign":
            assert {entry["campaign"] for entry in rows} == {row["campaign"]}
        else:
            assert {entry["category"] for entry in rows} == {row["category"]}
            assert max(entry["given_on"] for entry in rows) >= min(entry["given_on"] for entry in rows)
            assert all(entry["until_on"] > entry["given_on"] for entry in rows)
    assert {("campaign", "person"), ("campaign", "household"), ("period", "person"), ("public", "person")} <= kinds


def test_paid_after_the_event_only(built):
    people = {row["person"]: row for row in built.truth("people")}
    rows = built.truth("paid_after")
    assert {row["event"] for row in rows} == {"death", "move_out"}
    assert {row["fact_kind"] for row in rows} == {"grant", "handout"}
    for row in rows:
        person = people[row["person"]]
        event = person["died_on"] or person["moved_on"]
        assert row["event_on"] == event
        if row["fact_kind"] == "handout":
            assert row["paid_on"] > event


def test_the_silent_need_something_and_got_nothing(built):
    people = {row["person"]: row for row in built.truth("people")}
    served = {people[row["person"]]["household"] for row in built.truth("handouts")}
    needed = {row["person"] for row in built.truth("needs")}
    granted = {row["person"] for row in built.truth("grants")}
    rows = built.truth("silent")
    assert len(rows) > 10
    for row in rows:
        assert row["person"] in needed
        assert row["household"] not in served
        assert not people[row["person"]]["died_on"]
        if row["no_grant"] == "1":
            assert row["person"] not in granted


def test_every_unspoiled_fact_was_written_once_or_is_marked_repeated(built):
    written = [row["fact"] for row in built.truth("rows") if row["dataset"] == "handouts" and row["repeated"] == "0"]
    assert sorted(written) == sorted(row["fact"] for row in built.truth("handouts"))


def test_reports_of_events_are_in_the_list_of_changes(built):
    people = {row["person"]: row for row in built.truth("people")}
    listed = {row["person"] for row in built.truth("rows") if row["dataset"] == "life_events"}
    for number, person in people.items():
        if person["registered"] == "1" and person["reported_on"]:
            assert number in listed
    assert any(not p["reported_on"] and (p["died_on"] or p["moved_on"]) for p in people.values())
