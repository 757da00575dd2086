"""One run of a tenant at a time, whatever started it."""

from django.db import connection

RUN_LOCK = 7_318_003


def lock_runs() -> None:
    """Wait until no other run of this tenant works, and keep others waiting until this transaction ends."""
    with connection.cursor() as cursor:
        # The engine thinks for longer than a page may: this transaction sets its own limits.
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SET LOCAL lock_timeout = 0")
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, nullif(current_setting('duru.tenant', true), '')::int)", [RUN_LOCK]
        )
        cursor.execute("SET LOCAL lock_timeout = '60s'")
