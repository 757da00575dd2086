"""Give in spite of a warning: the reason is written down."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.registry.api import Person, person_ref
from duru.services.welfare.enums import Light, Reason, Verdict
from duru.services.welfare.errors import GiftRefused
from duru.services.welfare.models import GiftOverride
from duru.services.welfare.permissions import CHECK_GIFT
from duru.services.welfare.queries.giving import Gift, check_gift


def override_gift(*, by: Actor, person: Person, gift: Gift, reason: str, at: datetime, note: str = "") -> GiftOverride:
    """Write that somebody decides to give although the check warns, and why. The check is asked again: what it says now counts.

    The same decision of the same person on the same day is written once.

    Raises:
        NotAllowed: the actor may not check gifts.
        GiftRefused: nothing warns, the law forbids it, the reason is none of the list, or the actor is no person.

    Source: 사회보장급여법 §9① (a public benefit of the same content is unlawful; no reason makes it lawful).
    """
    check_may(by, CHECK_GIFT)
    if by.membership_id is None or by.organisation_id is None:
        raise GiftRefused("예외는 사람이 정해야 합니다.")
    if reason not in Reason.values:
        raise GiftRefused("사유를 골라 주세요.", field="reason")
    on = timezone.localtime(at).date()
    answer = check_gift(by, person_id=person.id, gift=gift, on=on)
    if answer.light not in (Light.SIMILAR, Light.STOP):
        raise GiftRefused("알리는 것이 없어 사유를 적을 일이 없습니다. 그대로 드리면 됩니다.")
    if answer.verdict == Verdict.PROHIBITED:
        raise GiftRefused("법이 금지한 것은 사유를 적어도 드릴 수 없습니다. 담당 부서와 먼저 정리해 주세요.")
    with transaction.atomic():
        same = GiftOverride.objects.filter(
            person_ref=person.public_id, organisation_id=by.organisation_id, by_id=by.membership_id, category=gift.category,
            programme=gift.programme, rule_code=answer.rule_code, reason=reason, at__date=on,
        ).first()  # fmt: skip
        if same is not None:
            return same
        made = GiftOverride.objects.create(
            person_ref=person.public_id, organisation_id=by.organisation_id, rule_code=answer.rule_code,
            verdict=answer.verdict, category=gift.category, programme=gift.programme, reason=reason, note=note.strip(),
            by_id=by.membership_id, at=at,
        )  # fmt: skip
        record_deed(
            actor=by.audit, action="예외 제공", subjects=[person_ref(person.public_id)], at=at,
            detail={"override": made.public_id, "rule": made.rule_code, "reason": reason},
        )  # fmt: skip
    return made
