"""The board: what is mine, what is my department's, what is due; many cases at once; a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_export, record_look
from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.kinds import list_kinds
from duru.blocks.casework.models import BulkDeed
from duru.blocks.casework.operations.bulk import ACTIONS, approve_bulk
from duru.blocks.casework.permissions import ARRANGE, SEE, SEE_ALL, WORK
from duru.blocks.casework.queries.board import (
    COUNTED_TO,
    SCOPES,
    WHENS,
    board_tasks,
    count_calls,
    count_up_to,
    iterate_board,
    list_board,
    list_calls,
)
from duru.blocks.casework.queries.cases import find_case_by_receipt
from duru.blocks.casework.rules.due import due_words
from duru.blocks.casework.web.case import members_to_choose
from duru.blocks.casework.web.forms import BulkForm, ExportForm
from duru.blocks.ui.api import Column, render_page, xlsx_response
from duru.kernel.masking import mask_name

MOST_EXPORTED = 100_000


@needs(SEE)
@require_GET
def board(request: HttpRequest) -> HttpResponseBase:
    """Show open tasks in the order they are due."""
    if typed := request.GET.get("q", "").strip():
        found = find_case_by_receipt(typed)
        if found is not None:
            return redirect("casework:case", found.public_id)
        messages.error(request, f"접수번호 {typed[:40]}의 민원이 없습니다.")
    now, actor = timezone.now(), request.actor
    scope, when, kind = _asked(request)
    latest_first = request.GET.get("sort") == "-due"
    tasks = board_tasks(actor, scope=scope, when=when, kind=kind, now=now)
    page = list_board(tasks, after=request.GET.get("after", ""), latest_first=latest_first)
    record_look(
        actor=actor.audit,
        action="민원 처리 현황 보기",
        purpose="민원 처리",
        subjects=[f"case:{task.case.public_id}" for task in page.tasks],
    )
    kept = {name: value for name, value in (("scope", scope), ("when", when), ("kind", kind)) if value}
    if latest_first:
        kept["sort"] = "-due"
    context = {
        "rows": [(task, due_words(task.due_at, task.case.state, now), mask_name(task.case.applicant_name)) for task in page.tasks],
        "scopes": [_tab(request, name, word, scope, now) for name, word in SCOPES.items() if name != "all" or may(actor, SEE_ALL)],
        "whens": [_choice(kept, "when", key, word, when) for key, word in WHENS.items()],
        "kinds": [_choice(kept, "kind", "", "모든 종류", kind), *(_choice(kept, "kind", each.key, each.label, kind) for each in list_kinds())],
        "n": _counted(count_up_to(tasks)),
        "calls": list(list_calls(actor)[:5]) if count_calls(actor) else [],
        "next_url": f"?{urlencode({**kept, 'after': page.next_after})}" if page.next_after else "",
        "first_url": f"?{urlencode(kept)}" if request.GET.get("after") else "",
        "sort_url": f"?{urlencode({**{k: v for k, v in kept.items() if k != 'sort'}, **({} if latest_first else {'sort': '-due'})})}",
        "latest_first": latest_first,
        "export_url": f"{reverse('casework:export')}?{urlencode(kept)}",
        "can_open": may(actor, WORK),
        "can_arrange": may(actor, ARRANGE),
    }  # fmt: skip
    return render_page(
        request, "casework/board.html", context, title="민원 처리", lead="기한이 이른 것부터 보여 줍니다.", breadcrumbs=[("민원 처리", "")]
    )  # fmt: skip


@needs(SEE)
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Ask for the reason, record it, and hand the board out as a file."""
    form = ExportForm(request.GET if "reason" in request.GET else None)
    scope, when, kind = _asked(request)
    if not form.is_valid():
        return render_page(
            request,
            "casework/export.html",
            {
                "form": form,
                "kept": [("scope", scope), ("when", when), ("kind", kind)],
                "back": reverse("casework:board"),
            },
            title="내려받기",
            lead="목록을 파일로 가져가는 까닭을 적어 주십시오.",
            breadcrumbs=[("민원 처리", reverse("casework:board")), ("내려받기", "")],
        )
    now, reason = timezone.now(), form.cleaned_data["reason"]
    tasks = board_tasks(request.actor, scope=scope, when=when, kind=kind, now=now)
    record_export(
        actor=request.actor.audit,
        action="민원 처리 현황 내려받기",
        purpose=reason,
        detail={"scope": scope, "when": when, "n_rows": count_up_to(tasks, MOST_EXPORTED)},
    )
    columns = [
        Column("case__receipt_no", "접수번호", value=lambda task: task.case.receipt_no),
        Column("case__title", "민원", value=lambda task: task.case.title),
        Column("name", "할 일"),
        Column("department", "부서"),
        Column("assignee", "담당자", value=lambda task: task.assignee.user.name if task.assignee else ""),
        Column("received", "접수", value=lambda task: task.case.received_at),
        Column("due_at", "기한", "이때까지. 자정이면 그 전날까지"),
        Column("case__state", "상태", value=lambda task: task.case.get_state_display()),
    ]
    who = f"{request.actor.organisation_name} {request.actor.name}"
    notes = [f"{request.tenant.name} · {timezone.localtime():%Y-%m-%d %H:%M} · {who}", f"사유: {reason}"]
    if request.tenant.is_demo:
        notes.append("시험자료")
    return xlsx_response(
        iterate_board(tasks, most=MOST_EXPORTED), columns, "민원 처리 현황", title="민원 처리 현황", notes=notes
    )


