"""The door of `care`: shared cases of health and welfare."""

from duru.services.care.enums import NeedLevel, NoteKind, Origin, Side, VisitState
from duru.services.care.errors import CareRefused
from duru.services.care.kinds import JOINT
from duru.services.care.operations.cases import (
    Agreement,
    agree_to_share,
    answer_survey,
    end_flag,
    find_needs,
    open_joint_case,
    set_flag,
    write_note,
)
from duru.services.care.operations.discharges import close_notice, notify_discharge, take_notice
from duru.services.care.operations.letters import draft_plan_letter
from duru.services.care.operations.together import (
    Service,
    agree_plan,
    ask_other_side,
    cancel_referral,
    make_plan,
    plan_visit,
    reply_referral,
    report_visit,
)
from duru.services.care.permissions import OTHER_SIDE
from duru.services.care.queries import (
    Numbers,
    care_numbers,
    case_subject,
    cases_visible_to,
    notices_visible_to,
    visits_between,
)

__all__ = [
    "JOINT",
    "Agreement",
    "CareRefused",
    "NeedLevel",
    "NoteKind",
    "Numbers",
    "OTHER_SIDE",
    "Origin",
    "Service",
    "Side",
    "VisitState",
    "agree_plan",
    "agree_to_share",
    "answer_survey",
    "ask_other_side",
    "cancel_referral",
    "care_numbers",
    "case_subject",
    "cases_visible_to",
    "close_notice",
    "draft_plan_letter",
    "end_flag",
    "find_needs",
    "make_plan",
    "notices_visible_to",
    "notify_discharge",
    "open_joint_case",
    "plan_visit",
    "reply_referral",
    "report_visit",
    "set_flag",
    "take_notice",
    "visits_between",
    "write_note",
]
