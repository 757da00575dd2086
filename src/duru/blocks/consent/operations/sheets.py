"""Print consents on paper in bulk; read them back by their bar code."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.consent.enums import ProofKind, Purpose, SheetAnswer
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import ConsentSheet
from duru.blocks.consent.operations.consents import record_consent
from duru.blocks.consent.permissions import RECORD
from duru.blocks.consent.rules.consents import years_later
from duru.blocks.consent.rules.sheets import FORM_VERSION, N_YEARS, TERMS, is_number, is_under_14, next_number
from duru.blocks.exchange.api import SourceRecord

MOST_A_PRINT = 50


@dataclass(frozen=True, slots=True)
class Scanned:
    """What reading one number did: `is_taken`, or not and why, in Korean."""

    number: str
    is_taken: bool
    message: str
    sheet: ConsentSheet | None = None


@transaction.atomic
def print_sheets(
    *,
    by: Actor,
    records: Sequence[SourceRecord],
    purpose: str,
    recipient: str,
    besides: Collection[str] = (),
    at: datetime,
) -> list[ConsentSheet]:
    """Make a numbered consent form for each record, in their order; a form still open is printed again under its number.

    Args:
        besides: items asked for beyond those of the purpose (`TERMS`), such as public_grants.

    Raises:
        NotAllowed: the actor may not record consents.
        ConsentRefused: no or too many records, one of another agency, or a purpose without a form.

    Source: 개인정보보호법 §17②, §22.
    """
    check_may(by, RECORD)
    terms = TERMS.get(Purpose(purpose))
    if terms is None:
        raise ConsentRefused("이 목적의 동의서 서식이 아직 없습니다.")
    if not records or len(records) > MOST_A_PRINT:
        raise ConsentRefused(f"한 번에 1명부터 {MOST_A_PRINT}명까지 인쇄할 수 있습니다.")
    if not by.is_official and any(record.organisation_id != by.organisation_id for record in records):
        raise ConsentRefused("다른 기관의 대상자에 대한 동의서는 인쇄할 수 없습니다.")
    items = sorted({*terms.items, *(item for item in besides if item in terms.besides)})
    still_open = {
        sheet.record_id: sheet
        for sheet in ConsentSheet.objects.select_for_update().filter(
            record_id__in=[record.id for record in records], purpose=purpose, recipient=recipient, answer=""
        )
    }
    fresh = []
    for record in records:
        sheet = still_open.get(record.id)
        if sheet is not None and sorted(sheet.items) != items:
            # The paper in somebody's drawer asks for other items: it must not come back as this one.
            sheet.answer, sheet.answered_at = SheetAnswer.VOID, at
            sheet.save(update_fields=["answer", "answered_at"])
            sheet = None
        if sheet is None:
            still_open[record.id] = made = ConsentSheet(
                number=next_number(timezone.localdate(at).year, secrets.randbelow(10**9)),
                record=record,
                organisation_id=by.organisation_id or record.organisation_id,
                purpose=purpose,
                recipient=recipient,
                items=items,
                n_years=N_YEARS,
                form_version=FORM_VERSION,
                printed_at=at,
                printed_by_id=by.membership_id,
            )
            fresh.append(made)
    ConsentSheet.objects.bulk_create(fresh)
    record_deed(
        actor=by.audit,
        action="동의서 인쇄",
        subjects=[f"record:{record.public_id}" for record in records],
        detail={"purpose": purpose, "recipient": recipient, "items": items, "n_new": len(fresh)},
        at=at,
    )
    return [still_open[record.id] for record in records]


def take_sheets(
    *, by: Actor, numbers: Iterable[str], answer: str = SheetAnswer.AGREED, at: datetime, left_out: Collection[str] = ()
) -> list[Scanned]:
    """Read signed forms back, one after another; a number that cannot be taken says why and stops no other.

    Taken as agreed, a form becomes a consent from the day of scanning over the years it names; its number is the proof.
    A number read twice changes nothing.

    Args:
        left_out: items that were crossed "no" on the paper, for all numbers of this call.

    Raises:
        NotAllowed: the actor may not record consents.

    Source: 개인정보보호법 §22③ (burden of proof), §22의2① (under 14: the form carries the representative's signature).
    """
    check_may(by, RECORD)
    return [_take(by, number, answer, at, left_out) for number in dict.fromkeys(n for n in map(_digits, numbers) if n)]


def _take(by: Actor, number: str, answer: str, at: datetime, left_out: Collection[str]) -> Scanned:
    if not is_number(number):
        return Scanned(number, False, "번호를 잘못 읽었습니다. 바코드를 다시 찍거나 열두 자리를 손으로 넣어 주세요.")
    with transaction.atomic():
        found = ConsentSheet.objects.select_for_update(of=("self",)).select_related("record").filter(number=number)
        sheet = found.first()
        if sheet is None or not (by.is_official or sheet.organisation_id == by.organisation_id):
            return Scanned(number, False, "우리 기관이 인쇄한 동의서 가운데 이 번호가 없습니다.")
        if sheet.answer:
            return Scanned(number, False, f"이미 ‘{sheet.get_answer_display()}’(으)로 넣은 동의서입니다.", sheet)
        try:
            if answer == SheetAnswer.AGREED:
                sheet.consent = _consent_of(by, sheet, at, left_out)
        except ConsentRefused as refused:
            return Scanned(number, False, str(refused), sheet)
        sheet.answer, sheet.answered_at = answer, at
        sheet.save(update_fields=["answer", "answered_at", "consent"])
        if answer != SheetAnswer.AGREED:
            record_deed(
                actor=by.audit,
                action=f"동의서 {SheetAnswer(answer).label} 기록",
                subjects=[f"record:{sheet.record.public_id}"],
                detail={"sheet": number, "purpose": sheet.purpose, "recipient": sheet.recipient},
                at=at,
            )
    return Scanned(number, True, f"{sheet.get_answer_display()}(으)로 넣었습니다.", sheet)


def _consent_of(by: Actor, sheet: ConsentSheet, at: datetime, left_out: Collection[str]):
    today = timezone.localdate(at)
    is_child = is_under_14(sheet.record.birth_on, on=today)
    return record_consent(
        by=by,
        record=sheet.record,
        organisation_id=sheet.organisation_id,
        purpose=sheet.purpose,
        recipient=sheet.recipient,
        items=[item for item in sheet.items if item not in left_out],
        from_on=today,
        until_on=years_later(today, sheet.n_years) + timedelta(days=1),
        form_version=sheet.form_version,
        proof_kind=ProofKind.REPRESENTATIVE if is_child else ProofKind.PAPER,
        proof_reference=sheet.number,
        at=at,
    )


def _digits(text: str) -> str:
    """Keep what a scanner typed: people put spaces and hyphens between groups."""
    return "".join(character for character in text if character.isalnum())
