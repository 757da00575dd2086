"""Writes of the catalogue: what ships with the package, and what officials import."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from io import StringIO
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import models, transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.benefits.errors import CatalogueRefused
from duru.blocks.benefits.models import CategoryWord, Programme, ProgrammeAmount
from duru.blocks.benefits.permissions import EDIT_CATALOGUE

PROGRAMME_COLUMNS = (
    "name", "side", "provider", "kind", "aliases", "category", "unit", "cycle", "campaign", "value_won", "funding", "pays_on", "basis",
    "source", "status", "effective_from", "effective_until",
)  # fmt: skip
AMOUNT_COLUMNS = (
    "programme", "label", "amount_won", "cycle", "source", "status", "effective_from", "effective_until",
)  # fmt: skip
_WORD_COLUMNS = ("purpose", "word", "meaning", "source", "effective_from", "effective_until")
_MOST_LINES = 5_000
_MOST_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of the catalogue did: rows added, rows changed, rows that were there already."""

    added: int
    changed: int
    same: int


def ensure_catalogue() -> int:
    """Load the words, programmes, resources and amounts that ship with the package into the running tenant; returns how many were added.

    Existing rows are never touched, so that a district's own edits stay; safe to repeat at every start.
    """
    before = _count()
    CategoryWord.objects.bulk_create(_shipped("words.csv", CategoryWord, _WORD_COLUMNS), ignore_conflicts=True)
    for name in ("programmes.csv", "resources.csv"):
        Programme.objects.bulk_create(_shipped(name, Programme, PROGRAMME_COLUMNS), ignore_conflicts=True)
    ProgrammeAmount.objects.bulk_create(_shipped("amounts.csv", ProgrammeAmount, AMOUNT_COLUMNS), ignore_conflicts=True)
    return _count() - before


def import_catalogue(*, by: Actor, text: str, at: datetime) -> Imported:
    """Take a CSV of the catalogue: the columns of programmes or those of amounts, whole or not at all. Safe to repeat.

    A line with the name (for amounts name and label) and first day of a row that is there changes that row; any other line
    is a new row. Rows that the file does not name stay.

    Raises:
        NotAllowed: the actor may not edit the catalogue.
        CatalogueRefused: the columns are others, or a line cannot be read; up to 20 lines are named.
    """
    check_may(by, EDIT_CATALOGUE)
    reader = csv.DictReader(StringIO(text.removeprefix("\ufeff").replace("\0", ""), newline=None))
    try:
        names, lines = tuple(reader.fieldnames or ()), list(islice(reader, _MOST_LINES + 1))
    except csv.Error:
        raise CatalogueRefused(["따옴표가 닫히지 않았거나 한 칸이 너무 깁니다. 표를 다시 저장해 주세요."]) from None
    model: type[models.Model]
    if set(names) == set(PROGRAMME_COLUMNS):
        model, keys = Programme, ("name", "effective_from")
    elif set(names) == set(AMOUNT_COLUMNS):
        model, keys = ProgrammeAmount, ("programme", "label", "effective_from")
    else:
        raise CatalogueRefused(
            [
                f"첫 줄의 열 이름이 다릅니다. 급여·자원: {', '.join(PROGRAMME_COLUMNS)} / 금액: {', '.join(AMOUNT_COLUMNS)}"
            ]
        )
    rows = _read(lines, model, names, keys)
    with transaction.atomic():
        known = {tuple(getattr(row, key) for key in keys): row for row in model.objects.select_for_update()}
        added, changed, same = [], 0, 0
        for row in rows:
            there = known.get(tuple(getattr(row, key) for key in keys))
            if there is None:
                added.append(row)
                continue
            differing = [name for name in names if getattr(there, name) != getattr(row, name)]
            for name in differing:
                setattr(there, name, getattr(row, name))
            if differing:
                there.save(update_fields=differing)
            changed, same = changed + bool(differing), same + (not differing)
        model.objects.bulk_create(added)
        done = Imported(len(added), changed, same)
        record_deed(
            actor=by.audit, action="급여·자원 목록 넣음", at=at,
            detail={"table": model.__name__, "added": done.added, "changed": done.changed},
        )  # fmt: skip
    return done


def read_shipped(name: str) -> list[dict[str, str]]:
    """Return the lines of a table that ships with the package (`catalogue/<name>`), every cell as text."""
    text = resources.files("duru.blocks.benefits.catalogue").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _read(lines: Iterable[dict], model: type[models.Model], names: tuple[str, ...], keys: tuple[str, ...]) -> list:
    rows, problems, seen = [], [], set()
    for number, cells in enumerate(lines, start=2):
        if number > _MOST_LINES:
            raise CatalogueRefused([f"한 번에 {_MOST_LINES:,}줄까지 넣을 수 있습니다. 파일을 나누어 주세요."])
        try:
            if None in cells or None in cells.values():
                raise ValidationError("칸의 수가 첫 줄과 다릅니다.")
            row = _row(model, names, {name: cell.strip() for name, cell in cells.items()})
            row.full_clean(exclude=["tenant_id"], validate_unique=False, validate_constraints=False)
            if row.effective_until is not None and row.effective_until <= row.effective_from:
                raise ValidationError("종료일은 시행일보다 뒤여야 합니다.")
            if any(isinstance(getattr(row, each), int) and getattr(row, each) < 0 for each in names):
                raise ValidationError("금액은 0원보다 작을 수 없습니다.")
            key = tuple(getattr(row, each) for each in keys)
            if key in seen:
                raise ValidationError("같은 이름과 시행일이 파일에 두 번 있습니다.")
            seen.add(key)
            rows.append(row)
        except ValidationError as error:
            problems.append(f"{number}번째 줄: {' '.join(error.messages)}")
        except ValueError:
            problems.append(f"{number}번째 줄: 날짜는 2026-01-31, 금액은 숫자로 적어 주세요.")
        if len(problems) >= _MOST_PROBLEMS:
            break
    if problems:
        raise CatalogueRefused(problems)
    return rows


def _shipped(name: str, model: type[models.Model], columns: tuple[str, ...]) -> list:
    return [_row(model, columns, cells) for cells in read_shipped(name)]


def _row(model: type[models.Model], names: Iterable[str], cells: dict[str, str]):
    """Make a row of a table from cells of text; an empty cell of a number or a day is NULL."""
    values: dict[str, object] = {}
    for name in names:
        kind, cell = model._meta.get_field(name), cells[name]
        if isinstance(kind, models.DateField):
            values[name] = date.fromisoformat(cell) if cell else None
        elif isinstance(kind, models.IntegerField):
            values[name] = int(cell.replace(",", "")) if cell else None
        else:
            values[name] = cell
    return model(**values)


def _count() -> int:
    return CategoryWord.objects.count() + Programme.objects.count() + ProgrammeAmount.objects.count()
