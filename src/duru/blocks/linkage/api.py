"""The door of linkage: who a record speaks of, how surely and why, and how people overrule it."""

from duru.blocks.linkage.enums import Band, DecisionKind, RunState, Via
from duru.blocks.linkage.errors import AlreadyApart, PersonUnknown, RecordNotLinked
from duru.blocks.linkage.events import LinkChanged, PeopleLinked
from duru.blocks.linkage.finding import Applicant, Candidate, find_person
from duru.blocks.linkage.models import HumanDecision, Link, LinkRun
from duru.blocks.linkage.operations.decisions import decide_later, join_record, reject_rival, split_record
from duru.blocks.linkage.operations.runs import link_tenant
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
from duru.blocks.linkage.rules import Reason

__all__ = [
    "AlreadyApart",
    "Applicant",
    "Band",
    "Candidate",
    "DecisionKind",
    "Explanation",
    "HumanDecision",
    "Link",
    "LinkChanged",
    "LinkRun",
    "PeopleLinked",
    "PersonUnknown",
    "Reason",
    "RecordNotLinked",
    "RunState",
    "Via",
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
    "reject_rival",
    "split_record",
    "with_person",
]
