"""Who stands at the counter: one applicant against everybody the tenant knows, inside the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from duru.blocks.access.api import Actor, check_may
from duru.blocks.linkage.engine.model import Cell
from duru.blocks.linkage.engine.names import name_columns
from duru.blocks.linkage.engine.postgres import ROW, pairs_sql, row_sql
from duru.blocks.linkage.enums import Measured, RunKind, RunState
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.permissions import FIND
from duru.blocks.linkage.queries.runs import model_of_run
from duru.blocks.linkage.rules import Reason, band, reasons_of
from duru.blocks.linkage.rules.ranking import name_frequency_bits, prior_odds, rank
from duru.blocks.places.api import find_building
from duru.blocks.registry.api import people_visible_to
from duru.kernel.addresses import parse_address
from duru.kernel.births import as_if_lunar, parse_birth
from duru.kernel.errors import Refused
from duru.kernel.names import parse_name
from duru.kernel.phones import parse_phone
from duru.kernel.sexes import parse_sex


@dataclass(frozen=True, slots=True)
class Applicant:
    """What somebody says of themself, as typed; "" where nothing was said."""

    name: str
    birth: str = ""
    sex: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person the applicant may be.

    `probability` (0-1) weighs all candidates and the chance that it is nobody known; `margin` is bits over the next one, None for
    the last. `band` says what a run would do with a record that says the same: certain, review or new. `reasons` compare the
    applicant with `record_id`, the record of this person that fits best; the strongest reason first.
    """

    person_id: int
    public_id: str
    name: str
    birth_on: date | None
    birth_year: int | None
    sex: str
    address: str
    is_register: bool
    status: str
    probability: float
    bits: float
    margin: float | None
    band: str
    record_id: int
    reasons: list[Reason]


def find_person(applicant: Applicant, *, by: Actor, today: date, limit: int = 10) -> list[Candidate]:
    """Find the persons an applicant may be, the likeliest first; empty when nobody known comes into question.

    The same reading of names, dates, phones and addresses, the same blocking rules, levels and weights as a run, with the model and
    the counts of the last full run. Every record of a person is looked at, the best one speaks for the person.
    Persons `by` may not know of (비공개 대상) are absent as if they did not exist. Reads only; about a millisecond
    against a million residents. The caller writes the look into the log.

    Args:
        today: Korean day; chooses the costs in force and the century of two-digit years.

    Raises:
        NotAllowed: `by` may not look for people.
        Refused: a value cannot be read (its `field` says which), there is no name (without one nobody is ever found), or no full
            run has come to its end in this tenant.
    """
    check_may(by, FIND)
    row = read_applicant(applicant, today=today)
    held = _blank_what_is_shared(row)
    finder = _finder(held.run_id)
    best = finder.best_of_records(row, held.name_bits)
    if not best:
        return []
    query, parameters = _people_query(by)
    people: dict[int, tuple[_Evidence, tuple]] = {}
    for record_id, person_id, *shown in connection.fetch_prepared(query, [list(best), *parameters]):
        evidence = best[record_id]
        known = people.get(person_id)
        if known is None or (-evidence.bits, record_id) < (-known[0].bits, known[0].record_id):
            people[person_id] = (evidence, shown)
    model, costs = finder.model, finder.model.costs_on(today.isoformat())
    ranked = rank(
        {person_id: evidence.bits for person_id, (evidence, _) in people.items()}, prior_odds(model, held.n_anchors)
    )
    found = []
    for each in ranked[:limit]:
        evidence, shown = people[each.person_id]
        found.append(
            Candidate(
                person_id=each.person_id,
                probability=each.probability,
                bits=each.bits,
                margin=each.margin,
                band=band(each.probability, each.margin, evidence.cell.limit, costs),
                record_id=evidence.record_id,
                reasons=reasons_of(model, evidence.cell.code, held.name_bits.get(evidence.cell.tf)),
                **dict(zip(_SHOWN, shown, strict=True)),
            )
        )
    return found


def read_applicant(applicant: Applicant, *, today: date) -> dict[str, Any]:
    """Read what was typed into the columns records are compared by (`engine.postgres.ROW`), not yet blanked.

    Raises:
        Refused: see `find_person`.
    """
    if not applicant.name.strip():
        raise Refused("이름을 적어 주세요. 이름 없이는 누구인지 찾을 수 없습니다.", field="name")
    name = _read("name", parse_name, applicant.name).name
    birth = _read("birth", parse_birth, applicant.birth, today=today) if applicant.birth.strip() else None
    sex = _read("sex", parse_sex, applicant.sex) or (birth.sex if birth else "")
    phone = _read("phone", parse_phone, applicant.phone).digits[:20] if applicant.phone.strip() else ""
    address = _read("address", parse_address, applicant.address) if applicant.address.strip() else None
    place = find_building(address) if address else None
    born = birth.on if birth else None
    birth_text = f"{born:%Y%m%d}" if born else ""
    return dict(
        zip(("name_jamo", "surname", "given", "roman_key", "is_roman"), name_columns(name), strict=True),
        birth_on=born, birth_alt_on=as_if_lunar(born) if born else None,
        birth_year=born.year if born else (birth.year if birth else None), birth_text=birth_text, month_day=birth_text[4:],
        sex=sex, phone=phone, building_id=place.building_id if place else None, unit=address.unit[:60] if address else "",
        is_small=False, dong_code=place.dong_code if place else "",
    )  # fmt: skip


