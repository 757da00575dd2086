"""The people behind a number: only with a purpose, and the look is recorded."""

from django.http import Http404, HttpRequest, HttpResponse

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.places.api import dong_names
from duru.blocks.registry.api import Purpose, flags_of_look, person_ref
from duru.blocks.statistics.errors import AskRefused
from duru.blocks.statistics.models import Rollup
from duru.blocks.statistics.operations.people import people_behind
from duru.blocks.statistics.permissions import DRILL
from duru.blocks.statistics.queries import get_rollup, grid_of
from duru.blocks.statistics.web.showing import CRUMB
from duru.blocks.ui.api import error_page, render_page

TITLE = "칸 뒤의 사람"


@needs(DRILL)
def people(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        rollup = get_rollup(public_id)
    except Rollup.DoesNotExist as unknown:
        raise Http404 from unknown
    row, column = request.GET.get("row"), request.GET.get("column")
    purpose = request.POST.get("purpose", "")
    context: dict = {"rollup": rollup, "purposes": Purpose.choices, "words": _words(rollup, row, column)}
    if request.method == "POST" and purpose in Purpose.values:
        try:
            found, n = people_behind(tenant=request.tenant, rollup=rollup, cell=(row, column), by=request.actor)
        except AskRefused as refused:
            return error_page(request, 403, reason=refused.message)
        people = list(found)
        names = dong_names([each.dong_code for each in people])
        record_look(
            actor=request.actor.audit, action="통계 칸 뒤의 사람 보기", purpose=str(Purpose(purpose).label),
            subjects=[person_ref(each.public_id) for each in people],
            flags=sorted({flag for each in people for flag in flags_of_look(request.actor, each)}),
            detail={"rollup": rollup.public_id, "row": row or "", "column": column or "", "n": n},
        )  # fmt: skip
        context |= {
            "people": [(each, names.get(each.dong_code, "")) for each in people], "n_hidden": n - len(people),
            "purpose": Purpose(purpose).label, "is_shown": True,
        }  # fmt: skip
    return render_page(
        request, "statistics/people.html", context, title=TITLE, lead="숫자가 아니라 사람을 보는 일입니다. 목적을 적고, 열람 기록에 남습니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )  # fmt: skip


def _words(rollup: Rollup, row: str | None, column: str | None) -> str:
    """Name the cell as the table does.

    Raises:
        Http404: there is no such cell.
    """
    grid = grid_of(rollup, outside=False)
    line = next((each for each in grid.lines if each.key == row), None)
    heading = next((each for each in grid.headings if each.column == column), None)
    if line is None or heading is None:
        raise Http404
    across = heading.words if column is not None else ""
    return " · ".join(part for part in (line.words, across) if part)
