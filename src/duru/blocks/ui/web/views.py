"""The style page: every part of the look on one page, with invented samples."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from duru.blocks.ui.lists import Export, list_page
from duru.blocks.ui.pages import confirm_page, render_page
from duru.blocks.ui.tables import BadgeColumn, DateColumn, LinkColumn, Table, TextColumn, VerdictColumn, WonColumn
from duru.blocks.ui.web import samples


class SampleForm(forms.Form):
    """Every kind of field once."""

    name = forms.CharField(label="이름", max_length=20, help_text="띄어쓰기 없이 적으세요.")
    born = forms.CharField(label="태어난 날", required=False, help_text="예: 1941-03-02 또는 410302")
    dong = forms.ChoiceField(label="동", choices=[("", "고르세요"), ("1", "한빛1동"), ("2", "한빛2동")])
    kinds = forms.MultipleChoiceField(
        label="받은 도움",
        choices=[("food", "식품"), ("fuel", "연료"), ("care", "돌봄")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    per = forms.ChoiceField(
        label="나누는 단위",
        choices=[("person", "사람"), ("household", "가구")],
        widget=forms.RadioSelect,
        initial="person",
    )
    reason = forms.CharField(label="보는 이유", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    is_agreed = forms.BooleanField(label="동의서를 받았습니다")
    file = forms.FileField(
        label="자료 파일", help_text="CSV, XLSX. 주민등록번호는 저장하기 전에 지웁니다.", required=False
    )


class SampleFilterForm(forms.Form):
    """Stands for a FilterSet's form: the samples have no table in the database."""

    show = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="이름", required=False)
    dong = forms.ChoiceField(
        label="동",
        choices=[("", "전체"), ("한빛1동", "한빛1동"), ("한빛2동", "한빛2동"), ("새솔동", "새솔동")],
        required=False,
    )


class SampleTable(Table):
    caption = "최근 겹침"
    row_header = "name"
    definitions = {"amount_won": "한 번에 준 금액 또는 물품의 값(원)"}

    name = LinkColumn(verbose_name="이름", url=lambda record: f"#{record['no']}")
    dong = TextColumn(verbose_name="동")
    given_on = DateColumn(verbose_name="준 날")
    amount_won = WonColumn(verbose_name="금액")
    verdict = VerdictColumn(verbose_name="판정")
    state = BadgeColumn(
        verbose_name="처리",
        tones={"open": "warning", "done": "success"},
        words={"open": "확인 필요", "done": "처리완료"},
    )


@require_safe
def guide(request: HttpRequest) -> HttpResponseBase:
    """Show every part. Shown only while developing and in a demo: it is no page of the service."""
    _check_allowed(request)
    if request.GET.get("show") == "confirm":
        return confirm_page(
            request,
            title="두 기록 나누기",
            question="이 기록을 다른 사람의 것으로 나눌까요?",
            consequences=["두 사람의 받은 내역이 따로 계산됩니다.", "나눈 결정은 계속 남아 다시 합쳐지지 않습니다."],
            confirm_label="나누기",
            cancel_url=request.path,
            is_danger=True,
        )
    if request.GET.get("show") == "list":
        filters = SampleFilterForm(request.GET)
        return list_page(
            request,
            _narrow(samples.rows(130), filters),
            SampleTable,
            title="겹침 목록",
            lead="같은 내용의 도움이 같은 기간에 두 번 이상 나간 기록입니다.",
            export=Export("겹침 목록", gate=lambda request, n_rows: None),
            breadcrumbs=[("겹침", "")],
            context={
                "filters": {
                    "form": filters,
                    "n_active": sum(map(bool, (filters["dong"].value(), filters["name"].value()))),
                }
            },
        )
    if request.GET.get("show") == "messages":
        for level in ("success", "info", "warning", "error"):
            getattr(messages, level)(request, samples.MESSAGES[level])
    return render_page(
        request,
        "ui/guide.html",
        _guide_context(request),
        title="화면 견본",
        lead="두루의 모든 화면은 이 조각들로 만듭니다. 여기 나오는 사람과 숫자는 지어낸 것입니다.",
        breadcrumbs=[("화면 견본", "")],
    )


# What `access.public_page` writes; that block stands above this one.
guide.needs_permission = "public"  # type: ignore[attr-defined]
guide.public_reason = "지어낸 견본만 있고, 시험자료 자치단체와 개발 중에만 열림"  # type: ignore[attr-defined]


def _narrow(rows: list[dict[str, Any]], filters: SampleFilterForm) -> list[dict[str, Any]]:
    if not filters.is_valid():
        return rows
    name, dong = filters.cleaned_data["name"], filters.cleaned_data["dong"]
    return [row for row in rows if name in row["name"] and dong in ("", row["dong"])]


def _check_allowed(request: HttpRequest) -> None:
    if not (settings.DEBUG or getattr(getattr(request, "tenant", None), "is_demo", False)):
        raise Http404


def _guide_context(request: HttpRequest) -> dict[str, Any]:
    wrong = SampleForm({"name": "", "born": "19410230", "per": "person"})
    wrong.add_error("born", "1941년 2월에는 30일이 없습니다.")
    table = SampleTable(samples.rows(6), request=request)
    return {
        "form": SampleForm(),
        "wrong": wrong,
        "table": table,
        "today": dt.date(2026, 11, 22),
        "facts": samples.FACTS,
        "events": samples.EVENTS,
        "months": samples.MONTHS,
        "year_rows": samples.year_rows(),
        "tabs": [
            {"label": "받은 내역", "url": "?", "is_current": True, "count": 14},
            {"label": "연결된 기록", "url": "?tab=records", "is_current": False, "count": 6},
            {"label": "열람 기록", "url": "?tab=looks", "is_current": False, "count": None},
        ],
        "chart_labels": ["한빛1동", "한빛2동", "새솔동", "너른동", "물결동"],
        "chart_series": [
            {"name": "식품", "values": [42, 31, 18, 25, 9]},
            {"name": "연료", "values": [7, 12, 22, 4, 16]},
        ],
        "line_labels": ["6월", "7월", "8월", "9월", "10월", "11월"],
        "line_series": [{"name": "겹침", "values": [61, 58, 49, 52, 40, 33]}],
        "amount": 1_234_567,
    }
