"""What the log must know of the one who acts; `access` builds it, `audit` never asks who that is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditActor:
    """One acting person or process: an opaque reference, and department and duty as a citizen may be told."""

    ref: str
    department: str = ""
    duty: str = ""
    origin: str = ""


SYSTEM = AuditActor(ref="system", department="두루", duty="자동 처리")
