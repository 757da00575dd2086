"""The privacy officer's pages. They stand in the shell because `audit` is below `access` and knows nobody."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from duru.blocks.access.api import names_of_actors, needs
from duru.blocks.audit.api import (
    finish_review,
    list_entries,
    month_of,
    record_export,
    review_of,
    verifier_of_log,
    verify_log,
)
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import Export, list_page, render_page
from duru.site.audit_pages.tables import EntryFilters, EntryTable

CRUMB = ("개인정보 보호", "")


def _gate(request: HttpRequest, n_rows: int) -> None:
    record_export(
        actor=request.actor.audit, action="열람·처리 기록 내려받기", purpose="접속기록 점검", detail={"n_rows": n_rows}
    )


@needs("audit.see")
@readonly_view
def entries(request: HttpRequest) -> HttpResponse:
    return list_page(
        request,
        list_entries(),
        EntryTable,
        filterset=EntryFilters,
        title="열람·처리 기록",
        lead="누가 언제 누구의 정보를 왜 보았는지, 무엇이 거부되었는지 보여 줍니다. 한 번 적힌 기록은 고치거나 지울 수 없습니다.",
        export=Export("열람기록", gate=_gate),
        breadcrumbs=[CRUMB, ("열람·처리 기록", "")],
    )


@needs("audit.see")
@readonly_view
def chain(request: HttpRequest) -> HttpResponse:
    return render_page(
        request,
        "site/audit_chain.html",
        {
            "report": verify_log(tenant_id=request.tenant.id),
            "verifier": verifier_of_log(tenant_id=request.tenant.id),
            "checked_at": timezone.now(),
        },
        title="접속기록 검증",
        lead="처음 기록부터 차례로 다시 계산하고 서명한 확인점과 견주어, 바뀌거나 빠지거나 다시 만든 기록이 있는지 찾습니다.",
        breadcrumbs=[CRUMB, ("접속기록 검증", "")],
    )


class OpinionForm(forms.Form):
    opinion = forms.CharField(label="점검 의견", max_length=300, help_text="물어본 것과 답, 따로 조치한 것을 적습니다.")


@needs("audit.see")
def month(request: HttpRequest) -> HttpResponse:
    """Review a month of the log: what stands out, whom to ask, and that it was done."""
    since, until = month_of(_month_asked(request))
    review = review_of(since, until)
    is_over = until <= timezone.localdate()
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and is_over and not review.reviewed_at and form.is_valid():
        finish_review(actor=request.actor.audit, review=review, opinion=form.cleaned_data["opinion"])
        messages.success(request, "점검을 마쳤습니다. 의견과 수가 접속기록에 남았습니다.")
        return redirect(f"{reverse('audit:month')}?month={since:%Y-%m}")
    names = names_of_actors({each.actor_ref for each in review.unusual} | {review.reviewed_by or ""})
    return render_page(
        request,
        "site/audit_month.html",
        {
            "review": review,
            "is_over": is_over,
            "before": since - timedelta(days=1),
            "form": form,
            "reviewer": names.get(review.reviewed_by or "", ""),
            "unusual": [
                (
                    names.get(each.actor_ref) or each.actor_ref,
                    each,
                    f"{reverse('audit:list')}?{urlencode({'actor_ref': each.actor_ref})}",
                )
                for each in review.unusual
            ],
        },
        title=f"{since.year}년 {since.month}월 접속기록 점검",
        lead="한 달에 한 번, 평소와 다른 열람을 찾아 까닭을 물어보고 점검한 것을 남깁니다.",
        breadcrumbs=[CRUMB, ("월 점검", "")],
    )


def _month_asked(request: HttpRequest) -> date:
    """Return the first day of the month asked for, else of the last whole month."""
    asked = request.GET.get("month")
    if not asked:
        return timezone.localdate().replace(day=1) - timedelta(days=1)
    if asked == "now":
        return timezone.localdate().replace(day=1)
    try:
        first = date.fromisoformat(f"{asked}-01")
    except ValueError:
        raise Http404 from None
    if not 2000 <= first.year < 2200:
        raise Http404
    return first
