"""All rows that a deed leaves behind, written by one statement that the server plans once a connection and kind of deed.

Rows travel as JSON and the table itself says what types they have, so that the statement is the same for one row and for
twenty. Its parts see the tables as they were before it: no row may be touched by two of them.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.db import connection, models

from duru.blocks.audit.api import DEED_PART
from duru.blocks.casework.enums import TimerKind
from duru.blocks.casework.models import Case, CaseEvent, Task

_NOT_GIVEN = {"id", "tenant_id", "case_id"}
_TASK = tuple(each.attname for each in Task._meta.concrete_fields if each.attname not in _NOT_GIVEN)
_EVENT = tuple(each.attname for each in CaseEvent._meta.concrete_fields if each.attname not in _NOT_GIVEN)
# What a deed may change of a case, and what it leaves on a task it ends.
MUTABLE = ("state", "officer_id", "due_at", "outcome", "closed_at", "merged_into_id", "variables")
_ENDED = ("id", "state", "done_at", "done_by_id", "opinion", "note", "answers")


class Alarm(NamedTuple):
    """A timer to be set: of a task, which may be new, or of the case itself."""

    kind: TimerKind
    at: datetime
    task: Task | None


_PARTS = {
    "opened": f"""
        INSERT INTO casework_task (case_id, {", ".join(_TASK)})
        SELECT :case, {", ".join(_TASK)} FROM json_populate_recordset(NULL::casework_task, :opened) RETURNING id, public_id""",
    "ended": f"""
        UPDATE casework_task t SET {", ".join(f"{each} = r.{each}" for each in _ENDED[1:])}
        FROM json_populate_recordset(NULL::casework_task, :ended) r WHERE t.id = r.id""",
    "calmed": "DELETE FROM casework_timer WHERE case_id = :case AND task_id = ANY (:ids)",
    "silenced": "DELETE FROM casework_timer WHERE case_id = :case AND task_id IS NULL",
    "cancelled": """
        UPDATE casework_task SET state = 'cancelled', done_at = :at
        WHERE case_id = :case AND state = 'open' AND id <> ALL (:ids)""",
    "quiet": "DELETE FROM casework_timer WHERE case_id = :case",
    "alarms": """
        INSERT INTO casework_timer (case_id, task_id, kind, at) SELECT :case, r.task_id, r.kind, r.at
        FROM json_populate_recordset(NULL::casework_timer, :alarms) r""",
    "alarms_of_new": """
        INSERT INTO casework_timer (case_id, task_id, kind, at) SELECT :case, opened.id, r.kind, r.at
        FROM json_to_recordset(:alarms_of_new) AS r (task text, kind text, at timestamptz)
        JOIN opened ON opened.public_id = r.task""",
    "told": f"""
        INSERT INTO casework_caseevent (case_id, {", ".join(_EVENT)})
        SELECT :case, {", ".join(_EVENT)} FROM json_populate_recordset(NULL::casework_caseevent, :told) RETURNING id""",
    "logged": DEED_PART,
}
_CASE = f"""
UPDATE casework_case c SET version = c.version + 1, dump = :dump, {", ".join(f"{each} = r.{each}" for each in MUTABLE)}
FROM json_populate_record(NULL::casework_case, :changed) r WHERE c.id = :case RETURNING """
_TYPES = {"case": "bigint", "ids": "bigint[]", "at": "timestamptz", "dump": "bytea"}  # all others are JSON


def write_rows(
    case: Case,
    *,
    at: datetime,
    opened: Sequence[Task],
    ended: Sequence[Task],
    alarms: Sequence[Alarm],
    told: Sequence[CaseEvent],
    ends: bool,
    silences_case: bool,
    deed: str,
) -> None:
    """Write a change of a case and its entry in the audit log; new tasks and lines of history get their ids, the case its next version.

    Args:
        opened, alarms, told: new rows; an alarm may be of a new task.
        ended: open tasks that are done now; their alarms go.
        ends: the case is over: open tasks are cancelled and all alarms go.
        silences_case: the alarms of the case itself go.
        deed: what the audit log is told.
    """
    of_new = [each for each in alarms if each.task is not None and each.task.id is None]
    parts = {
        "opened": opened, "ended": ended, "calmed": ended and not ends, "silenced": silences_case and not ends,
        "cancelled": ends, "quiet": ends, "alarms": len(alarms) > len(of_new), "alarms_of_new": of_new, "told": told, "logged": deed,
    }  # fmt: skip
    query, names = _statement(tuple(name for name, rows in parts.items() if rows))
    values = {
        "case": case.id, "opened": lambda: _json(opened, _TASK), "ended": lambda: _json(ended, _ENDED),
        "ids": [task.id for task in ended], "at": at, "dump": case.dump, "told": lambda: _json(told, _EVENT),
        "alarms": lambda: _alarms([each for each in alarms if each not in of_new]),
        "alarms_of_new": lambda: _alarms(of_new), "changed": lambda: _json([case], MUTABLE)[1:-1],
        "deed": deed,
    }  # fmt: skip
    ((made, lines),) = connection.fetch_prepared(
        query, [value() if callable(value := values[name]) else value for name in names]
    )
    for rows, ids in ((opened, made), (told, lines)):
        for row, id in zip(rows, ids, strict=True):
            row.id, row._state.adding = id, False
    case.version += 1


@lru_cache(maxsize=64)
def _statement(parts: tuple[str, ...]) -> tuple[bytes, tuple[str, ...]]:
    """Put the parts together; returns the statement and what its parameters $1, $2 … are, in order."""
    ids = ", ".join(
        f"ARRAY(SELECT id FROM {name} ORDER BY id)" if name in parts else "'{}'::bigint[]"
        for name in ("opened", "told")
    )
    text = "WITH " * bool(parts) + ", ".join(f"{name} AS ({_PARTS[name]})" for name in parts) + _CASE + ids
    names: list[str] = []

    def numbered(match: re.Match) -> str:
        if (name := match[1]) not in names:
            names.append(name)
        return f"${names.index(name) + 1}::{_TYPES.get(name, 'json')}"

    return re.sub(r"(?<!:):(\w+)", numbered, text).encode(), tuple(names)


def _alarms(alarms: Iterable[Alarm]) -> str:
    return json.dumps(
        [
            {"task_id": task and task.id, "task": task and task.public_id, "kind": kind, "at": at}
            for kind, at, task in alarms
        ],
        default=str,
    )


def _json(rows: Iterable[models.Model], names: Sequence[str]) -> str:
    return json.dumps([{name: getattr(row, name) for name in names} for row in rows], default=str)
