"""Build the whole invented district into a folder: map, agency files, and the truth kept aside."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import numpy as np

from duru.demo import atlas, circumstances, files, grants, handouts, needs, places, stories, truth
from duru.demo.buildings import build_town, open_facilities
from duru.demo.damage import Damage
from duru.demo.people import REFERENCE_DAY, draw_households, draw_people
from duru.demo.world import World

Progress = Callable[[str, float], object]

AS_OF = REFERENCE_DAY
SEED = 20261122
DEFAULT_PEOPLE = 20_000


@dataclass(frozen=True)
class DemoSummary:
    """What `build` wrote: counts of the true facts, not of what an intake will find."""

    out: Path
    people: int
    households: int
    organisations: int
    files: int
    rows: int
    grants: int
    handouts: int
    needs: int
    doubles: int
    paid_after: int
    silent: int


def build(out: Path, *, people: int = DEFAULT_PEOPLE, seed: int = SEED, as_of: date = AS_OF,
          progress: Callable[[str, float], object] | None = None, damage: Mapping[int, Damage] | None = None) -> DemoSummary:  # fmt: skip
    """Write the district of `people` persons below `out`; the same arguments write the same bytes.

    `out` gets map/ (boundaries, buildings, facilities, codes), files/ (one folder per organisation, manifest.json) and
    truth/ (only for tests and the comparison table). Folders of an earlier build below `out` are replaced.

    Args:
        people: how many persons live there, 1,000 or more.
        progress: called with a Korean word for the step and the share done, 0–1.
        damage: rates per tier (1 public, 2 centre, 3 charity) that replace the usual ones.

    Raises:
        ValueError: fewer than about 1,000 people cannot play the stories.
    """
    say = progress or (lambda step, share: None)
    if people < 1000:
        raise ValueError("해오름구에는 적어도 1,000명이 살아야 합니다.")
    world = create_world(n_people=people, seed=seed, as_of=as_of, progress=say)
    for name in ("map", "files", "truth"):
        shutil.rmtree(out / name, ignore_errors=True)
        (out / name).mkdir(parents=True)
    atlas.write_map(world, out / "map")
    log = files.write_files(world, out / "files", damage, say)
    say("참값", 0.88)
    counts = truth.write_truth(world, log, out / "truth")
    summary = DemoSummary(
        out=out, people=people, households=len(world.people.size), organisations=len(log.manifest),
        files=log.n_files, rows=len(log.lines), grants=len(world.grants),
        handouts=len(world.handouts), needs=len(world.needs), **counts,
    )  # fmt: skip
    written = asdict(summary) | {"out": "", "seed": seed, "as_of": as_of.isoformat()}
    (out / "truth" / "summary.json").write_text(
        json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    say("끝", 1.0)
    return summary


def create_world(*, n_people: int, seed: int, as_of: date, progress: Progress) -> World:
    """Create the district; the same arguments give the same world."""
    progress("지도", 0.02)
    district = places.draw_district(seed)
    plan = draw_households(n_people, np.random.default_rng([seed, 5]))
    town, flats = build_town(district, len(plan[0]), seed)
    facilities = open_facilities(town, district, n_people, seed)
    progress("주민", 0.08)
    folk = draw_people(n_people, town, flats, plan, seed, as_of)
    facts = circumstances.draw_circumstances(folk, town, flats, seed, as_of)
    cast = stories.cast_people(folk, facts, town, flats, as_of)
    progress("급여와 제공", 0.14)
    benefits = grants.draw_grants(folk, facts, seed, as_of)
    gifts = handouts.draw_handouts(folk, facts, town, district.dong_names, seed, as_of)
    lists = needs.draw_needs(folk, facts, town, district.dong_names, seed, as_of)
    world = World(as_of, seed, district, town, flats, facilities, folk, facts, benefits, gifts, lists, [])
    stories.tell(world, cast)
    return world
