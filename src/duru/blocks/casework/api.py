"""The door of casework: cases, tasks, clocks and kinds, for the services that stand on them."""

from duru.blocks.casework.adapters.texts import Text, text_carrier
from duru.blocks.casework.enums import (
    OPEN_STATES,
    BulkState,
    CaseState,
    DecisionState,
    EventKind,
    HolidayKind,
    Opinion,
    TaskKind,
    TaskState,
)
from duru.blocks.casework.errors import CaseChanged, CaseworkRefused, FormRefused, ProcessRefused
from duru.blocks.casework.events import CaseClosed, CaseDecided, CaseErased, CaseHappened, CaseOpened, TaskDue
from duru.blocks.casework.kinds import CaseKind, DeemedRule, get_kind, list_kinds, register_kind
from duru.blocks.casework.models import Case, CaseEvent, Decision, Task
from duru.blocks.casework.operations.bulk import approve_bulk, hand_over, run_bulk
from duru.blocks.casework.operations.clock import deadline_of, extend_case, pause_case, resume_case
from duru.blocks.casework.operations.consulting import answer_opinion, ask_opinion, extend_reply
from duru.blocks.casework.operations.deciding import approve_decision, propose_decision, send_back_decision
from duru.blocks.casework.operations.ending import merge_case, return_case, transfer_case, withdraw_case
from duru.blocks.casework.operations.erasing import erase_closed_cases, list_expired
from duru.blocks.casework.operations.holidays import add_holiday, move_due_dates, remove_holiday, set_office_hours
from duru.blocks.casework.operations.opening import open_case, open_child_case
from duru.blocks.casework.operations.talking import comment
from duru.blocks.casework.operations.timing import fire_timers
from duru.blocks.casework.operations.working import (
    assign_task,
    claim_task,
    complete_task,
    delegate_task,
)
from duru.blocks.casework.queries.calendar import list_holidays, office_calendar
from duru.blocks.casework.queries.cases import get_case, may_open_case
from duru.blocks.casework.rules.due import Due, due_words
from duru.blocks.casework.rules.retention import KeptRule

__all__ = [
    "OPEN_STATES",
    "BulkState",
    "Case",
    "CaseChanged",
    "CaseClosed",
    "CaseDecided",
    "CaseErased",
    "CaseEvent",
    "CaseHappened",
    "CaseKind",
    "CaseOpened",
    "CaseState",
    "CaseworkRefused",
    "Decision",
    "DecisionState",
    "DeemedRule",
    "Due",
    "EventKind",
    "FormRefused",
    "HolidayKind",
    "KeptRule",
    "Opinion",
    "ProcessRefused",
    "Task",
    "TaskDue",
    "TaskKind",
    "TaskState",
    "Text",
    "add_holiday",
    "answer_opinion",
    "approve_bulk",
    "approve_decision",
    "ask_opinion",
    "assign_task",
    "claim_task",
    "comment",
    "complete_task",
    "deadline_of",
    "delegate_task",
    "due_words",
    "erase_closed_cases",
    "extend_case",
    "extend_reply",
    "fire_timers",
    "get_case",
    "get_kind",
    "hand_over",
    "list_expired",
    "list_holidays",
    "list_kinds",
    "may_open_case",
    "merge_case",
    "move_due_dates",
    "office_calendar",
    "open_case",
    "open_child_case",
    "pause_case",
    "propose_decision",
    "register_kind",
    "remove_holiday",
    "resume_case",
    "return_case",
    "run_bulk",
    "send_back_decision",
    "set_office_hours",
    "transfer_case",
    "text_carrier",
    "withdraw_case",
]
