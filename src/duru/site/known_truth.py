"""Say how much of the demo district's known truth was found, and how much of what was found is true.

Works on identifiers of lines only: file, sheet and line → the true person, and the true facts behind the lines.
"""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path

from django.db import connection


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the true ones were found, and how many of the found ones are true."""

    n_true: int
    n_true_found: int
    n_found: int
    n_found_true: int

    @property
    def recall(self) -> float:
        return self.n_true_found / self.n_true if self.n_true else 1.0

    @property
    def precision(self) -> float:
        return self.n_found_true / self.n_found if self.n_found else 1.0


class KnownTruth:
    """The truth of one demo folder, and the district in the database, joined by the lines of the files."""

    def __init__(self, folder: Path):
        self.files, self.truth = folder / "files", folder / "truth"

    @classmethod
    def find(cls, folder: Path) -> "KnownTruth | None":
        """Return the truth kept beside the files, or None when it was taken away."""
        return cls(folder) if (folder / "truth" / "rows.csv").is_file() else None

    def shares(self) -> list[tuple[str, Share]]:
        """Return what was found of the truth, in the tenant scope that is open. Seconds at 20,000 people.

        In order: agency records linked to the register (certain, then with those to review), true doubles told at all, told
        with a verdict of 주의 or harder, gone people still paid, needy people without anything.
        A told overlap counts as true when all its records really belong to one household; rules the truth does not know
        (a second visit to the food market, the same item within 30 days) tell more than the known doubles.
        """
        certain, hard = {"certain", "human"}, {"prohibited", "restricted", "caution"}
        return [
            ("기록과 주민 잇기(확실)", self._links(certain)),
            ("기록과 주민 잇기(확인 필요까지)", self._links(certain | {"review"})),
            ("겹침(정보까지)", self._doubles(hard | {"info"})),
            ("겹침(주의·제한·금지)", self._doubles(hard)),
            ("사망·전출 뒤 지급", self._people("welfare_gone", self._gone_people())),
            ("알려진 욕구, 받은 것 없음", self._people("welfare_silent", self._silent_people())),
        ]

    def _table(self, name: str) -> list[dict[str, str]]:
        with (self.truth / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    @cached_property
    def _rows(self) -> dict[int, dict[str, str]]:
        """Database row id → the truth of that line."""
        manifest = json.loads((self.files / "manifest.json").read_text(encoding="utf-8"))
        name_of = {
            f["path"]: (o["organisation"], Path(f["path"]).name) for o in manifest["organisations"] for f in o["files"]
        }
        truth: dict[tuple[str, str], dict[str, dict[int, dict[str, str]]]] = defaultdict(lambda: defaultdict(dict))
        for line in self._table("rows"):
            truth[name_of[line["file"]]][line["sheet"]][int(line["row"])] = line
        found = self._query(
            "SELECT o.name, i.file_name, r.sheet, r.line, r.id, r.cells, i.kind FROM exchange_sourcerow r "
            "JOIN exchange_intake i ON i.id = r.intake_id JOIN access_organisation o ON o.id = i.organisation_id "
            "ORDER BY r.intake_id, r.sheet, r.line"
        )
        rows = {}
        for file, of_file in groupby(found, key=lambda row: (row[0], row[1])):
            of_sheets = [list(of_sheet) for _, of_sheet in groupby(of_file, key=lambda row: row[2])]
            for known, lines in zip(truth.get(file, {}).values(), of_sheets, strict=False):
                # The truth counts rows, intake counts lines of a text: a cell with line breaks makes the difference.
                breaks = lines[0][3] - min(known)
                for _, _, _, line, row_id, cells, kind in lines:
                    if line - breaks in known:
                        rows[row_id] = known[line - breaks]
                    if kind != "xlsx":
                        breaks += sum(cell.count("\n") for cell in json.loads(cells))
        return rows

    @cached_property
    def _register(self) -> dict[int, str]:
        """Person id → true person, through the register's own line."""
        links = self._query(
            "SELECT l.person_id, s.first_row_id FROM linkage_link l JOIN exchange_sourcerecord s ON s.id = l.record_id "
            "WHERE s.is_register"
        )
        return {person: self._rows[row]["person"] for person, row in links if row in self._rows}

    def _links(self, bands: set[str]) -> Share:
        links = self._query(
            "SELECT l.person_id, l.band, s.first_row_id FROM exchange_sourcerecord s "
            "LEFT JOIN linkage_link l ON l.record_id = s.id WHERE NOT s.is_register"
        )
        in_register = set(self._register.values())
        true = found = right = 0
        for person, band, row in links:
            known = self._rows.get(row, {}).get("person", "-1")
            true += known in in_register
            if band in bands and person in self._register:
                found += 1
                right += self._register[person] == known
        return Share(true, right, found, right)

    def _doubles(self, verdicts: set[str]) -> Share:
        items = self._query(
            "SELECT i.overlap_id, o.verdict, h.row_id, g.row_id FROM welfare_overlapitem i "
            "JOIN welfare_overlap o ON o.id = i.overlap_id LEFT JOIN benefits_handout h ON h.id = i.handout_id "
            "LEFT JOIN benefits_grant g ON g.id = i.grant_id"
        )
        told: dict[int, set[tuple[str, str]]] = defaultdict(set)
        owners: dict[int, set[str]] = defaultdict(set)
        household = {line["person"]: line["household"] for line in self._table("people")}
        for overlap, verdict, handout_row, grant_row in items:
            if verdict not in verdicts:
                continue
            for kind, row in (("handouts", handout_row), ("grants", grant_row)):
                if row in self._rows:
                    told[overlap].add((kind, self._rows[row]["fact"]))
                    person = self._rows[row]["person"]
                    owners[overlap].add(household.get(person, person))
        doubles = [
            {(kind, fact) for kind in ("handouts", "grants") for fact in line[kind].split()}
            for line in self._table("doubles")
        ]
        at = defaultdict(set)
        for overlap, facts in told.items():
            for fact in facts:
                at[fact].add(overlap)
        n_found = 0
        for facts in doubles:
            seen = {overlap for fact in facts for overlap in at[fact]}
            n_found += any(len(facts & told[overlap]) > 1 for overlap in seen)
        # A warning is true when everything in it really belongs to one household.
        return Share(len(doubles), n_found, len(told), sum(len(owners[overlap]) == 1 for overlap in told))

    def _gone_people(self) -> set[str]:
        return {line["person"] for line in self._table("paid_after") if line["known_to_district"] == "1"}

    def _silent_people(self) -> set[str]:
        return {line["person"] for line in self._table("silent") if line["no_handout"] == line["no_grant"] == "1"}

    def _people(self, table: str, true: set[str]) -> Share:
        found = self._query(f"SELECT DISTINCT p.id FROM {table} f JOIN registry_person p ON p.public_id = f.person_ref")
        known = [self._register.get(person) or self._by_records(person) for (person,) in found]
        right = {person for person in known if person in true}
        return Share(len(true), len(right), len(known), sum(person in true for person in known))

    @cached_property
    def _records(self) -> dict[int, str]:
        links = self._query(
            "SELECT l.person_id, s.first_row_id FROM linkage_link l JOIN exchange_sourcerecord s ON s.id = l.record_id"
        )
        return {person: self._rows[row]["person"] for person, row in links if row in self._rows}

    def _by_records(self, person: int) -> str:
        return self._records.get(person, "-1")

    @staticmethod
    def _query(statement: str) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
