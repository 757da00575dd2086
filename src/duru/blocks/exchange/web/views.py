"""Pages of intake: list, upload, columns, check, preview, accept."""

from pathlib import Path

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from duru.blocks.access.api import check_may, needs
from duru.blocks.audit.api import record_denial, record_export, record_look
from duru.blocks.exchange.datasets import get_dataset
from duru.blocks.exchange.enums import IntakeState, RowState
from duru.blocks.exchange.errors import MappingIncomplete, WrongState
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.operations.deciding import CANCELLABLE, accept_intake, cancel_intake
from duru.blocks.exchange.operations.heading import place_headers
from duru.blocks.exchange.operations.mapping import CORRECTABLE, confirm_mapping
from duru.blocks.exchange.operations.uploading import upload_file
from duru.blocks.exchange.permissions import can_act_for, can_read_rows, check_reads_rows
from duru.blocks.exchange.queries import (
    get_intake,
    head_rows,
    list_intakes,
    list_rows,
    read_samples,
    refused_rows,
    sheets_of,
)
from duru.blocks.exchange.web.forms import ColumnsForm, UploadForm
from duru.blocks.exchange.web.pieces import (
    SHOWN_ROWS,
    counts_of,
    history_of,
    left_over,
    mapping_rows,
    row_tabs,
    running,
    step_of,
)
from duru.blocks.exchange.web.tables import IntakeFilter, IntakeTable, dataset_label
from duru.blocks.exchange.web.understood import lines_as_typed, lines_as_understood
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import Column, Export, confirm_page, list_page, render_page, xlsx_response

HOME = ("자료 받기", "/intake/")


@needs("exchange.see")
@require_GET
def intake_list(request):
    return list_page(
        request,
        list_intakes(request.actor),
        IntakeTable,
        title="자료 받기",
        lead="기관이 보낸 파일을 검사해 한 원장에 모읍니다. 파일을 누르면 처리 결과와 거절된 줄을 볼 수 있습니다.",
        filterset=IntakeFilter,
        export=Export("받은 파일 목록", gate=lambda request, n: _note_export(request, "받은 파일 목록", n)),
        template="exchange/intake_list.html",
        context={"may_upload": request.actor.may("exchange.upload")},
    )


@needs("exchange.upload")
@require_http_methods(["GET", "POST"])
def upload(request):
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        intake = upload_file(
            by=request.actor,
            organisation_id=form.cleaned_data["organisation"].id,
            dataset=form.cleaned_data["dataset"],
            path=Path(file.temporary_file_path()),
            file_name=file.name,
            now=timezone.now(),
        )
        if intake.n_rrn_cut:
            messages.warning(request, f"주민등록번호로 보이는 값 {intake.n_rrn_cut:,}개를 저장하기 전에 지웠습니다.")
        if intake.state == IntakeState.UPLOADED:
            return _start_or_ask(request, intake)
        return redirect("exchange:detail", intake.public_id)
    return render_page(
        request, "exchange/intake_upload.html", {"form": form}, title="자료 올리기", breadcrumbs=[HOME, ("올리기", "")]
    )


def _start_or_ask(request, intake: Intake):
    """A table whose columns a person confirmed before is checked at once; a new shape is shown first."""
    used = [plan for plan in sheets_of(intake) if plan.is_used]
    if used and all(plan.is_remembered for plan in used):
        confirm_mapping(by=request.actor, intake_id=intake.id, now=timezone.now())
        return redirect("exchange:detail", intake.public_id)
    return redirect("exchange:columns", intake.public_id)


