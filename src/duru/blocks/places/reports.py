"""What became of a file that was taken in, and the preview that keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction

from duru.kernel.errors import Refused

Progress = Callable[[int, int], None]
_REASONS_KEPT = 200


@dataclass(slots=True)
class ImportReport:
    """What became of one file. `refusals` keeps the first 200 reasons, `n_refused` counts all."""

    kind: str
    n_rows: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_same: int = 0
    n_refused: int = 0
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, refusal: Refused) -> None:
        self.n_rows += 1
        self.n_refused += 1
        if len(self.refusals) < _REASONS_KEPT:
            self.refusals.append(refusal.message)


class _Preview(Exception):
    """Carries the report out of a transaction that must not stay."""


def keep(report: ImportReport, is_preview: bool, write: Callable[[], None]) -> ImportReport:
    """Run `write` in one transaction, and undo it when this is only a preview."""
    try:
        with transaction.atomic():
            write()
            if is_preview:
                raise _Preview
    except _Preview:
        pass
    return report
