"""The words that ship: loaded into a tenant once, edited there; and the ones in force on a day."""

import csv
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

from django.db.models import Q, QuerySet

from duru.blocks.documents.enums import LetterKind
from duru.blocks.documents.errors import LetterRefused
from duru.blocks.documents.models import LegalText, LetterTemplate
from duru.blocks.documents.rules.merging import korean_day

_packages = ["duru.blocks.documents.letters"]


def register_letters(package: str) -> None:
    """Add a package whose `shipped.toml` and `legal_texts.csv` (either may be missing) ship with ours; call it in `AppConfig.ready`.

    A service words its letters there under a variant of its own; `ensure_words` loads them.
    """
    if package not in _packages:
        _packages.append(package)


def ensure_words() -> int:
    """Load what ships into the running tenant; returns how many rows came. Edited rows stay; safe to repeat."""
    before = LetterTemplate.objects.count() + LegalText.objects.count()
    for package in _packages:
        for name, load in (("shipped.toml", _load_templates), ("legal_texts.csv", _load_texts)):
            file = resources.files(package).joinpath(name)
            if file.is_file():
                load(file.read_text(encoding="utf-8"))
    return LetterTemplate.objects.count() + LegalText.objects.count() - before


def template_on(kind: str, variant: str, on: date) -> LetterTemplate:
    """Return the template of a kind in force on a day: the variant's, else the general one. Loads what ships when it never came.

    Raises:
        LetterRefused: none is in force that day.
    """
    if not LetterTemplate.objects.filter(kind=kind, variant=variant).exists():
        ensure_words()
    found = _in_force(LetterTemplate.objects.filter(kind=kind, variant__in={variant, ""}), on)
    template = found.order_by("-variant", "-effective_from").first()
    if template is None:
        raise LetterRefused(
            f"{korean_day(on)}에 쓸 수 있는 ‘{LetterKind(kind).label}’ 틀이 없습니다. 관리자에게 틀의 시행일을 확인해 달라고 하세요."
        )
    return template


def fields_of(kind: str, *, on: date, variant: str = "") -> list[dict[str, Any]]:
    """Return what a letter asks for on a day: dicts of name, label, type (text, lines, day, number, list), required.

    Raises:
        LetterRefused: no template is in force that day.
    """
    return list(template_on(kind, variant, on).fields)


def legal_texts_on(codes: list[str], on: date) -> dict[str, LegalText]:
    """Return code → the sentence in force on a day.

    Raises:
        LetterRefused: a law's sentence has a gap on that day; a letter must not go out without it.
    """
    found: dict[str, LegalText] = {}
    for row in _in_force(LegalText.objects.filter(code__in=codes), on).order_by("code", "effective_from"):
        found[row.code] = row
    if missing := [code for code in codes if code not in found]:
        names = dict(LegalText.objects.filter(code__in=missing).values_list("code", "label"))
        words = ", ".join(names.get(code, code) for code in missing)
        raise LetterRefused(
            f"{korean_day(on)}에 시행 중인 법령 문구가 없습니다: {words}. 관리자가 문구를 등록한 뒤 다시 작성해 주세요."
        )
    return found


def sentence_of(text: LegalText) -> str:
    """Return the sentence with its term and where it stands: "… (민원 처리에 관한 법률 제35조제1항)"."""
    return f"{text.sentence.replace('{days}', str(text.days))} ({text.law} {text.article})"


def _in_force(rows: QuerySet, on: date) -> QuerySet:
    return rows.filter(effective_from__lte=on).filter(Q(effective_until__isnull=True) | Q(effective_until__gt=on))


def _load_templates(text: str) -> None:
    rows = [_template(each) for each in tomllib.loads(text)["template"]]
    LetterTemplate.objects.bulk_create(rows, ignore_conflicts=True)


def _template(given: Mapping[str, Any]) -> LetterTemplate:
    row = LetterTemplate(**given)
    row.kind = LetterKind(given["kind"])
    return row


def _load_texts(text: str) -> None:
    rows = [
        LegalText(
            **{name: value or None if name in ("days", "effective_until") else value for name, value in row.items()}
        )
        for row in csv.DictReader(text.splitlines())
    ]
    LegalText.objects.bulk_create(rows, ignore_conflicts=True)
