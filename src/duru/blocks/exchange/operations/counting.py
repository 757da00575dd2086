"""Each row counts once: within a file, and against everything the agency sent before."""

from django.db import connection
from django.utils import timezone

from duru.blocks.exchange.enums import IntakeState
from duru.blocks.exchange.faults import reach
from duru.blocks.exchange.models import Intake
from duru.blocks.exchange.operations.discarding import MANY_ROWS, lock_organisation


def count_once(intake_id: int) -> None:
    """Give the rows of a checked file their keys, mark those that were counted before, and show the preview.

    One transaction, set-wise: ten million rows are sorted once by their hash, so that the index of keys grows in order
    (written one batch at a time it costs twice as much, and more with every million). Serial per organisation.
    """
    intake = Intake.objects.select_for_update().get(id=intake_id)
    lock_organisation(intake.organisation_id)
    span = [intake.id, intake.first_row or 0, intake.last_row or 0]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL work_mem = '64MB'")
        if intake.n_rows >= MANY_ROWS:
            # Nothing is known yet of rows just written: without statistics the planner may ask ten million single questions.
            cursor.execute("SET LOCAL enable_nestloop = off")
        if intake.count_each:
            _tell_equal_rows_apart(cursor, span)
        reach("exchange.before_keys")
        # A table and not one statement: what it reads again below is 50 bytes a row, and in the order of the hash.
        cursor.execute(
            "CREATE TEMP TABLE exchange_counted ON COMMIT DROP AS SELECT r.id, r.hash, k.row_id IS NOT NULL "
            "  OR row_number() OVER (PARTITION BY r.hash ORDER BY r.id) > 1 AS is_again "
            "FROM exchange_sourcerow r LEFT JOIN exchange_rowkey k ON k.hash = r.hash "
            "WHERE r.intake_id = %s AND r.id BETWEEN %s AND %s AND r.state = 'taken'",
            span,
        )
        # Without ON CONFLICT, which doubles the cost: the organisation is locked and what is known has been left out.
        cursor.execute(
            "INSERT INTO exchange_rowkey (hash, row_id) SELECT hash, id FROM exchange_counted WHERE NOT is_again"
        )
        cursor.execute(
            "INSERT INTO exchange_duplicaterow (intake_id, row_id, hash) "
            "SELECT %s, id, hash FROM exchange_counted WHERE is_again",
            [intake.id],
        )
        intake.n_duplicate = cursor.rowcount
        cursor.execute("DROP TABLE exchange_counted")
    intake.n_taken -= intake.n_duplicate
    intake.state = IntakeState.STAGED
    intake.staged_at = timezone.now()
    intake.save(update_fields=["n_duplicate", "n_taken", "state", "staged_at"])


def _tell_equal_rows_apart(cursor, span: list[int]) -> None:
    """각각 셈: the second equal row of a file gets a hash of its own, the same one in every file."""
    cursor.execute(
        "UPDATE exchange_sourcerow r SET hash = substr(sha256(r.hash || int4send(e.nth::int)), 1, 16) FROM ("
        "  SELECT id, row_number() OVER (PARTITION BY hash ORDER BY id) AS nth FROM exchange_sourcerow"
        "  WHERE intake_id = %s AND id BETWEEN %s AND %s AND state = 'taken') AS e "
        "WHERE e.id = r.id AND e.nth > 1",
        span,
    )
