"""The door of linkage: who a record speaks of, how surely and why, and how people overrule it."""

from duru.blocks.linkage.enums import Answer, Band, DecisionKind, RunState, UnsureReason, Via
from duru.blocks.linkage.errors import (
    AlreadyApart,
    ChangedMeanwhile,
    PersonUnknown,
    RecordNotLinked,
    SecondPersonNeeded,
)
from duru.blocks.linkage.events import LinkChanged, PeopleLinked
from duru.blocks.linkage.hinges import FindingSource, register_findings, register_stake
from duru.blocks.linkage.models import HumanDecision, Link, LinkRun
from duru.blocks.linkage.operations.answers import Answered, answer_review, undo_answer
from duru.blocks.linkage.operations.decisions import decide_later, join_record, reject_rival, split_record
from duru.blocks.linkage.operations.erasing import erase_compared, persons_left_empty
from duru.blocks.linkage.operations.proposals import confirm_proposal, refuse_proposal, set_review_rule
from duru.blocks.linkage.operations.runs import link_tenant, update_links
from duru.blocks.linkage.operations.worth import refresh_review_worth
from duru.blocks.linkage.queries import (
    Explanation,
    count_links_by_band,
    explain,
    last_run,
    link_rows,
    list_reviews,
    persons_of_records,
    records_of_person,
    records_of_persons,
    with_person,
)
from duru.blocks.linkage.queries.finding import Applicant, Candidate, find_person
from duru.blocks.linkage.queries.runs import count_fresh
from duru.blocks.linkage.rules import Consequence, Finding, Reason

__all__ = [
    "persons_left_empty",
    "erase_compared",
    "AlreadyApart",
    "Answer",
    "Answered",
    "Applicant",
    "Band",
    "Candidate",
    "ChangedMeanwhile",
    "Consequence",
    "DecisionKind",
    "Explanation",
    "Finding",
    "FindingSource",
    "HumanDecision",
    "Link",
    "LinkChanged",
    "LinkRun",
    "PeopleLinked",
    "PersonUnknown",
    "Reason",
    "RecordNotLinked",
    "RunState",
    "SecondPersonNeeded",
    "UnsureReason",
    "Via",
    "answer_review",
    "confirm_proposal",
    "count_fresh",
    "count_links_by_band",
    "decide_later",
    "explain",
    "find_person",
    "join_record",
    "last_run",
    "link_rows",
    "link_tenant",
    "list_reviews",
    "persons_of_records",
    "records_of_person",
    "records_of_persons",
    "refresh_review_worth",
    "refuse_proposal",
    "register_findings",
    "register_stake",
    "reject_rival",
    "set_review_rule",
    "split_record",
    "update_links",
    "undo_answer",
    "with_person",
]
