"""Which event of a case calls for which letter, and what a reason says about the law.

Source: letters.csv; 민원 처리에 관한 법률 제9조, 제20조, 제22조, 제27조; 행정기본법 제24조; 장사 등에 관한 법률 시행규칙 제6조.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from duru.services.permits.enums import Facility, Occasion, Procedure
from duru.services.permits.rules.tables import Kind, Letter, rows_on

_BRACKETS = re.compile(r"\(([^()]*제\d+조[^()]*)\)")
_STEPS = {
    "notify": Occasion.WORKS,
    "certificate": Occasion.CERTIFICATE,
    "refusal": Occasion.REFUSED,
}
_TOLD = {
    "opened": Occasion.RECEIVED,
    "extended": Occasion.EXTENDED,
    "returned": Occasion.RETURNED,
    "transferred": Occasion.TRANSFERRED,
}
EVENTS = frozenset({*_TOLD, "paused", "asked", "reminded", "overdue", "task_opened"})


def occasion_of(
    event: str,
    detail: Mapping[str, Any],
    *,
    step: str = "",
    is_deemed: bool = False,
    is_past: bool = False,
    is_facility: bool,
    is_refused: bool,
) -> Occasion | None:
    """Tell what occasion for a letter an event of a case is, None for one that needs no letter.

    Args:
        event: the EventKind; `detail` as its line of history keeps it.
        step: Key of the step that opened; "opinion" for a department's opinion, "" for the case itself.
        is_deemed: Silence of the asked department is consent.
        is_past: The date the event tells of had passed already (the clock had stood still): a reminder comes too late for asking.
        is_facility: The case is of a facility; else of an approval of another law.
        is_refused: What was decided refuses.
    """
    is_opinion = step == "opinion"
    match event:
        case "paused":
            return Occasion.SUPPLEMENT if detail.get("reason") == "supplement" else None
        case "asked":
            return Occasion.ASKED_DEEMED if is_deemed else Occasion.ASKED
        case "reminded" if is_opinion and is_past:
            return None if is_deemed else Occasion.REPLY_LATE
        case "reminded" if is_opinion:
            return Occasion.REPLY_SOON_DEEMED if is_deemed else Occasion.REPLY_SOON
        case "overdue" if is_opinion:
            return Occasion.REPLY_LATE
        case "overdue" if not step:
            return Occasion.CASE_LATE
        case "task_opened" if not is_facility and step == "notify":
            return Occasion.REFUSED if is_refused else Occasion.RESULT
        case "task_opened" if is_facility:
            return _STEPS.get(step)
    return _TOLD.get(event)


def find_letter(occasion: Occasion, kind: Kind | None, *, is_prior: bool = False, on: date) -> Letter | None:
    """Return the letter an occasion calls for on a day; None where no row is in force.

    Args:
        kind: of the facility; None for an approval of another law and for a 사전심사 (`is_prior`).
    """
    procedure = (
        "prior"
        if is_prior
        else "other"
        if kind is None
        else "permit"
        if kind.procedure == Procedure.PERMIT
        else "report"
    )
    is_cemetery = kind is not None and kind.facility == Facility.CEMETERY
    for row in rows_on(Letter, on):
        if row.occasion == occasion and row.procedure in ("any", procedure) and row.graves <= is_cemetery:
            return row
    return None


def articles_in(reason: str) -> str:
    """Return the articles a reason names in brackets, each once, "" where it names none."""
    return "; ".join(dict.fromkeys(found.strip() for found in _BRACKETS.findall(reason)))
