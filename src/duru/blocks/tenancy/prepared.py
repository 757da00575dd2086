"""Rows of models by statements the server plans once: what every page asks for, and what a counter asks all day."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

from duru.blocks.tenancy.scope import current_tenant_id

Kept = TypeVar("Kept")


def fetch_rows(asked: tuple[type[models.Model], ...], clause: str, parameters: Sequence[Any]) -> list[tuple]:
    """Load rows of one or several joined models; each row is a tuple of instances in the order asked for.

    Building a query set and planning what it says takes five times as long as answering it; here both happen once.

    Args:
        asked: The models to load, whole rows of each; their tables are joined in `clause`.
        clause: From FROM on, parameters as $1, $2 …, tables by their own names.

    Raises:
        TypeError: a model has a column that Python must convert (JSON); load it by a query set.
    """
    statement, columns = _statement(asked, clause)
    found = []
    for row in connection.fetch_prepared(statement, parameters):
        loaded, at = [], 0
        for model, names in zip(asked, columns, strict=True):
            loaded.append(model.from_db(connection.alias, names, row[at : at + len(names)]))
            at += len(names)
        found.append(tuple(loaded))
    return found


@cache
def _statement(asked: tuple[type[models.Model], ...], clause: str) -> tuple[bytes, list[list[str]]]:
    selected: list[str] = []
    columns: list[list[str]] = []
    for model in asked:
        fields = model._meta.concrete_fields
        if converted := [field.name for field in fields if hasattr(field, "from_db_value")]:
            raise TypeError(f"{model.__name__}: {', '.join(converted)} must be converted")
        selected += [f'{model._meta.db_table}."{field.column}"' for field in fields]
        columns.append([field.attname for field in fields])
    return f"SELECT {', '.join(selected)} {clause}".encode(), columns


def keep_while_unchanged(model: type[models.Model], key: Hashable, read: Callable[[], Kept]) -> Kept:
    """Return what `read` makes of a small table of the tenant, read anew only when a row of the table has changed.

    For tables of some hundred rows that a counter asks for all day: rules, the catalogue. Every process keeps its own; what it
    keeps must not be changed by who gets it.

    Args:
        key: What else `read` depends on, such as the day.

    Raises:
        NoTenant: no scope is open.
    """
    stamp = connection.fetch_prepared(_stamp_of(model), [])[0]
    at = (current_tenant_id(), model, key)
    known = _kept.get(at)
    if known is None or known[0] != stamp:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        known = _kept[at] = (stamp, read())
    return known[1]


_MOST_KEPT = 128
_kept: dict[tuple, tuple[tuple, Any]] = {}


@cache
def _stamp_of(model: type[models.Model]) -> bytes:
    # The sum and not the greatest: of two who write at once the older transaction may end last.
    return f"SELECT count(*), sum(xmin::text::bigint), max(id) FROM {model._meta.db_table}".encode()
