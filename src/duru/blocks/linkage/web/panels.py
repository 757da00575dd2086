"""The records behind a person, on the person's page."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from duru.blocks.access.api import may
from duru.blocks.linkage.engine.model import shipped_model
from duru.blocks.linkage.enums import Band, Via
from duru.blocks.linkage.models import Link
from duru.blocks.linkage.permissions import DECIDE, SEE
from duru.blocks.linkage.queries.runs import count_fresh
from duru.blocks.linkage.rules import reasons_from_stored
from duru.blocks.linkage.templatetags.links import chance
from duru.blocks.registry.api import Person, PersonPanel, register_person_panel

BAND_TONES = {Band.CERTAIN: "success", Band.REVIEW: "caution", Band.NEW: "neutral", Band.HUMAN: "info"}
MOST_SHOWN = 60


def register_panels() -> None:
    """Put the linked records on every person's page."""
    register_person_panel(PersonPanel("links", "이 사람으로 이어진 기록", records_behind, SEE, 30))


def records_behind(request: HttpRequest, person: Person) -> str:
    links = list(
        Link.objects.filter(person=person)
        .select_related("record__organisation")
        .order_by("record__first_seen_at", "id")
    )
    rows = [
        {
            "link": link,
            "tone": BAND_TONES[Band(link.band)],
            "band": "주민 명단" if link.via == Via.REGISTER else link.get_band_display(),
            "chance": "–" if link.via == Via.REGISTER else chance(link.probability),
            "why": _why(link),
            "can_split": link.via != Via.REGISTER and len(links) > 1,
        }
        for link in links[:MOST_SHOWN]
    ]
    return render_to_string(
        "linkage/_records.html",
        {
            "rows": rows,
            "n_more": max(0, len(links) - MOST_SHOWN),
            "may_decide": may(request.actor, DECIDE),
            "n_fresh": count_fresh(),
        },
        request,
    )


def _why(link: Link) -> str:
    reasons = sorted(reasons_from_stored(shipped_model(), link.reasons), key=lambda reason: -abs(reason.bits))
    return ", ".join(reason.sentence for reason in reasons[:3])
