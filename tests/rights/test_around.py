"""Inside the wall as well: what raw SQL reaches, jobs with foreign ids, connections that come back, files and snapshots."""

import inspect
import random
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO

import psycopg
import pytest
from procrastinate.contrib.django import app
from psycopg import sql
from psycopg_pool import ConnectionPool

from duru.blocks.documents.adapters.storage import store_of
from duru.blocks.statistics.errors import SnapshotDamaged
from duru.blocks.statistics.models import Snapshot
from duru.blocks.statistics.operations.files import file_of, folder_of
from duru.blocks.statistics.rules.months import Month
from duru.blocks.tenancy import tables
from duru.blocks.tenancy.api import add_tenant, tenant_scope
from duru.conf.database.watchdog import WatchedConnection
from duru.services.rights.operations.replaying import log_of_tenant
from duru.site.reference.permissions import IN_A_TENANT, jobs
from tests.rights.crowd import make_towns

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("wall.around")]
# What somebody may write who forgot, or who wants more: {t} and {u} are tables, {n} a foreign tenant.
QUESTIONS = (
    "SELECT tenant_id FROM {t}",
    "SELECT tenant_id FROM {t} WHERE tenant_id = {n}",
    "SELECT tenant_id FROM {t} WHERE tenant_id <> {n} OR true",
    "SELECT b.tenant_id FROM {t} a FULL JOIN {u} b ON true",
    "SELECT tenant_id FROM {t} UNION ALL SELECT tenant_id FROM {u}",
    "SELECT max(tenant_id) FROM {t}",
    "SELECT (SELECT tenant_id FROM {u} WHERE tenant_id = {n} LIMIT 1) FROM {t}",
    "WITH x AS MATERIALIZED (SELECT * FROM {t}) SELECT tenant_id FROM x",
    "SELECT x.tenant_id FROM generate_series(1, 2), LATERAL (SELECT * FROM {t}) x",
    "SELECT tenant_id FROM {t} TABLESAMPLE SYSTEM (100)",
    "SELECT tenant_id FROM ONLY {t} ORDER BY tenant_id DESC",
    "SELECT DISTINCT tenant_id FROM {t} GROUP BY CUBE (tenant_id)",
)


@pytest.fixture
def towns(owner_connection):
    return make_towns(owner_connection)


def ask_at_random(serving, towns, n: int) -> list:
    """Ask `n` questions as one tenant or another; return those that were answered with a foreign row."""
    chance, walled, leaks = random.Random(20261122), sorted(tables.TENANT | tables.APPEND_ONLY), []
    for _ in range(n):
        own, foreign = chance.sample(towns, 2)
        statement = sql.SQL(chance.choice(QUESTIONS)).format(
            t=sql.Identifier(chance.choice(walled)),
            u=sql.Identifier(chance.choice(walled)),
            n=sql.Literal(foreign.tenant.id),
        )
        with serving.transaction():
            serving.execute("SELECT set_config('duru.tenant', %s, true)", [str(own.tenant.id)])
            seen = {row[0] for row in serving.execute(statement).fetchall()}
        if seen - {own.tenant.id, None}:
            leaks.append((own.tenant.id, statement.as_string(serving), seen))
        # The same without a tenant, right after the transaction that had one.
        if {row[0] for row in serving.execute(statement).fetchall()} - {None}:
            leaks.append((None, statement.as_string(serving)))
    return leaks


def run_every_job_with_foreign_ids(own, other) -> int:
    """Run each job of one tenant with the ids of another; what it says to them is its own matter."""
    names = [name for name, where in jobs() if where == IN_A_TENANT]
    for name in names:
        run = app.tasks[name].func
        arguments = {
            each: other.number if "id" in each and "ref" not in each and "event" not in each else other.ref
            for each in inspect.signature(inspect.unwrap(run)).parameters
            if each != "tenant_id"
        }
        with suppress(Exception):
            run(tenant_id=own.tenant.id, **arguments)
    return len(names)


def rows_of(owner, tenant_id: int) -> dict[str, tuple]:
    return {
        table: owner.execute(
            f'SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t WHERE tenant_id = %s',
            [tenant_id],
        ).fetchone()
        for table in sorted(tables.TENANT | tables.APPEND_ONLY)
    }


def test_raw_sql_and_jobs_reach_nothing_foreign(towns, owner_connection, django_db_setup, tally):
    own, other, _ = towns
    with psycopg.connect(django_db_setup.app_url, autocommit=True) as serving:
        leaks = ask_at_random(serving, towns, 1_000)
    before = rows_of(owner_connection, other.tenant.id)
    n_jobs = run_every_job_with_foreign_ids(own, other)
    after = rows_of(owner_connection, other.tenant.id)
    changed = [table for table in before if before[table] != after[table]]
    tally(tried=2_000 + n_jobs, failed=len(leaks) + len(changed))
    assert leaks == []
    assert changed == []
    assert n_jobs >= 15


@pytest.mark.slow
def test_a_million_random_questions_meet_nothing_foreign(towns, django_db_setup, tally):
    with psycopg.connect(django_db_setup.app_url, autocommit=True) as serving:
        leaks = ask_at_random(serving, towns, 500_000)
    tally(tried=1_000_000, failed=len(leaks))
    assert leaks == []


def test_a_connection_comes_back_without_a_tenant_however_its_work_ended(django_db_setup, tally):
    endings = ("commit", "error", "rollback", "cancelled", "left open")
    carried = []
    with ConnectionPool(
        django_db_setup.app_url, min_size=1, max_size=1, open=True, connection_class=WatchedConnection
    ) as pool:
        for at in range(100):
            ending = endings[at % len(endings)]
            with suppress(psycopg.Error), pool.connection() as connection:
                connection.execute("SELECT set_config('duru.tenant', '1', true)")
                if ending == "error":
                    connection.execute("SELECT 1 / 0")
                elif ending == "rollback":
                    connection.rollback()
                elif ending == "cancelled":
                    connection.execute("SET LOCAL statement_timeout = 1")
                    connection.execute("SELECT pg_sleep(1)")
                elif ending == "left open":
                    connection.execute("BEGIN")
            with pool.connection() as connection:
                (left,) = connection.execute("SELECT current_setting('duru.tenant', true)").fetchone()
                if left:
                    carried.append((at, ending))
    tally(tried=100, failed=len(carried))
    assert carried == []


def test_files_and_snapshots_lie_apart_and_no_name_leads_across(settings, tmp_path, tally):
    settings.MEDIA_ROOT = tmp_path
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    kept = store_of(here.id).keep("a.pdf", BytesIO(b"%PDF"), most=100)
    store_of(there.id).keep("b.pdf", BytesIO(b"%PDF"), most=100)
    reached = []
    for name in (
        kept.name,
        f"../{here.id}/{kept.name}",
        f"../../documents/{here.id}/{kept.name}",
        str(store_of(here.id).path(kept.name)),
    ):
        with suppress(FileNotFoundError, ValueError), store_of(there.id).open(name):
            reached.append(name)
    month = Month(2026, 10)
    file = folder_of(here, month, 1) / "handouts.parquet"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"PAR1")
    with tenant_scope(there.id):
        snapshot = Snapshot(
            month_on=datetime(2026, 10, 1, tzinfo=UTC).date(), version=1, manifest={"tables": ["handouts"]}
        )
        with suppress(SnapshotDamaged):
            reached.append(file_of(there, snapshot, "handouts"))
    if log_of_tenant(here.id) == log_of_tenant(there.id):
        reached.append("the list of what was destroyed")
    tally(tried=6, failed=len(reached))
    assert reached == []
