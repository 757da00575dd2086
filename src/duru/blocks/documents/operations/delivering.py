"""An issued document goes out, and the day it arrived is written down: terms run from there."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed, record_export
from duru.blocks.documents.enums import DeliveryMethod, DeliveryState, DocumentState
from duru.blocks.documents.errors import DocumentRefused
from duru.blocks.documents.events import DeliveryFailed, DocumentServed, LetterEntrusted
from duru.blocks.documents.models import Delivery, Document
from duru.blocks.documents.operations.drafting import recipient_of
from duru.blocks.documents.operations.wording import ensure_words, legal_texts_on
from duru.blocks.documents.permissions import DELIVER
from duru.blocks.documents.values import Recipient
from duru.blocks.tenancy.api import publish


def deliver(
    *,
    by: Actor,
    document: str,
    how: str,
    at: datetime,
    to: Recipient | None = None,
    agreed: bool = False,
    note: str = "",
) -> Delivery:
    """Send an issued document out, or put it on the list of what is to be sent.

    `email` is sent by a job after commit (without a mail server it is only written down, and says so); `post` waits for the post
    list; `pickup` waits for the recipient; `internal` arrives at once; `notice` is served when 14 days have passed
    (행정절차법 §15③).

    Args:
        how: a `DeliveryMethod`.
        to: another recipient than the document's.
        agreed: the recipient agreed to e-mail and named the address (행정절차법 §14③); needed for `email`.

    Raises:
        NotAllowed: the actor may not deliver.
        DocumentRefused: not issued, the address that this way needs is missing, or e-mail without agreement.
    """
    check_may(by, DELIVER)
    way = DeliveryMethod(how)
    with transaction.atomic():
        found = Document.objects.select_for_update().get(public_id=document)
        if found.state != DocumentState.ISSUED:
            raise DocumentRefused("시행한 문서만 보낼 수 있습니다.")
        who = to or recipient_of(found)
        _check_address(way, who, agreed)
        delivery = Delivery.objects.create(
            document=found,
            how=way,
            state=DeliveryState.SENT if way == DeliveryMethod.NOTICE else DeliveryState.PLANNED,
            to_name=who.name.strip()[:80],
            to_address=who.address.strip()[:200],
            to_postcode=who.postcode.strip()[:5],
            to_email=who.email.strip()[:120],
            planned_at=at,
            planned_by=by.name[:60],
            sent_at=at if way == DeliveryMethod.NOTICE else None,
            note=note.strip()[:200],
        )
        _log(by, "송달 맡김", delivery, at)
        if way == DeliveryMethod.INTERNAL:
            _serve(delivery, timezone.localdate(at), by, at)
        elif way == DeliveryMethod.EMAIL:
            publish(LetterEntrusted(delivery.id))
    return delivery


def mark_served(*, by: Actor, delivery: str, on: date, at: datetime, note: str = "") -> Delivery:
    """Write down the day a delivery arrived (도달일); the document's first one is told as `DocumentServed`. Repeatable.

    Raises:
        NotAllowed: the actor may not deliver.
        Delivery.DoesNotExist: there is none with this public id.
        DocumentRefused: before it was sent or issued, in the future, came back, or another day is written already.
    """
    check_may(by, DELIVER)
    with transaction.atomic():
        found = _locked(delivery)
        if found.state == DeliveryState.SERVED and found.served_on == on:
            return found
        if found.state == DeliveryState.SERVED:
            raise DocumentRefused(f"도달일이 이미 {found.served_on:%Y-%m-%d}로 적혀 있습니다.")
        if found.state == DeliveryState.FAILED:
            raise DocumentRefused("돌아온 것으로 적은 송달입니다. 새로 보내 주세요.")
        if found.state == DeliveryState.PLANNED and found.how in (DeliveryMethod.POST, DeliveryMethod.EMAIL):
            raise DocumentRefused("아직 보내지 않았습니다. 보낸 뒤에 도달일을 적어 주세요.")
        first = timezone.localdate(found.sent_at or found.planned_at)
        if not first <= on <= timezone.localdate(at):
            raise DocumentRefused("도달일은 보낸 날과 오늘 사이여야 합니다.")
        found.note = (note.strip() or found.note)[:200]
        _serve(found, on, by, at)
    return found


def mark_failed(*, by: Actor, delivery: str, on: date, reason: str, at: datetime) -> Delivery:
    """Write down that a delivery came back (폐문부재, 수취인불명); tells `DeliveryFailed`. Repeatable.

    Raises:
        NotAllowed: the actor may not deliver.
        Delivery.DoesNotExist: there is none with this public id.
        DocumentRefused: it has arrived already, the day is in the future, or no reason is given.
    """
    check_may(by, DELIVER)
    if not reason.strip():
        raise DocumentRefused("돌아온 까닭(폐문부재, 수취인불명 등)을 적어 주세요.")
    with transaction.atomic():
        found = _locked(delivery)
        if found.state == DeliveryState.FAILED:
            return found
        if found.state == DeliveryState.SERVED:
            raise DocumentRefused("이미 도달한 것으로 적은 송달입니다.")
        if on > timezone.localdate(at):
            raise DocumentRefused("돌아온 날은 오늘보다 뒤일 수 없습니다.")
        found.state, found.failed_on, found.note = DeliveryState.FAILED, on, reason.strip()[:200]
        found.save(update_fields=["state", "failed_on", "note"])
        _log(by, "송달 실패 적음", found, at)
        document = found.document
        publish(DeliveryFailed(document.public_id, document.subject, document.kind, found.public_id))
    return found


def mark_posted(*, by: Actor, deliveries: Sequence[str], at: datetime) -> list[Delivery]:
    """Mark letters of the post list as handed to the post office; returns those that were waiting. Repeatable.

    Raises:
        NotAllowed: the actor may not deliver.
    """
    check_may(by, DELIVER)
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(of=("self",))
            .filter(public_id__in=deliveries, how=DeliveryMethod.POST, state=DeliveryState.PLANNED)
            .select_related("document")
            .order_by("id")
        )
        for each in rows:
            each.state, each.sent_at = DeliveryState.SENT, at
            each.save(update_fields=["state", "sent_at"])
        if rows:
            record_export(
                actor=by.audit,
                action="우편 발송 목록",
                purpose="우편 송달",
                subjects=[each.document.subject for each in rows],
                detail={"n": len(rows)},
            )
    return rows


def serve_due_notices(*, by: Actor, at: datetime) -> int:
    """Mark public notices as served whose days have passed; returns how many. Repeatable, run once a day.

    Source: 행정절차법 §15③: in force when 14 days since the notice have passed, the day of the notice not counted.
    """
    check_may(by, DELIVER)
    ensure_words()
    today = timezone.localdate(at)
    n_served = 0
    with transaction.atomic():
        waiting = Delivery.objects.select_for_update(of=("self",)).filter(
            how=DeliveryMethod.NOTICE, state=DeliveryState.SENT
        )
        for each in waiting.select_related("document").order_by("id"):
            posted_on = timezone.localdate(each.sent_at)
            days = legal_texts_on(["service_by_notice"], posted_on)["service_by_notice"].days or 0
            if (served_on := posted_on + timedelta(days=days + 1)) <= today:
                _serve(each, served_on, by, at)
                n_served += 1
    return n_served


def _serve(delivery: Delivery, on: date, by: Actor, at: datetime) -> None:
    delivery.state, delivery.served_on = DeliveryState.SERVED, on
    delivery.save(update_fields=["state", "served_on", "note"])
    _log(by, "도달일 적음", delivery, at)
    document = delivery.document
    # The first arrival counts: a copy that comes later moves no term.
    if document.served_on is None:
        document.served_on = on
        document.save(update_fields=["served_on"])
        publish(DocumentServed(document.public_id, document.subject, document.kind, delivery.public_id, on.isoformat()))


def _locked(public_id: str) -> Delivery:
    document_id = Delivery.objects.values_list("document_id", flat=True).get(public_id=public_id)
    # The document first, always: two deliveries of one document must not both be its first.
    Document.objects.select_for_update().get(pk=document_id)
    return Delivery.objects.select_for_update(of=("self",)).select_related("document").get(public_id=public_id)


def _check_address(way: str, who: Recipient, agreed: bool) -> None:
    if not who.name.strip():
        raise DocumentRefused("받는 이를 적어 주세요.")
    if way == DeliveryMethod.POST and not who.address.strip():
        raise DocumentRefused("우편으로 보내려면 주소가 있어야 합니다.")
    if way == DeliveryMethod.EMAIL:
        try:
            validate_email(who.email.strip())
        except ValidationError:
            raise DocumentRefused("전자우편 주소가 없거나 올바르지 않습니다.") from None
        if not agreed:
            raise DocumentRefused(
                "전자우편은 받는 사람이 동의하고 주소를 정한 때만 보낼 수 있습니다(행정절차법 제14조제3항)."
            )


def _log(by: Actor, action: str, delivery: Delivery, at: datetime) -> None:
    record_deed(
        actor=by.audit,
        action=action,
        subjects=[delivery.document.subject],
        detail={"document": delivery.document.public_id, "delivery": delivery.public_id, "how": delivery.how},
        at=at,
    )
