"""Lists of residents and of changes, stored as intake hands them over."""

import pytest

from duru.blocks.access.api import OrganisationKind
from duru.blocks.exchange.api import CellContext, get_dataset
from duru.blocks.registry.api import Household, HouseholdMember, LifeEvent
from duru.blocks.registry.datasets import EventDay, store_life_events, store_residents
from duru.kernel.errors import Refused
from tests.blocks.registry.conftest import add_office, add_person, add_record, batch_of, day, link

TODAY = day("2026-11-22")


def cell(header: str = "") -> CellContext:
    return CellContext(today=TODAY, header=header)


def field(dataset: str, key: str):
    return next(each for each in get_dataset(dataset).fields if each.key == key)


def test_residents_become_households(office):
    father, mother, lodger = (add_record(office, name) for name in ("홍길동", "박정숙", "이하숙"))
    rows = [(father, "100", {}), (mother, "100", {"is_protected": True}), (lodger, "", {"from_on": day("2025-01-05")})]
    for _ in range(2):  # a repeated batch doubles nothing
        store_residents(batch_of(office, *rows))
    assert list(
        HouseholdMember.objects.order_by("id").values_list("household__source_no", "record__name", "is_protected", "from_on")
    ) == [
        ("100", "홍길동", False, TODAY),
        ("100", "박정숙", True, TODAY),
        (f"record:{lodger.id}", "이하숙", False, day("2025-01-05")),
    ]  # fmt: skip
    assert Household.objects.count() == 2


def test_protection_stays_when_the_next_list_does_not_tell_it(office):
    record = add_record(office, "박정숙")
    store_residents(batch_of(office, (record, "100", {"is_protected": True})))
    store_residents(batch_of(office, (record, "100", {})))
    assert HouseholdMember.objects.get().is_protected


def test_a_person_already_linked_is_hidden_at_once(office):
    record, person = add_record(office, "박정숙"), add_person("박정숙")
    store_residents(batch_of(office, (record, "100", {})))
    link((record, person))
    store_residents(batch_of(office, (record, "100", {"is_protected": True})))
    person.refresh_from_db()
    assert person.is_protected


def test_an_empty_batch_does_nothing(office):
    store_residents(batch_of(office))
    store_life_events(batch_of(office, dataset="life_events"))
    assert (Household.objects.count(), LifeEvent.objects.count()) == (0, 0)


def test_changes_become_events_once(office):
    record = add_record(office, "홍길동", dataset="life_events")
    row = (record, "", {"kind": "death", "on": EventDay(day("2026-10-30")), "reported_on": day("2026-11-07")})
    for _ in range(2):
        store_life_events(batch_of(office, row, dataset="life_events"))
    event = LifeEvent.objects.get()
    assert (event.kind, event.on, event.state, event.is_death, event.reported_on) == (
        "death", day("2026-10-30"), "confirmed", True, day("2026-11-07"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (OrganisationKind.GU_OFFICE, "confirmed"), (OrganisationKind.DONG_OFFICE, "confirmed"), (OrganisationKind.HEALTH_CENTRE, "suspected"),
        (OrganisationKind.WELFARE_CENTRE, "suspected"), (OrganisationKind.RELIGIOUS, "suspected"),
    ],
)  # fmt: skip
def test_only_a_registering_office_confirms_a_death(here, kind, state):
    agency = add_office("어느 기관", kind)
    record = add_record(agency, "홍길동", dataset="life_events")
    row = (record, "", {"kind": "death", "on": EventDay(day("2026-10-30")), "reported_on": day("2026-11-07")})
    store_life_events(batch_of(agency, row, dataset="life_events"))
    assert LifeEvent.objects.get().state == state


def test_the_column_itself_may_say_what_happened(office):
    assert field("life_events", "on").parse("2026.10.30", cell("사망일자")) == EventDay(day("2026-10-30"), "death")
    record = add_record(office, "홍길동", dataset="life_events")
    values = {"on": EventDay(day("2026-10-30"), "move_out")}
    assert get_dataset("life_events").refuse(values) is None
    store_life_events(batch_of(office, (record, "", values), dataset="life_events"))
    assert LifeEvent.objects.get().kind == "move_out"


def test_without_an_event_day_the_day_of_report_counts(office):
    record = add_record(office, "홍길동", dataset="life_events")
    row = (record, "", {"kind": "move_out", "reported_on": day("2026-11-07")})
    store_life_events(batch_of(office, row, dataset="life_events"))
    assert LifeEvent.objects.get().on == day("2026-11-07")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"kind": "death"}, "변동일도 신고일도"),
        ({"on": EventDay(TODAY)}, "무슨 변동인지"),
        ({"reported_on": TODAY}, "무슨 변동인지"),
    ],
)
def test_half_a_row_is_refused(values, reason):
    assert reason in get_dataset("life_events").refuse(values)


def test_an_unknown_kind_is_refused_with_the_words_that_are_known():
    with pytest.raises(Refused, match="사망, 말소, 거주불명"):
        field("life_events", "kind").parse("정정", cell())


def test_of_a_remark_only_what_bears_on_the_event_is_kept():
    parse = field("life_events", "reason").parse
    assert parse("치매로 요양 중 사망 의심, 통장 연락", cell("비고")) == "사망 의심 통장"
    assert parse("건강이 좋지 않음", cell("비고")) == ""
    assert parse("실종선고", cell("말소사유")) == "실종선고"


@pytest.mark.parametrize("dataset", ["residents", "life_events"])
def test_what_the_fast_lane_takes_the_parser_takes_too(dataset):
    import re

    samples = {
        "kind": ["사망", "거주불명", "세대분리"],
        "reported_on": ["2026-11-07", "20261107"],
        "from_on": ["2020-02-28"],
    }
    for each in get_dataset(dataset).fields:
        for sample in samples.get(each.key, []):
            assert re.fullmatch(each.clean, sample)
            each.parse(sample, cell())
