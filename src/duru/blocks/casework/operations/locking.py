"""A case locked for a deed, with what the deed needs of it, in one statement that the server plans once a connection.

The row of the case is locked first, as by every deed, and then that of the task: what is locked is read as it is after the
wait, so that a deed never sees the case after another one and the task before it.
"""

import json
from typing import Any

from django.db import connection, models

from duru.blocks.casework.models import Case, ProcessSpec, Task

# Of the version of the process only the digest: the file is asked for once a process of the operating system.
_PARTS: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Case, "c", tuple(each.attname for each in Case._meta.concrete_fields if each.attname != "answers")),
    (ProcessSpec, "s", ("id", "digest")),
    (Task, "t", tuple(each.attname for each in Task._meta.concrete_fields)),
)
_JSON = {"variables", "answers"}


def _query(*tables: str, where: str, lock: str) -> bytes:
    columns = ", ".join(f'{table}."{name}"' for _, table, names in _PARTS if table in tables for name in names)
    tasks = "casework_task t JOIN casework_case c ON c.id = t.case_id" if "t" in tables else "casework_case c"
    return (
        f"SELECT {columns} FROM {tasks} JOIN casework_processspec s ON s.id = c.spec_id WHERE {where} FOR NO KEY UPDATE OF {lock}"
    ).encode()


_BY_TASK = _query("c", "s", "t", where="t.public_id = $1", lock="c, t")
_BY_NAME = _query("c", "s", where="c.public_id = $1", lock="c")
_IF_FREE = _query("c", "s", where="c.id = $1", lock="c SKIP LOCKED")


def lock_case(public_id: str) -> Case:
    """Lock a case by its public id, waiting for whoever has it.

    Raises:
        Case.DoesNotExist: there is none in this tenant.
    """
    return _first(_BY_NAME, public_id)[0]


def lock_task(public_id: str) -> tuple[Case, Task]:
    """Lock a case and one of its tasks, found by the task's public id.

    Raises:
        Case.DoesNotExist: there is no such task in this tenant.
    """
    case, task = _first(_BY_TASK, public_id)
    task.case = case
    return case, task


def lock_case_if_free(case_id: int) -> Case | None:
    """Lock a case unless another worker has it or it is gone."""
    try:
        return _first(_IF_FREE, case_id)[0]
    except Case.DoesNotExist:
        return None


def _first(query: bytes, key: str | int) -> list[Any]:
    rows = connection.fetch_prepared(query, [key])
    if not rows:
        raise Case.DoesNotExist(key)
    values, made = list(rows[0]), []
    for model, _, names in _PARTS:
        mine, values = values[: len(names)], values[len(names) :]
        if not mine:
            break  # no task was asked for
        plain = [json.loads(each) if name in _JSON else each for name, each in zip(names, mine, strict=True)]
        made.append(model.from_db("default", names, plain))
    case, spec, *tasks = made
    case.spec = spec
    return [case, *tasks]
