"""What comes in, changes or goes during a day ends in the links that a full run with the same counts makes."""

import random
from datetime import date

import pytest
from django.db import transaction

from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.api import (
    Band,
    HumanDecision,
    Link,
    LinkRun,
    RunState,
    join_record,
    link_tenant,
    split_record,
    update_links,
)
from duru.blocks.linkage.enums import RunKind
from duru.blocks.linkage.models import ComparedRecord
from duru.blocks.linkage.operations.comparing import prepare_comparing
from duru.blocks.linkage.queries.runs import last_full_run
from duru.blocks.registry.api import Person
from duru.kernel.hangul import to_jamo_ascii
from tests.blocks.linkage.conftest import NOW, actor, add_record, person_of, state

pytestmark = pytest.mark.django_db


def begin(tenant):
    link_tenant(tenant_id=tenant.id, now=NOW)
    prepare_comparing(last_full_run())


def update(tenant, *records):
    """Update, and hold it against what a full run with the same counts makes of the same ledger."""
    known = set(Person.objects.values_list("id", flat=True))
    before = transaction.savepoint()
    link_tenant(tenant_id=tenant.id, now=NOW, hold=True)
    expected = outcome(known)
    transaction.savepoint_rollback(before)
    done = update_links(tenant_id=tenant.id, now=NOW, records=[record.id for record in records])
    assert (done.state, done.kind) == (RunState.DONE, RunKind.UPDATE)
    assert outcome(known) == expected
    # What the next update compares with is what a fresh preparation would make; who was decided about is placed anew anyway.
    assert prepare_comparing(last_full_run()) <= HumanDecision.objects.values("record").distinct().count()
    return done


def outcome(known):
    """Every link and the profile of its person; a new person is called by the first of its records."""
    rows = list(
        Link.objects.order_by("record_id").values_list(
            "record_id", "person_id", "probability", "bits", "margin", "band", "via", "reasons", "evidence_id", "rival_id",
            "decision_id", "person__name", "person__birth_on", "person__phone", "person__address", "person__is_register",
        )
    )  # fmt: skip
    first: dict[int, int] = {}
    for record, person, *_ in rows:
        first.setdefault(person, record)
    return [(record, person if person in known else -first[person], *rest) for record, person, *rest in rows]


def forget(record):
    Link.objects.filter(record=record).delete()
    Link.objects.filter(evidence=record).update(evidence=None)
    record.delete()


def rewrite(record, **columns):
    if "name" in columns:
        columns["name_jamo"] = to_jamo_ascii(columns["name"])
    if "birth_on" in columns:
        columns["birth_year"] = columns["birth_on"].year
    SourceRecord.objects.filter(id=record.id).update(**columns)


def test_a_new_mention_finds_its_resident_at_once(here, residents, centre):
    begin(here)
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    done = update(here)
    assert person_of(mention) == person_of(residents[2])
    assert Link.objects.get(record=mention).band == Band.CERTAIN
    assert (done.counts["records"], done.counts["links_added"]) == (1, 1)


def test_nothing_new_is_a_run_that_changes_nothing(here, residents):
    begin(here)
    before = state()
    assert update(here).counts["links_changed"] == 0
    assert state() == before


