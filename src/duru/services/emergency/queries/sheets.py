"""The call sheet as one actor may see it: in an emergency through the glass, in a drill masked."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from duru.blocks.access.api import Actor, glass_open
from duru.blocks.maps.api import Home, nearest_places
from duru.blocks.places.api import FacilityKind, list_facilities
from duru.blocks.registry.api import people_visible_to
from duru.kernel.masking import mask_address, mask_name
from duru.services.emergency.enums import CallState
from duru.services.emergency.errors import GlassClosed
from duru.services.emergency.models import CallLine, Incident, KeyHolder
from duru.services.emergency.permissions import GLASS
from duru.services.emergency.queries.incidents import incident_ref
from duru.services.emergency.rules import Reason, shelters_on, tone_of

_ACCURACY = {"building": "", "road": "도로까지만", "dong": "동까지만"}
_HAS_UNIT = re.compile(r"호|층|지하|B\d")
_HOSPITALS = (FacilityKind.EMERGENCY_ROOM, FacilityKind.HOSPITAL)


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest place and its straight distance in metres."""

    name: str
    phone: str
    metres: int


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One person on the sheet. In a drill name and address are masked and telephones empty."""

    number: int
    public_id: str
    person_ref: str
    name: str
    age: int | None
    sex: str
    phone: str
    address: str
    where: str
    lon: float
    lat: float
    points: int
    tone: str
    reasons: tuple[Reason, ...]
    is_called: bool
    keys: tuple[tuple[str, str, str], ...]
    shelter: Near | None
    hospital: Near | None
    state: str
    state_word: str
    state_at: datetime | None
    state_by: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Some lines of a sheet, most at risk first, and how many there are in all."""

    incident: Incident
    lines: list[SheetLine] = field(default_factory=list)
    n: int = 0
    n_called: int = 0
    n_left: int = 0
    shelter_word: str = "대피할 곳"


def may_see_people(actor: Actor, incident: Incident, *, at: datetime) -> bool:
    """Tell whether the actor may see who is inside: always in a drill (masked), else through the glass."""
    return incident.is_drill or glass_open(actor, GLASS.key, incident_ref(incident.public_id), at=at) is not None


def get_sheet(
    actor: Actor,
    incident: Incident,
    *,
    at: datetime,
    is_everybody: bool = False,
    only: str = "",
    first: int = 0,
    limit: int = 1_000,
) -> Sheet:
    """Return lines of a sheet, most at risk first, numbered from 1; the caller logs the look.

    Args:
        is_everybody: those without any risk too.
        only: the public id of one line.

    Raises:
        GlassClosed: an emergency, and the actor has not broken the glass.
    """
    if not may_see_people(actor, incident, at=at):
        raise GlassClosed
    seen = CallLine.objects.filter(incident=incident, person__in=people_visible_to(actor).values("id"))
    called = seen.filter(is_called=True)
    chosen = seen if is_everybody else called
    if only:
        chosen = seen.filter(public_id=only)
    rows = list(
        chosen.select_related("person").order_by("-is_called", "-points", "person__dong_code", "id")[
            first : first + limit
        ]
    )
    on = timezone.localdate(incident.opened_at)
    places = _places(incident, on)
    shelters, hospitals = (nearest_places([(row.lon, row.lat) for row in rows], each) for each in places)
    keys = _keys(rows)
    exact = dict(
        Home.objects.filter(person_id__in=[row.person_id for row in rows])
        .order_by()
        .values_list("person_id", "accuracy")
    )
    lines = [
        _line(
            first + at_row + 1,
            row,
            incident,
            keys,
            shelters[at_row],
            hospitals[at_row],
            exact.get(row.person_id, ""),
            on,
        )
        for at_row, row in enumerate(rows)
    ]
    word = next((each.label for each in shelters_on(on) if each.hazard == incident.hazard), "대피할 곳")
    n_left = called.filter(state=CallState.WAITING).count()
    return Sheet(incident, lines, seen.count(), called.count(), n_left, word)


def _line(number, row, incident, keys, shelter, hospital, accuracy, on: date) -> SheetLine:
    person, is_masked = row.person, incident.is_drill
    # As lists type it, an address mostly ends with the unit already (지하1호 is B01).
    address = person.address if _HAS_UNIT.search(person.address) else f"{person.address} {person.unit}".strip()
    return SheetLine(
        number=number,
        public_id=row.public_id,
        person_ref=person.public_id,
        name=mask_name(person.name) if is_masked else person.name,
        age=on.year - person.birth_year if person.birth_year else None,
        sex=person.get_sex_display(),
        phone="" if is_masked else _spoken(person.phone),
        address=mask_address(address) if is_masked else address,
        where=_ACCURACY.get(accuracy, ""),
        lon=row.lon,
        lat=row.lat,
        points=row.points,
        tone=tone_of(row.points),
        reasons=tuple(
            Reason(code, label, points, date.fromisoformat(since) if since else None)
            for code, label, points, since in row.reasons
        ),
        is_called=row.is_called,
        keys=() if is_masked else keys.get(row.person_id, ()),
        shelter=_near(shelter),
        hospital=_near(hospital),
        state=row.state,
        state_word=row.get_state_display(),
        state_at=row.state_at,
        state_by=row.state_by,
        note=row.note,
    )


def _places(incident: Incident, on: date) -> tuple[list, list]:
    """Return shelters and hospitals outside the shape: a school that is flooded is no shelter."""
    import shapely  # slow import: the list of incidents needs none

    shape = shapely.from_wkb(bytes(incident.wkb))
    kinds = {kind for each in shelters_on(on) if each.hazard == incident.hazard for kind in each.kinds}
    found = []
    for wanted in (kinds, _HOSPITALS):
        places = list(list_facilities().filter(kind__in=list(wanted), lon__isnull=False))
        outside = [p for p in places if not shapely.intersects_xy(shape, p.lon, p.lat)]
        found.append(outside)
    emergency_rooms = [p for p in found[1] if p.kind == FacilityKind.EMERGENCY_ROOM]
    return found[0], emergency_rooms or found[1]


def _near(found) -> Near | None:
    return Near(found[0].name, found[0].phone, round(found[1])) if found else None


def _keys(rows: list[CallLine]) -> dict[int, tuple[tuple[str, str, str], ...]]:
    keys: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for holder in KeyHolder.objects.filter(person_id__in=[row.person_id for row in rows]).order_by("id"):
        keys[holder.person_id].append((holder.name, holder.relation, _spoken(holder.phone)))
    return {person: tuple(found) for person, found in keys.items()}


def _spoken(phone: str) -> str:
    """010-1234-5678: how a number is read and dialled from paper."""
    if len(phone) == 11:
        return f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
    return f"{phone[:-8]}-{phone[-8:-4]}-{phone[-4:]}" if len(phone) > 8 else phone
