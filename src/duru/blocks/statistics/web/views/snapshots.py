"""The months that are kept: versions, what they hold, whether they are whole, and what has changed since."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from duru.blocks.access.api import needs
from duru.blocks.statistics.catalogue import list_tables
from duru.blocks.statistics.models import Snapshot
from duru.blocks.statistics.operations.files import check_files
from duru.blocks.statistics.permissions import MANAGE
from duru.blocks.statistics.queries import list_snapshots
from duru.blocks.statistics.rules.months import last_full_month, month_of, months_until
from duru.blocks.statistics.tasks import make_month
from duru.blocks.statistics.web.forms import MonthForm
from duru.blocks.statistics.web.showing import CRUMB
from duru.blocks.ui.api import render_page

TITLE = "월말 자료"


@needs(MANAGE)
def snapshots(request: HttpRequest) -> HttpResponse:
    months = list(reversed(months_until(last_full_month(timezone.localdate()), 24)))
    form = MonthForm(months, request.POST or None)
    if request.method == "POST" and form.is_valid():
        make_month.defer(month=form.cleaned_data["month"], reason=form.cleaned_data["reason"])
        messages.success(request, "월말 자료 만들기를 맡겼습니다. 끝나면 아래 목록에 나옵니다.")
        return redirect("statistics:snapshots")
    rows = list(list_snapshots()[:120])
    newest = {row.month_on: row.version for row in reversed(rows)}
    return render_page(
        request,
        "statistics/snapshots.html",
        {
            "rows": [(row, newest[row.month_on] == row.version, _late(row)) for row in rows],
            "form": form,
            "tables": list_tables(),
        },
        title=TITLE,
        lead="달이 끝나면 원장을 그 순간 그대로 떠 둡니다. 사람은 가명으로만 남고, 한 번 뜬 자료는 고치지 않습니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(MANAGE)
def snapshot(request: HttpRequest, public_id: str) -> HttpResponse:
    found = Snapshot.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    before = Snapshot.objects.filter(month_on=found.month_on, version=found.version - 1).first()
    then = before.manifest["tables"] if before else {}
    labels = {each.key: each for each in list_tables()}
    broken = check_files(request.tenant, found)
    rows = [
        {
            "label": labels[key].label if key in labels else key, "means": labels[key].row_means if key in labels else "",
            "rows": each["rows"], "kb": each["size"] / 1000, "sha256": each["sha256"], "is_whole": key not in broken,
            "before": then.get(key, {}).get("rows"), "is_same": then.get(key, {}).get("content") == each["content"],
        }
        for key, each in found.manifest["tables"].items()
    ]  # fmt: skip
    return render_page(
        request,
        "statistics/snapshot.html",
        {"snapshot": found, "rows": rows, "before": before, "late": _late(found), "month": month_of(found.month_on)},
        title=f"{month_of(found.month_on).words} 제{found.version}판",
        breadcrumbs=[CRUMB, (TITLE, "/statistics/snapshots"), (str(found), "")],
    )


def _late(found: Snapshot) -> int:
    """Return how many days after the month's end it was read."""
    return (timezone.localdate(found.read_at) - month_of(found.month_on).last).days
