"""Models of the tenant's own: asked for by one person, learned in a job, put in force by another."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.engine.model import ModelSpec
from duru.blocks.linkage.enums import ModelState
from duru.blocks.linkage.models import LinkageModel
from duru.blocks.linkage.permissions import APPROVE_MODEL, TRAIN
from duru.blocks.linkage.queries import model_in_force
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.errors import Refused

if TYPE_CHECKING:
    import pyarrow as pa

# With less there are too few pairs of one person to learn from: the counts of a block would be those of a few streets.
FEWEST_REGISTER = 5_000
FEWEST_MENTIONS = 2_000
_OPEN = (ModelState.TRAINING, ModelState.PROPOSED)


@transaction.atomic
def ask_training(*, by: Actor, reason: str, now: datetime) -> LinkageModel:
    """Ask for a model learned from the tenant's own records. It is promised to the worker and changes no link.

    Raises:
        NotAllowed: `by` may not.
        Refused: no reason, too few records, or another model is being learned or waits for approval.
    """
    check_may(by, TRAIN)
    if not reason.strip():
        raise Refused("다시 배우게 하는 까닭을 적어 주세요.", field="reason")
    if LinkageModel.objects.select_for_update().filter(state__in=_OPEN).exists():
        raise Refused("배우는 중이거나 승인을 기다리는 모형이 있습니다. 그것을 먼저 끝내 주세요.", field="reason")
    n_register = SourceRecord.objects.filter(is_register=True).count()
    n_mentions = SourceRecord.objects.filter(is_register=False).count()
    if n_register < FEWEST_REGISTER or n_mentions < FEWEST_MENTIONS:
        raise Refused(
            f"배우려면 주민 명단 {FEWEST_REGISTER:,}건, 기관 기록 {FEWEST_MENTIONS:,}건이 있어야 합니다. "
            f"지금은 {n_register:,}건과 {n_mentions:,}건입니다.",
            field="reason",
        )
    asked = LinkageModel.objects.create(
        name=f"{timezone.localtime(now):%Y-%m-%d}에 배운 모형", reason=reason.strip()[:200],
        by_ref=by.ref, by_name=by.name, asked_at=now, progress="차례를 기다림",
    )  # fmt: skip
    record_deed(actor=by.audit, action="잇기 모형 배우게 하기", purpose=asked.reason, detail={"model": asked.public_id})
    return asked


def train_tenant(*, tenant_id: int, model_id: int, now: datetime) -> None:
    """Learn a model and weigh it against the one in force; the links stay as they are. Safe to repeat.

    About as long as a run for every one of the three passes (learning, before, after).
    """
    from duru.blocks.linkage.engine.columns import prepare  # slow imports: they bring the engine
    from duru.blocks.linkage.engine.train import train
    from duru.blocks.linkage.operations.records import read_records

    with tenant_scope(tenant_id):
        if not LinkageModel.objects.filter(id=model_id, state=ModelState.TRAINING).exists():
            return
        base = model_in_force()
        records = read_records()

    def say(word: str) -> None:
        with tenant_scope(tenant_id):
            LinkageModel.objects.filter(id=model_id).update(progress=word)

    try:
        say("기록을 비교할 수 있게 고르는 중")
        register, mentions = prepare(records.register), prepare(records.mentions)
        say("배우는 중")
        trained = train(base, register=register, mentions=mentions)
        figures = {
            "n_register": trained.n_register,
            "n_mentions": trained.n_mentions,
            "blocks": [
                {"block": each.block, "n_pairs": each.n_pairs, "rounds": each.rounds, "converged": each.converged}
                for each in trained.blocks
            ],
            **_weigh(base, trained.model, register, mentions, timezone.localtime(now).date().isoformat(), say),
        }
        provenance = {
            "data": "이 자치단체의 기록",
            "trained_on": timezone.localtime(now).date().isoformat(),
            "from": base.name,
        }
        with tenant_scope(tenant_id):
            row = LinkageModel.objects.select_for_update().get(id=model_id)
            spec = {**json.loads(trained.model.to_json()), "name": row.name, "provenance": provenance}
            row.spec, row.figures, row.state, row.trained_at = spec, figures, ModelState.PROPOSED, timezone.now()
            row.progress = "승인을 기다림"
            row.save(update_fields=["spec", "figures", "state", "trained_at", "progress"])
    except BaseException:
        with tenant_scope(tenant_id):
            LinkageModel.objects.filter(id=model_id).update(
                state=ModelState.FAILED, trained_at=timezone.now(), progress="배우다가 멈춤"
            )
        raise


def _weigh(
    before: ModelSpec, after: ModelSpec, register: pa.Table, mentions: pa.Table, day: str, say: Callable[[str], None]
) -> dict:
    """Compare what two models do with the same records, human decisions left out: bands, expected errors, records that move."""
    from duru.blocks.linkage.engine.resolve import resolve  # slow import: brings the engine

    found, stands = {}, []
    for key, word, model in (
        ("before", "지금 모형으로 이어 보는 중", before),
        ("after", "새 모형으로 이어 보는 중", after),
    ):
        say(word)
        matches = resolve(model, register=register, mentions=mentions, day=day).matches
        costs = model.costs_on(day)
        anchors, n, wrong, missed = {}, {"certain": 0, "review": 0, "new": 0}, 0.0, 0.0
        columns = (matches[name].to_pylist() for name in ("record_id", "anchor_id", "probability", "band"))
        for record, anchor, probability, band in zip(*columns, strict=True):
            n[band] += 1
            if band == "certain":
                anchors[record] = anchor
                wrong += 1 - probability
            elif band == "new":
                missed += probability
        found[key] = {
            **n, "expected_wrong": round(wrong, 1), "expected_missed": round(missed, 1),
            "in_register": round(model.in_register, 4), "certain_from": costs.certain_from, "review_from": costs.review_from,
        }  # fmt: skip
        stands.append(anchors)
    old, new = stands
    moved = sum(1 for record, anchor in new.items() if old.get(record, anchor) != anchor)
    return {**found, "moved": moved, "gained": len(new.keys() - old.keys()), "lost": len(old.keys() - new.keys())}


@transaction.atomic
def approve_model(public_id: str, *, by: Actor, now: datetime) -> LinkageModel:
    """Put a model in force; the next full run works with it. Whoever asked for it may not.

    Raises:
        NotAllowed: `by` may not approve.
        Refused: it is one's own, or it does not wait for approval.
    """
    row = _waiting(public_id, by)
    LinkageModel.objects.filter(state=ModelState.IN_FORCE).update(state=ModelState.REPLACED)
    _settle(row, ModelState.IN_FORCE, by, now, "잇기 모형 승인")
    return row


@transaction.atomic
def refuse_model(public_id: str, *, by: Actor, now: datetime) -> LinkageModel:
    """Keep the model in force and put the new one aside.

    Raises:
        NotAllowed, Refused: as `approve_model`.
    """
    row = _waiting(public_id, by)
    _settle(row, ModelState.REFUSED, by, now, "잇기 모형 쓰지 않음")
    return row


def _waiting(public_id: str, by: Actor) -> LinkageModel:
    check_may(by, APPROVE_MODEL)
    row = LinkageModel.objects.select_for_update().get(public_id=public_id)
    if row.state != ModelState.PROPOSED:
        raise Refused(
            f"이 모형은 지금 ‘{row.get_state_display()}’입니다. 승인을 기다리는 모형만 정할 수 있습니다.", field="state"
        )
    if row.by_ref == by.ref:
        raise Refused("자기가 배우게 한 모형은 자기가 승인할 수 없습니다. 다른 담당자가 승인해야 합니다.", field="by")
    return row


def _settle(row: LinkageModel, state: str, by: Actor, now: datetime, action: str) -> None:
    row.state, row.settled_ref, row.settled_name, row.settled_at = state, by.ref, by.name, now
    row.progress = ""
    row.save(update_fields=["state", "settled_ref", "settled_name", "settled_at", "progress"])
    record_deed(actor=by.audit, action=action, detail={"model": row.public_id, "asked_by": row.by_ref})
