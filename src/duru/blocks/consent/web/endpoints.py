"""JSON for programs of agencies: write a consent, withdraw one, ask what may be known."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, WithJsonSchema

from duru.blocks.access.api import check_may
from duru.blocks.consent.enums import Item, ProofKind, Purpose, Recipient
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import Consent
from duru.blocks.consent.operations import record_consent, withdraw_consent
from duru.blocks.consent.permissions import RECORD
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.programs.api import Scope, member_or_key
from duru.kernel.errors import Refused

router = Router(tags=["동의"])


class ConsentIn(Schema):
    """What a person agreed to, as the paper or the recording says."""

    record: str = Field(description="동의를 받은 기관이 적은 원본 기록의 번호", min_length=26, max_length=26)
    # Inline: OpenAPI keeps one schema per class name, and the registry has another `Purpose`.
    purpose: Annotated[Purpose, WithJsonSchema({"type": "string", "enum": Purpose.values, "title": "Purpose"})]
    recipient: Recipient
    items: list[Item] = Field(min_length=1)
    from_on: date
    last_on: date = Field(description="마지막 날(포함)")
    proof_kind: ProofKind
    proof_reference: str = Field(min_length=1, max_length=80)
    with_sensitive: bool = False


class ConsentOut(Schema):
    """A consent of the ledger."""

    public_id: str
    withdrawn: bool


@router.post("/consents", response={201: ConsentOut}, summary="동의 적기", auth=member_or_key(Scope.CONSENT))
def record(request: HttpRequest, given: ConsentIn):
    """우리 기관의 이용자가 한 동의를 원장에 적습니다. 제공받는 자가 여럿이면 한 건씩 보냅니다."""
    check_may(request.actor, RECORD)  # type: ignore[attr-defined]
    data = given.dict()
    own = SourceRecord.objects.filter(public_id=data.pop("record"))
    if not request.actor.is_official:  # type: ignore[attr-defined]
        own = own.filter(organisation_id=request.actor.organisation_id)  # type: ignore[attr-defined]
    mention = own.first()
    if mention is None:
        raise Refused("우리 기관의 기록 가운데 이 번호가 없습니다.", field="record")
    data["until_on"] = data.pop("last_on") + timedelta(days=1)
    try:
        consent = record_consent(
            by=request.actor,
            record=mention,
            form_version="api",
            at=timezone.now(),
            **data,  # type: ignore[attr-defined]
        )
    except ConsentRefused as refused:
        raise Refused(str(refused), field="items") from None
    return Status(201, {"public_id": consent.public_id, "withdrawn": False})


@router.post(
    "/consents/{public_id}/withdraw", response=ConsentOut, summary="동의 철회 적기", auth=member_or_key(Scope.CONSENT)
)
def withdraw(request: HttpRequest, public_id: str):
    """동의를 거둡니다. 그 자리에서 멈추고 줄은 남습니다. 두 번 보내도 같습니다."""
    check_may(request.actor, RECORD)  # type: ignore[attr-defined]
    try:
        consent = withdraw_consent(by=request.actor, public_id=public_id, at=timezone.now())  # type: ignore[attr-defined]
    except (ConsentRefused, Consent.DoesNotExist) as refused:
        message = str(refused) if isinstance(refused, ConsentRefused) else "그런 동의가 없습니다."
        raise Refused(message, field="public_id") from None
    return {"public_id": consent.public_id, "withdrawn": True}


for view in (record, withdraw):
    view.needs_permission = RECORD  # type: ignore[attr-defined]  # stated as for pages
