"""The round's list (발굴 명단), as one data set of exchange."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from duru.blocks.casework.api import office_calendar
from duru.blocks.exchange.api import Batch, CellContext, Dataset, Field
from duru.blocks.tenancy.api import bulk_insert
from duru.kernel.days import general_deadline, parse_period
from duru.kernel.errors import Refused
from duru.kernel.ids import new_public_id
from duru.services.outreach.enums import LeadState
from duru.services.outreach.models import Lead, OutreachRound
from duru.services.outreach.queries import signal_label
from duru.services.outreach.rules import period_on, read_signals, round_of

LEADS = "outreach_leads"
_ROUND = re.compile(r"(?:(20\d\d)\s*년?\s*[-./ ]?\s*)?(?:제\s*)?([1-6])\s*(?:차|회차|회)?")
_COLUMNS = (
    "public_id", "round_id", "record_id", "signals", "other_words", "received_at", "due_on", "state", "result",
    "result_note", "care_ref",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RoundOf:
    """The round a line belongs to, as its cell was read."""

    year: int
    number: int

    @property
    def label(self) -> str:
        return f"{self.year}년 {self.number}차"


@dataclass(frozen=True, slots=True)
class Signals:
    """Why a line asks to look after somebody: keys of the table, and words it does not know."""

    keys: tuple[str, ...]
    strange: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return ", ".join([*(signal_label(key) for key in self.keys), *(f"{word}(표에 없음)" for word in self.strange)])


def _round(typed: str, cell: CellContext) -> RoundOf:
    found = _ROUND.fullmatch(typed.strip())
    if found is None:
        raise Refused("회차는 ‘2026년 6차’처럼 적어 주세요. 1차부터 6차까지 있습니다.", field="round")
    return RoundOf(int(found[1] or cell.today.year), int(found[2]))


def _signals(typed: str, cell: CellContext) -> Signals:
    found = Signals(*read_signals(typed, on=cell.today))
    if not (found.keys or found.strange):
        raise Refused("위기 신호가 없습니다. 왜 살펴야 하는지 한 가지는 적어 주세요.", field="signals")
    return found


def deadline_on(key: str, event_on: date) -> date:
    """Return the last day for something that arrived on a day, by the table of periods and the office calendar."""
    rule = period_on(key, event_on)
    return general_deadline(event_on, parse_period(rule.period), office_calendar(), set_by=rule.source).last_on


def store_leads(batch: Batch) -> None:
    """Put a batch of a round's list into the table; a person named twice in one round counts once, with all signals."""
    on = timezone.localdate(batch.uploaded_at)
    due_on = deadline_on("lead", on)
    by_round: dict[tuple[int, int], dict[int, tuple[list[str], list[str]]]] = defaultdict(dict)
    for row in batch.rows:
        told, of = row.values["signals"], row.values.get("round")
        merged = by_round[(of.year, of.number) if of else round_of(on)].setdefault(row.record_id, ([], []))
        merged[0].extend(key for key in told.keys if key not in merged[0])
        merged[1].extend(word for word in told.strange if word not in merged[1])
    for (year, number), people in by_round.items():
        found, _ = OutreachRound.objects.get_or_create(
            year=year, number=number, defaults={"begun_at": batch.uploaded_at}
        )
        known = dict(Lead.objects.filter(round=found, record_id__in=people).values_list("record_id", "id"))
        rows = [
            (new_public_id(), found.id, record_id, keys, ", ".join(strange)[:200], batch.uploaded_at, due_on, LeadState.NEW, "", "", "")
            for record_id, (keys, strange) in people.items()
            if record_id not in known
        ]  # fmt: skip
        bulk_insert(Lead, _COLUMNS, rows)
        for lead in Lead.objects.filter(id__in=known.values()).order_by("id"):
            more = [key for key in people[lead.record_id][0] if key not in lead.signals]
            if more:
                lead.signals = [*lead.signals, *more]
                lead.save(update_fields=["signals"])


DATASET = Dataset(
    key=LEADS,
    label="위기가구 발굴 명단",
    description="회차마다 오는 발굴 명단: 누구를, 어떤 위기 신호로 살펴야 하는지. 체납액 같은 금액은 받지 않습니다.",
    fields=(
        Field(
            "signals", "위기 신호", ("발굴사유", "위기정보", "연계정보", "발굴정보", "위기사유", "변수"), is_required=True, parse=_signals,
            hint="단전, 건강보험료 체납처럼 쉼표로 나누어 적습니다. 표에 없는 말도 버리지 않습니다.",
        ),
        Field("round", "회차", ("발굴회차", "차수"), parse=_round, hint="2026년 6차. 없으면 올린 달의 회차로 봅니다."),
    ),
    store=store_leads,
)  # fmt: skip