def _read(field: str, parse, typed: str, **arguments):
    try:
        return parse(typed, **arguments)
    except Refused as refused:
        raise Refused(str(refused), field=field) from refused


# One round trip for all that was counted. The planner is told to keep one plan for the big query that follows (making a new one
# takes longer than running it) and to compile nothing.
_COUNTED = f"""
SELECT r.id, (r.counts->>'base')::int, (r.counts->>'anchors')::int,
    (SELECT n FROM linkage_countedvalue WHERE kind = '{Measured.NAME}' AND value = $1),
    (SELECT n FROM linkage_countedvalue WHERE kind = '{Measured.ROMAN}' AND value = $2),
    EXISTS (SELECT FROM linkage_countedvalue WHERE kind = '{Measured.PHONE}' AND value = $3),
    EXISTS (SELECT FROM linkage_countedvalue WHERE kind = '{Measured.UNIT}' AND value = $4),
    EXISTS (SELECT FROM linkage_countedvalue WHERE kind = '{Measured.SMALL}' AND value = $5),
    set_config('plan_cache_mode', 'force_generic_plan', true), set_config('jit', 'off', true)
FROM linkage_linkrun AS r WHERE r.state = '{RunState.DONE}' AND r.kind = '{RunKind.FULL}' ORDER BY r.id DESC LIMIT 1
""".encode()


@dataclass(frozen=True, slots=True)
class _Held:
    """The run that counts, its number of residents, and log2 of the applicant's name's frequency by frequency column."""

    run_id: int
    n_anchors: int
    name_bits: dict[str, float]


def _blank_what_is_shared(row: dict[str, Any]) -> _Held:
    building = row["building_id"]
    found = connection.fetch_prepared(
        _COUNTED, [row["name_jamo"], row["roman_key"], row["phone"], f"{building}|{row['unit']}", str(building)]
    )
    if not found or found[0][1] is None:
        raise Refused("아직 사람 잇기가 끝나지 않았습니다. 파일을 받아들이고 첫 잇기가 끝난 뒤에 찾아 주세요.")
    run_id, n_base, n_anchors, n_name, n_roman, is_office, is_home, is_small, *_ = found[0]
    row["phone"] = "" if is_office else row["phone"]
    row["unit"] = "" if is_home else row["unit"]
    row["is_small"] = is_small
    model = _finder(run_id).model
    return _Held(
        run_id,
        n_anchors,
        {
            "name_jamo": name_frequency_bits(model, n_name or 0, n_base),
            "roman_key": name_frequency_bits(model, n_roman or 0, n_base),
        },
    )


@dataclass(frozen=True, slots=True)
class _Evidence:
    record_id: int
    bits: float
    cell: Cell


class _Finder:
    """The candidate query and the weights of one run's model."""

    def __init__(self, run_id: int):
        self.model = model_of_run(run_id)
        self.query = pairs_sql(self.model, row_sql(), registers=(True, False)).encode()
        # What a limit keeps apart for good is no candidate, as in a run.
        self.cells = {cell.code: cell for cell in self.model.cells if cell.limit != "new"}

    def best_of_records(self, row: dict[str, Any], name_bits: dict[str, float]) -> dict[int, _Evidence]:
        """Return record → what it says, of all records that share a blocking key with the applicant."""
        found = {}
        for _, record_id, _, _, code in connection.fetch_prepared(self.query, [row[name] for name in ROW]):
            if cell := self.cells.get(code):
                found[record_id] = _Evidence(record_id, round(cell.bits - name_bits.get(cell.tf, 0.0), 3), cell)
        return found


@lru_cache(maxsize=16)
def _finder(run_id: int) -> _Finder:
    return _Finder(run_id)


_SHOWN = ("public_id", "name", "birth_on", "birth_year", "sex", "address", "is_register", "status")


@lru_cache(maxsize=256)
def _people_query(by: Actor) -> tuple[bytes, list]:
    """Write the query for the persons of some records that an actor may know of; its first parameter is the list of record ids.

    Django writes it once per actor: that takes longer than running it.
    """
    some = RawSQL("SELECT unnest(%s::bigint[])", [[]])
    rows = Link.objects.filter(record_id__in=some, person_id__in=people_visible_to(by).values("id")).order_by()
    text, parameters = rows.values_list(
        "record_id", "person_id", *(f"person__{name}" for name in _SHOWN)
    ).query.sql_with_params()
    first, *others = text.split("%s")
    numbered = "".join(f"${at}{part}" for at, part in enumerate(others, 1))
    return (first + numbered).encode(), list(parameters[1:])
