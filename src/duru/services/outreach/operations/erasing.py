"""What people told is erased when its time is over: a year for a tip, five years after it closed for a lead that came of one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from duru.blocks.access.api import system_actor
from duru.blocks.audit.api import record_deed
from duru.kernel.days import add_months
from duru.services.outreach.enums import LeadState
from duru.services.outreach.models import Lead, Tip

_TIP_MONTHS, _LEAD_MONTHS = 12, 60
_MACHINE = system_actor("위기 신고 파기")


@transaction.atomic
def erase_old_tips(*, at: datetime) -> dict[str, int]:
    """Erase in the running tenant tips told a year ago, and leads of tips closed five years ago; returns how many of each. Safe to repeat.

    A tip of which a lead stands keeps its place, without which nobody could be found, and loses the words and the teller's number.
    Leads of a round go with the record of their person (`rights`).

    Source: 사회보장급여법 §34; 개인정보보호법 §21①.
    """
    over = Lead.objects.filter(
        record__isnull=True, state=LeadState.CLOSED, closed_at__date__lt=add_months(at.date(), -_LEAD_MONTHS)
    )
    done = {"leads": over.delete()[1].get(Lead._meta.label, 0)}
    told = Tip.objects.filter(at__date__lt=add_months(at.date(), -_TIP_MONTHS))
    done["tips"] = told.filter(leads__isnull=True).delete()[0]
    done["blanked"] = told.exclude(words="", contact="", sender_mark="").update(words="", contact="", sender_mark="")
    if any(done.values()):
        record_deed(actor=_MACHINE.audit, action="위기 신고 파기", purpose="보유기간 만료", detail=done, at=at)
    return done
