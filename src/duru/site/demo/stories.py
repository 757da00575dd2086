"""Tell the demo district's stories with the days as they stand today: what was 23 days ago when it was made is 24 tomorrow."""

from datetime import date

from duru.blocks.access.api import Actor
from duru.services.welfare.api import list_gone
from duru.site.demo.accounts import Step

DEAD = "서정만"


def opening(step: Step, actor: Actor, *, on: date) -> str:
    """Return the half sentence a step opens with, "" when there is nothing to count (any more)."""
    if step.counts != "dead":
        return ""
    found = list_gone(actor, as_of=on).filter(name=DEAD).first()
    if found is None:
        return ""
    days, left = (on - found.event_on).days, (found.next_pay_on - on).days if found.next_pay_on else -1
    return (
        f"숨진 지 {days}일, 다음 지급 {f'{left}일 전' if left > 0 else '오늘'}: "
        if left >= 0
        else f"숨진 지 {days}일: "
    )
