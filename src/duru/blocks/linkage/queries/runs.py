"""What the last full run holds still: its model; its counts are in `CountedValue`."""

from __future__ import annotations

import json
from functools import lru_cache

from django.db.models import Exists, Max, OuterRef

from duru.blocks.exchange.api import SourceRecord
from duru.blocks.linkage.engine.model import ModelSpec, model_from_json
from duru.blocks.linkage.enums import RunKind, RunState
from duru.blocks.linkage.models import ComparedRecord, LinkRun


def last_full_run() -> LinkRun | None:
    """Return the last full run that came to its end, None before the first."""
    return LinkRun.objects.filter(state=RunState.DONE, kind=RunKind.FULL).order_by("-id").first()


def count_waiting() -> int:
    """Count the records that have come in since records were last compared."""
    compared = ComparedRecord.objects.filter(id=OuterRef("id"))
    return SourceRecord.objects.filter(~Exists(compared)).count()


def count_fresh(most: int = 1000) -> int:
    """Count, up to `most`, the records that came in after the last one that was compared: nobody's until the next update.

    For screens: it reads two ends of indexes, where `count_waiting` walks the ledger.
    """
    last = ComparedRecord.objects.aggregate(last=Max("id"))["last"]
    if last is None:
        return 0
    return SourceRecord.objects.filter(id__gt=last).order_by("id")[:most].count()


@lru_cache(maxsize=16)
def model_of_run(run_id: int) -> ModelSpec:
    """Return the model a run worked with. It never changes, so it is read once a process."""
    return _model(json.dumps(LinkRun.objects.values_list("model", flat=True).get(id=run_id)))


_model = lru_cache(maxsize=16)(
    model_from_json
)  # run after run has the same, and its thousands of weights are worked out once
