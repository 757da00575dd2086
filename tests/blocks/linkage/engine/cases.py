"""Named cases: a few residents and mentions put into the small district."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from duru.blocks.linkage.engine.columns import INPUT, prepare
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.engine.resolve import Decisions, Resolved, resolve

DAY = "2026-11-22"
FIRST_RESIDENT, FIRST_MENTION = 900_000, 950_000
# Buildings of the cases lie outside the district's own.
HOME, OTHER_HOME, NURSING_HOME = 990_001, 990_002, 990_003


def someone(name, birth="", *, sex="", phone="", building=None, unit="", dong="") -> dict:
    """One person as a row; `birth` is an ISO date, a year or ''."""
    born = date.fromisoformat(birth) if len(birth) == 10 else None
    return {
        "name": name, "birth_on": born, "birth_year": born.year if born else (int(birth) if birth else None), "sex": sex,
        "phone": phone, "building_id": building, "unit": unit, "dong_code": dong,
    }  # fmt: skip


def frame(rows, first_id, *, anchored):
    table = [
        {"record_id": first_id + at, "anchor_id": first_id + at if anchored else None, **row}
        for at, row in enumerate(rows)
    ]
    return prepare(pa.Table.from_pylist(table, schema=INPUT))


@dataclass
class Outcome:
    """What became of the mentions: `resident` is the number of the case's resident, None when none of them."""

    resolved: Resolved

    def _match(self, number):
        return next((m for m in self.resolved.matches.to_pylist() if m["record_id"] == FIRST_MENTION + number), None)

    def group(self, number=0):
        return next(g for g in self.resolved.groups.to_pylist() if g["record_id"] == FIRST_MENTION + number)

    def resident(self, number=0):
        anchor = self.group(number)["anchor_id"]
        return None if anchor is None else anchor - FIRST_RESIDENT

    def band(self, number=0):
        match = self._match(number)
        return match["band"] if match else "new"

    def candidate(self, number=0):
        match = self._match(number)
        return None if match is None else match["anchor_id"] - FIRST_RESIDENT

    def probability(self, number=0):
        match = self._match(number)
        return match["probability"] if match else 0.0

    def levels(self, number=0):
        outcome = shipped_model().outcome(self._match(number)["code"])
        return {key: level.key if level else "missing" for key, level in outcome.items()}


def link_case(district, residents, mentions, decisions=None, model=None) -> Outcome:
    register = pa.concat_tables([district.register, frame(residents, FIRST_RESIDENT, anchored=True)])
    return Outcome(
        resolve(
            model or shipped_model(), register=register, mentions=frame(mentions, FIRST_MENTION, anchored=False), day=DAY,
            decisions=decisions or Decisions(),
        )
    )  # fmt: skip
