"""One run: read all records, let the engine decide, put the result in force at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone

from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.enums import RunKind, RunState
from duru.blocks.linkage.events import PeopleLinked
from duru.blocks.linkage.models import LinkRun
from duru.blocks.linkage.queries import model_in_force
from duru.blocks.linkage.queries.runs import count_waiting, last_full_run, model_of_run
from duru.blocks.linkage.rules.choice import choose_run
from duru.blocks.tenancy.api import publish, tenant_scope

Progress = Callable[[str, float], None]
_STEPS = {
    "read": ("기록 읽기", 0.05),
    "load": ("비교 준비", 0.2),
    "link": ("주민과 잇기", 0.3),
    "cluster": ("나머지 묶기", 0.5),
    "persons": ("사람 만들기", 0.6),
    "links": ("이음 적기", 0.75),
    "profiles": ("정보 고치기", 0.9),
}


def link_tenant(
    *,
    tenant_id: int,
    now: datetime,
    progress: Progress | None = None,
    model: ModelSpec | None = None,
    hold: bool = False,
) -> LinkRun:
    """Link every source record of a tenant to a person, and put the new links in force in one transaction.

    Reads the ledger in one statement; two runs of one tenant wait for each other. A kill at any point leaves the old links. A
    second run over the same records changes nothing: persons keep their ids (see `engine.assign`). What a person decided stands
    above the engine; a decision made while the run works is not overwritten. Afterwards profiles, household members, life
    events and statuses follow the links, and `PeopleLinked` is told. About 500,000 records in one to two minutes.

    Args:
        now: When the run is said to begin; its date chooses the costs in force.
        progress: Told the step in Korean and the share done, 0–1.
        model: Instead of the one in force.
        hold: Keep to the model and the counts of the last full run (name frequencies, shared phones, number of residents)
            instead of counting anew: what updates do for the records of a day. Counts anew where there was no run.

    Returns:
        The run, with counts: records, persons new, links new and changed, bands.
    """
    from duru.blocks.linkage.operations.comparing import read_measures_of  # slow imports: they bring the engine
    from duru.blocks.linkage.operations.steps import carry_out

    say = progress or (lambda word, share: None)
    with tenant_scope(tenant_id):
        held = last_full_run() if hold else None
        model = model_of_run(held.id) if held else model or model_in_force()
        run = LinkRun.objects.create(started_at=now, model_name=model.name, model=json.loads(model.to_json()))
    with _aborted_if_failed(tenant_id, run), tenant_scope(tenant_id):
        measures = read_measures_of(held) if held else None
        carry_out(run, model, now, lambda step: say(*_STEPS[step]), measures=measures)
        publish(PeopleLinked(tenant_id=tenant_id, run_id=run.id))
    say("끝", 1.0)
    return run


def update_links(
    *, tenant_id: int, now: datetime, records: Collection[int] = (), progress: Progress | None = None
) -> LinkRun:
    """Link what came in, changed or went since the last run, and whatever that stirs up, in one transaction.

    New and deleted records and new decisions are found by themselves. The links are those that `link_tenant(hold=True)` would make:
    the model and the counts of the last full run hold. A day's 10,000 records among two million take seconds. Where no full
    run is ready to be compared with, this is `link_tenant`. `PeopleLinked` is told only when a link was added or changed.

    Args:
        records: Records whose columns may have changed, or that people decided about, as far as the caller knows.
    """
    from duru.blocks.linkage.operations.updates import carry_out_update  # slow import: brings the engine

    say = progress or (lambda word, share: None)
    with tenant_scope(tenant_id):
        held = last_full_run()
        if held is not None and held.compared_at is not None:
            run = LinkRun.objects.create(
                kind=RunKind.UPDATE, started_at=now, model_name=held.model_name, model=held.model
            )
    if held is None or held.compared_at is None:
        return link_tenant(tenant_id=tenant_id, now=now, progress=progress)
    with _aborted_if_failed(tenant_id, run), tenant_scope(tenant_id):
        carry_out_update(run, held.id, now, records, lambda step: say(*_STEPS[step]))
        if run.counts.get("links_added") or run.counts.get("links_changed"):
            publish(PeopleLinked(tenant_id=tenant_id, run_id=run.id))
    if run.state == RunState.ABORTED:  # a full run came in between
        return link_tenant(tenant_id=tenant_id, now=now, progress=progress)
    say("끝", 1.0)
    return run


def bring_up_to_date(*, tenant_id: int, now: datetime, records: Collection[int] = ()) -> LinkRun:
    """Link what waits, all anew or only what changed, whichever it is worth; `counts["why"]` of the run says which and why.

    Args:
        records: As in `update_links`.
    """
    with tenant_scope(tenant_id):
        held = last_full_run()
        choice = choose_run(
            n_waiting=count_waiting(),
            n_compared=held.counts.get("records", 0) if held else 0,
            is_ready=held is not None and held.compared_at is not None,
            is_same_model=held is not None and model_of_run(held.id) == model_in_force(),
            days_since_full=(now - held.started_at).days if held else 0,
        )
    run = (
        link_tenant(tenant_id=tenant_id, now=now)
        if choice.is_full
        else update_links(tenant_id=tenant_id, now=now, records=records)
    )
    with tenant_scope(tenant_id):
        run.counts["why"] = choice.why
        run.save(update_fields=["counts"])
    return run


@contextmanager
def _aborted_if_failed(tenant_id: int, run: LinkRun) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with tenant_scope(tenant_id):
            LinkRun.objects.filter(id=run.id).update(state=RunState.ABORTED, finished_at=timezone.now())
        raise
