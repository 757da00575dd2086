"""The model in force and those before it."""

from __future__ import annotations

import json

from django.db.models import QuerySet

from duru.blocks.linkage.engine.model import ModelSpec, model_from_json, shipped_model
from duru.blocks.linkage.enums import ModelState
from duru.blocks.linkage.models import LinkageModel


def model_in_force() -> ModelSpec:
    """Return the model full runs work with: the tenant's approved one, else the one that comes with the product."""
    row = LinkageModel.objects.filter(state=ModelState.IN_FORCE).first()
    return model_from_json(json.dumps(row.spec)) if row else shipped_model()


def list_models() -> QuerySet[LinkageModel]:
    """List the tenant's models, newest first."""
    return LinkageModel.objects.order_by("-asked_at", "-id")