@needs("exchange.see")
@readonly_view
@require_GET
def detail(request, public_id):
    intake = _get(request, public_id)
    shown = request.GET.get("show", RowState.TAKEN)
    if shown not in RowState.values:
        raise Http404
    plans, dataset = sheets_of(intake), get_dataset(intake.dataset)
    heads, lines, is_reader = [], [], can_read_rows(request.actor, intake)
    has_lines = intake.n_rows and intake.state not in (IntakeState.CANCELLED, IntakeState.STAGING)
    if has_lines and (is_reader or shown == RowState.TAKEN):
        rows = list_rows(intake, shown, limit=SHOWN_ROWS)
        if shown == RowState.TAKEN:
            sent_on = timezone.localtime(intake.uploaded_at).date()
            heads, lines = lines_as_understood(rows, plans, dataset, sent_on, masked=not is_reader)
        else:
            heads, lines = lines_as_typed(rows, plans)
        record_look(
            actor=request.actor.audit,
            action="받은 자료 보기",
            purpose="올린 자료 확인",
            subjects=[f"intake:{intake.public_id}"],
            detail={"rows": len(lines), "show": shown},
        )
    acts = can_act_for(request.actor, intake.organisation_id)
    return render_page(
        request,
        "exchange/intake_detail.html",
        {
            "intake": intake,
            "step": step_of(intake.state),
            "counts": counts_of(intake),
            "running": running(intake),
            "tabs": row_tabs(intake, shown),
            "shown": shown,
            "heads": heads,
            "lines": lines,
            "is_reader": is_reader,
            "n_more": max(0, getattr(intake, f"n_{shown}") - len(lines)),
            "history": history_of(intake),
            "can_accept": acts and intake.state == IntakeState.STAGED and request.actor.may("exchange.accept"),
            "can_correct": acts and is_reader and intake.state in CORRECTABLE and request.actor.may("exchange.upload"),
            "can_cancel": acts and intake.state in CANCELLABLE and request.actor.may("exchange.cancel"),
        },
        title=intake.file_name,
        lead=f"{intake.organisation.name} · {dataset_label(intake.dataset)}",
        breadcrumbs=[HOME, (intake.file_name, "")],
    )


@needs("exchange.upload")
@require_http_methods(["GET", "POST"])
def columns(request, public_id):
    intake = _get(request, public_id)
    check_reads_rows(request.actor, intake)
    if intake.state not in CORRECTABLE:
        messages.info(request, f"'{intake.get_state_display()}' 상태인 파일의 열은 바꿀 수 없습니다.")
        return redirect("exchange:detail", public_id)
    plans, dataset = sheets_of(intake), get_dataset(intake.dataset)
    form = ColumnsForm(
        request.POST or None,
        plans=plans,
        dataset=dataset,
        heads=head_rows(intake),
        initial={"count_each": intake.count_each},
    )
    if request.method == "POST" and form.is_valid():
        if moved := form.new_headers():
            return _place_headers(request, intake, moved)
        try:
            confirm_mapping(
                by=request.actor,
                intake_id=intake.id,
                now=timezone.now(),
                columns=form.mapping(),
                unused=form.unused(),
                count_each=form.cleaned_data["count_each"],
            )
        except (MappingIncomplete, WrongState) as error:
            form.add_error(None, str(error))
        else:
            return redirect("exchange:detail", public_id)
    samples = read_samples(intake)
    record_look(
        actor=request.actor.audit,
        action="열 맞춤 보기",
        purpose="올린 자료 확인",
        subjects=[f"intake:{intake.public_id}"],
    )
    return render_page(
        request,
        "exchange/intake_columns.html",
        {
            "intake": intake,
            "form": form,
            "sheets": [
                {
                    "plan": plan,
                    "head": form[f"head_{plan.sheet}"] if f"head_{plan.sheet}" in form.fields else None,
                    "use": form[f"use_{plan.sheet}"] if len(plans) > 1 else None,
                    "rows": mapping_rows(intake, plan, dataset, samples.get(plan.sheet, []), form),
                    "left_over": left_over(plan, samples.get(plan.sheet, [])),
                }
                for plan in plans
            ],
        },
        title="열 맞추기",
        lead=f"{intake.file_name}: 어느 열이 무엇인지 확인해 주세요. 한 번 확인하면 같은 모양의 파일은 다음부터 묻지 않습니다.",
        breadcrumbs=[HOME, (intake.file_name, reverse("exchange:detail", args=[public_id])), ("열 맞추기", "")],
    )


def _place_headers(request, intake: Intake, lines: dict[int, tuple[int, ...]]):
    """Columns of the old header mean nothing under the new one: they are guessed anew and shown again."""
    try:
        place_headers(by=request.actor, intake_id=intake.id, now=timezone.now(), lines=lines)
    except WrongState as error:
        messages.error(request, str(error))
    else:
        messages.info(request, "머리글을 바꾸고 열을 다시 알아보았습니다. 맞는지 확인해 주세요.")
    return redirect("exchange:columns", intake.public_id)


