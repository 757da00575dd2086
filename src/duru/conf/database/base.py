"""The backend Django loads: every round trip of its PostgreSQL backend is watched."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db.backends.postgresql import base, schema
from django.utils.functional import cached_property
from psycopg.pq import ExecStatus, TransactionStatus

from duru.conf.database.watchdog import watchdog


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Django's, without the second index that it gives every unique text column for LIKE, where the first will do.

    PostgreSQL's own C.UTF-8 (17 and later) sorts by letters' numbers, so that the unique index itself serves LIKE 'x%'; half a
    million public ids cost 20 MB and seconds of every load for nothing. Of the system's C.UTF-8, all that an older server
    has, PostgreSQL does not know that: there Django's index stays.
    """

    def _create_like_index_sql(self, model, field):
        return None if self._sorts_by_number else super()._create_like_index_sql(model, field)

    @cached_property
    def _sorts_by_number(self) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT datlocprovider = 'b' OR datcollate IN ('C', 'POSIX') FROM pg_database "
                "WHERE datname = current_database()"
            )
            return cursor.fetchone()[0]


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper with `watchdog` around statements, commit and rollback."""

    SchemaEditorClass = SchemaEditor

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(_watched)

    def _commit(self):
        with watchdog.watch(self.connection):
            return super()._commit()

    def _rollback(self):
        with watchdog.watch(self.connection):
            return super()._rollback()

    def is_usable(self):
        with watchdog.watch(self.connection):
            return super().is_usable()

    def begin_with(self, statement: bytes) -> None:
        """Open the transaction that is to come and run a statement in it, in one round trip; for what every transaction begins with.

        Args:
            statement: Without parameters.
        """
        self.ensure_connection()
        raw = self.connection
        if self.queries_logged:
            self.queries_log.append({"sql": statement.decode(), "time": "0.000"})
        # psycopg sends no BEGIN of its own to a connection that is in a transaction.
        opens = not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE
        with watchdog.watch(raw), self.wrap_database_errors:
            result = raw.pgconn.exec_(b"BEGIN;" + statement if opens else statement)
            if result.status != ExecStatus.TUPLES_OK:
                raise psycopg.errors.error_from_result(result)

    def fetch_prepared(self, query: bytes, parameters: Sequence[Any], *, binary: bool = False) -> list[tuple]:
        """Run a query the server plans once per connection, and return its rows; for what is asked thousands of times an hour.

        Args:
            query: With parameters as $1, $2 …; the same object every time, so that nothing is parsed on this side.
            binary: Values come as PostgreSQL holds them, for long bytea: as text it is twice as long.
        """
        self.ensure_connection()
        raw = self.connection
        if raw.prepare_threshold is None:  # Django's default: never prepare
            raw.prepare_threshold = 5
        if self.queries_logged:  # as Django's own cursors do, for tests that count
            self.queries_log.append({"sql": query.decode(), "time": "0.000"})
        with watchdog.watch(raw), self.wrap_database_errors, psycopg.RawCursor(raw) as cursor:
            cursor.execute(query, parameters, prepare=True, binary=binary)
            return cursor.fetchall()


def _watched(execute, sql, params, many, context):
    with watchdog.watch(context["connection"].connection):
        return execute(sql, params, many, context)
