"""What the desk decides without a database: `tables` are rows with sources, `deciding` the decisions over them."""

from duru.services.care.rules.deciding import Risk, flags_from, risk_of, sides_seen
from duru.services.care.rules.tables import (
    FlagRule,
    NeedDomain,
    PeriodRule,
    RiskRule,
    SurveyItem,
    all_rows,
    period_on,
    rows_on,
)

__all__ = [
    "FlagRule",
    "NeedDomain",
    "PeriodRule",
    "Risk",
    "RiskRule",
    "SurveyItem",
    "all_rows",
    "flags_from",
    "period_on",
    "risk_of",
    "rows_on",
    "sides_seen",
]
