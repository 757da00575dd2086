"""Rows of a file that do not count after all are taken out, and what they had pushed aside comes back."""

from django.db import connection

from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.models import Intake

ORGANISATION_LOCK = 7_318_002


def lock_organisation(organisation_id: int) -> None:
    """Let one transaction at a time decide which rows of an organisation count; held until its end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ORGANISATION_LOCK, organisation_id])


def discard_rows(intake: Intake) -> list[int]:
    """Delete all rows of a file that was not accepted; rows of other files that were their duplicates come back to life.

    Runs inside the caller's transaction. A revived row gets a new id, above its file's progress, so that a file that was
    accepted already settles it when it is told to go on.

    Returns:
        The ids of accepted intakes that have rows to settle again.
    """
    lock_organisation(intake.organisation_id)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("CREATE TEMP TABLE exchange_freed (hash bytea) ON COMMIT DROP")
        span = [intake.id, intake.first_row or 0, intake.last_row or 0]
        if intake.n_rows >= MANY_ROWS:
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            "WITH gone AS (DELETE FROM exchange_rowkey k USING exchange_sourcerow r "
            "WHERE r.intake_id = %s AND r.id BETWEEN %s AND %s AND r.state = 'taken' "
            "AND k.hash = r.hash AND k.row_id = r.id RETURNING k.hash) INSERT INTO exchange_freed SELECT hash FROM gone",
            span,
        )
        cursor.execute("DELETE FROM exchange_duplicaterow WHERE intake_id = %s", [intake.id])
        cursor.execute("DELETE FROM exchange_sourcerow WHERE intake_id = %s AND id BETWEEN %s AND %s", span)
        revived = _revive(cursor)
        cursor.execute("DROP TABLE exchange_freed")
    intake.staged_offset = intake.staged_line = 0
    intake.first_row = intake.last_row = None
    intake.n_rows = intake.n_taken = intake.n_refused = intake.n_duplicate = intake.n_left_out = 0
    if not intake.is_own_copy:  # from a copy they were cut when it was written
        intake.n_rrn_cut = 0
    return revived


MANY_ROWS = 200_000


def _revive(cursor) -> list[int]:
    """Bring back the oldest duplicate of every freed hash; returns the accepted intakes among those concerned."""
    cursor.execute(
        """
        CREATE TEMP TABLE exchange_heirs ON COMMIT DROP AS
        SELECT DISTINCT ON (d.hash) d.row_id AS old_id, r.intake_id, r.sheet, r.line, r.cells, r.hash, r.state, r.reason
        FROM exchange_duplicaterow d JOIN exchange_freed f ON f.hash = d.hash JOIN exchange_sourcerow r ON r.id = d.row_id
        ORDER BY d.hash, d.row_id
        """
    )
    cursor.execute(
        "DELETE FROM exchange_duplicaterow d USING exchange_heirs h WHERE d.intake_id = h.intake_id AND d.row_id = h.old_id"
    )
    cursor.execute("DELETE FROM exchange_sourcerow r USING exchange_heirs h WHERE r.id = h.old_id")
    cursor.execute(
        """
        WITH back AS (
            INSERT INTO exchange_sourcerow (intake_id, sheet, line, cells, hash, state, reason)
            SELECT intake_id, sheet, line, cells, hash, state, reason FROM exchange_heirs ORDER BY intake_id, line
            RETURNING id, intake_id, hash
        ), keys AS (
            INSERT INTO exchange_rowkey (hash, row_id) SELECT hash, id FROM back
        ), sums AS (SELECT intake_id, count(*) AS n, max(id) AS last FROM back GROUP BY intake_id)
        UPDATE exchange_intake i
        SET n_taken = n_taken + s.n, n_duplicate = n_duplicate - s.n, last_row = greatest(i.last_row, s.last),
            state = CASE WHEN state = %s THEN %s ELSE state END
        FROM sums s WHERE i.id = s.intake_id RETURNING i.id, i.state
        """,
        [IntakeState.ACCEPTED, IntakeState.ACCEPTING],
    )
    concerned = cursor.fetchall()
    cursor.execute("DROP TABLE exchange_heirs")
    return [intake_id for intake_id, state in concerned if state == IntakeState.ACCEPTING]
