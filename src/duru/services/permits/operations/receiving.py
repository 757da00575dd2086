"""Receiving an application once: the facility, and beside it each approval of another law as a case of its own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.casework.api import Case, open_case, open_child_case
from duru.services.permits.enums import Measure
from duru.services.permits.kinds import PRIOR, approval_key, kind_key, prior_period
from duru.services.permits.permissions import RECEIVE
from duru.services.permits.rules import Answers, Outcome, guide


@dataclass(frozen=True, slots=True)
class Received:
    """What was opened: the main case, and the ones received together with it."""

    case: Case
    children: list[Case]


@transaction.atomic
def receive_application(
    answers: Answers,
    *,
    lot: str,
    applicant_name: str,
    applicant_phone: str,
    by: Actor,
    at: datetime,
    zones: Collection[str] = (),
    papers: Collection[str] = (),
    applicant_address: str = "",
    applicant_email: str = "",
    receipt_no: str = "",
    received_at: datetime | None = None,
    apart: Collection[str] | None = None,
    is_prior: bool = False,
) -> Received:
    """Open the case of a facility and, in the same deed, a child case for each other approval that is not deemed given.

    Args:
        papers: Names of the papers handed in.
        applicant_address: Where letters go by post; empty when the applicant fetches them.
        applicant_email: Where notices go beside the telephone; empty for none.
        receipt_no: The number 새올 gave, with `received_at` as its 접수시각; empty for one of our own.
        apart: Codes of approvals to receive together; all that are needed when None. One that is deemed given is never opened.
        is_prior: Only what the office would say is asked for (사전심사): one case, no approvals beside it.

    Raises:
        NotAllowed: `by` may not receive applications.
        Refused: there is no such kind, or the form, the name or the telephone is wrong (the sentence says which).

    Source: 민원 처리에 관한 법률 제30조 (사전심사), 제31조, 시행령 제35조 (복합민원: all papers at once).
    """
    check_may(by, RECEIVE)
    on = timezone.localdate(received_at or at)
    outcome = guide(answers, on=on)
    case = open_case(
        by=by,
        kind=PRIOR if is_prior else kind_key(outcome.kind),
        period=prior_period(outcome.kind) if is_prior else "",
        title=f"{'사전심사: ' if is_prior else ''}{outcome.kind.label} {lot.strip()}",
        applicant_name=applicant_name,
        applicant_phone=applicant_phone,
        applicant_email=applicant_email,
        answers=_form(answers, lot=lot, zones=zones, papers=papers, address=applicant_address)
        | ({"facility_code": outcome.kind.code} if is_prior else {}),
        receipt_no=receipt_no,
        received_at=received_at,
        at=at,
    )
    children = [
        open_child_case(
            by=by,
            parent_id=case.public_id,
            kind=approval_key(approval),
            title=f"{approval.label} {lot.strip()}",
            at=at,
        )
        for approval in ([] if is_prior else _to_open(outcome, apart))
    ]
    return Received(case, children)


def _to_open(outcome: Outcome, apart: Collection[str] | None):
    needed = [each.approval for each in outcome.approvals if each.deemed is None]
    return [row for row in needed if apart is None or row.code in apart]


def _form(
    answers: Answers, *, lot: str, zones: Collection[str], papers: Collection[str], address: str
) -> dict[str, Any]:
    """Return the answers as the form of the case keeps them."""
    form: dict[str, Any] = {
        "lot": lot.strip(),
        "land": answers.land,
        "is_own_land": answers.is_own_land,
        "alters_land": answers.alters_land,
        "is_woodland": answers.is_woodland,
        "legal_form": answers.legal_form.value,
        "zones": sorted(zones),
        "papers": sorted(papers),
    }
    if address.strip():
        form["address"] = address.strip()
    for measure, size in answers.sizes.items():
        form["area_m2" if measure == Measure.AREA else measure.value] = float(size)
    if answers.remains is not None:
        form["remains"] = answers.remains
    return form
