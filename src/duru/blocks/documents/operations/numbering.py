"""Numbers without gaps: 문서번호 per register and year, 접수번호 ours or taken over from 새올."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from duru.blocks.access.api import Actor

if TYPE_CHECKING:
    from duru.blocks.documents.models import ReceiptNumber


def take_receipt_number(
    *, by: Actor, subject: str, received_at: datetime, department: str, number: str = "", source: str = ""
) -> ReceiptNumber:
    """Give a subject its 접수번호: the next of our register, or the one an outside system gave. Repeatable.

    Args:
        received_at: 접수시각; with a number from outside it is the outside system's, and the clock starts there.
        department: whose register counts (처리과).
        number: as 새올 gave it; empty takes our next ("노인장애인과-접수-2026-17").
        source: which system gave it ("새올"); needed with `number`.

    Raises:
        DocumentRefused: the subject has another number already, or another subject has this one.
    """
    raise NotImplementedError
