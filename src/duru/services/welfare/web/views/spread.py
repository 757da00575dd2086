"""How evenly support is spread over those whose need is known."""

from django.http import HttpRequest, HttpResponse

from duru.blocks.access.api import needs
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.services.welfare.permissions import SEE_SPREAD
from duru.services.welfare.queries import find_last_run
from duru.services.welfare.web.people import CRUMB

TITLE = "지원의 고름"
_STEPS = [f"{step * 10}%" for step in range(11)]


@needs(SEE_SPREAD)
@readonly_view
def spread(request: HttpRequest) -> HttpResponse:
    """Numbers only: nobody can be told from a curve of eleven points over everybody."""
    last = find_last_run()
    found = (last.counts.get("spread") if last else None) or {}
    won = found.get("won")
    season = (last.counts.get("season") if last else None) or {}
    return render_page(
        request,
        "welfare/spread.html",
        {
            "run": last,
            "spread": found,
            "season": season,
            "won": won,
            "labels": _STEPS,
            "series": [
                {"name": "금액", "values": _percent(won)},
                {"name": "횟수", "values": _percent(found["times"])},
                {"name": "고르게 나눈 것", "values": [step * 10 for step in range(11)]},
            ]
            if won
            else [],
            "measures": [
                (label, season[f"{key}_before"], season[f"{key}_after"]) for label, key in (("금액", "won"), ("횟수", "times"))
            ]
            if season
            else [],
        },
        title=TITLE,
        lead="어려움이 알려진 사람들 사이에 민간 자원과 구의 위문품이 얼마나 고르게 갔는지 봅니다.",
        breadcrumbs=[CRUMB, (TITLE, "")],
    )  # fmt: skip


def _percent(spread: dict) -> list[float]:
    return [round(share * 100, 1) for share in spread["lorenz"]]
