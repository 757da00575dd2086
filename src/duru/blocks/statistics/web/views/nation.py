"""The view across local governments: signed tables of several are checked and added, ours is signed and taken away. Nothing is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import needs
from duru.blocks.statistics.catalogue import find_standard, list_standards
from duru.blocks.statistics.enums import RollupState
from duru.blocks.statistics.errors import NoSnapshot
from duru.blocks.statistics.operations.cubes import publish_cube, signing_key
from duru.blocks.statistics.permissions import MANAGE
from duru.blocks.statistics.queries import list_snapshots
from duru.blocks.statistics.rules.cubes import add_cubes, unseal
from duru.blocks.statistics.rules.months import month_of, months_until
from duru.blocks.statistics.web.forms import CubesForm, OwnCubeForm
from duru.blocks.statistics.web.showing import CRUMB, answer_to
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused

TITLE = "여러 지역 합계"


@needs(MANAGE)
def nation(request: HttpRequest) -> HttpResponse:
    form = CubesForm(request.POST or None, request.FILES or None)
    shown = None
    if request.method == "POST" and form.is_valid():
        try:
            cubes = [unseal(file.read(), form.cleaned_data["keys"]) for file in form.cleaned_data["files"]]
            added = add_cubes(cubes)
        except Refused as refused:
            form.add_error("files", refused.message)
        else:
            standard = find_standard(cubes[0].table)
            shown = {
                "title": standard.title if standard else cubes[0].table, "month": cubes[0].month, "tenants": [each.tenant for each in cubes],
                "headings": list(zip(cubes[0].headings, cubes[0].additive, strict=True)), "lines": list(added.items()),
            }  # fmt: skip
    return render_page(
        request,
        "statistics/nation.html",
        {"form": form, "own": OwnCubeForm(list_standards()), "shown": shown, "public_key": _public_key(request)},
        title=TITLE,
        lead="자치단체가 서명해 보낸 집계 파일을 확인하고 더합니다. 사람의 자료는 오가지 않고, 사람 수는 지역끼리 더하지 않습니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(MANAGE)
@require_POST
def own_cube(request: HttpRequest) -> HttpResponse:
    form, newest = OwnCubeForm(list_standards(), request.POST), list_snapshots().first()
    if not form.is_valid() or newest is None:
        messages.error(request, "낼 통계표를 골라 주세요. 월말 자료가 먼저 있어야 합니다.")
        return redirect("statistics:nation")
    standard, month, now = find_standard(form.cleaned_data["table"]), month_of(newest.month_on), timezone.now()
    assert standard is not None  # the form knows no other
    try:
        rollup = answer_to(standard.question.over(months_until(month, standard.n_months)))
    except NoSnapshot as missing:
        messages.error(request, str(missing))
        return redirect("statistics:nation")
    if rollup.state != RollupState.DONE:
        messages.info(request, "셈하고 있습니다. 잠시 뒤 다시 눌러 주세요.")
        return redirect("statistics:nation")
    content = publish_cube(tenant=request.tenant, standard=standard, rollup=rollup, by=request.actor, now=now)  # type: ignore[attr-defined]  # middleware
    name = f"{request.tenant.code}-{standard.key}-{month}.json"  # type: ignore[attr-defined]  # middleware
    return HttpResponse(
        content,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _public_key(request: HttpRequest) -> str:
    key = signing_key(request.tenant).public_key().public_bytes_raw().hex()  # type: ignore[attr-defined]  # middleware
    return f"{request.tenant.code}={key}"  # type: ignore[attr-defined]  # middleware
