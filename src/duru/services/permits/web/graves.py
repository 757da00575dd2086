"""The 묘적부 on screen."""

from datetime import timedelta

import django_filters
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.documents.api import LetterRefused
from duru.blocks.ui.api import DateColumn, FilterSet, Table, TextColumn, confirm_page, list_page, render_page
from duru.kernel.days import add_months
from duru.kernel.errors import Refused
from duru.services.permits.models import Grave
from duru.services.permits.operations.graves import enter_grave, extend_grave, remove_grave
from duru.services.permits.operations.keeper_letters import MOST_AT_ONCE, SOON_MONTHS, write_to_keepers
from duru.services.permits.permissions import KEEP_GRAVES, SEE_GRAVES
from duru.services.permits.queries import list_graves
from duru.services.permits.rules import GraveTerm, Kind, grave_term, rows
from duru.services.permits.web.forms import ExtendForm, GraveForm, RemoveForm

CRUMBS = [("인허가", ""), ("묘적부", "")]
_CAUTION = "묘적부 업무 밖으로 쓰거나 다른 곳에 넘길 수 없습니다(장사법 제22조)."


class GraveTable(Table):
    caption = "사설묘지의 분묘와 설치기간"
    unit = "기"
    row_header = "deceased_name"
    empty_title = "적은 분묘가 없습니다"
    empty_text = "허가나 신고가 끝난 묘지의 분묘를 적어 두면 설치기간이 끝나기 전에 알려 드립니다."

    deceased_name = TextColumn(verbose_name="모신 분")
    kind = TextColumn(verbose_name="시설")
    lot = TextColumn(verbose_name="토지 지번")
    buried_on = DateColumn(verbose_name="매장한 날")
    ends_on = DateColumn(verbose_name="설치기간 끝")
    extended_years = TextColumn(verbose_name="연장")
    keeper_name = TextColumn(verbose_name="연고자")
    deeds = TextColumn(verbose_name="할 일", empty_values=(), orderable=False, exclude_from_export=True)

    def render_kind(self, value):
        return _label(value)

    def value_kind(self, value):
        return _label(value)

    def render_ends_on(self, value):
        return f"{value - timedelta(days=1):%Y. %-m. %-d.}"

    def value_ends_on(self, value):
        return value - timedelta(days=1)

    def render_extended_years(self, value):
        return f"{value}년"

    def render_deeds(self, record):
        links = [(reverse("permits:remove_grave", args=[record.public_id]), "정리함")]
        if record.extended_years is None:
            links.insert(0, (reverse("permits:extend_grave", args=[record.public_id]), "연장"))
        return format_html(
            " · ".join('<a class="duru-link" href="{}">{}</a>' for _ in links),
            *(part for link in links for part in link),
        )


class GraveFilter(FilterSet):
    ends = django_filters.ChoiceFilter(
        label="설치기간",
        method="by_end",
        choices=[("soon", "여섯 달 안에 끝남"), ("past", "끝났음")],
        empty_label="모두",
    )
    lot = django_filters.CharFilter(label="지번", lookup_expr="icontains")
    keeper = django_filters.CharFilter(label="연고자", field_name="keeper_name", lookup_expr="startswith")

    def by_end(self, found, name, value):
        today = timezone.localdate()
        if value == "past":
            return found.filter(ends_on__lte=today)
        return found.filter(ends_on__gt=today, ends_on__lt=add_months(today, SOON_MONTHS))


@needs(SEE_GRAVES)
def graves(request: HttpRequest) -> HttpResponse:
    record_look(actor=request.actor.audit, action="묘적부 보기", purpose="묘적부 관리", subjects=["graves"])
    return list_page(
        request,
        list_graves(),
        GraveTable,
        title="묘적부",
        lead="설치기간은 30년이며 한 번 30년까지 늘릴 수 있습니다(장사법 제19조). 먼저 끝나는 것부터 보입니다.",
        filterset=GraveFilter,
        export=gated_export("묘적부", "묘적부 내려받기", caution=_CAUTION),
        template="permits/graves.html",
        breadcrumbs=CRUMBS,
        context={"may_keep": may(request.actor, KEEP_GRAVES)},
    )


@needs(KEEP_GRAVES)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    form = GraveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enter_grave(by=request.actor, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, "묘적부에 적었습니다.")
            return redirect("permits:graves")
    return render_page(
        request, "permits/grave_form.html", {"form": form}, title="분묘 적기", breadcrumbs=[*CRUMBS[:1], ("묘적부", reverse("permits:graves")), ("적기", "")]
    )  # fmt: skip