@needs("exchange.see")
@readonly_view
@require_GET
def progress(request, public_id):
    intake = _get(request, public_id)
    if (shown := running(intake)) is None:
        response = render(request, "exchange/_progress.html", {"running": None})
        response["HX-Refresh"] = "true"
        return response
    return render(request, "exchange/_progress.html", {"running": shown})


@needs("exchange.see")
@require_GET
def refused_sheet(request, public_id):
    """The refused rows as a sheet with all their columns and a column 사유, for the sender to mend."""
    intake = _get(request, public_id)
    check_reads_rows(request.actor, intake)
    _note_export(request, "거절된 줄", intake.n_refused, subject=f"intake:{intake.public_id}")
    plans = {plan.sheet: plan for plan in sheets_of(intake)}
    used = [plan for plan in plans.values() if plan.is_used]
    widest = max(used, key=lambda plan: plan.width, default=None)
    heads = widest.header if widest else ()
    listed = [
        Column(
            f"c{at}",
            head.replace("\n", " ") or f"{at + 1}열",
            value=lambda row, at=at: row.cells[at] if at < len(row.cells) else "",
        )
        for at, head in enumerate(heads)
    ]
    if len(used) > 1:
        listed.append(Column("sheet", "시트", value=lambda row: plans[row.sheet].name))
    listed += [
        Column("line", "줄", "올린 파일에서의 줄 번호"),
        Column("reason", "사유", "왜 받지 않았고 어떻게 고치면 되는지", width=60),
    ]
    return xlsx_response(
        refused_rows(intake),
        listed,
        f"거절된 줄_{Path(intake.file_name).stem}",
        title="거절된 줄",
        notes=[
            f"{intake.organisation.name} · {intake.file_name}",
            "사유를 보고 고친 뒤 이 파일을 그대로 다시 올리면 됩니다. '줄'과 '사유' 열은 지우지 않아도 됩니다.",
        ],
    )


@needs("exchange.accept")
@require_POST
def accept(request, public_id):
    intake = _get(request, public_id)
    try:
        accept_intake(by=request.actor, intake_id=intake.id, now=timezone.now())
    except WrongState as error:
        messages.error(request, str(error))
    return redirect("exchange:detail", public_id)


@needs("exchange.cancel")
@require_http_methods(["GET", "POST"])
def cancel(request, public_id):
    intake = _get(request, public_id)
    if request.method == "POST":
        try:
            cancel_intake(by=request.actor, intake_id=intake.id, now=timezone.now())
            messages.success(request, "올린 자료를 취소했습니다. 남은 것은 없습니다.")
        except WrongState as error:
            messages.error(request, str(error))
        return redirect("exchange:detail", public_id)
    return confirm_page(
        request,
        title="올린 자료 취소",
        question=f"올린 자료 '{intake.file_name}' 파일을 취소할까요?",
        consequences=[
            f"검사한 {intake.n_rows:,}줄과 파일 사본을 지웁니다.",
            "이 파일 때문에 '이미 받은 줄'이 되었던 다른 파일의 줄은 다시 살아납니다.",
        ],
        confirm_label="취소합니다",
        cancel_url=reverse("exchange:detail", args=[public_id]),
        is_danger=True,
        breadcrumbs=[HOME, (intake.file_name, reverse("exchange:detail", args=[public_id])), ("취소", "")],
    )


def _get(request, public_id) -> Intake:
    check_may(request.actor, "exchange.see")
    try:
        return get_intake(request.actor, public_id)
    except Intake.DoesNotExist:
        if Intake.objects.filter(public_id=public_id).exists():  # the answer is the same, the log knows better
            record_denial(actor=request.actor.audit, action="다른 기관의 자료 보기")
        raise Http404 from None


def _note_export(request, what: str, n_rows: int, subject: str = "") -> None:
    record_export(
        actor=request.actor.audit,
        action=f"{what} 내려받기",
        purpose="자료 확인과 보완 요청",
        subjects=[subject] if subject else [],
        detail={"rows": n_rows},
    )
