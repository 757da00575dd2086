"""Stored versions of processes, parsed."""

from duru.blocks.casework.engine.plans import Plan, read_plan
from duru.blocks.casework.models import ProcessSpec

_plans: dict[str, Plan] = {}  # by digest: a stored version never changes, so it is read once a process


def plan_of(spec: ProcessSpec) -> Plan:
    """Return the parsed process of a stored version."""
    if spec.digest not in _plans:
        _plans[spec.digest] = read_plan(spec.bpmn)
    return _plans[spec.digest]
