"""Entries of the log: deeds inside their transaction, looks and denials outside."""

import json
from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.utils import timezone

from duru.blocks.audit.actors import AuditActor
from duru.blocks.audit.enums import EntryKind
from duru.blocks.audit.models import AuditEntry
from duru.blocks.audit.rules import time_flags
from duru.blocks.tenancy.api import current_tenant_id, tenant_scope
from duru.kernel.ids import new_public_id

_COLUMNS = (
    "public_id, at, kind, action, purpose, actor_ref, actor_department, actor_duty, origin, subject_refs, flags, detail"
)
# For a deed that writes all its rows in one statement: a part of it, `:deed` being what `deed_as_json` gives.
DEED_PART = (
    f"INSERT INTO audit_auditentry ({_COLUMNS}) SELECT {_COLUMNS} "
    "FROM json_populate_record(NULL::audit_auditentry, :deed) RETURNING id"
)
_ADD = DEED_PART.replace(":deed", "$1::json").encode()


def record_deed(
    *,
    actor: AuditActor,
    action: str,
    purpose: str = "",
    subjects: Sequence[str] = (),
    flags: Sequence[str] = (),
    detail: dict | None = None,
    kind: str = EntryKind.DEED,
    at: datetime | None = None,
) -> None:
    """Write what is being done into the log, in the deed's own transaction: when one fails, both are undone.

    Args:
        subjects: references of the persons concerned (`person:<public_id>`, `record:<public_id>`).
        detail: counts and codes only, never names, numbers or addresses of residents.
    """
    deed = _columns(kind, actor, action, purpose, subjects, flags, detail, at)
    connection.fetch_prepared(_ADD, [_as_json(deed)])


def deed_as_json(*, actor: AuditActor, action: str, subjects: Sequence[str], detail: dict, at: datetime) -> str:
    """Put a deed into words for `DEED_PART`; arguments as for `record_deed`."""
    return _as_json(_columns(EntryKind.DEED, actor, action, "", subjects, (), detail, at))


def _as_json(columns: dict) -> str:
    return json.dumps({"public_id": new_public_id(), **columns}, default=str)


@dataclass
class LookBook:
    """What one request has looked at and been refused; written when its transaction has ended, before the page is sent."""

    entries: list[dict] = field(default_factory=list)


_book: ContextVar[LookBook | None] = ContextVar("duru_look_book", default=None)


def record_look(
    *,
    actor: AuditActor,
    action: str,
    purpose: str,
    subjects: Sequence[str],
    flags: Sequence[str] = (),
    detail: dict | None = None,
) -> None:
    """Record that persons were looked at. Within a web request it is committed separately before the page is sent.

    One entry per page lists all its subjects. Outside a request (jobs, command line) it is written at once.
    """
    _note(_columns(EntryKind.LOOK, actor, action, purpose, subjects, flags, detail, None))


def record_denial(*, actor: AuditActor, action: str, subjects: Sequence[str] = (), detail: dict | None = None) -> None:
    """Record that something was refused; it stays although the refused request is rolled back."""
    _note(_columns(EntryKind.DENIAL, actor, action, "", subjects, (), detail, None))


def record_export(
    *, actor: AuditActor, action: str, purpose: str, subjects: Sequence[str] = (), detail: dict | None = None
) -> None:
    """Record a download with its reason (안전성 확보조치 기준 §8②: every download, its reason checked)."""
    _note(_columns(EntryKind.EXPORT, actor, action, purpose, subjects, (), detail, None))


def open_look_book() -> object:
    """Start collecting the looks of one request; returns a token for `close_look_book`."""
    return _book.set(LookBook())


def close_look_book(token, *, tenant_id: int | None) -> None:
    """Commit the looks of one request in a transaction of their own. A failure here must stop the page."""
    book = _book.get()
    _book.reset(token)
    if book and book.entries and tenant_id is not None:
        with tenant_scope(tenant_id):
            for entry in book.entries:
                connection.fetch_prepared(_ADD, [_as_json(entry)])


def _note(columns: dict) -> None:
    current_tenant_id()  # a look without a tenant is a programming error: say so at once
    book = _book.get()
    if book is None:
        AuditEntry.objects.create(**columns)
    else:
        book.entries.append(columns)


def _columns(kind, actor, action, purpose, subjects, flags, detail, at) -> dict:
    at = at or timezone.now()
    marks = [*flags]
    if kind in (EntryKind.LOOK, EntryKind.EXPORT, EntryKind.LOGIN):
        marks += time_flags(timezone.localtime(at))
    return {
        "at": at,
        "kind": kind,
        "action": action,
        "purpose": purpose,
        "actor_ref": actor.ref,
        "actor_department": actor.department,
        "actor_duty": actor.duty,
        "origin": actor.origin,
        "subject_refs": list(dict.fromkeys(subjects)),
        "flags": marks,
        "detail": detail or {},
    }
