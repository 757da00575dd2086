"""Who is next for a resource: in order of need with reasons, or by a draw that is announced first; and what became of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.benefits.api import ensure_catalogue
from duru.blocks.tenancy.api import tenant_scope
from duru.services.welfare.api import run_check
from duru.services.welfare.enums import Order, TurnDecision, TurnReason
from duru.services.welfare.errors import TurnRefused
from duru.services.welfare.models import CheckRun, NextTurn, TurnEntry
from duru.services.welfare.operations.turns import decide_turn, draw_turns, make_turns
from tests.clients import client_of
from tests.services.welfare.district import NOW, TODAY, agency, give, home, kimchi, need, person, worker

OFFICE = {"kind": OrganisationKind.GU_OFFICE, "is_public": True}


@pytest.fixture
def district(scope):
    """Five in need: forgotten, forgotten too, served of other things, served of the same, dead."""
    ensure_catalogue()
    dong, church = agency("윤슬동", **OFFICE), agency("교회")
    who = {name: person(name) for name in ("잊힌이", "기다린이", "도운이", "받은이")}
    who["떠난이"] = person("떠난이", status="dead", on=TODAY - timedelta(days=9))
    for name, each in who.items():
        need(each, dong, days_ago=300 if name == "기다린이" else 97)
    give(who["도운이"], church, TODAY - timedelta(days=40), category="clothing", programme="의류", item="외투")
    kimchi(who["받은이"], church, TODAY - timedelta(days=5))
    return who


@pytest.fixture
def official(scope):
    return worker(agency("복지정책과", **OFFICE), role=Role.CASEWORKER)


def make(by, **columns):
    defaults = {"title": "김장", "gift_key": "김장 김치", "n_places": 2, "order": Order.NEED, "on": TODAY, "at": NOW}
    return make_turns(by=by, **(defaults | columns))


def test_who_got_nothing_longest_comes_first_and_who_was_just_served_is_left_out(district, official):
    turn = make(official)
    refs = {each.public_id: name for name, each in district.items()}
    assert [refs[entry.person_ref] for entry in turn.entries.order_by("place")] == ["기다린이", "잊힌이", "도운이"]
    first = turn.entries.get(place=1)
    assert first.points == sum(points for _, points in first.reasons)
    assert "열두 달 동안 받은 것이 없음" in dict(first.reasons)


def test_of_one_home_one_is_next_for_what_is_for_the_home(district, official):
    home(district["잊힌이"], district["기다린이"])
    turn = make(official)
    assert turn.entries.count() == 2


def test_an_order_is_the_same_for_the_same_day_and_title(district, official):
    one, other = make(official), make(official)
    assert list(one.entries.values_list("person_ref", "place")) == list(
        other.entries.values_list("person_ref", "place")
    )


@pytest.mark.parametrize(
    "columns",
    [
        {"gift_key": "없는 것"},
        {"n_places": 0},
        {"n_places": 501},
        {"order": Order.DRAW},
        {"seed_source": "로또"},
    ],
    ids=["gift", "none", "many", "draw without source", "need with source"],
)
def test_what_cannot_be_ordered_is_refused(district, official, columns):
    with pytest.raises(TurnRefused):
        make(official, **columns)


def test_without_a_known_need_there_is_no_turn(scope, official):
    ensure_catalogue()
    with pytest.raises(TurnRefused, match="욕구"):
        make(official)


def test_a_draw_is_announced_numbered_and_drawn_once(district, official):
    turn = make(official, order=Order.DRAW, seed_source="12월 5일 로또")
    assert set(turn.entries.values_list("place", flat=True)) == {None}
    with pytest.raises(TurnRefused):
        decide_turn(by=official, public_id=turn.public_id, number=1, decision=TurnDecision.GIVEN, at=NOW)
    for _ in range(2):
        draw_turns(by=official, public_id=turn.public_id, seed="1 2 3", at=NOW)
    with pytest.raises(TurnRefused):
        draw_turns(by=official, public_id=turn.public_id, seed="4 5 6", at=NOW)
    assert sorted(turn.entries.values_list("place", flat=True)) == [1, 2, 3]


def test_passing_over_somebody_needs_a_reason_and_the_log_keeps_who_decided(district, official):
    turn = make(official)
    with pytest.raises(TurnRefused):
        decide_turn(by=official, public_id=turn.public_id, number=1, decision=TurnDecision.PASSED_OVER, at=NOW)
    passed = decide_turn(
        by=official, public_id=turn.public_id, number=1, decision=TurnDecision.PASSED_OVER, reason=TurnReason.NOT_REACHED,
        at=NOW,
    )  # fmt: skip
    assert (passed.decided_by_id, passed.reason) == (official.membership_id, "not_reached")
    assert list_entries().filter(action="다음 차례 결정").count() == 1
    with pytest.raises(NotAllowed):
        make(worker(agency("복지관"), role=Role.AGENCY_WORKER))


def test_somebody_hidden_is_shown_and_decided_about_by_a_named_officer_only(district, official, tenant):
    district["기다린이"].is_protected = True
    district["기다린이"].save()
    turn = make(official)
    hidden = turn.entries.get(is_protected=True)
    with pytest.raises(TurnEntry.DoesNotExist):
        decide_turn(by=official, public_id=turn.public_id, number=hidden.number, decision=TurnDecision.GIVEN, at=NOW)
    page = client_of(official).get(reverse("welfare:turn", args=[turn.public_id])).content.decode()
    assert "기○이" not in page
    assert "잊○이" in page


def test_the_pages_make_draw_and_decide(district, official, tenant):
    client = client_of(official)
    asked = {"title": "추첨", "gift": "김장 김치", "n_places": 1, "order": "draw", "seed_source": "12월 5일 로또"}
    assert client.post(reverse("welfare:turns"), asked | {"seed_source": ""}).status_code == 200
    made = client.post(reverse("welfare:turns"), asked)
    with tenant_scope(tenant.id):
        turn = NextTurn.objects.get()
    assert made.url == reverse("welfare:turn", args=[turn.public_id])
    client.post(reverse("welfare:draw", args=[turn.public_id]), {"seed": "7 8 9"})
    client.post(reverse("welfare:decide_turn", args=[turn.public_id, 1]), {"decision": "given", "reason": ""})
    page = client.get(made.url).content.decode()
    assert "7 8 9" in page
    assert "누구나 다시 해 볼 수 있습니다" in page
    with tenant_scope(tenant.id):
        assert TurnEntry.objects.get(decision="given").number == 1


def test_a_run_measures_the_spread_over_those_in_need(district, tenant, official):
    run_check(tenant_id=tenant.id, now=NOW)
    spread = CheckRun.objects.get().counts["spread"]
    assert (spread["won"]["n"], spread["won"]["without"], spread["times"]["total"]) == (4, 2, 2)
    season = CheckRun.objects.get().counts["season"]
    assert season["times_before"]["total"] == season["times_after"]["total"] == spread["times"]["total"]
    page = client_of(official).get(reverse("welfare:spread")).content.decode()
    assert "지니 계수" in page
