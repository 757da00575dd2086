"""Write the known truth beside the files: who each row really is, and what a perfect check would find.

Only tests and the comparison table of the demo read these files; the product never does.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from duru.demo import grants as g
from duru.demo.agencies import ROSTER
from duru.demo.circumstances import NEEDS
from duru.demo.damage import EPOCH
from duru.demo.desk import RowLog
from duru.demo.finds import day_text, find_doubles, find_paid_after, find_silent
from duru.demo.world import World


def write_truth(world: World, log: RowLog, out: Path) -> dict[str, int]:
    """Write rows, people, doubles, paid_after, silent and stories below `out`; returns the number of the last three finds."""
    _csv(out / "rows.csv", ("file", "sheet", "row", "dataset", "person", "fact", "spoiled", "repeated"), log.lines)
    _people(world, out / "people.csv")
    _facts(world, out)
    doubles = list(find_doubles(world))
    _csv(out / "doubles.csv", ("kind", "category", "unit", "household", "persons", "handouts", "grants", "organisations", "campaign",
                               "basis", "won"), doubles)  # fmt: skip
    after = list(find_paid_after(world))
    _csv(
        out / "paid_after.csv",
        (
            "fact_kind",
            "fact",
            "person",
            "event",
            "event_on",
            "known_to_district",
            "paid_on",
            "won",
            "payments",
            "same_month",
        ),
        after,
    )
    silent = list(find_silent(world))
    _csv(out / "silent.csv", ("person", "household", "need", "no_handout", "no_grant"), silent)
    (out / "stories.json").write_text(json.dumps(world.stories, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return {"doubles": len(doubles), "paid_after": len(after), "silent": len(silent)}


def _csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _people(world: World, path: Path) -> None:
    people, facts, town = world.people, world.facts, world.buildings
    dongs = [world.district.dongs[d].code for d in town.dong[people.home[people.household]].tolist()]
    rows = zip(range(len(people)), people.household.tolist(), people.names, map(_birthday, people.birth.tolist()),
               ("여" if s else "남" for s in people.sex.tolist()), dongs, people.registered.astype(int).tolist(),
               facts.protected.astype(int).tolist(), map(day_text, facts.died_on.tolist()), map(day_text, facts.moved_on.tolist()),
               map(day_text, facts.reported_on.tolist()), facts.need.tolist(), people.twin_of.tolist(), strict=True)  # fmt: skip
    _csv(path, ("person", "household", "name", "birth", "sex", "dong", "registered", "protected", "died_on", "moved_on", "reported_on",
                "needs", "twin_of"), rows)  # fmt: skip


def _birthday(value: int) -> str:
    return (EPOCH + timedelta(days=value)).isoformat()


def _facts(world: World, out: Path) -> None:
    h, grants, needs, home = world.handouts, world.grants, world.needs, world.people.household
    rows: Iterable[Sequence[object]]
    header: tuple[str, ...] = (
        "fact",
        "organisation",
        "person",
        "household",
        "per",
        "item",
        "category",
        "campaign",
        "given_on",
        "until_on",
        "won",
    )
    rows = zip(h.organisation.tolist(), h.service.tolist(), h.person.tolist(), home[h.person].tolist(), h.given_on.tolist(),
               h.until_on.tolist(), h.won.tolist(), strict=True)  # fmt: skip
    _csv(out / "handouts.csv", header, (
        (i, o + 1, person, household, kind.per, kind.item, kind.category, kind.campaign, day_text(day), day_text(until), won)
        for i, (o, s, person, household, day, until, won) in enumerate(rows)
        for kind in (ROSTER.organisations[o].services[s],)))  # fmt: skip
    header = ("fact", "person", "household", "per", "programme", "category", "won", "from_on", "until_on", "leaked")
    rows = zip(grants.person.tolist(), home[grants.person].tolist(), grants.programme.tolist(), grants.won.tolist(),
               grants.from_on.tolist(), grants.until_on.tolist(), grants.leaked.tolist(), strict=True)  # fmt: skip
    _csv(out / "grants.csv", header, (
        (i, person, household, kind.per, kind.name, kind.category, won, day_text(start), day_text(stop), int(leak))
        for i, (person, household, k, won, start, stop, leak) in enumerate(rows) for kind in (g.PROGRAMMES[k],)))  # fmt: skip
    rows = zip(
        needs.organisation.tolist(), needs.person.tolist(), needs.kind.tolist(), needs.since_on.tolist(), strict=True
    )
    _csv(out / "needs.csv", ("fact", "organisation", "person", "kind", "since_on"),
         ((i, o + 1, person, NEEDS[k], day_text(day)) for i, (o, person, k, day) in enumerate(rows)))  # fmt: skip
