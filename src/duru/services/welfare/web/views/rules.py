"""The rule table, as an official reads it, and revises it by dated rows."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.benefits.api import Category, month_rules
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused
from duru.services.welfare.enums import Verdict
from duru.services.welfare.models import OverlapRule
from duru.services.welfare.operations import end_rule, revise_rule
from duru.services.welfare.permissions import EDIT_RULES, SEE_REPORT
from duru.services.welfare.rules import shipped_examples
from duru.services.welfare.web.forms import EndRuleForm, RuleForm
from duru.services.welfare.web.people import CRUMB

TITLE = "중복 규칙표"
_SIDES = {"public": "공적급여", "private": "민간 제공"}


@needs(SEE_REPORT)
@readonly_view
def rules(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(OverlapRule.objects.order_by("code", "-effective_from"))
    examples: dict[str, list] = {}
    for example in shipped_examples():
        examples.setdefault(example.code, []).append(example)
    groups = [
        (verdict, [_shown(row, examples.get(row.code, [])) for row in rows if row.verdict == verdict])
        for verdict in Verdict
    ]
    return render_page(
        request,
        "welfare/rules.html",
        {
            "groups": [group for group in groups if group[1]],
            "today": today,
            "n_rules": len(rows),
            "months": month_rules(),
            "can_edit": may(request.actor, EDIT_RULES),
        },
        title=TITLE,
        lead="점검이 쓰는 규칙 전부입니다. 두 지원이 여러 규칙에 걸리면 금지, 허용, 제한, 주의, 정보의 차례로 하나만 적용합니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(EDIT_RULES)
@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, code: str) -> HttpResponse:
    """Revise a rule from a day on; the code "new" begins a rule of the district's own."""
    row = None if code == "new" else _latest(code)
    form = RuleForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            revised = revise_rule(by=request.actor, at=timezone.now(), **form.revision())
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, f"{revised.code} 규칙을 {revised.effective_from:%Y. %-m. %-d.}부터 이대로 씁니다."
            )
            return redirect("welfare:rules")
    return render_page(
        request,
        "welfare/rule_edit.html",
        {"form": form, "row": row, "end_form": EndRuleForm() if row else None},
        title=f"{row.code} {row.title}" if row else "새 규칙",
        lead="지난 판정은 그때의 규칙대로 남습니다. 고친 내용은 적은 날부터 씁니다.",
        breadcrumbs=[CRUMB, (TITLE, reverse("welfare:rules")), ("고치기", "")],
    )


@needs(EDIT_RULES)
@require_http_methods(["POST"])
def finish_rule(request: HttpRequest, code: str) -> HttpResponse:
    row, form = _latest(code), EndRuleForm(request.POST)
    if form.is_valid():
        try:
            end_rule(by=request.actor, code=code, until_on=form.cleaned_data["until_on"], at=timezone.now())
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"{row.code} 규칙을 끝냈습니다.")
            return redirect("welfare:rules")
    return redirect("welfare:edit_rule", code)


def _latest(code: str) -> OverlapRule:
    row = OverlapRule.objects.filter(code=code).order_by("effective_from").last()
    if row is None:
        raise Http404
    return row


def _shown(row: OverlapRule, examples: list) -> dict:
    left = _side(row.left_programmes, row.left_categories, row.left_side)
    right = _side(row.right_programmes, row.right_categories, row.right_side)
    window = f"{row.days}일 안" if row.days else row.get_window_display()
    conditions = [row.get_unit_display(), window]
    if row.same:
        conditions.append(f"같은 {row.get_same_display()}")
    if row.provider != "any":
        conditions.append(row.get_provider_display())
    if row.counts:
        conditions.append(f"많아야 {row.most}{'번' if row.counts == 'times' else '개월'}")
    if row.gives_way:
        conditions.append(f"물러나는 쪽: {left if row.gives_way == 'left' else right}")
    return {
        "row": row, "left": left, "right": "" if row.counts else right, "conditions": " · ".join(conditions), "examples": examples,
    }  # fmt: skip


def _side(programmes, categories, side) -> str:
    named = ", ".join(programmes) or ", ".join(Category(value).label for value in categories)
    return " ".join(part for part in (_SIDES.get(side, ""), named) if part) or "모든 지원"
