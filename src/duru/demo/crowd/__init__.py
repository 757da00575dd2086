"""Linkage data of any size with known truth: a register, what sixty agencies typed, and a gazetteer of buildings.

Everybody is invented. Written as whole columns, so that a million residents and a million records take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from duru.demo.crowd.errors import AGENCIES, REGISTER, Errors
from duru.demo.crowd.folk import Folk, draw_folk
from duru.demo.crowd.hands import joined, text, type_rows

__all__ = ["AGENCIES", "REGISTER", "Crowd", "Errors", "draw_crowd", "write_crowd"]

IN_REGISTER = 0.91
N_AGENCIES = 60
SHARE_UNREGISTERED = 0.05  # of the agencies' records: hard negatives


@dataclass(frozen=True)
class Crowd:
    """Text as typed and the truth behind it.

    Attributes:
        register, records: Columns record_id, name, birth, sex, phone, address; texts, '' where nothing was typed.
        truth: Columns record_id, resident_id ('' for somebody outside the register), person (number): one row per record.
        gazetteer: Columns building_id, gu, road, building_no, dong, jibun.
    """

    register: pa.Table
    records: pa.Table
    truth: pa.Table
    gazetteer: pa.Table


def draw_crowd(
    n_register: int,
    n_records: int,
    *,
    seed: int,
    agencies: tuple[tuple[float, Errors], ...] = AGENCIES,
    register: Errors = REGISTER,
) -> Crowd:
    """Draw a register of `n_register` residents and `n_records` records about them and their unregistered neighbours.

    The same arguments give the same bytes.

    Args:
        agencies: (share of the records, errors) per kind of agency.
        register: The errors of the register itself.
    """
    rng = np.random.default_rng([seed, 2026])
    folk = draw_folk(round(n_register / IN_REGISTER), rng)
    inside = rng.permutation(np.flatnonzero(folk.registered))[:n_register]
    outside = np.flatnonzero(~folk.registered)
    residents = type_rows(folk, inside, np.zeros(len(inside), int), [register], rng)
    numbers = np.arange(1, len(inside) + 1)
    persons = _known(inside, outside, n_records, rng)
    kind_of = rng.choice(len(agencies), N_AGENCIES, p=np.array([share for share, _ in agencies]))
    share = np.array([agencies[kind][0] for kind in kind_of]) / np.bincount(kind_of, minlength=len(agencies))[kind_of]
    agency = rng.choice(N_AGENCIES, n_records, p=share / share.sum())
    typed = type_rows(folk, persons, agency, [agencies[kind][1] for kind in kind_of], rng)
    number_of = np.zeros(len(folk), int)
    number_of[inside] = numbers
    truth = number_of[persons]
    record_id = joined("r", text(np.arange(1, n_records + 1)))
    resident_id = joined("p", text(numbers))
    return Crowd(
        pa.table({"record_id": resident_id, **residents}),
        pa.table({"record_id": record_id, **typed}),
        pa.table({"record_id": record_id, "resident_id": _or_empty(resident_id, truth), "person": pa.array(persons)}),
        _gazetteer(folk),
    )


def _or_empty(resident_id: pa.Array, truth: np.ndarray) -> pa.Array:
    return pa.concat_arrays([pa.array([""]), resident_id]).take(pa.array(truth))


def _known(inside: np.ndarray, outside: np.ndarray, n_records: int, rng: np.random.Generator) -> np.ndarray:
    """Choose whom the records speak of: few people are known to many agencies."""
    need = rng.gamma(0.45, 1.0, len(inside)).cumsum()
    known = inside[np.searchsorted(need, rng.random(n_records) * need[-1])]
    strange = rng.random(n_records) < SHARE_UNREGISTERED
    if len(outside):
        known[strange] = outside[rng.integers(0, len(outside), int(strange.sum()))]
    return known


def _gazetteer(folk: Folk) -> pa.Table:
    used = np.unique(folk.dwelling_building)

    def number(main: np.ndarray, sub: np.ndarray) -> list[str]:
        return [f"{m}-{s}" if s else str(m) for m, s in zip(main[used].tolist(), sub[used].tolist(), strict=True)]

    return pa.table(
        {
            "building_id": joined("b", text(used)),
            "gu": pa.array([folk.gu_names[at] for at in folk.gu[used].tolist()]),
            "road": pa.array([folk.road_names[at] for at in folk.road[used].tolist()]),
            "building_no": pa.array(number(folk.main, folk.sub)),
            "dong": pa.array([folk.dong_names[at] for at in folk.dong[used].tolist()]),
            "jibun": pa.array(number(folk.lot_main, folk.lot_sub)),
        }
    )


def write_crowd(crowd: Crowd, folder: Path) -> None:
    """Write register.csv, records.csv, truth.csv and gazetteer.csv (UTF-8) into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("register", "records", "truth", "gazetteer"):
        pa_csv.write_csv(getattr(crowd, name), folder / f"{name}.csv")
