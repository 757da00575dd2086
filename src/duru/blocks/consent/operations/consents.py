"""Writes of the ledger: one consent given, one withdrawn."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import Consent
from duru.blocks.consent.permissions import RECORD
from duru.blocks.consent.rules import check_consent
from duru.blocks.consent.rules.sheets import is_under_14


def record_consent(
    *,
    by: Actor,
    record,
    purpose: str,
    recipient: str,
    items: Collection[str],
    from_on: date,
    until_on: date,
    form_version: str,
    proof_kind: str,
    proof_reference: str,
    at: datetime,
    with_sensitive: bool = False,
    with_unique_id: bool = False,
    organisation_id: int | None = None,
) -> Consent:
    """Write that the person of a source record agreed. A span is [from_on, until_on); `at` is the moment of writing.

    Args:
        record: the SourceRecord of the agency that took the consent.
        organisation_id: the agency that took it; the actor's own when left out. Only officials may name another.

    Raises:
        NotAllowed: the actor may not record consents.
        ConsentRefused: the law would not accept it, or the record is another agency's.

    Source: 개인정보보호법 §17②, §22, §22의2①, §23①1.
    """
    check_may(by, RECORD)
    organisation_id = organisation_id or by.organisation_id or record.organisation_id
    if not by.is_official and not (organisation_id == by.organisation_id == record.organisation_id):
        raise ConsentRefused("다른 기관의 대상자에 대한 동의는 기록할 수 없습니다.")
    check_consent(
        items=items,
        with_sensitive=with_sensitive,
        from_on=from_on,
        until_on=until_on,
        proof_reference=proof_reference,
        is_under_14=is_under_14(record.birth_on, on=from_on),
        proof_kind=proof_kind,
    )
    with transaction.atomic():
        consent = Consent.objects.create(
            record=record,
            organisation_id=organisation_id,
            purpose=purpose,
            recipient=recipient,
            items=sorted(set(items)),
            with_sensitive=with_sensitive,
            with_unique_id=with_unique_id,
            from_on=from_on,
            until_on=until_on,
            form_version=form_version,
            proof_kind=proof_kind,
            proof_reference=proof_reference.strip(),
            recorded_at=at,
            recorded_by_id=by.membership_id,
        )
        record_deed(
            actor=by.audit,
            action="동의 기록",
            subjects=[f"record:{record.public_id}"],
            detail={"consent": consent.public_id, "purpose": purpose, "recipient": recipient, "items": consent.items},
            at=at,
        )
    return consent


def withdraw_consent(*, by: Actor, public_id: str, at: datetime) -> Consent:
    """Write that a consent was withdrawn; it stops at once and the row stays. A second withdrawal changes nothing.

    Raises:
        NotAllowed: the actor may not record consents.
        Consent.DoesNotExist: there is none with this public id in this tenant.
        ConsentRefused: it was taken by another agency, or the actor is no person.

    Source: 개인정보보호법 §37.
    """
    check_may(by, RECORD)
    with transaction.atomic():
        consent = Consent.objects.select_for_update().get(public_id=public_id)
        if not by.is_official and consent.organisation_id != by.organisation_id:
            raise ConsentRefused("다른 기관이 받은 동의는 철회를 기록할 수 없습니다. 구청에 문의해 주세요.")
        if consent.withdrawn_at is not None:
            return consent
        if by.membership_id is None:
            raise ConsentRefused("철회는 사람이 기록해야 합니다.")
        consent.withdrawn_at, consent.withdrawn_by_id = at, by.membership_id
        consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
        record_deed(
            actor=by.audit,
            action="동의 철회 기록",
            subjects=[f"record:{consent.record.public_id}"],
            detail={"consent": consent.public_id, "purpose": consent.purpose},
            at=at,
        )
    return consent
