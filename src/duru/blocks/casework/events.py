"""What casework tells the floors above: ids only; the receiver reads the case through the door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case was received and its process began."""

    case_ref: str
    kind: str


@dataclass(frozen=True, slots=True)
class CaseHappened:
    """A line was written into the history of a case whose kind `tells` of such lines or gives notice of them; `event_id` is the line, `what` its EventKind."""

    case_ref: str
    kind: str
    event_id: int
    what: str


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A task or the case itself (`task_ref` empty) was not done in time, or will soon be due (`is_reminder`)."""

    case_ref: str
    task_ref: str
    kind: str
    is_reminder: bool


@dataclass(frozen=True, slots=True)
class CaseDecided:
    """A decision was approved; `outcome` is a key of the kind's outcomes."""

    case_ref: str
    kind: str
    outcome: str


@dataclass(frozen=True, slots=True)
class BulkApproved:
    """One approval for many cases was given; the worker works it off."""

    deed_ref: str


@dataclass(frozen=True, slots=True)
class CalendarChanged:
    """Holidays or office hours changed from a day on (ISO); open cases are counted anew, `why` stands in their history."""

    from_on: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """A case ended: `state` is done, withdrawn, transferred, returned or merged."""

    case_ref: str
    kind: str
    state: str


@dataclass(frozen=True, slots=True)
class CaseErased:
    """A closed case was erased because its retention was over; whoever keeps something beside it erases that now."""

    case_ref: str
    kind: str
