"""Saved tables that their makers want by e-mail when a month is new."""

from datetime import datetime

from django.urls import reverse

from duru.blocks.access.api import Actor, actor_of
from duru.blocks.audit.api import record_export
from duru.blocks.documents.api import Letter, mailer
from duru.blocks.statistics.enums import MailRhythm
from duru.blocks.statistics.errors import AskRefused, NoSnapshot
from duru.blocks.statistics.models import SavedTable
from duru.blocks.statistics.operations.answers import ask_for, compute_rollup
from duru.blocks.statistics.operations.saved import question_of_saved
from duru.blocks.statistics.permissions import ASK
from duru.blocks.statistics.queries.rollups import grid_of
from duru.blocks.statistics.rules.months import Month
from duru.blocks.statistics.rules.sheets import csv_bytes
from duru.blocks.tenancy.api import Tenant, tenant_scope


def mail_saved_tables(*, tenant: Tenant, month: Month, now: datetime) -> int:
    """Send every table whose maker asked for it and that has not gone for this month; returns how many left. Repeatable.

    Whoever may no longer ask gets nothing. A table that cannot be answered is left for the next month.
    """
    with tenant_scope(tenant.id):
        waiting = list(
            SavedTable.objects.filter(mail=MailRhythm.MONTHLY)
            .exclude(mailed_month__gte=month.first)
            .select_related("by__user", "by__organisation")
            .order_by("id")
        )
    n = 0
    for saved in waiting:
        try:
            n += _send(tenant, saved, actor_of(saved.by), month, now)
        except (AskRefused, NoSnapshot):
            continue
    return n


def _send(tenant: Tenant, saved: SavedTable, actor: Actor, month: Month, now: datetime) -> bool:
    if not actor.may(ASK):
        return False
    with tenant_scope(tenant.id):
        rollup, is_open = ask_for(question_of_saved(saved, month), now=now)
    if is_open:
        rollup = compute_rollup(tenant=tenant, rollup_id=rollup.id, now=now)
    with tenant_scope(tenant.id):
        if (
            not SavedTable.objects.select_for_update()
            .filter(id=saved.id)
            .exclude(mailed_month__gte=month.first)
            .exists()
        ):
            return False
        server = mailer()
        if not server.is_simulated:
            grid = grid_of(rollup, outside=False)
            text = f"{saved.title}\n자료: {month.words} 월말\n\n화면에서 보기: {reverse('statistics:saved', args=[saved.public_id])}"
            server.send(
                Letter(
                    actor.name, saved.by.user.email, f"[{tenant.name}] {saved.title} ({month.words})", text,
                    ((f"{saved.title} {month}.csv", csv_bytes(grid), "text/csv; charset=utf-8"),),
                )
            )  # fmt: skip
        SavedTable.objects.filter(id=saved.id).update(mailed_month=month.first)
        record_export(
            actor=actor.audit, action="통계표 전자우편(모의)" if server.is_simulated else "통계표 전자우편",
            purpose="매월 받기로 한 통계표", detail={"saved": saved.public_id, "month": str(month)},
        )  # fmt: skip
    return True