@needs(KEEP_GRAVES)
@require_http_methods(["GET", "POST"])
def write_letters(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            n = write_to_keepers(by=request.actor, at=timezone.now())
        except (LetterRefused, Refused) as refusal:
            messages.error(request, str(refusal))
        else:
            said = f"안내문 {n}통을 기안했습니다. 주소를 확인해 보냅니다." if n else "새로 쓸 안내문이 없습니다."
            messages.success(request, said)
        return redirect(f"{reverse('permits:graves')}?ends=soon")
    return confirm_page(
        request,
        title="연고자 안내문",
        question="여섯 달 안에 설치기간이 끝나는 분묘의 연고자에게 안내문을 쓸까요?",
        confirm_label="안내문 기안",
        cancel_url=reverse("permits:graves"),
        consequences=[
            f"분묘마다 한 통씩, 한 번에 {MOST_AT_ONCE}통까지 기안합니다. 이미 쓴 것은 다시 쓰지 않습니다.",
            "언제까지 연장을 신청하고 언제까지 정리하는지 적힙니다(장사법 제19조·제20조, 시행규칙 제13조제1항).",
            "묘적부에는 주소가 없습니다. 보내기 전에 문서에서 주소를 적습니다.",
        ],
        breadcrumbs=[("인허가", ""), ("묘적부", reverse("permits:graves")), ("연고자 안내문", "")],
    )


@needs(KEEP_GRAVES)
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    grave = _get(public_id)
    return _confirm(
        request,
        grave,
        ExtendForm(request.POST or None),
        lambda data: extend_grave(public_id, by=request.actor, at=timezone.now(), **data),
        title="설치기간 연장",
        question=f"{grave.deceased_name} 님 분묘의 설치기간을 늘릴까요?",
        done="설치기간을 늘렸습니다.",
        consequences=["설치기간은 한 번만 늘릴 수 있습니다(장사법 제19조제2항).", *_when_to_extend(grave)],
    )


@needs(KEEP_GRAVES)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    grave = _get(public_id)
    return _confirm(
        request,
        grave,
        RemoveForm(request.POST or None),
        lambda data: remove_grave(public_id, by=request.actor, at=timezone.now(), **data),
        title="분묘 정리",
        question=f"{grave.deceased_name} 님의 분묘가 정리되었습니까?",
        done="정리한 것으로 적었습니다.",
        consequences=[_when_to_clear(grave), "목록에서 빠지고 설치기간을 더 알리지 않습니다."],
    )


def _term(grave: Grave) -> GraveTerm:
    return grave_term(grave.buried_on, joined_on=grave.joined_on, extended_years=grave.extended_years)


def _when_to_extend(grave: Grave) -> list[str]:
    window = _term(grave).extend_within
    if window is None:
        return []
    first, last = window.from_on, window.until_on - timedelta(days=1)
    sentence = f"연장 신청은 설치기간이 끝난 뒤 {first:%Y. %-m. %-d.}부터 {last:%Y. %-m. %-d.}까지 받습니다(시행규칙 제13조제1항)."
    today = timezone.localdate()
    if today >= window.until_on:
        return [sentence, "신청할 수 있는 기간이 지났습니다."]
    return [sentence, "아직 신청할 때가 아닙니다."] if today < first else [sentence]


def _when_to_clear(grave: Grave) -> str:
    day = _term(grave).clear_before - timedelta(days=1)
    return f"설치기간이 끝나면 {day:%Y. %-m. %-d.}까지 시설을 철거하고 유골을 화장하거나 봉안해야 합니다(장사법 제20조제1항)."


def _confirm(request, grave, form, deed, *, title, question, done, consequences) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect("permits:graves")
    return confirm_page(
        request,
        title=title,
        question=question,
        confirm_label=title,
        cancel_url=reverse("permits:graves"),
        consequences=[f"{grave.lot}, {grave.buried_on:%Y. %-m. %-d.} 매장", *consequences],
        form=form,
        breadcrumbs=[("인허가", ""), ("묘적부", reverse("permits:graves")), (title, "")],
    )


def _get(public_id: str) -> Grave:
    grave = Grave.objects.filter(public_id=public_id, removed_on__isnull=True).first()
    if grave is None:
        raise Http404
    return grave


def _label(code: str) -> str:
    return next((row.label for row in rows(Kind) if row.code == code), code)
