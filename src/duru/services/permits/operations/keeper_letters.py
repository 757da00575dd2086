"""Letters to those who look after graves: when the term ends, until when it may be extended, until when it must be cleared."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.documents.api import Recipient, documents_of, draft_letter
from duru.blocks.documents.enums import LetterKind
from duru.kernel.days import add_months
from duru.services.permits.models import Grave
from duru.services.permits.permissions import KEEP_GRAVES
from duru.services.permits.queries import list_graves
from duru.services.permits.rules import grave_term

VARIANT = "funeral_keeper"
SOON_MONTHS = 6
MOST_AT_ONCE = 100


def subject_of(grave: Grave) -> str:
    """Return the opaque word under which papers of a grave are kept."""
    return f"grave:{grave.public_id}"


@transaction.atomic
def write_to_keepers(*, by: Actor, at: datetime) -> int:
    """Draft the letter for every grave whose term ends within six months, once a term; returns how many were drafted, at most 100. Safe to repeat.

    The address is not in the register: whoever sends the letter finds it out.

    Raises:
        NotAllowed: the actor may not keep the register or not draft letters.

    Source: 장사 등에 관한 법률 제19조제1항·제2항·제4항, 제20조제1항; 시행규칙 제13조제1항. (The law orders no such letter.)
    """
    check_may(by, KEEP_GRAVES)
    today, drafted = timezone.localdate(at), 0
    for grave in (
        list_graves().filter(ends_on__gt=today, ends_on__lt=add_months(today, SOON_MONTHS)).order_by("ends_on", "id")
    ):
        last_on = grave.ends_on - timedelta(days=1)
        title = f"분묘 설치기간 안내({last_on:%Y. %-m. %-d.}까지)"
        if documents_of(subject_of(grave)).filter(variant=VARIANT, title=title).exists():
            continue
        draft_letter(
            by=by, subject=subject_of(grave), kind=LetterKind.PLAIN, variant=VARIANT, title=title, fields=_fields(grave, by),
            to=Recipient(grave.keeper_name), on=today, at=at,
        )  # fmt: skip
        drafted += 1
        if drafted == MOST_AT_ONCE:
            break
    return drafted


def _fields(grave: Grave, by: Actor) -> dict:
    term = grave_term(grave.buried_on, joined_on=grave.joined_on, extended_years=grave.extended_years)
    window = term.extend_within
    if window is None:
        extend = "한 번 연장한 분묘여서 더 연장할 수 없습니다."
    else:
        last = window.until_on - timedelta(days=1)
        extend = f"{window.from_on:%Y. %-m. %-d.}부터 {last:%Y. %-m. %-d.}까지 연장을 신청하여 주시기 바랍니다."
    return {
        "deceased": grave.deceased_name, "lot": grave.lot, "ends_on": grave.ends_on - timedelta(days=1), "extend": extend,
        "clear_by_on": term.clear_before - timedelta(days=1), "officer": f"{by.organisation_name} {by.department} {by.name}".strip(),
    }  # fmt: skip
