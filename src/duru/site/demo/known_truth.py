"""What the demo district's known truth says beside what was found. Its only reader in the product.

Deleting the truth changes nothing but this: the figures then stand alone, and there are no shares. Found and true meet by
identifiers of lines only: file, sheet and line → the true person, and the true fact behind the line.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.db import connection

from duru.services.welfare.api import Summary

NOBODY = -1
_CERTAIN = {"certain", "human"}
_HARD = {"prohibited", "restricted", "caution"}


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: what was found, what is true (None when the truth says nothing of it), and in which unit."""

    name: str
    found: int
    truth: int | None
    unit: str = "건"


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
    """The truth of one demo folder, beside the summary of the main job and the district in the database."""

    def __init__(self, folder: Path):
        self.files, self.truth = folder / "files", folder / "truth"

    def lines(self, found: Summary) -> list[Line]:
        """Return the figures of the summary, in the order in which they are shown."""
        true = self._figures() if self.truth.is_dir() else {}

        def n(*verdicts: str) -> int:
            return sum(found.overlaps.get(each, {"n": 0})["n"] for each in verdicts)

        return [
            Line("받은 파일", found.files, true.get("files"), "개"),
            Line("받은 줄", found.rows_taken, true.get("taken"), "줄"),
            Line("거절한 줄", found.rows_refused, true.get("refused"), "줄"),
            Line("되풀이된 줄(한 번만 셈)", found.rows_repeated, true.get("repeated"), "줄"),
            Line("사람", found.people, true.get("people"), "명"),
            Line("확실한 연결", sum(found.links.get(each, 0) for each in ("certain", "human")), None),
            Line("사람이 볼 연결", found.links.get("review", 0), None),
            Line("새 사람으로 본 기록", found.links.get("new", 0), None),
            Line("겹침: 금지·제한(공적급여)", n("prohibited", "restricted"), true.get("public")),
            Line("겹침: 주의(캠페인·서비스)", n("caution"), true.get("private")),
            Line("겹침: 정보", n("info"), None),
            Line("겹침에 걸린 돈", found.overlaps_won, None, "원"),
            Line("사망·전출 뒤에도 받는 사람", found.n_gone, true.get("gone"), "명"),
            Line("그 뒤에 나간 돈", found.gone_won, None, "원"),
            Line("필요한데 아무것도 못 받은 사람", found.silent, true.get("silent"), "명"),
        ]

    def shares(self) -> list[tuple[str, Share]]:
        """Return what was found of the truth, in the tenant scope that is open; nothing when the truth was taken away.

        In order: agency records linked to the register (certain, then with those to review), true doubles told at all, told
        with a verdict of 주의 or harder, gone people still paid, needy people without anything.
        A told overlap counts as true when all its records really belong to one household; rules the truth does not know
        (a second visit to the food market, the same item within 30 days) tell more than the known doubles.
        """
        if not self.truth.is_dir():
            return []
        return [
            ("기록과 주민 잇기(확실)", self._links(_CERTAIN)),
            ("기록과 주민 잇기(확인 필요까지)", self._links(_CERTAIN | {"review"})),
            ("겹침(정보까지)", self._doubles(_HARD | {"info"})),
            ("겹침(주의·제한·금지)", self._doubles(_HARD)),
            ("사망·전출 뒤 지급", self._people("welfare_gone", self._gone)),
            ("알려진 욕구, 받은 것 없음", self._people("welfare_silent", self._silent)),
        ]

    def _figures(self) -> dict[str, int]:
        taken = refused = repeated = 0
        people = set()
        for row in self._table("rows"):
            refused += bool(row["spoiled"])
            if not row["spoiled"]:
                taken += row["repeated"] == "0"
                repeated += row["repeated"] == "1"
                people.add(row["person"])
        kinds = [row["kind"] for row in self._table("doubles")]
        return {
            # A file may hold no row at all ("해당 없음"): it was sent all the same.
            "files": sum(len(each["files"]) for each in self._sent()),
            "taken": taken,
            "refused": refused,
            "repeated": repeated,
            "people": len(people),
            "public": kinds.count("public"),
            "private": len(kinds) - kinds.count("public"),
            "gone": len(self._gone),
            "silent": len(self._silent),
        }

    @cached_property
    def _gone(self) -> set[int]:
        """Who is gone and still paid, as far as anybody can see: of some deaths no file tells."""
        return {int(row["person"]) for row in self._table("paid_after") if row["known_to_district"] == "1"}

    @cached_property
    def _silent(self) -> set[int]:
        return {int(row["person"]) for row in self._table("silent") if row["no_handout"] == row["no_grant"] == "1"}

    @cached_property
    def _rows(self) -> dict[int, tuple[int, str]]:
        """Database row id → true person and fact of that line; half a million for 300,000 people, so no more than that."""
        truth: dict[str, dict[str, dict[int, tuple[int, str]]]] = defaultdict(lambda: defaultdict(dict))
        for line in self._table("rows"):
            truth[line["file"]][line["sheet"]][int(line["row"])] = (int(line["person"]), line["fact"])
        path_of = {
            (each["organisation"], Path(file["path"]).name): file["path"]
            for each in self._sent()
            for file in each["files"]
        }
        rows = {}
        for intake, organisation, name in self._query(
            "SELECT i.id, o.name, i.file_name FROM exchange_intake i JOIN access_organisation o ON o.id = i.organisation_id"
        ):
            known = truth.get(path_of.get((organisation, name), ""), {})
            # Only cells of a text that may hold a line break are asked for.
            found = self._query(
                "SELECT r.sheet, r.line, r.id, CASE WHEN i.kind <> 'xlsx' AND position('\\n' IN r.cells) > 0 THEN r.cells END "
                "FROM exchange_sourcerow r JOIN exchange_intake i ON i.id = r.intake_id WHERE r.intake_id = %s "
                "ORDER BY r.sheet, r.line",
                intake,
            )
            sheets: dict[int, list] = defaultdict(list)
            for sheet, *line in found:
                sheets[sheet].append(line)
            for of_sheet, lines in zip(known.values(), sheets.values(), strict=False):
                # The truth counts rows, intake counts lines of a text: a cell with line breaks makes the difference.
                breaks = lines[0][0] - min(of_sheet)
                for line, row_id, cells in lines:
                    if line - breaks in of_sheet:
                        rows[row_id] = of_sheet[line - breaks]
                    if cells:
                        breaks += sum(cell.count("\n") for cell in json.loads(cells))
        return rows

    def _person_of_row(self, row: int) -> int:
        return self._rows.get(row, (NOBODY, ""))[0]

    @cached_property
    def _register(self) -> dict[int, int]:
        """Person id → true person, through the register's own line."""
        return self._true_persons("WHERE s.is_register")

    @cached_property
    def _records(self) -> dict[int, int]:
        """Person id → true person, through any of their lines."""
        return self._true_persons("")

    def _true_persons(self, which: str) -> dict[int, int]:
        links = self._query(
            "SELECT l.person_id, s.first_row_id FROM linkage_link l JOIN exchange_sourcerecord s ON s.id = l.record_id "
            + which
        )
        return {person: self._person_of_row(row) for person, row in links if row in self._rows}

    def _links(self, bands: set[str]) -> Share:
        links = self._query(
            "SELECT l.person_id, l.band, s.first_row_id FROM exchange_sourcerecord s "
            "LEFT JOIN linkage_link l ON l.record_id = s.id WHERE NOT s.is_register"
        )
        in_register = set(self._register.values())
        true = found = right = 0
        for person, band, row in links:
            known = self._person_of_row(row)
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
        for overlap, verdict, handout_row, grant_row in items:
            if verdict not in verdicts:
                continue
            for kind, row in (("handouts", handout_row), ("grants", grant_row)):
                if row in self._rows:
                    person, fact = self._rows[row]
                    told[overlap].add((kind, fact))
                    owners[overlap].add(self._household.get(person, f"person {person}"))
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

    @cached_property
    def _household(self) -> dict[int, str]:
        return {int(row["person"]): row["household"] for row in self._table("people")}

    def _people(self, table: str, true: set[int]) -> Share:
        found = self._query(f"SELECT DISTINCT p.id FROM {table} f JOIN registry_person p ON p.public_id = f.person_ref")
        known = [self._register.get(person, self._records.get(person, NOBODY)) for (person,) in found]
        return Share(len(true), len(true.intersection(known)), len(known), sum(person in true for person in known))

    def _sent(self) -> list[dict]:
        return json.loads((self.files / "manifest.json").read_text(encoding="utf-8"))["organisations"]

    def _table(self, name: str) -> Iterator[dict[str, str]]:
        path = self.truth / f"{name}.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)

    @staticmethod
    def _query(statement: str, *values: object) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return cursor.fetchall()
