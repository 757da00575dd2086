"""Tables of casework. The process engine is asked for what comes next; everything a page shows is a row here."""

from duru.blocks.casework.models.bulk import BulkDeed, BulkItem
from duru.blocks.casework.models.calendar import CounterHours, NamedHoliday
from duru.blocks.casework.models.cases import Case, CaseEvent, Mention, ProcessSpec, ReceiptCounter
from duru.blocks.casework.models.clock import CaseExtension, CasePause, Timer
from duru.blocks.casework.models.notices import Notice
from duru.blocks.casework.models.tasks import Decision, Task
from duru.blocks.casework.models.tries import ReceiptTry

__all__ = [
    "BulkDeed",
    "BulkItem",
    "Case",
    "CaseEvent",
    "CaseExtension",
    "CasePause",
    "CounterHours",
    "Decision",
    "Mention",
    "NamedHoliday",
    "Notice",
    "ProcessSpec",
    "ReceiptCounter",
    "ReceiptTry",
    "Task",
    "Timer",
]
