"""Rules, check runs and what they found."""

from duru.services.welfare.models.findings import Gone, GoneItem, Mark, Overlap, OverlapItem, Silent
from duru.services.welfare.models.rules import OverlapRule
from duru.services.welfare.models.runs import CheckRun

__all__ = ["CheckRun", "Gone", "GoneItem", "Mark", "Overlap", "OverlapItem", "OverlapRule", "Silent"]
