"""What exchange tells the floors above."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IntakeAccepted:
    """The last row of a file has become part of the ledger. Told in the last chunk's transaction.

    Told again when rows came back to life after another file was cancelled; linking anew is harmless.
    """

    tenant_id: int
    intake_id: int
