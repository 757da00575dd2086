"""Frames with known truth out of the demo district: what its agencies would have typed, read by the kernel.

Addresses are taken as found (building and unit), so that these frames measure linkage and not the address reader.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from duru.blocks.linkage.engine.columns import prepare
from duru.demo import buildings, damage, names, people, places
from duru.kernel.births import parse_birth
from duru.kernel.errors import Refused
from duru.kernel.names import parse_name
from duru.kernel.phones import parse_phone

TODAY = date(2026, 11, 22)
N_ORGANISATIONS = 30
UNSEEN = -1


@dataclass(frozen=True)
class District:
    """`truth` says for every mention whose it is (person number), `registered` who stands in the register."""

    register: pa.Table
    mentions: pa.Table
    truth: dict[int, int]
    registered: frozenset[int]


class _PlaceTypist(damage.Typist):
    """Types "building|unit|dong" instead of an address line; the same damage, no address reader needed."""

    def _address(self, person, roll, second, third):
        folk, d = self.people, self.damage
        home = int(folk.household[person])
        dwelling, building = int(folk.dwelling[home]), int(folk.home[home])
        if roll < d.address_moved and dwelling >= 0:
            dwelling = int(folk.old_dwelling[home])
            building = int(self.dwellings.building[dwelling])
        dong = int(self.buildings.dong[building])
        if second > 1 - d.address_only_dong:
            return f"||{dong}"
        unit = "" if third < d.address_no_unit or dwelling < 0 else f"u{dwelling}"
        return f"{building}|{unit}|{dong}"


def draw_district(n_people: int, *, seed: int, mentions_per_person: float = 0.67) -> District:
    """Draw a district, its register (everybody registered) and about `mentions_per_person` × `n_people` mentions."""
    rng = np.random.default_rng([seed, 77])
    map_ = places.draw_district(seed)
    plan = people.draw_households(n_people, np.random.default_rng([seed, 5]))
    town, flats = buildings.build_town(map_, len(plan[0]), seed)
    folk = people.draw_people(n_people, town, flats, plan, seed, TODAY)
    registered = np.flatnonzero(folk.registered)

    def typist(rates, dates):
        return _PlaceTypist(folk, town, flats, map_.dong_names, rates, dates, True, False, rng)

    register = _frame(typist(damage.REGISTER, 0).type_people(registered), registered, first_id=1, anchors=True)
    # Need is uneven: few people are known to many organisations.
    need = rng.gamma(0.35, 1.0, n_people)
    per_organisation = int(n_people * mentions_per_person / N_ORGANISATIONS)
    frames, owners, first_id = [], [], 10_000_000
    for organisation in range(N_ORGANISATIONS):
        tier = (1, 2, 2, 3)[organisation % 4]
        known = rng.choice(n_people, per_organisation, replace=False, p=need / need.sum())
        typed = typist(damage.TIERS[tier], (0, 1, 2, 3, 4, 9)[organisation % 6]).type_people(known)
        frames.append(_frame(typed, known, first_id=first_id, anchors=False))
        owners.append(known)
        first_id += per_organisation
    mentions = pa.concat_tables(frames)
    truth = dict(zip(range(10_000_000, first_id), np.concatenate(owners).tolist(), strict=True))
    kept = set(mentions["record_id"].to_pylist())
    return District(
        prepare(register), prepare(mentions), {record: person for record, person in truth.items() if record in kept},
        frozenset(registered.tolist()),
    )  # fmt: skip


def _frame(typed, persons, *, first_id, anchors):
    rows = []
    for at, person in enumerate(persons.tolist()):
        try:
            name = parse_name(typed.name[at]).name
            birth = parse_birth(str(typed.birth[at]), today=TODAY)
        except Refused:
            continue  # exchange refuses such a row and offers it back
        building, unit, dong = typed.address[at].split("|")
        rows.append(
            {
                "record_id": first_id + at,
                "anchor_id": person if anchors else None,
                "name": name,
                "birth_on": birth.on,
                "birth_year": birth.year,
                "sex": {"남": "M", "M": "M", "여": "F", "F": "F"}.get(typed.sex[at], ""),
                "phone": parse_phone(str(typed.phone[at])).digits,
                "building_id": int(building) if building else None,
                "unit": unit,
                "dong_code": dong,
            }
        )
    from duru.blocks.linkage.engine.columns import INPUT

    return pa.Table.from_pylist(rows, schema=INPUT)


__all__ = ["TODAY", "District", "draw_district", "names"]