@needs(ARRANGE)
@require_http_methods(["POST"])
def bulk(request: HttpRequest) -> HttpResponseBase:
    """Approve one deed over the cases ticked on the board."""
    ids = list(dict.fromkeys(request.POST.getlist("case")))
    if not ids:
        messages.error(request, "목록에서 민원을 골라 주십시오.")
        return redirect("casework:board")
    actions = [(key, word) for key, (word, _) in ACTIONS.items()]
    form = BulkForm(request.POST if "action" in request.POST else None, actions=actions, members=members_to_choose())
    if form.is_valid():
        try:
            deed = approve_bulk(
                by=request.actor,
                action=form.cleaned_data["action"],
                case_ids=ids,
                arguments=form.arguments(),
                at=timezone.now(),
            )
        except CaseworkRefused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("casework:bulk_deed", deed.public_id)
    return render_page(
        request,
        "casework/bulk.html",
        {"form": form, "ids": ids, "back": reverse("casework:board")},
        title="일괄 처리",
        lead=f"고른 민원 {len(ids)}건에 같은 일을 합니다. 한 번 승인하면 한 건씩 처리하고, 되지 않은 것은 까닭과 함께 남습니다.",
        breadcrumbs=[("민원 처리", reverse("casework:board")), ("일괄 처리", "")],
    )


@needs(ARRANGE)
@require_GET
def bulk_deed(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how far a bulk deed is and what could not be done."""
    deed = BulkDeed.objects.filter(public_id=public_id).first()
    if deed is None:
        raise Http404
    waiting = deed.items.filter(state="waiting").count()
    refused = deed.items.filter(state="refused").select_related("case").order_by("id")[:100]
    return render_page(
        request,
        "casework/bulk_deed.html",
        {"deed": deed, "n_ready": deed.n_cases - waiting, "refused": refused, "word": ACTIONS[deed.action][0]},
        title=f"일괄 처리: {ACTIONS[deed.action][0]}",
        breadcrumbs=[("민원 처리", reverse("casework:board")), ("일괄 처리", "")],
    )


def _asked(request: HttpRequest) -> tuple[str, str, str]:
    scope, when = request.GET.get("scope", "mine"), request.GET.get("when", "")
    return scope if scope in SCOPES else "mine", when if when in WHENS else "", request.GET.get("kind", "")


def _tab(request: HttpRequest, name: str, word: str, current: str, now) -> dict:
    n = count_up_to(board_tasks(request.actor, scope=name, now=now))
    return {"label": word, "url": f"?scope={name}", "is_current": name == current, "count": _counted(n)}


def _choice(kept: dict, name: str, value: str, word: str, current: str) -> dict:
    query = {key: each for key, each in {**kept, name: value}.items() if each}
    return {"label": word, "url": f"?{urlencode(query)}", "is_current": value == current}


def _counted(n: int) -> str:
    return f"{COUNTED_TO:,}건 넘음" if n > COUNTED_TO else f"{n:,}건"
