"""What outreach decides without a database, over tables an official can open: kinds of signals, results, reporters, periods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from duru.kernel.dated_rows import DatedRow, PeriodRule, Tables
from duru.kernel.days import Period, parse_period
from duru.services.outreach.enums import TryKind, TryOutcome
from duru.services.outreach.errors import OutreachRefused

FEWEST_FOR_A_RATE = 5  # below, one household could be told from the rate
_BETWEEN = re.compile(r"[,;/|·\n]+")
_SPACE = re.compile(r"[\s()]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalKind(DatedRow):
    """One kind of data in which a household in need may show (사회보장급여법 제12조제1항)."""

    key: str
    label: str
    aliases: frozenset[str]
    group: str
    clause: str
    source: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(DatedRow):
    """One way a lead may end, and what must have happened before: spoken with (`needs_word`), or so many tries."""

    key: str
    label: str
    is_hit: bool
    needs_word: bool
    calls: int
    visits: int
    notes: int
    recheck: str
    source: str
    status: str

    @property
    def recheck_period(self) -> Period | None:
        """After what time the household is looked at again; None where once is enough."""
        return parse_period(self.recheck) if self.recheck else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporter(DatedRow):
    """Who may tell us, and by which clause some must (신고의무자)."""

    key: str
    label: str
    clause: str
    source: str
    status: str


_TABLES = Tables(__package__, {SignalKind: "signals", Result: "results", Reporter: "reporters", PeriodRule: "periods"})
all_rows, rows_on, period_on = _TABLES.all_rows, _TABLES.rows_on, _TABLES.period_on


def read_signals(typed: str, *, on: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read a cell of a round's list: (keys of the table, words the table does not know), each once, in the order typed.

    A word nobody knows never costs a household its place on the list. Amounts in brackets are dropped, not kept.
    """
    known = {}
    for row in rows_on(SignalKind, on):
        for word in (row.label, *row.aliases):
            known[_SPACE.sub("", word)] = row.key
    keys, strange = [], []
    for word in _BETWEEN.split(re.sub(r"\([^)]*\)", "", typed)):
        plain = _SPACE.sub("", word)
        if not plain:
            continue
        if key := known.get(plain):
            keys.append(key)
        else:
            strange.append(re.sub(r"[\d,.]+\s*만?\s*원?", "", word).strip()[:40])
    return tuple(dict.fromkeys(keys)), tuple(dict.fromkeys(word for word in strange if word))


def round_of(day: date) -> tuple[int, int]:
    """Return (year, round 1 to 6) of a day: every second month (격월, six a year; the dates of a year are set each time: 확인 필요)."""
    return day.year, (day.month + 1) // 2


def check_close(result: Result, tries: Iterable[tuple[str, str]]) -> None:
    """Refuse to end a lead before enough was done: nobody is given up after one call, and nobody refuses but by their own word.

    Args:
        tries: (kind, outcome) of each, in any order.

    Raises:
        OutreachRefused: naming what is missing.
    """
    done = list(tries)
    if result.needs_word and not any(outcome in (TryOutcome.MET, TryOutcome.REFUSED) for _, outcome in done):
        raise OutreachRefused(
            f"‘{result.label}’은 본인과 이야기한 뒤에 적습니다. 만나거나 통화한 기록을 먼저 적어 주세요."
        )
    counts = Counter(kind for kind, _ in done)
    missing = [
        f"{TryKind(kind).label} {need - counts[kind]}번"
        for kind, need in ((TryKind.CALL, result.calls), (TryKind.VISIT, result.visits), (TryKind.NOTE, result.notes))
        if counts[kind] < need
    ]
    if missing:
        raise OutreachRefused(f"‘{result.label}’으로 마치기 전에 더 해 볼 것이 있습니다: {', '.join(missing)}.")


@dataclass(frozen=True, slots=True)
class Rate:
    """How often a signal led to help. `share` (0 to 1) is None below five closed leads: one household would show."""

    key: str
    n_leads: int
    n_closed: int
    n_hits: int
    share: float | None


def hit_rates(leads: Sequence[tuple[Collection[str], str]], *, hits: Collection[str]) -> list[Rate]:
    """Count per signal how many leads carried it, were closed, and were helped; the most frequent first.

    Args:
        leads: (signals, result key or "" while open) of each lead.
        hits: Results that count as help.
    """
    n_leads: Counter[str] = Counter()
    n_closed: Counter[str] = Counter()
    n_hits: Counter[str] = Counter()
    for signals, result in leads:
        for key in set(signals):
            n_leads[key] += 1
            n_closed[key] += bool(result)
            n_hits[key] += result in hits
    return [
        Rate(key, n, n_closed[key], n_hits[key], n_hits[key] / n_closed[key] if n_closed[key] >= FEWEST_FOR_A_RATE else None)
        for key, n in sorted(n_leads.items(), key=lambda each: (-each[1], each[0]))
    ]  # fmt: skip
