"""Human decisions in the engine's terms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.engine.resolve import Decisions
from duru.blocks.linkage.enums import DecisionKind
from duru.blocks.linkage.models import HumanDecision
from duru.blocks.linkage.operations.records import Records


@dataclass(frozen=True)
class Decided:
    """What people decided about the records of a run.

    Attributes:
        for_engine: Joins and splits as anchors, pairs and persons.
        pins: record → person, for joins.
        n_decisions: How many are in force.
    """

    for_engine: Decisions
    pins: dict[int, int]
    n_decisions: int


def read_decisions(records: Records) -> Decided:
    """Read all decisions and bring them into the engine's terms.

    Of several about one record and person the last counts; of several joins of one record the last. A join to a resident becomes
    "belongs to this anchor", a join to somebody outside the register "together with a record of that person". A split forbids
    the anchor, and the coming together with whatever carries that person now. An undo says nothing: the machine decides again.
    """
    last: dict[tuple[int, int], tuple[int, str]] = {}
    for pk, record, person, kind in HumanDecision.objects.order_by("id").values_list(
        "id", "record_id", "person_id", "kind"
    ):
        last[record, person] = (pk, kind)
    if not last:
        return Decided(Decisions(), {}, 0)
    joined: dict[int, tuple[int, int]] = {}
    splits: set[tuple[int, int]] = set()
    for (record, person), (pk, kind) in last.items():
        if kind == DecisionKind.SPLIT:
            splits.add((record, person))
        elif kind == DecisionKind.JOIN and pk > joined.get(record, (0, 0))[0]:
            joined[record] = (pk, person)
    pins = {record: person for record, (_, person) in joined.items()}
    for elder, heir in _heirs({record for record, _ in last}):
        splits |= {(heir, person) for record, person in list(splits) if record == elder}
        if elder in pins:
            pins.setdefault(heir, pins[elder])
    return _in_engine_terms(records, pins, splits)


def heirs_of(records: Collection[int]) -> set[int]:
    """Return the records that inherit what was decided about some records."""
    decided = set(HumanDecision.objects.values_list("record_id", flat=True))
    return {heir for elder, heir in _heirs(decided) if elder in records}


def _heirs(decided: set[int]) -> list[tuple[int, int]]:
    """Pair records somebody decided about with later wordings of the same client: (decided record, its heir).

    An agency that corrects a telephone sends a new mention, of which nobody has decided anything; its own 관리번호 says that it is the
    same client. Because some agencies begin to number anew every month, name, birth date or telephone must be the same too. A
    record with a decision of its own inherits nothing, nor does a row of the register.
    """
    shown = ("organisation_id", "source_id", "name", "birth_on", "phone", "id")
    numbered = SourceRecord.objects.filter(is_register=False).exclude(source_id="").order_by("id")
    elders: dict[tuple[int, str], list[tuple]] = {}
    for elder in numbered.filter(id__in=decided).values_list(*shown):
        elders.setdefault(elder[:2], []).append(elder[2:])
    if not elders:
        return []
    found = numbered.filter(source_id__in={source_id for _, source_id in elders}).exclude(id__in=decided)
    return [
        (elder_id, heir_id)
        for *client, name, birth_on, phone, heir_id in found.values_list(*shown)
        for elder_name, elder_birth, elder_phone, elder_id in elders.get((client[0], client[1]), ())
        if name == elder_name or (birth_on and birth_on == elder_birth) or (phone and phone == elder_phone)
    ]


def _in_engine_terms(records: Records, pins: dict[int, int], splits: set[tuple[int, int]]) -> Decided:
    named = set(pins.values()) | {person for _, person in splits}
    anchor_of: dict[int, int] = {}
    carriers: dict[int, list[int]] = {person: [] for person in named}
    register_rows: set[int] = set()
    decided_about = set(pins) | {record for record, _ in splits}
    columns = (records.all[name].to_pylist() for name in ("record_id", "anchor_id", "person_id"))
    for record, anchor, person in zip(*columns, strict=True):
        if anchor is not None and record in decided_about:
            register_rows.add(record)
        if person not in named:
            continue
        if anchor is not None:
            anchor_of[person] = min(anchor, anchor_of.get(person, anchor))
        else:
            carriers[person].append(record)
    # Rows of the register stand for themselves: a decision about one cannot move the anchor.
    pins = {record: person for record, person in pins.items() if record not in register_rows}
    splits = {(record, person) for record, person in splits if record not in register_rows}
    split_persons = {person for _, person in splits}
    own: dict[int, frozenset[int]] = {}
    for person in split_persons:
        for record in carriers[person]:
            own[record] = own.get(record, frozenset()) | {person}
    barred: dict[int, frozenset[int]] = {}
    for record, person in splits:
        barred[record] = barred.get(record, frozenset()) | {person}
        own[record] = own.get(record, frozenset()) - {person}
    for record, person in pins.items():
        own[record] = frozenset({person} & split_persons)
    together = tuple(
        (record, carrier)
        for record, person in sorted(pins.items())
        if person not in anchor_of
        for carrier in sorted(carriers[person])[:1]
        if carrier != record
    )
    return Decided(
        Decisions(
            to_anchor={record: anchor_of[person] for record, person in pins.items() if person in anchor_of},
            not_anchor=frozenset((record, anchor_of[person]) for record, person in splits if person in anchor_of),
            together=together, by_hand=frozenset(pins), own=own, barred=barred,
        ),
        pins, len(pins) + len(splits),
    )  # fmt: skip
