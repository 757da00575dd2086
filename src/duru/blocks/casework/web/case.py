"""One case on one page; its process as a picture; how its due date came about."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from duru.blocks.access.api import Actor, may, needs
from duru.blocks.audit.api import record_look
from duru.blocks.casework.enums import CaseState, DecisionState, NoticeChannel, Opinion, TaskKind
from duru.blocks.casework.kinds import get_kind
from duru.blocks.casework.models import Case, CaseEvent, Notice, Task
from duru.blocks.casework.operations.clock import deadline_of
from duru.blocks.casework.operations.talking import mark_mentions_seen
from duru.blocks.casework.permissions import APPROVE, ARRANGE, SEE, WORK
from duru.blocks.casework.queries.cases import CaseView, get_case, get_case_view, leads, lights_of, marks_of
from duru.blocks.casework.queries.people import list_members
from duru.blocks.casework.queries.specs import plan_of
from duru.blocks.casework.rules.due import due_words
from duru.blocks.casework.web.forms import CommentForm, DecisionForm, NoteForm, OpinionForm
from duru.blocks.casework.web.schema_forms import WholeForm, shown_answers
from duru.blocks.casework.web.words import history_html
from duru.blocks.ui.api import render_page
from duru.kernel.masking import mask_phone

OPINION_TONES = {
    Opinion.POSSIBLE: "success",
    Opinion.CONDITIONAL: "caution",
    Opinion.IMPOSSIBLE: "danger",
    Opinion.SUPPLEMENT: "warning",
    Opinion.DEEMED: "info",
}
STATE_TONES = {CaseState.RUNNING: "info", CaseState.PAUSED: "caution", CaseState.DONE: "success"}


@needs(SEE)
@require_GET
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    now = timezone.now()
    try:
        view = get_case_view(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None
    _note_look(request, view.case)
    mark_mentions_seen(by=request.actor, case_id=view.case.id, at=now)
    actor = request.actor
    context = {
        "view": view,
        "case": view.case,
        "due": due_words(view.case.due_at, view.case.state, now),
        "state_tone": STATE_TONES.get(view.case.state, "neutral"),
        "facts": _facts(view),
        "given": shown_answers(view.kind.forms.get("application", {}), view.case.answers),
        "my_tasks": [
            (task, *task_forms(view, task))
            for task in view.my_tasks
            if not (task.kind == TaskKind.DECISION and view.waiting_decision)
        ],
        "opinions": [
            (task, OPINION_TONES.get(task.opinion, "neutral"), due_words(task.due_at, "", now))
            for task in view.consultations
        ],
        "others": [
            (task, due_words(task.due_at, "", now)) for task in view.open_tasks if task.kind != TaskKind.CONSULTATION
        ],
        "history": history_html(view.events, view.kind),
        "lights": lights_of(view.case, view.tasks, now=now),
        **_own_page(view, actor),
        "notices": [(each, _masked(each)) for each in view.notices],
        "decision": view.waiting_decision,
        "decision_label": view.kind.outcomes.get(view.waiting_decision.outcome, "") if view.waiting_decision else "",
        "decided": next((each for each in view.decisions if each.state == DecisionState.APPROVED), None),
        "can_work": may(actor, WORK),
        "can_arrange": may(actor, ARRANGE),
        "can_approve": may(actor, APPROVE)
        and leads(actor, view.case)
        and view.waiting_decision is not None
        and view.waiting_decision.proposed_by_id != actor.membership_id,
        "comment_form": CommentForm() if may(actor, WORK) else None,
        "deeds": _deeds(view) if may(actor, WORK) and leads(actor, view.case) else [],
    }
    return render_page(
        request,
        "casework/case.html",
        context,
        title=view.case.title,
        breadcrumbs=[("민원 처리", reverse("casework:board")), (view.case.receipt_no, "")],
    )


def task_forms(view: CaseView, task: Task, data: Any = None) -> tuple[Any, WholeForm | None]:
    """Give the forms of a task: the one for its deed, and the one of its JSON Schema when the step has one."""
    match task.kind:
        case TaskKind.CONSULTATION:
            return OpinionForm(data, case=view.case, prefix=task.public_id), None
        case TaskKind.DECISION:
            asked = {"conditions": "\n".join(conditions_of(view))}
            return DecisionForm(data, case=view.case, kind=view.kind, prefix=task.public_id, initial=asked), None
    schema = view.kind.forms.get(task.form) if task.form else None
    return NoteForm(data, case=view.case, prefix=task.public_id), WholeForm(schema, data) if schema else None


def conditions_of(view: CaseView) -> list[str]:
    """Return what departments made their consent depend on, one line each, for the decision to take up or leave out."""
    answered = [task for task in view.consultations if task.opinion == Opinion.CONDITIONAL and task.note]
    return [f"{' '.join(task.note.split())} ({task.department})" for task in answered]


@needs(SEE)
@require_GET
def picture(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = get_case(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None
    _note_look(request, found)
    now = timezone.now()
    tasks = list(Task.objects.filter(case=found).order_by("id"))
    plan, marks = plan_of(found.spec), marks_of(tasks, now=now)
    words = {"done": ("마침", "success"), "now": ("하는 중", "info"), "late": ("늦음", "danger")}
    rows = [
        (step.name, step.department or found.department, *words.get(marks.get(key, ""), ("아직", "neutral")))
        for key, step in plan.steps.items()
    ]
    return render_page(
        request,
        "casework/picture.html",
        {"bpmn": plan.bpmn, "marks": marks, "rows": rows, "case": found},
        title="절차 그림",
        lead=f"{found.receipt_no} {found.title}. 마친 단계, 지금 단계, 늦은 단계를 색과 말로 보여 줍니다.",
        breadcrumbs=[
            ("민원 처리", reverse("casework:board")),
            (found.receipt_no, reverse("casework:case", args=[public_id])),
            ("절차 그림", ""),
        ],
    )


@needs(SEE)
@require_GET
def due(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = get_case(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None
    deadline = deadline_of(found)
    return render_page(
        request,
        "casework/due.html",
        {"deadline": deadline, "case": found, "back": reverse("casework:case", args=[public_id])},
        title="처리기한을 센 과정",
        lead=f"{found.receipt_no} {found.title}",
        breadcrumbs=[
            ("민원 처리", reverse("casework:board")),
            (found.receipt_no, reverse("casework:case", args=[public_id])),
            ("처리기한", ""),
        ],
    )


@needs(SEE)
@require_GET
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        found = get_case(request.actor, public_id)
    except Case.DoesNotExist:
        raise Http404 from None
    _note_look(request, found)
    events = CaseEvent.objects.filter(case=found).order_by("-id")[:2_000]
    return render_page(
        request,
        "casework/history.html",
        {"history": history_html(events, get_kind(found.kind))},
        title="모든 이력",
        lead=f"{found.receipt_no} {found.title}",
        breadcrumbs=[
            ("민원 처리", reverse("casework:board")),
            (found.receipt_no, reverse("casework:case", args=[public_id])),
            ("모든 이력", ""),
        ],
    )


def members_to_choose(*, department: str = "") -> list[tuple[str, str]]:
    """List members as (id, name and department) for a select."""
    return [
        (str(member.id), f"{member.user.name} · {member.department or member.organisation.name}")
        for member in list_members(department=department)
    ]


def _note_look(request: HttpRequest, found: Case) -> None:
    record_look(
        actor=request.actor.audit, action="민원 보기", purpose="민원 처리", subjects=[f"case:{found.public_id}"]
    )


def _facts(view: CaseView) -> list[tuple[str, Any]]:
    case_ = view.case
    phone = case_.applicant_phone
    if len(phone) >= 9:
        phone = f"{phone[:-8]}-{phone[-8:-4]}-{phone[-4:]}"
    return [
        ("종류", view.kind.label),
        ("접수번호", case_.receipt_no),
        ("접수", timezone.localtime(case_.received_at).strftime("%Y. %-m. %-d. %H:%M")),
        ("신청인", f"{case_.applicant_name} {phone}".strip()),
        *([("전자우편", case_.applicant_email)] if case_.applicant_email else []),
        ("주무부서", case_.department),
        ("담당자", case_.officer.user.name if case_.officer else "정하지 않음"),
        ("처리기간", f"{case_.period} ({case_.set_by})" if case_.set_by else case_.period),
    ]


def _own_page(view: CaseView, actor: Actor) -> dict[str, str]:
    """Give the link to the service's own page over a case, where it has one and the actor may open it."""
    if view.kind.page is None or not may(actor, view.kind.page[2]):
        return {}
    label, name, _ = view.kind.page
    return {"page_label": label, "page_url": reverse(name, args=[view.case.public_id])}


def _masked(notice: Notice) -> str:
    """Show enough of where a notice went to tell two addresses apart."""
    if notice.channel == NoticeChannel.TEXT:
        return mask_phone(notice.address)
    name, _, host = notice.address.partition("@")
    return f"{name[:2]}***@{host}"


def _deeds(view: CaseView) -> list[tuple[str, str]]:
    """List (name, word) of what can be done with the case itself now."""
    if not view.case.is_open:
        return []
    deeds = (
        [("resume", "재개")]
        if view.case.state == CaseState.PAUSED
        else [("pause", "보완·정지"), ("extend", "기간 연장")]
    )
    deeds += [("ask", "협의 요청"), ("child", "함께 접수")]
    if not view.case.outcome:
        deeds += [("withdraw", "취하"), ("transfer", "이송"), ("return", "반려"), ("merge", "병합")]
    return deeds
