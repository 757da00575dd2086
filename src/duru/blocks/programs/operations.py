"""Keys: issued, changed for another, taken back; and what happens when one knocks."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import connection, transaction
from django.utils import timezone

from duru.blocks.access.api import (
    Actor,
    Membership,
    NotAllowed,
    Organisation,
    Role,
    actor_of,
    add_member,
    check_may,
    system_actor,
)
from duru.blocks.audit.api import record_deed, record_denial
from duru.blocks.programs.enums import Scope
from duru.blocks.programs.errors import KeyRefused, NotAnswered
from duru.blocks.programs.models import ProgramKey
from duru.blocks.programs.permissions import ISSUE, SEE_OWN
from duru.blocks.programs.rules import OVERLAP, handle_of, key_digest, latest_end, new_key

MOST_A_MINUTE = 6_000
_FIND = b"""SELECT id, digest, revoked_at IS NOT NULL, expires_at, scopes, membership_id
FROM programs_programkey WHERE handle = $1"""
_COUNT = b"""UPDATE programs_programkey SET last_used_on = $3, minute_at = date_trunc('minute', $2::timestamptz),
  n_in_minute = CASE WHEN minute_at = date_trunc('minute', $2::timestamptz) THEN n_in_minute + 1 ELSE 1 END
WHERE id = $1 RETURNING n_in_minute, limit_a_minute"""


@dataclass(frozen=True, slots=True)
class Program:
    """An agency's program in one call: who it acts as and what its key opens."""

    actor: Actor
    scopes: frozenset[str]
    handle: str


@transaction.atomic
def issue_key(
    *,
    by: Actor,
    organisation: Organisation,
    label: str,
    scopes: Collection[str],
    until_on: date,
    at: datetime,
    limit_a_minute: int = 60,
) -> tuple[ProgramKey, str]:
    """Make a key for an agency's program and return it with the whole key, which is shown once and kept nowhere.

    Args:
        until_on: the first day on which it no longer works; a year from now at most.
        limit_a_minute: calls a minute, 1 to 6,000.

    Raises:
        NotAllowed: the actor may not issue keys.
        KeyRefused: no or unknown scopes, a day that is past or too far away, a limit out of bounds, an agency that ended.
    """
    check_may(by, ISSUE)
    today = timezone.localdate(at)
    if not scopes or set(scopes) - set(Scope.values):
        raise KeyRefused("쓸 곳을 하나 이상 골라 주세요.", field="scopes")
    if not today < until_on <= latest_end(today):
        raise KeyRefused("끝나는 날은 내일부터 한 해 안이어야 합니다.", field="until_on")
    if not 1 <= limit_a_minute <= MOST_A_MINUTE:
        raise KeyRefused("1분에 1번부터 6,000번까지 정할 수 있습니다.", field="limit_a_minute")
    if not organisation.is_active:
        raise KeyRefused("쓰지 않는 기관입니다.", field="organisation")
    account = add_member(
        by=system_actor("연동 열쇠 발급"),
        email=f"program-{organisation.public_id.lower()}@program.invalid",
        name="프로그램",
        organisation=organisation,
        role=Role.AGENCY_WORKER,
        duty="프로그램 연동",
        started_on=today,
    )
    return _make(
        by=by, membership_id=account.id, label=label.strip()[:60] or organisation.name, scopes=sorted(set(scopes)),
        limit_a_minute=limit_a_minute, expires_at=_start_of(until_on), at=at, action="연동 열쇠 발급",
    )  # fmt: skip


@transaction.atomic
def rotate_key(*, by: Actor, public_id: str, at: datetime) -> tuple[ProgramKey, str]:
    """Make a new key in place of a running one, with the same scopes, limit and end; the old one works on for a week at most.

    Raises:
        NotAllowed: the actor may not, or the key is another agency's.
        ProgramKey.DoesNotExist: there is none with this public id.
        KeyRefused: it no longer works, or was changed already.
    """
    old = _own_key(by, public_id)
    if old.revoked_at or old.expires_at <= at:
        raise KeyRefused("끝난 열쇠입니다. 시스템 관리자에게 새 열쇠를 요청해 주세요.")
    if ProgramKey.objects.filter(follows=old).exists():
        raise KeyRefused("이미 새 열쇠로 바꾼 열쇠입니다.")
    made = _make(
        by=by, membership_id=old.membership_id, label=old.label, scopes=old.scopes, limit_a_minute=old.limit_a_minute,
        expires_at=old.expires_at, at=at, action="연동 열쇠 바꿈", follows=old,
    )  # fmt: skip
    old.expires_at = min(old.expires_at, at + OVERLAP)
    old.save(update_fields=["expires_at"])
    return made


@transaction.atomic
def revoke_key(*, by: Actor, public_id: str, at: datetime) -> ProgramKey:
    """Take a key back: from now on it opens nothing. Safe to repeat.

    Raises:
        NotAllowed: the actor may not, or the key is another agency's.
        ProgramKey.DoesNotExist: there is none with this public id.
    """
    key = _own_key(by, public_id)
    if key.revoked_at is None:
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        record_deed(actor=by.audit, action="연동 열쇠 회수", detail={"key": key.handle}, at=at)
    return key


def knock(key: str, *, origin: str, at: datetime) -> Program:
    """Let a program in by its key and count the call. To be called in a transaction of its own, before the call's.

    Raises:
        NotAnswered: 401 no such key, or ended, or its agency has; 429 too many calls in this minute.
    """
    handle = handle_of(key)
    rows = connection.fetch_prepared(_FIND, [handle]) if handle else []
    if not rows or not hmac.compare_digest(bytes(rows[0][1]), key_digest(key)):
        raise NotAnswered(401, "없는 연동 열쇠입니다.")
    id_, _, is_revoked, expires_at, scopes, membership_id = rows[0]
    account = Membership.objects.select_related("user", "organisation").get(id=membership_id)
    if is_revoked or expires_at <= at or not account.is_active or not account.organisation.is_active:
        record_denial(actor=actor_of(account, origin=origin).audit, action="끝난 연동 열쇠", detail={"key": handle})
        raise NotAnswered(401, "끝난 연동 열쇠입니다. 새 열쇠로 바꿔 주세요.")
    n, limit = connection.fetch_prepared(_COUNT, [id_, at, timezone.localdate(at)])[0]
    if n > limit:
        raise NotAnswered(429, f"1분에 {limit}번까지 부를 수 있습니다. 잠시 뒤에 다시 불러 주세요.", 60 - at.second)
    return Program(actor_of(account, origin=origin), frozenset(scopes), str(handle))


def _own_key(by: Actor, public_id: str) -> ProgramKey:
    check_may(by, SEE_OWN)
    key = ProgramKey.objects.select_for_update(of=("self",)).select_related("membership").get(public_id=public_id)
    if not by.may(ISSUE) and key.membership.organisation_id != by.organisation_id:
        raise NotAllowed("다른 기관의 열쇠입니다.")
    return key


def _make(*, by: Actor, at: datetime, action: str, **columns) -> tuple[ProgramKey, str]:
    handle, whole = new_key()
    made = ProgramKey.objects.create(
        handle=handle, digest=key_digest(whole), issued_at=at, issued_by_id=by.membership_id, **columns
    )
    record_deed(actor=by.audit, action=action, detail={"key": handle, "scopes": list(made.scopes)}, at=at)
    return made, whole


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone()).astimezone(UTC)
