"""Open an emergency with its call sheet, break its glass, end it."""

from __future__ import annotations

from datetime import datetime

import shapely
from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, GlassOpening, NotAllowed, check_may, open_glass
from duru.blocks.audit.api import record_deed
from duru.blocks.maps.api import Area, homes_in
from duru.services.emergency.enums import CallState, Hazard
from duru.services.emergency.errors import IncidentRefused
from duru.services.emergency.models import CallLine, Incident
from duru.services.emergency.permissions import GLASS, OPEN
from duru.services.emergency.queries.facts import facts_of
from duru.services.emergency.queries.incidents import incident_ref
from duru.services.emergency.rules import assess, risks_on
from duru.services.emergency.rules.risks import SOON

MOST_PEOPLE = 50_000


def open_incident(*, by: Actor, area: Area, hazard: str, note: str, at: datetime, is_drill: bool = False) -> Incident:
    """Open an emergency or a drill: who lives inside is put on its sheet, most at risk first, as the tables of today say.

    An emergency breaks the glass for the one who opens it, with `note` as the reason; a drill breaks none.

    Raises:
        NotAllowed: `by` may not open emergencies, or is a machine.
        GlassRefused: the note says too little for a reason.
        IncidentRefused: no such kind, nobody lives inside, or more than 50,000 do.
    """
    check_may(by, OPEN)
    if by.membership_id is None:
        raise NotAllowed("긴급 상황은 사람만 열 수 있습니다. 본인 계정으로 로그인해 주세요.")
    if hazard not in Hazard.values:
        raise IncidentRefused("무슨 재난인지 골라 주세요.", field="hazard")
    if not note.strip():
        raise IncidentRefused("무슨 일인지 적어 주세요.", field="note")
    homes = homes_in(area)
    if not homes:
        raise IncidentRefused("이 구역에 사는 사람이 없습니다. 구역을 넓혀 주세요.", field="area")
    if len(homes) > MOST_PEOPLE:
        raise IncidentRefused(
            f"{len(homes):,}명이 살아 한 번에 볼 수 없습니다. 동이나 하천 가까이로 좁혀 주세요.", field="area"
        )
    on = timezone.localdate(at)
    with transaction.atomic():
        incident = Incident.objects.create(
            hazard=hazard, is_drill=is_drill, label=area.label[:120], note=note.strip()[:200], wkb=shapely.to_wkb(area.shape),
            n_inside=len(homes), opened_by_id=by.membership_id, opened_at=at,
        )  # fmt: skip
        risks, facts = risks_on(on), facts_of([home.person_id for home in homes], on=on)
        CallLine.objects.bulk_create(_lines(incident, homes, facts, risks, on), batch_size=2_000)
        record_deed(
            actor=by.audit, action="훈련 열기" if is_drill else "긴급 상황 열기", purpose=f"{incident.get_hazard_display()}: {note.strip()[:150]}",
            subjects=[incident_ref(incident.public_id)], detail={"n_inside": len(homes), "hazard": hazard, "is_drill": is_drill}, at=at,
        )  # fmt: skip
        if not is_drill:
            break_glass(by=by, incident=incident, reason=note, at=at)
    return incident


def _lines(incident, homes, facts, risks, on):
    for home in homes:
        if home.person_id not in facts:
            continue
        points, reasons = assess(facts[home.person_id], incident.hazard, risks, on=on)
        yield CallLine(
            incident=incident,
            person_id=home.person_id,
            lon=home.lon,
            lat=home.lat,
            points=points,
            reasons=[[r.code, r.label, r.points, r.since_on.isoformat() if r.since_on else ""] for r in reasons],
            is_called=points >= SOON or any(reason.is_telling for reason in reasons),
        )


def break_glass(*, by: Actor, incident: Incident, reason: str, at: datetime) -> GlassOpening:
    """Open the people of an emergency for one more official, for twelve hours; what is open already is returned.

    Raises:
        NotAllowed, GlassRefused: as `access.open_glass`.
    """
    return open_glass(by=by, key=GLASS.key, subject=incident_ref(incident.public_id), reason=reason, at=at)


def close_incident(*, by: Actor, incident: Incident, at: datetime) -> Incident:
    """Say that an emergency is over; its sheet stays a year. Closing again changes nothing.

    Raises:
        NotAllowed: `by` may not.
    """
    check_may(by, OPEN)
    with transaction.atomic():
        found = Incident.objects.select_for_update(of=("self",)).get(id=incident.id)
        if found.closed_at is None:
            found.closed_at = at
            found.save(update_fields=["closed_at"])
            n_left = CallLine.objects.filter(incident=found, is_called=True, state=CallState.WAITING).count()
            record_deed(
                actor=by.audit,
                action="긴급 상황 끝내기",
                subjects=[incident_ref(found.public_id)],
                detail={"n_left": n_left},
                at=at,
            )
    return found


def forget_old_sheets(*, before: datetime) -> int:
    """Delete the lines, check-offs and copies of incidents that ended before a moment; the incidents themselves stay. Returns how many lines."""
    old = Incident.objects.filter(opened_at__lt=before)
    n = CallLine.objects.filter(incident__in=old).count()
    CallLine.objects.filter(incident__in=old).delete()
    return n
