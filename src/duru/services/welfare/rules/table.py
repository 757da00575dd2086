"""The rule table that ships with the package, read and checked."""

import csv
from datetime import date
from importlib import resources

from duru.services.welfare.enums import Counts, GivesWay, Provider, RuleStatus, Same, Unit, Verdict, Window
from duru.services.welfare.rules.facts import Rule, Side

COLUMNS: tuple[str, ...] = (
    "code", "title", "unit", "left_programmes", "left_categories", "left_side", "right_programmes", "right_categories",
    "right_side", "same", "provider", "window", "days", "verdict", "basis", "sentence", "what_to_do", "source", "status",
    "effective_from", "effective_until", "counts", "most", "gives_way",
)  # fmt: skip


def shipped_rules() -> list[Rule]:
    """Return the rules of `rules/overlap_rules.csv`, in order of their code.

    Raises:
        ValueError: the file has other columns than `COLUMNS`, or a value no enum knows.
    """
    text = resources.files("duru.services.welfare.rules").joinpath("overlap_rules.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise ValueError(f"overlap_rules.csv has columns {reader.fieldnames}, expected {COLUMNS}")
    return sorted((rule_of(row) for row in reader), key=lambda rule: rule.code)


def rule_of(row: dict[str, str]) -> Rule:
    """Build a rule from one line of the table; lists are separated by |, empty cells mean "any" or "open"."""
    return Rule(
        code=row["code"],
        title=row["title"],
        unit=Unit(row["unit"]),
        left=Side(_names(row["left_programmes"]), _names(row["left_categories"]), row["left_side"]),
        right=Side(_names(row["right_programmes"]), _names(row["right_categories"]), row["right_side"]),
        same=Same(row["same"]),
        provider=Provider(row["provider"]),
        window=Window(row["window"]),
        days=int(row["days"]) if row["days"] else None,
        verdict=Verdict(row["verdict"]),
        basis=row["basis"],
        sentence=row["sentence"],
        what_to_do=row["what_to_do"],
        source=row["source"],
        status=RuleStatus(row["status"]),
        effective_from=date.fromisoformat(row["effective_from"]),
        effective_until=date.fromisoformat(row["effective_until"]) if row["effective_until"] else None,
        counts=Counts(row["counts"]),
        most=int(row["most"]) if row["most"] else None,
        gives_way=GivesWay(row["gives_way"]),
    )


def _names(cell: str) -> frozenset[str]:
    return frozenset(name.strip() for name in cell.split("|") if name.strip())
