"""The check over a whole district."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from duru.blocks.access.api import NotAllowed, OrganisationKind, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.linkage.models import Link
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.services.welfare.api import run_check
from duru.services.welfare.models import CheckRun, Gone, GoneItem, Overlap, OverlapItem, Silent
from duru.services.welfare.tasks import check_new_day
from tests.services.welfare.district import (
    NOW,
    TODAY,
    agency,
    give,
    grant,
    hear_of_death,
    home,
    kimchi,
    need,
    person,
    worker,
)


def codes() -> list[tuple[str, str, int, int]]:
    return sorted(
        (row.rule.code, row.verdict, row.n_items, row.stake_won) for row in Overlap.objects.select_related("rule")
    )


def test_kimchi_from_four_agencies_is_one_overlap_of_four_items(check):
    lucky = person()
    for n, name in enumerate(("복지관", "푸드뱅크", "새벽별교회", "협의체")):
        kimchi(lucky, agency(name), date(2026, 11, 10) + timedelta(days=2 * n))
    check()
    (overlap,) = Overlap.objects.all()
    assert (overlap.rule.code, overlap.verdict, overlap.n_items, overlap.n_organisations) == ("S01", "caution", 4, 4)
    assert (overlap.stake_won, overlap.certainty, overlap.person_ref) == (180_000, "certain", lucky.public_id)
    assert (overlap.from_on, overlap.until_on) == (date(2026, 11, 10), date(2026, 11, 17))
    assert OverlapItem.objects.count() == 4


def test_two_members_of_one_household_share_its_kimchi_but_not_their_coats(check):
    mother, son = person("한순자"), person("조영훈")
    home(mother, son)
    kimchi(mother, agency("복지관"), date(2026, 11, 10))
    kimchi(son, agency("교회"), date(2026, 11, 12))
    for who, giver in ((mother, "옷장"), (son, "교회")):
        give(
            who,
            agency(giver),
            date(2026, 11, 12),
            category="clothing",
            programme="의류",
            campaign_key="월동-2026",
            per="person",
        )
    check()
    assert [(o.rule.code, o.category, o.n_persons, o.unit) for o in Overlap.objects.all()] == [
        ("S01", "food", 2, "household")
    ]


def test_twins_and_namesakes_of_one_birth_date_are_two_people(check):
    first, second = person("김도윤", birth_on=date(2016, 5, 3)), person("김도현", birth_on=date(2016, 5, 3))
    namesakes = [person("이영숙"), person("이영숙")]
    for who, giver in ((first, "복지관"), (second, "교회"), (namesakes[0], "복지관"), (namesakes[1], "교회")):
        give(who, agency(giver), date(2026, 11, 1), category="education", programme="학용품", per="person")
    check()
    assert codes() == []


def test_residents_of_one_institution_are_not_one_household(check):
    residents = [person(f"입소{n}") for n in range(13)]
    home(*residents)
    kimchi(residents[0], agency("복지관"), date(2026, 11, 10))
    kimchi(residents[1], agency("교회"), date(2026, 11, 12))
    check()
    assert codes() == []


def test_a_statute_beats_may_combine_and_may_combine_beats_the_soft_rule(check):
    office = agency("생활보장과", OrganisationKind.GU_OFFICE, is_public=True)
    poor = person()
    for programme, category in (
        ("생계급여", "living_cash"),
        ("주거급여", "housing"),
        ("의료급여", "medical"),
        ("기초연금", "living_cash"),
    ):
        grant(poor, office, programme, category=category, per="household")
    grant(
        poor,
        office,
        "긴급복지 생계지원",
        start=date(2026, 9, 1),
        until_on=date(2026, 12, 1),
        amount_won=783_000,
        per="household",
    )
    check()
    # September, October and November, the smaller of the two amounts.
    assert codes() == [("E01", "prohibited", 2, 3 * 349_700)]


def test_a_running_benefit_listed_twice_is_told_and_one_that_follows_is_not(check):
    office, dong = agency("어르신과"), agency("윤슬동 주민센터")
    twice, once = person("이중재"), person("이어짐")
    grant(twice, office, "장애수당", amount_won=60_000)
    grant(twice, dong, "장애수당", amount_won=60_000, start=date(2026, 10, 1))
    grant(once, office, "장애수당", until_on=date(2026, 10, 1))
    grant(once, dong, "장애수당", start=date(2026, 10, 1))
    check()
    assert codes() == [("G01", "caution", 2, 120_000)]


def test_a_chain_of_rice_is_one_group_until_a_month_without(check):
    hungry = person()
    church, temple = agency("교회"), agency("사찰")
    days = (date(2026, 1, 5), date(2026, 1, 25), date(2026, 2, 20), date(2026, 6, 1), date(2026, 6, 20))
    for n, day in enumerate(days):
        give(hungry, (church, temple)[n % 2], day, programme="쌀", item="쌀 10kg", value_won=32_000)
    check()
    assert codes() == [("S03", "caution", 2, 32_000), ("S03", "caution", 3, 64_000)]


def test_a_second_run_changes_nothing(check):
    lucky = person()
    kimchi(lucky, agency("복지관"), date(2026, 11, 10))
    kimchi(lucky, agency("교회"), date(2026, 11, 12))
    need(person("최봉례"), agency("윤슬동 주민센터"))
    grant(person("서정만", status="dead", on=date(2026, 9, 30)), agency("어르신과"), "기초연금")
    first = check()
    before = [
        list(model.objects.order_by("id").values())
        for model in (Overlap, OverlapItem, Gone, GoneItem, Silent, CheckRun)
    ]
    second = check()
    after = [
        list(model.objects.order_by("id").values())
        for model in (Overlap, OverlapItem, Gone, GoneItem, Silent, CheckRun)
    ]
    assert first.n_changed == 6
    assert (second.id, after) == (first.id, before)
    assert list_entries().filter(action="중복·누락 점검").count() == 1


def test_a_split_of_a_link_takes_the_overlap_behind_it_away(check):
    lucky = person()
    first = kimchi(lucky, agency("복지관"), date(2026, 11, 10))
    second = kimchi(lucky, agency("교회"), date(2026, 11, 12))
    third = kimchi(lucky, agency("협의체"), date(2026, 11, 14))
    check()
    overlap = Overlap.objects.get()
    other = person("박말순")
    Link.objects.filter(record=third.record).update(person=other, band="human")
    check()
    kept = Overlap.objects.get()
    assert (kept.public_id, kept.n_items, kept.digest == overlap.digest) == (overlap.public_id, 2, False)
    assert set(OverlapItem.objects.values_list("handout_id", flat=True)) == {first.id, second.id}
    Link.objects.filter(record=second.record).update(person=other, band="human")
    check()
    assert [(o.person_ref, o.n_items) for o in Overlap.objects.all()] == [(other.public_id, 2)]


def test_one_doubtful_link_makes_the_finding_doubtful(check):
    lucky = person()
    kimchi(lucky, agency("복지관"), date(2026, 11, 10))
    kimchi(lucky, agency("교회"), date(2026, 11, 12), band="review")
    check()
    assert Overlap.objects.get().certainty == "review"


def test_an_overlap_with_a_protected_person_is_marked(check):
    hidden = person("가려진", is_protected=True)
    kimchi(hidden, agency("복지관"), date(2026, 11, 10))
    kimchi(hidden, agency("교회"), date(2026, 11, 12))
    check()
    assert Overlap.objects.get().is_protected is True


def test_dead_for_23_days_with_the_next_payment_in_three(check):
    dead = person("서정만", status="dead", on=TODAY - timedelta(days=23))
    pension = grant(dead, agency("어르신과"), "기초연금")
    give(dead, agency("재가센터"), TODAY - timedelta(days=10), category="food", programme="식사", value_won=28_000)
    give(dead, agency("재가센터"), TODAY - timedelta(days=30), category="food", programme="식사", value_won=28_000)
    check()
    (gone,) = Gone.objects.all()
    # The month of death (October) is due; November's pension has not left yet; one meal was given after the death.
    assert (gone.kind, gone.n_grants, gone.n_handouts, gone.leaked_won) == ("dead", 1, 1, 28_000)
    assert (gone.next_pay_on, gone.next_pay_won) == (date(2026, 11, 25), 349_700)
    assert GoneItem.objects.filter(grant=pension).values_list("won", flat=True)[0] == 0


def test_money_leaks_month_by_month_after_the_month_of_death(check):
    grant(person("서정만", status="dead", on=date(2026, 8, 3)), agency("어르신과"), "기초연금")
    check()
    assert list(Gone.objects.values_list("leaked_won", "month_won")) == [(2 * 349_700, 0)]


def test_a_benefit_that_ended_with_the_month_of_death_is_as_it_should_be(check):
    dead = person("서정만", status="dead", on=date(2026, 8, 3))
    grant(dead, agency("어르신과"), "기초연금", until_on=date(2026, 9, 1))
    check()
    assert list(Gone.objects.all()) == []


def test_a_suspected_death_never_counts(check):
    rumoured = person("소문난")
    grant(rumoured, agency("어르신과"), "기초연금")
    hear_of_death(rumoured, date(2026, 6, 1))
    check()
    assert list(Gone.objects.all()) == []


def test_a_household_benefit_with_somebody_left_is_no_leak_before_someone_looked(check):
    dead, widow = person("남편", status="dead", on=date(2026, 8, 3)), person("아내")
    home(dead, widow)
    grant(dead, agency("생활보장과"), "생계급여", per="household", amount_won=900_000, pays_on=20)
    check()
    (gone,) = Gone.objects.all()
    assert (gone.n_household, gone.leaked_won, gone.next_pay_on) == (1, 0, None)


def test_a_move_before_the_sixteenth_leaves_that_month_to_the_new_place(check):
    office = agency("생활보장과")
    early, late = (
        person(name, status="moved_out", on=date(2026, 10, day)) for name, day in (("이른이", 15), ("늦은이", 16))
    )
    for who in (early, late):
        grant(who, office, "생계급여", per="household", amount_won=700_000, pays_on=20)
    check()
    found = {row.person_ref: (row.leaked_won, row.month_won) for row in Gone.objects.all()}
    assert found == {early.public_id: (700_000, 700_000), late.public_id: (700_000, 0)}


def test_the_silent_half_is_who_has_a_need_and_got_nothing_for_a_year(check):
    office, church = agency("윤슬동 주민센터"), agency("교회")
    silent, forgotten, helped, sharing, pensioner, dead = (
        person("최봉례"), person("잊힌이"), person("도움받은이"), person("나누는이"), person("연금받는이"),
        person("떠난이", status="dead", on=date(2026, 1, 3)),
    )  # fmt: skip
    for who in (silent, forgotten, helped, sharing, pensioner, dead):
        need(who, office)
    give(forgotten, church, date(2025, 3, 1), programme="쌀")
    give(helped, church, TODAY - timedelta(days=300), programme="쌀", per="person")
    mate = person("같이사는이")
    home(mate, sharing)
    kimchi(mate, church, date(2026, 11, 10))
    grant(pensioner, agency("어르신과"), "기초연금")
    check()
    found = {row.person_ref: row.last_on for row in Silent.objects.all()}
    assert found == {silent.public_id: None, forgotten.public_id: date(2025, 3, 1)}


def test_another_tenant_is_neither_read_nor_touched(tenant):
    with tenant_scope(tenant.id):
        lucky = person()
        kimchi(lucky, agency("복지관"), date(2026, 11, 10))
        kimchi(lucky, agency("교회"), date(2026, 11, 12))
    run_check(tenant_id=tenant.id, now=NOW)
    other = add_tenant(code="9999800000", name="달맞이구")
    done = run_check(tenant_id=other.id, now=NOW)
    assert done.n_facts == 0
    with tenant_scope(other.id):
        assert Overlap.objects.count() == 0
    with tenant_scope(tenant.id):
        assert Overlap.objects.count() == 1


@pytest.mark.parametrize(("role", "may"), [(role, role == Role.WELFARE_LEAD) for role in Role])
def test_only_the_welfare_lead_may_start_a_run(scope, role, may):
    actor = worker(agency("복지정책과", OrganisationKind.GU_OFFICE), role=role)
    if may:
        assert run_check(tenant_id=scope.id, now=NOW, by=actor).n_facts == 0
    else:
        with pytest.raises(NotAllowed):
            run_check(tenant_id=scope.id, now=NOW, by=actor)


@pytest.mark.parametrize(("last", "n_jobs"), [(None, 0), (TODAY, 0), (TODAY - timedelta(days=1), 1)])
def test_every_new_day_has_its_check(scope, last, n_jobs):
    if last:
        at = datetime.combine(last, time(9), tzinfo=UTC)
        CheckRun.objects.create(as_of=last, started_at=at, finished_at=at, seconds=1, n_facts=0, n_changed=0)
    check_new_day(timestamp=int(NOW.timestamp()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'welfare.check_district'")
        assert cursor.fetchone() == (n_jobs,)


def test_progress_is_told_step_by_step(scope):
    told = []
    run_check(tenant_id=scope.id, now=NOW, progress=lambda label, step, steps: told.append((step, steps)))
    assert told == [(n, 5) for n in range(1, 6)]
