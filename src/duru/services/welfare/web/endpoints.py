"""JSON for programs at the counter: may this be given to this person."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import AfterValidator, Field

from duru.blocks.access.api import check_may
from duru.blocks.audit.api import record_look
from duru.blocks.benefits.api import Category
from duru.blocks.programs.api import Scope, member_or_key
from duru.blocks.registry.api import Person, Purpose, flags_of_look, person_ref
from duru.blocks.tenancy.api import make_transaction_read_only
from duru.kernel.errors import Refused
from duru.services.welfare.permissions import CHECK_GIFT
from duru.services.welfare.queries.counter import find_at_counter
from duru.services.welfare.queries.gifts import gift_of
from duru.services.welfare.queries.giving import check_gift

router = Router(tags=["주기 전 확인"])


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise ValueError("글자가 아닌 것이 들어 있습니다.")
    return text


class GiftIn(Schema):
    """Who, what, and why somebody asks."""

    who: Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_without_nul)] = Field(
        description="이름, 태어난 해(또는 생년월일), 전화 끝 네 자리: 박말순 1941 1234. 또는 카드 번호"
    )
    gift: Annotated[str, Field(min_length=1, max_length=60), AfterValidator(_without_nul)] = Field(
        description="급여·자원 목록의 이름(김장 김치), 또는 =분류(=food)"
    )
    purpose: Purpose = Field(description="왜 묻는지. 열람 기록에 남습니다.")


class SimilarOut(Schema):
    """Category and month of something alike from elsewhere; nothing more is told to an agency."""

    category: str
    month: str = Field(description="2026-11")


class WarningOut(Schema):
    """A rule that speaks about the gift and a record the asker may read in full."""

    verdict: str
    rule: str
    title: str
    basis: str
    sentence: str
    what_to_do: str
    status: str
    given_on: str | None
    item: str | None
    organisation: str | None


class AnswerOut(Schema):
    """The light; see `duru.services.welfare.api.GiftAnswer`."""

    light: str = Field(description="clear 드려도 됨, similar 비슷한 것을 받음, stop 드릴 수 없음, unknown 확인 불가")
    label: str
    sentence: str
    what_to_do: str
    similar: list[SimilarOut]
    warnings: list[WarningOut]


@router.post("/check-gift", response=AnswerOut, summary="주기 전에 확인하기", auth=member_or_key(Scope.CHECK))
def check(request: HttpRequest, asked: GiftIn):
    """한 사람에게 무엇을 주기 전에 묻습니다. 공무원에게는 규칙과 기록을, 기관에는 신호등과 할 일을 돌려줍니다.

    동의하지 않은 사람, 찾지 못한 사람, 여럿인 사람의 답은 기관에 모두 같습니다(unknown). 찾은 사람은 목적과 함께 열람 기록에 남습니다.
    """
    make_transaction_read_only()
    actor, today = request.actor, timezone.localdate()  # type: ignore[attr-defined]  # set by the middleware of access
    check_may(actor, CHECK_GIFT)
    gift = gift_of(asked.gift, on=today, official=actor.is_official)
    if gift is None:
        raise Refused("급여·자원 목록에 없는 이름입니다. 목록의 이름이나 =분류를 적어 주세요.", field="gift")
    found = find_at_counter(actor, asked.who, today=today)
    if found.choices:
        raise Refused("이름이 같은 사람이 여럿입니다. 태어난 해와 전화 끝 네 자리를 더 적어 주세요.", field="who")
    if found.person is None and actor.is_official:
        raise Refused("찾지 못했습니다. 이름과 태어난 해를 확인해 주세요.", field="who")
    answer = check_gift(actor, person_id=found.person.id if found.person else None, gift=gift, on=today)
    record_look(
        actor=actor.audit, action="주기 전 확인", purpose=str(asked.purpose.label),
        subjects=[person_ref(found.person.public_id)] if found.person else [],
        flags=flags_of_look(actor, found.person or Person(id=0)),
        detail={"light": answer.light, "category": gift.category},
    )  # fmt: skip
    return {
        "light": answer.light,
        "label": answer.light.label,
        "sentence": answer.sentence,
        "what_to_do": answer.what_to_do,
        "similar": [
            {"category": Category(each.category).label, "month": f"{each.month:%Y-%m}"} for each in answer.similar
        ],
        "warnings": [
            {
                "verdict": each.hit.finding.verdict, "rule": each.hit.finding.code, "title": each.hit.finding.title,
                "basis": each.hit.finding.basis, "sentence": each.hit.finding.sentence,
                "what_to_do": each.hit.finding.what_to_do, "status": each.hit.finding.status,
                "given_on": each.held.from_on.isoformat() if each.held else None,
                "item": each.held.item if each.held else None,
                "organisation": each.held.organisation_name if each.held else None,
            }
            for each in answer.warnings
        ],
    }  # fmt: skip


check.needs_permission = CHECK_GIFT  # type: ignore[attr-defined]  # stated as for pages
