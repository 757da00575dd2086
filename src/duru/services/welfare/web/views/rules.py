"""The rule table, as an official reads it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from duru.blocks.access.api import needs
from duru.blocks.benefits.api import Category
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.services.welfare.enums import Verdict
from duru.services.welfare.models import OverlapRule
from duru.services.welfare.permissions import SEE_REPORT
from duru.services.welfare.web.people import CRUMB

_SIDES = {"public": "공적급여", "private": "민간 제공"}


@needs(SEE_REPORT)
@readonly_view
def rules(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = list(OverlapRule.objects.order_by("code", "-effective_from"))
    groups = [(verdict, [_shown(row) for row in rows if row.verdict == verdict]) for verdict in Verdict]
    return render_page(
        request,
        "welfare/rules.html",
        {"groups": [group for group in groups if group[1]], "today": today, "n_rules": len(rows)},
        title="중복 규칙표",
        lead="점검이 쓰는 규칙 전부입니다. 두 지원이 여러 규칙에 걸리면 금지, 허용, 제한, 주의, 정보의 차례로 하나만 적용합니다.",
        breadcrumbs=[CRUMB, ("중복 규칙표", "")],
    )


def _shown(row: OverlapRule) -> dict:
    left = _side(row.left_programmes, row.left_categories, row.left_side)
    right = _side(row.right_programmes, row.right_categories, row.right_side)
    window = f"{row.days}일 안" if row.days else row.get_window_display()
    conditions = [row.get_unit_display(), window]
    if row.same:
        conditions.append(f"같은 {row.get_same_display()}")
    if row.provider != "any":
        conditions.append(row.get_provider_display())
    return {"row": row, "left": left, "right": right, "conditions": " · ".join(conditions)}


def _side(programmes, categories, side) -> str:
    named = ", ".join(programmes) or ", ".join(Category(value).label for value in categories)
    return " ".join(part for part in (_SIDES.get(side, ""), named) if part) or "모든 지원"
