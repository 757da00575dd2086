"""The check over the whole district: one run, one transaction."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import SYSTEM, record_deed
from duru.blocks.linkage.api import refresh_review_worth
from duru.blocks.tenancy.api import tenant_scope
from duru.services.welfare.models import CheckRun
from duru.services.welfare.operations.gather import gather, run
from duru.services.welfare.operations.gone import find_gone
from duru.services.welfare.operations.merge import merge_gone, merge_overlaps, merge_silent
from duru.services.welfare.operations.overlaps import find_overlaps
from duru.services.welfare.operations.rule_table import ensure_rules, rules_in_force
from duru.services.welfare.operations.season import measure_season
from duru.services.welfare.operations.silent import find_silent
from duru.services.welfare.operations.spread import measure_spread
from duru.services.welfare.permissions import RUN
from duru.services.welfare.queries import count_findings

LOOK_BACK_DAYS = 365
_LOCK = 7_318_002

Progress = Callable[[str, int, int], None]
_STEPS = ("급여와 제공 모으기", "겹침 찾기", "사망·전출 후 지급 찾기", "받은 것 없는 사람 찾기", "결과 바꾸기")


def run_check(*, tenant_id: int, now: datetime, by: Actor | None = None, progress: Progress | None = None) -> CheckRun:
    """Find overlaps, payments after death or move, and needs nobody answered; put them in the place of the last run's.

    Looks at benefits of the last 365 days before the Korean day of `now`. Everything happens in one transaction of its
    own: pages see the old findings until it ends, a kill leaves them standing. One run per tenant at a time; a second
    one waits. A run that finds nothing changed writes nothing and returns the last `CheckRun`.

    Args:
        by: the person who asked for it; None for the machine.
        progress: called as progress(label, step, steps) before each step.

    Raises:
        NotAllowed: `by` may not run the check.
    """
    if by is not None:
        check_may(by, RUN)
    tell = progress or (lambda label, step, steps: None)
    started_at, clock = timezone.now(), time.monotonic()
    as_of = timezone.localtime(now).date()
    since = as_of - timedelta(days=LOOK_BACK_DAYS)
    with tenant_scope(tenant_id):
        _make_room(tenant_id)
        tell(_STEPS[0], 1, len(_STEPS))
        n_facts = gather(as_of=as_of, since=since)
        tell(_STEPS[1], 2, len(_STEPS))
        ensure_rules()  # a newer release brings rows this tenant has not seen
        find_overlaps(rules_in_force(as_of), as_of=as_of)
        tell(_STEPS[2], 3, len(_STEPS))
        cases = find_gone(as_of=as_of)
        tell(_STEPS[3], 4, len(_STEPS))
        find_silent(as_of=as_of, since=since)
        tell(_STEPS[4], 5, len(_STEPS))
        spread = measure_spread(as_of=as_of, since=since)
        n_changed = merge_overlaps() + merge_gone(cases) + merge_silent()
        clear_up()
        last = CheckRun.objects.order_by("-id").first()
        if (
            last is not None
            and n_changed == 0
            and (last.as_of, last.n_facts, last.counts.get("spread")) == (as_of, n_facts, spread)
        ):
            return last
        done = CheckRun.objects.create(
            as_of=as_of,
            started_at=started_at,
            finished_at=timezone.now(),
            seconds=time.monotonic() - clock,
            n_facts=n_facts,
            n_changed=n_changed,
            counts=count_findings() | {"spread": spread, "season": measure_season(on=as_of)},
            by=by.ref if by else "system",
        )
        record_deed(
            actor=by.audit if by else SYSTEM,
            action="중복·누락 점검",
            detail={"run": done.public_id, "facts": n_facts, "changed": n_changed},
        )
        if n_changed:
            refresh_review_worth()  # overlaps are part of what an answer about a link is worth
        return done


def _make_room(tenant_id: int) -> None:
    """Take the tenant's turn; let this one transaction be long and sort in memory.

    Whole tables are joined, often seconds after they were filled and before anything has counted their rows: a planner that
    believes them empty would walk one through the other (minutes instead of seconds), so nested loops are off.
    """
    run("SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '0', true)")
    run("SELECT set_config('work_mem', '128MB', true), set_config('enable_nestloop', 'off', true)")
    run("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, tenant_id])
    clear_up()


def clear_up() -> None:
    """Drop the temporary tables: the transaction may go on (tests, several runs on one connection)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname LIKE 'wf\\_%%' AND relnamespace = pg_my_temp_schema() AND relkind = 'r'"
        )
        names = [name for (name,) in cursor.fetchall()]
        if names:
            cursor.execute(f"DROP TABLE {', '.join(names)}")
