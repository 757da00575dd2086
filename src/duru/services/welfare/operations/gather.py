"""First step of a run: persons, homes and benefits of the whole district in temporary tables.

The tables live for the run's transaction. They are filled from the QuerySets that the doors of registry and benefits
hand out, compiled to SQL, so that no row passes through Python.
"""

from collections.abc import Collection
from datetime import date

from django.db import connection
from django.db.models import QuerySet

from duru.blocks.benefits.api import grant_facts, handout_facts
from duru.blocks.registry.api import household_rows, membership_rows, person_rows
from duru.services.welfare.queries.homes import LARGEST_HOME


def gather(*, as_of: date, since: date, persons: Collection[int] | None = None) -> int:
    """Fill wf_person, wf_home and wf_fact; returns the number of benefits.

    With `persons` (ids) only these are there: a few people and those who live with them instead of the district.

    wf_person(person, ref, dong, status, status_on, is_protected)
    wf_home(person, home)   at most one home a person
    wf_fact(fact, side, benefit, person, band, organisation, category, programme, campaign, per, won, from_on, until_on,
            pays_on, sig, home)   until_on 'infinity' when it goes on; sig numbers (side, programme, category)
    """
    _persons(persons)
    _homes(as_of, persons)
    return _facts(since, persons)


def run(sql: str, params: tuple | list = ()) -> int:
    """Execute one statement; returns the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def fetch(sql: str, params: tuple | list = ()) -> list[tuple]:
    """Execute one query and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def insert_from(table: str, columns: str, queryset: QuerySet) -> int:
    """Fill a temporary table from a QuerySet whose values stand in the order of the columns."""
    sql, params = queryset.query.sql_with_params()
    return run(f"INSERT INTO {table} ({columns}) {sql}", params)


def _persons(persons: Collection[int] | None) -> None:
    run(
        "CREATE TEMP TABLE wf_person (person bigint, ref text, dong text, status text, status_on date, "
        "is_protected boolean, building bigint, unit text) ON COMMIT DROP"
    )
    columns = "person, ref, dong, status, status_on, is_protected, building, unit"
    insert_from("wf_person", columns, _only(person_rows(), "id", persons))
    run("ALTER TABLE wf_person ADD PRIMARY KEY (person)")
    run("ANALYZE wf_person")


def _only(rows: QuerySet, column: str, persons: Collection[int] | None) -> QuerySet:
    return rows if persons is None else rows.filter(**{f"{column}__in": persons})


def _homes(as_of: date, persons: Collection[int] | None) -> None:
    run("CREATE TEMP TABLE wf_member (person bigint, home bigint) ON COMMIT DROP")
    insert_from("wf_member", "person, home", _only(membership_rows(on=as_of), "person_id", persons))
    run("CREATE TEMP TABLE wf_house (home bigint, ref text, building bigint, unit text) ON COMMIT DROP")
    houses = household_rows() if persons is None else household_rows().filter(members__person_id__in=persons).distinct()
    insert_from("wf_house", "home, ref, building, unit", houses)
    run(
        "CREATE TEMP TABLE wf_home ON COMMIT DROP AS "
        "SELECT person, min(home) AS home FROM wf_member WHERE person IS NOT NULL GROUP BY person"
    )
    # Somebody only agencies know lives with the one 세대 of the same dwelling; where several share it, with nobody.
    run(
        "INSERT INTO wf_home SELECT p.person, d.home FROM wf_person p JOIN ("
        " SELECT building, unit, min(home) AS home FROM wf_house WHERE building IS NOT NULL AND unit <> ''"
        " GROUP BY building, unit HAVING count(*) = 1) d ON d.building = p.building AND d.unit = p.unit "
        "WHERE NOT EXISTS (SELECT FROM wf_home h WHERE h.person = p.person)"
    )
    run(
        "DELETE FROM wf_home WHERE home IN (SELECT home FROM wf_home GROUP BY home HAVING count(*) > %s)",
        [LARGEST_HOME],
    )
    run("ALTER TABLE wf_home ADD PRIMARY KEY (person)")
    run("CREATE INDEX ON wf_home (home)")
    run("ANALYZE wf_home")


def _facts(since: date, persons: Collection[int] | None) -> int:
    run(
        "CREATE TEMP TABLE wf_raw (side text, benefit bigint, person bigint, band text, record bigint, "
        "organisation bigint, category text, programme text, campaign text, per text, won bigint, from_on date, "
        "until_on date, pays_on smallint) ON COMMIT DROP"
    )
    columns = (
        "side, benefit, person, band, record, organisation, category, programme, campaign, per, won, from_on, "
        "until_on, pays_on"
    )
    n = insert_from("wf_raw", columns, _only(grant_facts(since=since), "record__links__person_id", persons))
    n += insert_from("wf_raw", columns, _only(handout_facts(since=since), "record__links__person_id", persons))
    run(
        "CREATE TEMP TABLE wf_sig ON COMMIT DROP AS SELECT row_number() OVER ()::int AS sig, side, programme, category "
        "FROM (SELECT DISTINCT side, programme, category FROM wf_raw) s"
    )
    # Numbered along persons, so that a join of a person's benefits reads neighbours.
    run(
        "CREATE TEMP TABLE wf_fact ON COMMIT DROP AS "
        "SELECT row_number() OVER (ORDER BY r.person, r.from_on, r.side, r.benefit)::int AS fact, r.side, r.benefit, "
        "r.person, r.band, r.organisation, r.category, r.programme, r.campaign, r.per, r.won, r.from_on, "
        "coalesce(r.until_on, 'infinity'::date) AS until_on, r.pays_on, s.sig, h.home "
        "FROM wf_raw r JOIN wf_sig s USING (side, programme, category) JOIN wf_person p USING (person) "
        "LEFT JOIN wf_home h USING (person)"
    )
    run("DROP TABLE wf_raw")
    run("CREATE UNIQUE INDEX ON wf_fact (fact)")
    run("CREATE INDEX ON wf_fact (person)")
    run("CREATE INDEX ON wf_fact (home) WHERE home IS NOT NULL")
    run("ANALYZE wf_fact")
    return n
