"""Pure decisions of the desk of changes: what each benefit's law says of stops and overpayments, and the sums."""

from duru.services.changes.rules.due import Due, dues_of
from duru.services.changes.rules.money import Holding, MonthLine, Overpaid, ends_on, month_of, overpaid
from duru.services.changes.rules.tables import DueRule, Source, Terms, source_of, sources, terms, terms_of

__all__ = [
    "Due",
    "DueRule",
    "Holding",
    "MonthLine",
    "Overpaid",
    "Source",
    "Terms",
    "dues_of",
    "ends_on",
    "month_of",
    "overpaid",
    "source_of",
    "sources",
    "terms",
    "terms_of",
]
