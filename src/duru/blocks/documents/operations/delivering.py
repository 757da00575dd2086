"""An issued document goes out, and the day it arrived is written down: terms run from there."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from duru.blocks.access.api import Actor
from duru.blocks.documents.values import Recipient

if TYPE_CHECKING:
    from duru.blocks.documents.models import Delivery


def deliver(*, by: Actor, document: str, how: str, at: datetime, to: Recipient | None = None) -> Delivery:
    """Send an issued document out, or put it on the list of what is to be sent.

    `email` is sent by a job after commit (without a mail server it is only written down, and says so); `post` waits for the post
    list; `pickup` waits for the recipient; `internal` arrives at once; `notice` is served 14 days after (행정절차법 §15③).

    Args:
        how: a `DeliveryMethod`.
        to: another recipient than the document's.

    Raises:
        NotAllowed: the actor may not deliver.
        DocumentRefused: not issued, or the address that this way needs is missing.
    """
    raise NotImplementedError


def mark_served(*, by: Actor, delivery: str, on: date, at: datetime, note: str = "") -> Delivery:
    """Write down the day a delivery arrived (도달일); the document's first one is told as `DocumentServed`. Repeatable.

    Raises:
        NotAllowed: the actor may not deliver.
        DocumentRefused: before it was sent, in the future, or another day is written already.
    """
    raise NotImplementedError


def mark_failed(*, by: Actor, delivery: str, on: date, reason: str, at: datetime) -> Delivery:
    """Write down that a delivery came back (폐문부재, 수취인불명); tells `DeliveryFailed`.

    Raises:
        NotAllowed, DocumentRefused (it has arrived already, or no reason is given).
    """
    raise NotImplementedError
