"""How long what is kept, what is over today, and the 파기대장."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.casework.api import list_kinds
from duru.blocks.ui.api import render_page
from duru.services.rights.enums import Subject
from duru.services.rights.operations import destroy_expired
from duru.services.rights.permissions import DESTROY, SEE_RETENTION
from duru.services.rights.queries import count_expired, list_destructions
from duru.services.rights.rules import Status, kept_longer_on, retention_on
from duru.services.rights.web.forms import DestroyForm

MOST_LINES = 100


@needs(SEE_RETENTION)
@require_http_methods(["GET", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = DestroyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = destroy_expired(by=request.actor, on=today, reason=form.cleaned_data["reason"], at=timezone.now())
        messages.success(request, f"{done.n:,}건을 파기하고 파기대장에 적었습니다.")
        return redirect("rights:retention")
    over = count_expired(on=today)
    return render_page(
        request,
        "rights/retention.html",
        {
            "rows": [
                (
                    Subject(key).label,
                    rule.years,
                    rule.counted_from,
                    over.get(key, 0),
                    rule.basis,
                    rule.status is Status.CHECKED,
                )
                for key, rule in retention_on(today).items()
            ],
            "case_rows": [
                (kind.label, rule.years, "끝난 다음 해 1월 1일", rule.basis, rule.is_checked)
                for kind in list_kinds()
                for rule in kind.kept
            ],
            "n_cases": over.get(Subject.CASES, 0),
            "exceptions": [
                (
                    row.whom_label,
                    ", ".join(str(each.label) for each in Subject if each in row.subjects),
                    row,
                    row.status is Status.CHECKED,
                )
                for row in kept_longer_on(today)
            ],
            "n_over": sum(over.values()),
            "lines": list_destructions()[:MOST_LINES],
            "can_destroy": may(request.actor, DESTROY),
            "form": form,
        },
        title="보유기간과 파기",
        lead="기간이 끝난 것은 되살릴 수 없게 지우고, 지운 것은 숫자로만 남깁니다.",
    )
