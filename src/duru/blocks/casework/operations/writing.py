"""All rows that a deed leaves behind, written by one statement that the server plans once a connection.

Rows travel as JSON and the table itself says what types they have, so that the statement is the same for one row and for
twenty. Its parts see the tables as they were before it: no row may be touched by two of them.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, models

from duru.blocks.casework.models import Case, CaseEvent, Task, Timer

_NOT_GIVEN = {"id", "tenant_id", "case_id"}
_TASK = tuple(each.attname for each in Task._meta.concrete_fields if each.attname not in _NOT_GIVEN)
_EVENT = tuple(each.attname for each in CaseEvent._meta.concrete_fields if each.attname not in _NOT_GIVEN)
# What a deed may change of a case, and what it leaves on a task it ends.
MUTABLE = ("state", "officer_id", "due_at", "outcome", "closed_at", "merged_into_id", "variables")
_ENDED = ("id", "state", "done_at", "done_by_id", "opinion", "note", "answers")

_WRITE = f"""
WITH opened AS (
    INSERT INTO casework_task (case_id, {", ".join(_TASK)})
    SELECT $1, {", ".join(_TASK)} FROM json_populate_recordset(NULL::casework_task, $2::json) RETURNING id, public_id
), ended AS (
    UPDATE casework_task t SET {", ".join(f"{each} = r.{each}" for each in _ENDED[1:])}
    FROM json_populate_recordset(NULL::casework_task, $3::json) r WHERE t.id = r.id
), cancelled AS (
    UPDATE casework_task SET state = 'cancelled', done_at = $4
    WHERE $5 AND case_id = $1 AND state = 'open' AND id <> ALL ($6::bigint[])
), silenced AS (
    DELETE FROM casework_timer WHERE case_id = $1 AND ($5 OR task_id = ANY ($6::bigint[]) OR ($7 AND task_id IS NULL))
), alarms AS (
    INSERT INTO casework_timer (case_id, task_id, kind, at)
    SELECT $1, coalesce(r.task_id, opened.id), r.kind, r.at
    FROM json_to_recordset($8::json) AS r (task_id bigint, task text, kind text, at timestamptz)
    LEFT JOIN opened ON opened.public_id = r.task
), told AS (
    INSERT INTO casework_caseevent (case_id, {", ".join(_EVENT)})
    SELECT $1, {", ".join(_EVENT)} FROM json_populate_recordset(NULL::casework_caseevent, $9::json) RETURNING id
)
UPDATE casework_case c SET version = c.version + 1, dump = $10, {", ".join(f"{each} = r.{each}" for each in MUTABLE)}
FROM json_populate_record(NULL::casework_case, $11::json) r WHERE c.id = $1
RETURNING ARRAY(SELECT id FROM opened ORDER BY id), ARRAY(SELECT id FROM told ORDER BY id)
""".encode()


def write_rows(
    case: Case,
    *,
    at: datetime,
    opened: Sequence[Task],
    ended: Sequence[Task],
    alarms: Sequence[Timer],
    told: Sequence[CaseEvent],
    ends: bool,
    silences_case: bool,
) -> None:
    """Write a change of a case; new tasks and lines of history get their ids, the case its next version.

    Args:
        opened, alarms, told: new rows; an alarm may be of a new task.
        ended: open tasks that are done now; their alarms go.
        ends: the case is over: open tasks are cancelled and all alarms go.
        silences_case: the alarms of the case itself go.
    """
    (made, lines), *_ = connection.fetch_prepared(
        _WRITE,
        [
            case.id, _json(opened, _TASK), _json(ended, _ENDED), at, ends, [task.id for task in ended], silences_case,
            json.dumps([_alarm(each) for each in alarms], default=str), _json(told, _EVENT), case.dump,
            _json([case], MUTABLE)[1:-1],
        ],
    )  # fmt: skip
    for rows, ids in ((opened, made), (told, lines)):
        for row, id in zip(rows, ids, strict=True):
            row.id, row._state.adding = id, False
    case.version += 1


def _alarm(timer: Timer) -> dict:
    new = timer.task if timer.task_id is None else None  # one that has no id yet is found by its public one
    return {"task_id": timer.task_id, "task": new and new.public_id, "kind": timer.kind, "at": timer.at}


def _json(rows: Iterable[models.Model], names: Sequence[str]) -> str:
    return json.dumps([{name: getattr(row, name) for name in names} for row in rows], default=str)
