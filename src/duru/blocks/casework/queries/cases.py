"""One case as its page shows it: few reads, none of them of the engine."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from duru.blocks.access.api import Actor, NotAllowed, check_may, may
from duru.blocks.audit.api import record_denial
from duru.blocks.casework.enums import DecisionState, TaskKind
from duru.blocks.casework.kinds import CaseKind, get_kind
from duru.blocks.casework.models import Case, CaseEvent, CasePause, Decision, Mention, Notice, Task
from duru.blocks.casework.permissions import SEE, SEE_ALL, WORK
from duru.blocks.casework.queries.people import department_of
from duru.blocks.casework.queries.specs import plan_of
from duru.blocks.casework.rules.duty import may_lead, may_open, may_work_on
from duru.blocks.casework.rules.stages import Light, stage_lights
from duru.blocks.documents.api import members_stood_in_for

MOST_EVENTS = 200  # on the page; older ones on a page of their own
MOST_NOTICES = 12


@dataclass
class CaseView:
    """What the page of a case shows."""

    case: Case
    kind: CaseKind
    tasks: list[Task]
    events: list[CaseEvent]
    decisions: list[Decision]
    pause: CasePause | None
    children: list[Case]
    my_task_ids: set[int] = field(default_factory=set)
    opening: set[int] = field(default_factory=set)  # children whose own page the actor may open
    parent_opens: bool = False
    notices: list[Notice] = field(default_factory=list)  # the newest first

    @property
    def open_tasks(self) -> list[Task]:
        return [task for task in self.tasks if task.is_open]

    @property
    def my_tasks(self) -> list[Task]:
        return [task for task in self.open_tasks if task.id in self.my_task_ids]

    @property
    def consultations(self) -> list[Task]:
        return [task for task in self.tasks if task.kind == TaskKind.CONSULTATION]

    @property
    def waiting_decision(self) -> Decision | None:
        return next((each for each in self.decisions if each.state == DecisionState.PROPOSED), None)

    @property
    def outcome_label(self) -> str:
        return self.kind.outcomes.get(self.case.outcome, self.case.outcome)


def get_case(actor: Actor, public_id: str) -> Case:
    """Return one case that an actor may open.

    Raises:
        Case.DoesNotExist: there is none with this public id in this tenant.
        NotAllowed: the case has nothing to do with the actor's department.
    """
    check_may(actor, SEE)
    case = (
        Case.objects.select_related("spec", "officer__user", "parent", "merged_into")
        .defer("spec__bpmn")
        .get(public_id=public_id)
    )
    check_may_open(actor, case, list(Task.objects.filter(case=case).only("department", "assignee_id")))
    return case


def check_may_open(actor: Actor, case: Case, tasks: list[Task]) -> None:
    """Refuse a case that is none of the actor's business; the refusal is logged.

    Raises:
        NotAllowed: with a sentence that says whom to ask.
    """
    if is_business_of(actor, case, tasks):
        return
    record_denial(actor=actor.audit, action="민원 보기", subjects=[f"case:{case.public_id}"])
    raise NotAllowed(f"이 민원은 {case.department}에서 처리하고 있습니다. 볼 일이 있으면 그 부서에 요청해 주십시오.")


def may_open_case(actor: Actor, case: Case) -> bool:
    """Say whether an actor may open the page of a case; nothing is logged."""
    tasks = list(Task.objects.filter(case=case).only("department", "assignee_id"))
    return may(actor, SEE) and is_business_of(actor, case, tasks)


def is_business_of(actor: Actor, case: Case, tasks: list[Task]) -> bool:
    """Say whether an actor has to do with a case: by department, task, stand-in or mention.

    Of cases received together the responsible departments see each other's (민원처리법 제31조: one of them steers the whole).
    """
    if actor.membership_id is None or may(actor, SEE_ALL):
        return True
    together = Case.objects.filter(Q(id=case.parent_id) | Q(parent=case)).values_list("department", flat=True)
    departments = {case.department, *together, *(task.department for task in tasks)}
    members = {case.officer_id, *(task.assignee_id for task in tasks)}
    if may_open(
        departments=departments, members=members, actor_department=department_of(actor), actor_id=actor.membership_id
    ):
        return True
    if members & members_stood_in_for(actor.membership_id, timezone.localdate()):
        return True
    return Mention.objects.filter(case=case, member_id=actor.membership_id).exists()


def get_case_view(actor: Actor, public_id: str) -> CaseView:
    """Return all that the page of a case shows, in eight reads.

    Raises:
        As `get_case`.
    """
    check_may(actor, SEE)
    case = (
        Case.objects.select_related("spec", "officer__user", "parent", "merged_into")
        .defer("spec__bpmn")
        .get(public_id=public_id)
    )
    tasks = list(Task.objects.filter(case=case).select_related("assignee__user", "done_by__user").order_by("id"))
    check_may_open(actor, case, tasks)
    events = CaseEvent.objects.filter(case=case).order_by("-id")[:MOST_EVENTS]
    children, kind = list(Case.objects.filter(parent=case).order_by("id")), get_kind(case.kind)
    return CaseView(
        case=case,
        kind=kind,
        tasks=tasks,
        events=list(events),
        decisions=list(
            Decision.objects.filter(case=case).select_related("proposed_by__user", "checked_by__user").order_by("-id")
        ),
        pause=CasePause.objects.filter(case=case, until_at__isnull=True).first(),
        children=children,
        my_task_ids=_mine(actor, tasks),
        opening={child.id for child in children if may_open_case(actor, child)},
        parent_opens=case.parent is not None and may_open_case(actor, case.parent),
        notices=list(Notice.objects.filter(case=case).order_by("-id")[:MOST_NOTICES]) if kind.notices else [],
    )


def leads(actor: Actor, case: Case) -> bool:
    """Say whether an actor may steer a case."""
    return may_lead(
        department=case.department,
        officer_id=case.officer_id,
        actor_department=department_of(actor),
        actor_id=actor.membership_id,
        sees_all=may(actor, SEE_ALL),
    )


def _mine(actor: Actor, tasks: list[Task]) -> set[int]:
    if not may(actor, WORK):
        return set()
    away = members_stood_in_for(actor.membership_id, timezone.localdate())
    return {
        task.id
        for task in tasks
        if task.is_open
        and may_work_on(
            department=task.department,
            assignee_id=task.assignee_id,
            actor_department=department_of(actor),
            actor_id=actor.membership_id,
            stands_in_for=away,
        )
    }


def lights_of(case: Case, tasks: list[Task], *, now: datetime) -> list[Light]:
    """Return the stages of a case as its applicant sees them."""
    shown = [(task.stage, task.state, task.due_at) for task in tasks if task.stage]
    return stage_lights(plan_of(case.spec).stages, shown, is_open=case.is_open, now=now)


def marks_of(tasks: list[Task], *, now: datetime) -> dict[str, str]:
    """Return step key → done, now or late, for the picture of the process."""
    marks: dict[str, str] = {}
    for task in tasks:
        if task.number is None:
            continue
        if task.is_open:
            marks[task.key] = "late" if task.due_at is not None and task.due_at <= now else "now"
        elif task.done_at and marks.get(task.key) not in ("now", "late") and task.state == "done":
            marks[task.key] = "done"
    return marks


def find_case_by_receipt(receipt_no: str) -> Case | None:
    """Return the case with a receipt number, or None."""
    return Case.objects.select_related("spec").defer("spec__bpmn").filter(receipt_no=receipt_no.strip()).first()
