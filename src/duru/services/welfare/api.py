"""The door of welfare."""

from duru.services.welfare.operations import ensure_rules, run_check
from duru.services.welfare.queries import count_findings, find_last_run

__all__ = ["count_findings", "ensure_rules", "find_last_run", "run_check"]
