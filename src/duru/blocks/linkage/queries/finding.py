"""Who stands at the counter: one applicant against everybody the tenant knows, inside the database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from duru.blocks.access.api import Actor, check_may
from duru.blocks.linkage.engine.model import Cell
from duru.blocks.linkage.engine.names import name_columns
from duru.blocks.linkage.engine.postgres import ROW, TABLE, candidates_sql, row_sql
from duru.blocks.linkage.engine.sql import scored_sql, sides_sql
from duru.blocks.linkage.enums import Measured, RunKind, RunState
from duru.blocks.linkage.models import LinkRun
from duru.blocks.linkage.permissions import FIND
from duru.blocks.linkage.queries.runs import last_full_run, model_of_run
from duru.blocks.linkage.rules import Reason, band, reasons_of
from duru.blocks.linkage.rules.ranking import name_frequency_bits, prior_odds, rank
from duru.blocks.places.api import find_building
from duru.blocks.registry.api import people_visible_to
from duru.blocks.tenancy.api import current_tenant_id
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
    finder, found = _ask(read_applicant(applicant, today=today), by)
    model, costs = finder.model, finder.model.costs_on(today.isoformat())
    name_bits = finder.name_bits(*found[0][1:3])
    people: dict[int, _Evidence] = {}
    for _, _, _, code, record_id, person_id, *shown in found:
        if cell := finder.cells.get(code):
            evidence = _Evidence(round(cell.bits - name_bits.get(cell.tf, 0.0), 3), record_id, cell, shown)
            known = people.get(person_id)
            if known is None or (-evidence.bits, record_id) < (-known.bits, known.record_id):
                people[person_id] = evidence
    ranked = rank({person_id: evidence.bits for person_id, evidence in people.items()}, finder.prior_odds)
    return [
        Candidate(
            person_id=each.person_id,
            probability=each.probability,
            bits=each.bits,
            margin=each.margin,
            band=band(each.probability, each.margin, evidence.cell.limit, costs),
            record_id=evidence.record_id,
            reasons=reasons_of(model, evidence.cell.code, name_bits.get(evidence.cell.tf)),
            **dict(zip(_SHOWN, evidence.shown, strict=True)),
        )
        for each in ranked[:limit]
        for evidence in (people[each.person_id],)
    ]


def reasons_between(record_id: int, others: Collection[int]) -> dict[int, list[Reason]]:
    """Say of each of some records why it fits or does not fit one record, with the model and the counts of the last full run.

    Records that have not been compared yet are absent.
    """
    run = last_full_run()
    if run is None or "base" not in run.counts:
        return {}
    finder = _finder(run.id)
    pairs = f"SELECT l.id AS lid, {sides_sql()} FROM {TABLE} AS l CROSS JOIN {TABLE} AS r WHERE l.id = ANY(%s) AND r.id = %s"
    n_name, n_roman = (
        f"coalesce(({_COUNTED.format('n', kind, f'q.{column}')}), 0)"
        for kind, column in ((Measured.NAME, "r_name_jamo"), (Measured.ROMAN, "r_roman_key"))
    )
    scored = scored_sql(finder.model, pairs, "lid, r_name_jamo, r_roman_key")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT lid, code, {n_name}, {n_roman} FROM ({scored}) AS q", [list(others), record_id])
        found = cursor.fetchall()
    tf_of = {cell.code: cell.tf for cell in finder.model.cells}
    return {
        other: reasons_of(finder.model, code, finder.name_bits(n, n_of_key).get(tf_of.get(code, "")))
        for other, code, n, n_of_key in found
    }


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


@dataclass(frozen=True, slots=True)
class _Evidence:
    """The record that speaks for a person: its bits, and what is shown of the person."""

    bits: float
    record_id: int
    cell: Cell
    shown: list


class _Finder:
    """What a full run holds still for the counter: its model, and how many it counted."""

    def __init__(self, run_id: int):
        counts = LinkRun.objects.values_list("counts", flat=True).get(id=run_id)
        self.run_id = run_id
        self.model = model_of_run(run_id)
        self.n_base: int = counts["base"]
        self.prior_odds = prior_odds(self.model, counts["anchors"])
        # What a limit keeps apart for good is no candidate, as in a run.
        self.cells = {cell.code: cell for cell in self.model.cells if cell.limit != "new"}

    def name_bits(self, n_name: int, n_roman: int) -> dict[str, float]:
        """Return log2 of the frequency of a name that so many bear, by frequency column."""
        return {
            "name_jamo": name_frequency_bits(self.model, n_name, self.n_base),
            "roman_key": name_frequency_bits(self.model, n_roman, self.n_base),
        }


_finder = lru_cache(maxsize=16)(_Finder)
_last_run_of: dict[int, int] = {}  # tenant → its last full run as far as this process knows; every answer says it anew


def _ask(row: dict[str, Any], by: Actor) -> tuple[_Finder, list[tuple]]:
    """Return the rows of `_query` for an applicant, at least one, and the run they were compared with."""
    tenant_id, asked = current_tenant_id(), [row[name] for name in ROW]
    while True:
        run_id = _last_run_of.get(tenant_id)
        if run_id is None:
            run = last_full_run()
            if run is None or "base" not in run.counts:
                raise Refused("아직 사람 잇기가 끝나지 않았습니다. 파일을 받아들이고 첫 잇기가 끝난 뒤에 찾아 주세요.")
            run_id = _last_run_of[tenant_id] = run.id
        query, parameters = _query(run_id, by)
        found = connection.fetch_prepared(query, [*asked, *parameters])
        if found and found[0][0] == run_id:
            return _finder(run_id), found
        del _last_run_of[tenant_id]


_SHOWN = ("public_id", "name", "birth_on", "birth_year", "sex", "address", "is_register", "status")

# The applicant as records are compared: what is shared by many is blanked. And how many bear the name.
_COUNTED = "SELECT {} FROM linkage_countedvalue WHERE kind = '{}' AND value = {}"
_ASKED = f"""SELECT a.record_id, {", ".join(f"a.{name}" for name in ROW if name not in ("phone", "unit", "is_small"))},
CASE WHEN EXISTS ({_COUNTED.format("", Measured.PHONE, "a.phone")}) THEN '' ELSE a.phone END AS phone,
CASE WHEN EXISTS ({_COUNTED.format("", Measured.UNIT, "a.building_id || '|' || a.unit")}) THEN '' ELSE a.unit END AS unit,
EXISTS ({_COUNTED.format("", Measured.SMALL, "a.building_id::text")}) AS is_small,
coalesce(({_COUNTED.format("n", Measured.NAME, "a.name_jamo")}), 0) AS n_name,
coalesce(({_COUNTED.format("n", Measured.ROMAN, "a.roman_key")}), 0) AS n_roman FROM {row_sql()} AS a"""


@lru_cache(maxsize=256)
def _query(run_id: int, by: Actor) -> tuple[bytes, list]:
    """Write all that the counter asks as one statement, and the values that follow the applicant's own (`ROW`).

    Its rows: the last full run, how many bear the name and its Roman key, then of each record in question whose person the actor
    may know of: code, record, person, `_SHOWN`; one row with NULLs there when nobody is in question. Written once per
    actor: that takes longer than running it.
    """
    people, values = people_visible_to(by).order_by().values_list("id", *_SHOWN).query.sql_with_params()
    parts = people.split("%s")
    people = parts[0] + "".join(f"${len(ROW) + at}{part}" for at, part in enumerate(parts[1:], 1))
    shown = ", ".join(_SHOWN)
    model = model_of_run(run_id)
    pairs = (
        f"SELECT l.id AS record_id, k.person_id, {', '.join(f'v.{name}' for name in _SHOWN)}, {sides_sql()} "
        f"FROM ({candidates_sql(model, 'asked', registers=(True, False))}) AS p JOIN {TABLE} AS l ON l.id = p.lid "
        f"JOIN linkage_link AS k ON k.record_id = p.lid JOIN ({people}) AS v ON v.id = k.person_id CROSS JOIN asked AS r"
    )
    query = (
        f"WITH asked AS MATERIALIZED ({_ASKED}) SELECT u.id, a.n_name, a.n_roman, f.code, f.record_id, f.person_id, "
        f"{', '.join(f'f.{name}' for name in _SHOWN)} "
        f"FROM (SELECT id FROM linkage_linkrun WHERE state = '{RunState.DONE}' AND kind = '{RunKind.FULL}' "
        "ORDER BY id DESC LIMIT 1) AS u CROSS JOIN asked AS a "
        f"LEFT JOIN ({scored_sql(model, pairs, f'record_id, person_id, {shown}')}) AS f ON TRUE"
    )
    return query.encode(), list(values)
