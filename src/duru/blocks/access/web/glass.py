"""Emergency openings: the list, and the review of one by somebody else."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from duru.blocks.access.enums import GlassVerdict
from duru.blocks.access.errors import GlassRefused
from duru.blocks.access.glass import REVIEW, get_glass, is_open_at, list_openings, looks_through, review_glass
from duru.blocks.access.permissions import needs
from duru.blocks.audit.api import record_look
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import BadgeColumn, DateColumn, Table, TextColumn, kdatetime, list_page, render_page

_CRUMB = ("개인정보 보호", "")


class ReviewForm(forms.Form):
    verdict = forms.ChoiceField(label="검토 결과", choices=GlassVerdict.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label="의견", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="까닭이 모자라면 무엇이 모자란지 적습니다.",
    )  # fmt: skip


class OpeningTable(Table):
    caption = "비상 열람"
    unit = "건"
    row_header = "kind"
    empty_title = "비상 열람이 없습니다"
    empty_text = "누가 급한 일로 가려진 정보를 열면 여기에 나타나고, 다음 근무일까지 검토합니다."

    kind = TextColumn(verbose_name="무엇")
    opened_by = TextColumn(verbose_name="연 사람", accessor="opened_by__user__name", orderable=False)
    reason = TextColumn(verbose_name="까닭", orderable=False)
    opened_at = DateColumn(verbose_name="연 시각")
    review_by_on = DateColumn(verbose_name="검토 기한")
    state = BadgeColumn(
        verbose_name="상태", accessor="verdict", empty_values=(), orderable=False,
        words={"": "검토 기다림", **dict(GlassVerdict.choices)},
        tones={"": "warning", GlassVerdict.JUSTIFIED: "success", GlassVerdict.UNJUSTIFIED: "danger"},
    )  # fmt: skip

    def render_kind(self, record):
        url = reverse("access:glass_opening", args=[record.public_id])
        return format_html('<a class="duru-link" href="{}">{}</a>', url, self.value_kind(record))

    def value_kind(self, record):
        return get_glass(record.kind).label


@needs(REVIEW)
@readonly_view
def openings(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        list_openings(),
        OpeningTable,
        title="비상 열람",
        lead="급한 일로 가려진 정보를 연 것입니다. 정해진 시간이 지나면 저절로 닫히고, 다음 근무일까지 다른 사람이 검토합니다.",
        breadcrumbs=[_CRUMB, ("비상 열람", "")],
    )


@needs(REVIEW)
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, public_id: str) -> HttpResponse:
    found = list_openings().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    now = timezone.now()
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            review_glass(
                by=request.actor, public_id=public_id, note=form.cleaned_data["note"], at=now,
                is_justified=form.cleaned_data["verdict"] == GlassVerdict.JUSTIFIED,
            )  # fmt: skip
        except GlassRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        else:
            messages.success(request, "검토 결과를 적었습니다.")
            return redirect("access:glass")
    record_look(
        actor=request.actor.audit, action="비상 열람 검토 화면", purpose="비상 열람 검토", subjects=[found.subject_ref]
    )
    glass, is_open = get_glass(found.kind), is_open_at(found, now)
    return render_page(
        request,
        "access/glass_opening.html",
        {
            "facts": [
                ("무엇", glass.label),
                ("까닭", found.reason),
                (
                    "누가",
                    f"{found.opened_by.organisation.name} {found.opened_by.department} {found.opened_by.user.name}",
                ),
                ("연 시각", kdatetime(found.opened_at)),
                ("닫힌 시각", "아직 열려 있음" if is_open else kdatetime(found.closed_at or found.until_at)),
                ("대상", found.subject_ref),
                ("근거", glass.basis),
                ("검토 기한", f"{found.review_by_on:%Y. %-m. %-d.}"),
                ("검토", f"{found.get_verdict_display()} {found.review_note}".strip() or "–"),
            ],
            "looks": [
                {"on": each.at, "title": each.action, "text": each.purpose} for each in looks_through(found)[:100]
            ],
            "form": form if found.reviewed_at is None and not is_open else None,
            "is_open": is_open,
        },
        title="비상 열람 검토",
        breadcrumbs=[_CRUMB, ("비상 열람", reverse("access:glass")), ("검토", "")],
    )
