"""Whose time is over: gathered in one temporary table, counted or destroyed from there."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from duru.blocks.casework.api import list_expired
from duru.blocks.exchange.api import held_records
from duru.services.rights.rules import kept_longer_on, over_before, retention_on

MOST_CASES = 10_000
_DOOMED = "CREATE TEMPORARY TABLE doomed (subject text, id bigint, row_id bigint) ON COMMIT DROP"
# Whom the decree excepts: whoever gets a public benefit, who lives with them, who once got one.
_EXCEPTED = """
    CREATE TEMPORARY TABLE excepted ON COMMIT DROP AS
    WITH running AS (
        SELECT DISTINCT l.person_id FROM benefits_grant g JOIN linkage_link l ON l.record_id = g.record_id
        WHERE g.until_on IS NULL OR g.until_on > %(on)s),
    family AS (
        SELECT DISTINCT other.person_id FROM registry_householdmember own
        JOIN registry_householdmember other ON other.household_id = own.household_id
        WHERE own.person_id IN (SELECT person_id FROM running) AND other.person_id IS NOT NULL),
    history AS (
        SELECT DISTINCT l.person_id FROM benefits_grant g JOIN linkage_link l ON l.record_id = g.record_id)
    SELECT person_id, 'recipient' AS whom FROM running UNION ALL SELECT person_id, 'family' FROM family
    UNION ALL SELECT person_id, 'history' FROM history
"""
_LAST_DAY = {
    "handouts": "coalesce(t.until_on, t.given_on + 1)",
    "grants": "t.until_on",
    "needs": "t.since_on + 1",
    "consents": "least(t.until_on, (t.withdrawn_at AT TIME ZONE 'Asia/Seoul')::date)",
    "records": "(t.first_seen_at AT TIME ZONE 'Asia/Seoul')::date + 1",
}
_TABLES = {
    "handouts": "benefits_handout",
    "grants": "benefits_grant",
    "needs": "benefits_need",
    "consents": "consent_consent",
    "records": "exchange_sourcerecord",
}
# A record goes when nothing that is kept hangs on it; the register's own are kept while the register names them.
_EMPTY_RECORD = " AND NOT t.is_register" + "".join(
    f" AND NOT EXISTS (SELECT 1 FROM {table} x WHERE x.record_id = t.id"
    + (f" AND NOT EXISTS (SELECT 1 FROM doomed d WHERE d.subject = '{subject}' AND d.id = x.id)" if subject else "")
    + ")"
    for table, subject in (
        ("benefits_handout", "handouts"),
        ("benefits_grant", "grants"),
        ("benefits_need", "needs"),
        ("consent_consent", "consents"),
        ("registry_lifeevent", ""),
        ("registry_householdmember", ""),
        ("rights_rightsrequest", ""),
    )
)


def count_expired(*, on: date) -> dict[str, int]:
    """Return kind of rows → how many are over on a day, without touching them; of closed cases at most 10,000 are counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        gather_expired(cursor, on=on)
        cursor.execute("SELECT subject, count(*) FROM doomed GROUP BY 1")
        over = dict(cursor.fetchall())
    cases = len(list_expired(on=on, most=MOST_CASES))
    return over | ({"cases": cases} if cases else {})


def gather_expired(cursor, *, on: date) -> None:
    """Fill the temporary table doomed(subject, id, row_id) with every row that is over on a day; it goes with the transaction.

    `row_id` is the line of a file behind it, NULL for what was typed. Refused lines of files stand there under the subject rows.
    """
    cursor.execute("DROP TABLE IF EXISTS doomed, excepted")
    cursor.execute(_DOOMED)
    cursor.execute(_EXCEPTED, {"on": on})
    kept, exceptions = retention_on(on), kept_longer_on(on)
    for subject, table in _TABLES.items():
        rule = kept.get(subject)
        if rule is None:
            continue
        over = over_before(on, rule.years)
        where, values = f"{_LAST_DAY[subject]} <= %(over)s", {"over": over}
        record = "t.id" if subject == "records" else "t.record_id"
        for n, exception in enumerate(each for each in exceptions if subject in each.subjects):
            # An exception with years of its own holds until these are over too; one without while its ground lasts.
            longer = ""
            if exception.years is not None:
                values[f"longer{n}"] = over_before(over, exception.years)
                longer = f" AND {_LAST_DAY[subject]} > %(longer{n})s"
            values[f"whom{n}"] = exception.whom
            where += (
                f" AND NOT EXISTS (SELECT 1 FROM linkage_link l JOIN excepted e ON e.person_id = l.person_id"
                f" WHERE l.record_id = {record} AND e.whom = %(whom{n})s{longer})"
            )
        row_id = {"consents": "NULL::bigint", "records": "nullif(t.first_row_id, 0)"}.get(subject, "t.row_id")
        if subject == "records":
            where += _EMPTY_RECORD
        cursor.execute(
            f"INSERT INTO doomed SELECT %(subject)s, t.id, {row_id} FROM {table} t WHERE {where}",
            values | {"subject": subject},
        )
    cursor.execute("SELECT id FROM doomed WHERE subject = 'records'")
    # A shared case goes when its case of casework is over; notices and leads go with their record.
    cursor.execute(
        "DELETE FROM doomed WHERE subject = 'records' AND id = ANY(%s)",
        [list(held_records([id_ for (id_,) in cursor.fetchall()]))],
    )
    if rule := kept.get("rows"):
        cursor.execute(
            "INSERT INTO doomed SELECT 'rows', r.id, r.id FROM exchange_sourcerow r JOIN exchange_intake i ON i.id = r.intake_id"
            " WHERE r.state <> 'taken' AND (i.uploaded_at AT TIME ZONE 'Asia/Seoul')::date < %s",
            [over_before(on, rule.years)],
        )
