"""Take a call sheet along: one encrypted file."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import shapely
from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import EntryKind, record_deed
from duru.blocks.maps.api import draw_svg
from duru.blocks.registry.api import person_ref
from duru.services.emergency.enums import CallState
from duru.services.emergency.errors import CopyRefused
from duru.services.emergency.models import Incident, OfflineCopy
from duru.services.emergency.offline import seal
from duru.services.emergency.permissions import OPEN
from duru.services.emergency.queries.incidents import incident_ref
from duru.services.emergency.queries.sheets import Sheet, SheetLine, get_sheet

SHORTEST_PASSPHRASE = 10
MOST_HOURS = 72
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Copy:
    """The file, and its name."""

    name: str
    content: bytes
    n_lines: int


def make_copy(
    *,
    by: Actor,
    incident: Incident,
    passphrase: str,
    hours: int,
    sync_url: str,
    tenant_name: str,
    is_demo: bool,
    at: datetime,
) -> Copy:
    """Make one encrypted file of the people to call, as the actor may see them; it opens for so many hours.

    Args:
        sync_url: absolute address that takes check-offs back; "@" stands for the copy's public id.

    Raises:
        NotAllowed, GlassClosed: as `get_sheet`.
        CopyRefused: a passphrase shorter than 10 letters, hours outside 1 to 72, or nobody to call.
    """
    check_may(by, OPEN)
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise CopyRefused(
            "암호문은 열 글자가 넘어야 합니다. 낱말 네 개를 이어 적으면 외우기 쉽습니다.", field="passphrase"
        )
    if not 1 <= hours <= MOST_HOURS:
        raise CopyRefused("사본은 한 시간에서 사흘까지 열리게 할 수 있습니다.", field="hours")
    sheet = get_sheet(by, incident, at=at, limit=MOST_LINES)
    if not sheet.lines:
        raise CopyRefused("부를 사람이 없어 사본을 만들지 않습니다.")
    token = secrets.token_urlsafe(32)
    until = at + timedelta(hours=hours)
    with transaction.atomic():
        copy = OfflineCopy.objects.create(
            incident=incident, made_by_id=by.membership_id, made_at=at, until_at=until, n_lines=len(sheet.lines),
            token_hash=hashlib.sha256(token.encode()).digest(),
        )  # fmt: skip
        record_deed(
            actor=by.audit, action="오프라인 사본 만들기", purpose=f"{incident.get_hazard_display()}: {incident.note}"[:200],
            subjects=[incident_ref(incident.public_id), *(person_ref(line.person_ref) for line in sheet.lines)],
            detail={"copy": copy.public_id, "hours": hours, "n": len(sheet.lines)}, kind=EntryKind.EXPORT, at=at,
        )  # fmt: skip
    sync_url = sync_url.replace("@", copy.public_id)
    content = {
        **_content(sheet, incident, by, tenant_name),
        "demo": is_demo,
        "sync": {"url": sync_url, "token": token},
    }
    origin = "/".join(sync_url.split("/")[:3])
    day = timezone.localtime(at)
    return Copy(
        f"긴급연락표-{day:%m%d-%H%M}.html",
        seal(content, passphrase=passphrase, ident=copy.public_id, until=timezone.localtime(until), origin=origin),
        len(sheet.lines),
    )


def _content(sheet: Sheet, incident: Incident, by: Actor, tenant_name: str) -> dict:
    return {
        "hazard": incident.get_hazard_display(),
        "label": incident.label,
        "note": incident.note,
        "drill": incident.is_drill,
        "opened": incident.opened_at.isoformat(),
        "made": f"{tenant_name} {by.name}",
        "shelter": sheet.shelter_word,
        "states": {str(state): str(state.label) for state in CallState if state != CallState.WAITING},
        "svg": sheet_svg(sheet),
        "lines": [
            {
                "id": line.public_id,
                "number": line.number,
                "name": line.name,
                "who": who(line),
                "phone": line.phone,
                "address": line.address,
                "where": line.where,
                "tone": line.tone,
                "why": ", ".join(reason.label for reason in line.reasons),
                "keys": line.keys,
                "shelter": f"{line.shelter.name} {line.shelter.metres:,}m {line.shelter.phone}" if line.shelter else "",
                "hospital": f"{line.hospital.name} {line.hospital.metres:,}m {line.hospital.phone}"
                if line.hospital
                else "",
                "state": line.state,
                "note": line.note,
            }
            for line in sheet.lines
        ],
    }


def who(line: SheetLine) -> str:
    """Return age and sex in words: 84세 여."""
    return " ".join(part for part in (f"{line.age}세" if line.age is not None else "", line.sex) if part)


def sheet_svg(sheet: Sheet, *, most: int = 150) -> str:
    """Draw the shape with the first people of a sheet as numbers, for paper and copies; houses with several show the first number."""
    points: dict[tuple[float, float], tuple[str, str]] = {}
    for line in sheet.lines[:most]:
        points.setdefault((line.lon, line.lat), (str(line.number), line.tone))
    incident = sheet.incident
    return draw_svg(
        shapely.from_wkb(bytes(incident.wkb)),
        [(lon, lat, number, tone) for (lon, lat), (number, tone) in points.items()],
        on=timezone.localdate(incident.opened_at),
        label=f"{incident.label} 지도",
    )
