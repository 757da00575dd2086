"""What linkage tells the floors above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PeopleLinked:
    """A run has ended and its links are in force. Told in the transaction that put them in force."""

    tenant_id: int
    run_id: int


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """A human decision moved these records; these persons lost or gained them. Told in the decision's transaction.

    What was concluded from the old links (overlaps, warnings, payments after death) is to be concluded again.
    """

    tenant_id: int
    record_ids: tuple[int, ...]
    person_ids: tuple[int, ...]
