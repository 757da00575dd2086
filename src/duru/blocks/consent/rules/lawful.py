"""What the law lets into an answer, by who asks and why: two tables of dated rows an official can read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from duru.blocks.consent.enums import Item, Recipient
from duru.kernel.dated_rows import DatedRow, read_table, rows_on


class Status(StrEnum):
    """Whether somebody checked a row against the text of the law."""

    CHECKED = "checked"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        return "확인됨" if self is Status.CHECKED else "확인 필요"


@dataclass(frozen=True, slots=True, kw_only=True)
class LawfulItem(DatedRow):
    """One row lets some items into an answer to one class of askers for some purposes.

    `needs_consent`: only what the person agreed to. `needs_body`: only for bodies of 사회보장급여법 영 §9③·§14⑥ (`SharingBody`).
    """

    asker: Recipient
    purposes: frozenset[str]
    items: frozenset[str]
    needs_consent: bool
    needs_body: bool
    basis: str
    note: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverShownRow(DatedRow):
    """One row keeps a category, or everything whose text holds a word, out of every answer to an agency."""

    kind: str
    value: str
    basis: str
    source: str
    status: Status


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as far as the law looks at it: the class of recipient, and whether it is a body of 영 §9③·§14⑥ that day."""

    recipient: str
    is_sharing_body: bool = False


@dataclass(frozen=True, slots=True)
class NeverShown:
    """What never enters an answer to an agency on a day: categories by their key, and words in the text of an item or need.

    For SQL: `category <> ALL(categories)` and `text !~ pattern` (`pattern` is a plain alternation, never empty).
    """

    categories: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def pattern(self) -> str:
        return "|".join(re.escape(word) for word in self.words)

    def hides(self, category: str, *texts: str) -> bool:
        """Tell whether something of this category, with these texts (item, programme, kind of need), must stay out."""
        return category in self.categories or any(word in text for text in texts for word in self.words)


def lawful_items(asker: Asker, *, purpose: str, on: date) -> dict[str, LawfulItem]:
    """Return item → the row that lets it into an answer on a day; an item without a row is not lawful.

    Where two rows let the same item in, the one that asks for no consent wins.

    Source: 개인정보보호법 §15①, §17①, §18②; 사회보장급여법 §15④ with 영 §9③, §24③ with 영 §14⑥; per row its own article.
    """
    found: dict[str, LawfulItem] = {}
    for row in sorted(rows_on(list_lawful_rows(), on), key=lambda row: row.needs_consent, reverse=True):
        if row.asker == asker.recipient and purpose in row.purposes and (asker.is_sharing_body or not row.needs_body):
            found |= dict.fromkeys(row.items, row)
    return found


def never_shown(on: date) -> NeverShown:
    """Return what no agency is ever told on a day, consent or not: 의료·정신건강·법률·폭력피해.

    Source: 개인정보보호법 §23①; the rows name the acts that bind those who help victims to secrecy.
    """
    rows = rows_on(list_never_shown_rows(), on)
    return NeverShown(_values(rows, "category"), _values(rows, "word"))


@cache
def list_lawful_rows() -> tuple[LawfulItem, ...]:
    """Return all rows of the table of lawful items, in its order.

    Raises:
        ValueError: a row names an item that is none.
    """
    rows = read_table(__package__, "lawful_items", LawfulItem)
    if unknown := {item for row in rows for item in row.items} - set(Item.values):
        raise ValueError(f"no such items: {', '.join(sorted(unknown))}")
    return rows


def list_never_shown_rows() -> tuple[NeverShownRow, ...]:
    """Return all rows of what is never shown to agencies, in the order of the table."""
    return read_table(__package__, "never_shown", NeverShownRow)


def _values(rows: Iterable[NeverShownRow], kind: str) -> tuple[str, ...]:
    return tuple(row.value for row in rows if row.kind == kind)
