"""Check-offs, from the screen and from copies; who has a key."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from duru.blocks.access.api import Actor, check_may
from duru.blocks.audit.api import AuditActor, record_deed
from duru.blocks.registry.api import Person, person_ref
from duru.kernel.ids import new_public_id
from duru.services.emergency.enums import CallState
from duru.services.emergency.errors import CopyRefused, IncidentRefused
from duru.services.emergency.models import CallCheck, CallLine, Incident, KeyHolder, OfflineCopy
from duru.services.emergency.permissions import KEEP_KEYS, OPEN
from duru.services.emergency.queries.incidents import incident_ref

SYNC_LONGER = timedelta(days=3)
_MOST_CHECKS = 5_000


def check_line(*, by: Actor, incident: Incident, line_id: str, state: str, note: str = "", at: datetime) -> CallLine:
    """Write what became of one person. The last word counts, every one is kept.

    Raises:
        NotAllowed: `by` may not.
        IncidentRefused: no such line on this sheet, or no such state.
    """
    check_may(by, OPEN)
    line = CallLine.objects.select_related("person").filter(incident=incident, public_id=line_id).first()
    if line is None or state not in CallState.values:
        raise IncidentRefused("연락표에 없는 줄입니다. 화면을 다시 열어 주세요.")
    with transaction.atomic():
        CallCheck.objects.create(
            line=line, check_id=new_public_id(), state=state, note=note.strip()[:100], at=at, by_name=by.name
        )
        _settle([line.id])
        record_deed(
            actor=by.audit, action="연락 결과 적기", subjects=[person_ref(line.person.public_id), incident_ref(incident.public_id)],
            detail={"state": state}, at=at,
        )  # fmt: skip
    line.refresh_from_db()
    return line


def take_checks(*, copy_id: str, token: str, checks: Sequence[dict], at: datetime) -> int:
    """Take the check-offs of an offline copy when the network is back; returns how many were new. Safe to repeat.

    What a copy says of a line it does not have, of a state there is not, or of a time to come is left out.

    Raises:
        CopyRefused: no such copy, a wrong secret, or too late.
    """
    copy = OfflineCopy.objects.select_related("incident", "made_by__user").filter(public_id=copy_id).first()
    given = hashlib.sha256(token.encode()).digest()
    if copy is None or not hmac.compare_digest(given, bytes(copy.token_hash)):
        raise CopyRefused("이 사본의 결과를 받을 수 없습니다. 파일이 맞는지 확인해 주세요.")
    if at > copy.until_at + SYNC_LONGER:
        raise CopyRefused("보낼 수 있는 때가 지났습니다. 결과를 화면에서 직접 적어 주세요.")
    lines = dict(CallLine.objects.filter(incident_id=copy.incident_id).values_list("public_id", "id"))
    rows = []
    for check in list(checks)[:_MOST_CHECKS]:
        made = _time_of(check.get("at"))
        known = isinstance(check.get("id"), str) and re.fullmatch(r"[0-9A-Za-z-]{8,40}", check["id"])
        if (
            known
            and check.get("line") in lines
            and check.get("state") in CallState.values
            and made
            and made <= at + timedelta(minutes=10)
        ):
            rows.append(
                CallCheck(
                    line_id=lines[check["line"]], check_id=check["id"], state=check["state"], note=_note(check.get("note")),
                    at=min(made, at), by_name=copy.made_by.user.name[:40], copy=copy,
                )
            )  # fmt: skip
    with transaction.atomic():
        known_ids = set(
            CallCheck.objects.filter(check_id__in=[row.check_id for row in rows]).values_list("check_id", flat=True)
        )
        new = list({row.check_id: row for row in rows if row.check_id not in known_ids}.values())
        CallCheck.objects.bulk_create(new, ignore_conflicts=True)
        _settle([row.line_id for row in new])
        OfflineCopy.objects.filter(id=copy.id).update(synced_at=at)
        if new:
            record_deed(
                actor=AuditActor(ref=f"user:{copy.made_by.user_id}", department=copy.made_by.department, duty="오프라인 사본"),
                action="사본의 연락 결과 받기", subjects=[incident_ref(copy.incident.public_id)], detail={"n": len(new)}, at=at,
            )  # fmt: skip
    return len(new)


def _note(value: object) -> str:
    """Return what can be kept of a note: a letter that no column holds must not take the other check-offs along."""
    return "".join(letter for letter in str(value or "") if letter.isprintable())[:100]


def _settle(line_ids: Sequence[int]) -> None:
    """Let each line say what its last check-off says, by the time it was made, not by the time it came."""
    for check in (
        CallCheck.objects.filter(line_id__in=set(line_ids)).order_by("line_id", "-at", "-id").distinct("line_id")
    ):
        CallLine.objects.filter(id=check.line_id).update(
            state=check.state, state_at=check.at, state_by=check.by_name, note=check.note
        )


def _time_of(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def set_key_holder(*, by: Actor, person: Person, name: str, relation: str, phone: str, at: datetime) -> KeyHolder:
    """Write who can open somebody's door; the same number again changes name and relation.

    Raises:
        NotAllowed: `by` may not.
        IncidentRefused: no name, or no telephone number.
    """
    check_may(by, KEEP_KEYS)
    digits = re.sub(r"\D", "", phone)
    if not name.strip() or not 8 <= len(digits) <= 12:
        raise IncidentRefused("열쇠를 맡은 사람의 이름과 전화번호를 적어 주세요.", field="phone")
    with transaction.atomic():
        holder, _ = KeyHolder.objects.update_or_create(
            person=person, phone=digits, defaults={"name": name.strip()[:40], "relation": relation.strip()[:20]}
        )
        record_deed(actor=by.audit, action="열쇠 맡은 사람 적기", subjects=[person_ref(person.public_id)], at=at)
    return holder


def take_key_back(*, by: Actor, person: Person, public_id: str, at: datetime) -> None:
    """Remove a key-holder; one that is gone already changes nothing.

    Raises:
        NotAllowed: `by` may not.
    """
    check_may(by, KEEP_KEYS)
    with transaction.atomic():
        if KeyHolder.objects.filter(person=person, public_id=public_id).delete()[0]:
            record_deed(actor=by.audit, action="열쇠 맡은 사람 지우기", subjects=[person_ref(person.public_id)], at=at)
