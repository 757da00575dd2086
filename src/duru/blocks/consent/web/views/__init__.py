"""Pages of the ledger."""

from duru.blocks.consent.web.views.consents import of_person, record, withdraw
from duru.blocks.consent.web.views.law import end_body, law
from duru.blocks.consent.web.views.sheets import missing, print_for_person, print_missing, scan

__all__ = [
    "end_body",
    "law",
    "missing",
    "of_person",
    "print_for_person",
    "print_missing",
    "record",
    "scan",
    "withdraw",
]