def test_new_mentions_cluster_with_old_ones(here, residents, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    begin(here)
    other = add_record(church, "오갑순", "1944", phone="01099990001")
    third = add_record(church, "오갑순", "1944-02-11", phone="01099990009")
    update(here)
    assert person_of(one) == person_of(other) == person_of(third)


def test_a_new_resident_draws_the_mentions_that_waited(here, residents, civil, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    two = add_record(church, "오갑순", "1944-02-11", phone="01099990001")
    begin(here)
    public_id = person_of(one).public_id
    row = add_record(
        civil, "오갑순", "1944-02-11", sex="F", phone="01099990001", is_register=True, household_no="00000099",
        dataset="residents",
    )  # fmt: skip
    update(here)
    assert person_of(row).public_id == public_id == person_of(two).public_id


def test_a_new_row_of_a_known_resident_is_that_resident(here, residents, civil):
    begin(here)
    newer = add_record(
        civil, "김영희", "1946-03-02", sex="F", phone="01077770001", is_register=True, household_no="00000001",
        dataset="residents",
    )  # fmt: skip
    update(here)
    assert person_of(newer) == person_of(residents[0])
    assert person_of(newer).phone == "01077770001"


def test_a_second_who_fits_alike_puts_an_old_link_in_doubt(here, residents, civil, centre):
    mention = add_record(centre, "박철수", "1951-12-24")
    begin(here)
    assert Link.objects.get(record=mention).rival is None
    add_record(
        civil, "박철수", "1951-12-24", sex="M", is_register=True, household_no="00000098", dataset="residents"
    )  # fmt: skip
    update(here)
    assert Link.objects.get(record=mention).band == Band.REVIEW


def test_a_deleted_bridge_parts_what_it_held_together(here, residents, centre, church):
    one = add_record(centre, "오갑순", "1944-02-11", phone="01099990001")
    bridge = add_record(church, "오갑순", "1944-02-11", phone="01099990002")
    begin(here)
    assert person_of(one) == person_of(bridge)
    forget(bridge)
    update(here)
    assert Link.objects.get(record=one).via == "alone"
    assert not ComparedRecord.objects.filter(id=bridge.id or 0).exists()


def test_a_changed_record_leaves_one_person_for_another(here, residents, centre):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    begin(here)
    rewrite(mention, name="이순자", birth_on=date(1940, 1, 5), phone="01011110004")
    update(here, mention)
    assert person_of(mention) == person_of(residents[3])


def test_a_split_and_a_join_survive_updates(here, residents, centre, church):
    mention = add_record(centre, "박철수", "1951-12-24", phone="01011110003")
    begin(here)
    apart = split_record(mention.id, by=actor(), reason="통화로 확인: 다른 사람", now=NOW)
    add_record(church, "박철수", "1951-12-24", phone="01011110003")
    update(here)
    assert person_of(mention) == apart != person_of(residents[2])
    join_record(mention.id, person_of(residents[3]), by=actor(), reason="본인 확인", now=NOW)
    update(here)
    assert person_of(mention) == person_of(residents[3])


def test_an_update_that_dies_leaves_what_was_and_the_next_one_does_it_all(here, residents, centre):
    gone = add_record(centre, "황보라라", "1977-07-07", phone="01088887777")
    begin(here)
    known = set(Person.objects.values_list("id", flat=True))
    before, compared = outcome(known), set(ComparedRecord.objects.values_list("id", flat=True))
    late = add_record(centre, "황보라라", "1977-07-07", phone="01088887777", unit="7")
    for step in ("기록 읽기", "나머지 묶기", "이음 적기", "정보 고치기"):

        def die(said, share, step=step):
            if said == step:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            update_links(tenant_id=here.id, now=NOW, progress=die)
        assert outcome(known) == before, step
        assert set(ComparedRecord.objects.values_list("id", flat=True)) == compared
        assert LinkRun.objects.order_by("-id").first().state == RunState.ABORTED
    update(here)
    assert person_of(late) == person_of(gone)


def test_without_a_full_run_an_update_is_one(here, residents):
    assert update_links(tenant_id=here.id, now=NOW).kind == RunKind.FULL
    # The records of that run are not ready to be compared with yet: again all of them.
    assert update_links(tenant_id=here.id, now=NOW).kind == RunKind.FULL
    assert LinkRun.objects.filter(kind=RunKind.UPDATE).count() == 0


SURNAMES, GIVEN = "김이박최정", ("민준", "민서", "순자", "영희", "갑순", "철수", "말순")


class Day:
    """A town so small that everybody shares something with somebody, and what happens in it at random."""

    def __init__(self, tenant, civil, agencies, seed):
        self.tenant, self.civil, self.agencies, self.dice = tenant, civil, agencies, random.Random(seed)
        self.homes = 0
        self.people = [self.somebody() for _ in range(14)]
        # Twins in one flat with one phone; father and son; a phone the whole street uses.
        first = self.people[0]
        self.people.append({**first, "name": first["name"][:-1] + ("준" if first["name"][-1] != "준" else "서")})
        self.people.append({**first, "birth": "1948-03-01"})
        self.records, self.rows = [], []

    def somebody(self):
        self.homes += 1
        return {
            "name": self.dice.choice(SURNAMES) + self.dice.choice(GIVEN),
            "birth": f"19{self.dice.randint(30, 99)}-{self.dice.randint(1, 12):02}-{self.dice.randint(1, 28):02}",
            "sex": self.dice.choice("MF"),
            "phone": f"0101111{self.dice.randint(0, 9):04}",
            "building": None,
            "unit": "",
            "number": f"{self.homes:08}",
        }

    def mention(self):
        who = self.dice.choice(self.people)
        name, birth, phone = who["name"], who["birth"], who["phone"]
        roll = self.dice.random()
        if roll < 0.15:
            birth = birth[:4]
        elif roll < 0.3:
            phone = ""
        elif roll < 0.4:
            name = name[:2] + self.dice.choice("준서자희순수")
        elif roll < 0.5:
            birth = ""
        elif roll < 0.6:
            phone = f"0101111{self.dice.randint(0, 9):04}"
        sex = who["sex"] if self.dice.random() < 0.7 else ""
        number = self.dice.choice(["", "", "A1", "A2", "A3"])  # decisions are inherited under an agency's own number
        return add_record(self.dice.choice(self.agencies), name, birth, sex=sex, phone=phone, source_id=number)

    def resident(self, who=None):
        who = who or self.dice.choice(self.people)
        return add_record(
            self.civil, who["name"], who["birth"], sex=who["sex"], phone=who["phone"] if self.dice.random() < 0.6 else "",
            dataset="residents", is_register=True, household_no=who["number"],
        )  # fmt: skip

    def happen(self):
        """Let one thing happen; returns the records an update must be told of."""
        what = self.dice.choice(
            ["add"] * 5 + ["add_resident"] * 2 + ["change", "change", "delete", "delete_row", "split", "join"]
        )
        if what == "add":
            self.records.append(self.mention())
        elif what == "add_resident":
            self.rows.append(self.resident())
        elif what == "change" and self.records:
            record = self.dice.choice(self.records)
            other = self.dice.choice(self.people)
            rewrite(record, **self.dice.choice([
                {"phone": other["phone"]}, {"name": other["name"]}, {"birth_on": date.fromisoformat(other["birth"])},
            ]))  # fmt: skip
            return [record]
        elif what == "delete" and self.records:
            forget(self.records.pop(self.dice.randrange(len(self.records))))
        elif what == "delete_row" and len(self.rows) > 5:
            forget(self.rows.pop(self.dice.randrange(len(self.rows))))
        elif what in ("split", "join") and (
            linked := [r for r in self.records if Link.objects.filter(record=r).exists()]
        ):
            self.decide(what, self.dice.choice(linked))
        return []

    def decide(self, what, record):
        person = person_of(record)
        if what == "split" and Link.objects.filter(person=person).count() > 1:
            split_record(record.id, by=actor(), reason="다른 사람", now=NOW)
        elif what == "join":
            others = [p for p in Person.objects.exclude(id=person.id).order_by("id") if p.links.exists()]
            if others:
                join_record(record.id, self.dice.choice(others), by=actor(), reason="같은 사람", now=NOW)


@pytest.mark.parametrize("seed", [40, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(41, 46))])
def test_random_days_end_where_a_full_run_ends(here, civil, centre, church, seed):
    day = Day(here, civil, [centre, church], seed)
    day.rows = [day.resident(who) for who in day.people[:9]] + [day.resident(who) for who in day.people[14:]]
    day.records = [day.mention() for _ in range(20)]
    begin(here)
    for _ in range(2):
        told = [record for _ in range(day.dice.randint(3, 8)) for record in day.happen()]
        update(here, *(record for record in told if record.id))
