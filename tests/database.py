"""The database the tests run on: one cluster, one migrated template, one throw-away copy per test process.

Migrations run as the owner, once per state of the migration files, into a template database. A test process copies it
(about 0.1 s) and connects as the serving role, so that row security and missing rights are as real as in service.
A test that commits gets a fresh copy afterwards: truncating would also empty what migrations put there, and the
serving role may not truncate at all.
"""

import dataclasses
import os
import re
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from duru.conf import paths, postgres, schema
from duru.conf.postgres import ClusterInfo

ROOT = Path(__file__).resolve().parent.parent
TEST_HOME = paths.home()  # set by tests/settings.py
KEPT_TEMPLATES = 4  # branches of work that may be tested in turn without migrating again
TEMPLATE_PREFIX = "duru_template_"
COPY_PREFIX = "test_duru_"


class CopiedDatabase:
    """One test process's own copy of the migrated template."""

    def __init__(self, cluster: ClusterInfo, *, suffix: str = ""):
        """Prepare the template when the migrations changed; `renew` makes the copy itself.

        Args:
            cluster: the tests' server.
            suffix: names a second copy of the same process.
        """
        self._admin_url = url_of(cluster.owner_url, "postgres")
        self._template = _ensure_template(cluster)
        self.name = f"{COPY_PREFIX}{os.getpid()}{suffix}"
        self.app_url = url_of(cluster.app_url, self.name)
        self.owner_url = url_of(cluster.owner_url, self.name)

    def renew(self) -> None:
        """Throw the copy away and make it anew; every connection to the old one is ended."""
        with psycopg.connect(self._admin_url, autocommit=True) as conn:
            _drop(conn, self.name)
            conn.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(self.name), sql.Identifier(self._template)
                )
            )

    def drop(self) -> None:
        """Throw the copy away."""
        with psycopg.connect(self._admin_url, autocommit=True) as conn:
            _drop(conn, self.name)

    def environ(self) -> dict[str, str]:
        """Return the environment with which a child process of a test works on this copy."""
        return os.environ | {
            "DURU_DATABASE_URL": self.app_url,
            "DURU_OWNER_DATABASE_URL": self.owner_url,
            "DJANGO_SETTINGS_MODULE": "duru.conf.settings",
            "PYTHONPATH": str(ROOT / "src"),
        }


def bring_schema(cluster: ClusterInfo, home: Path) -> None:
    """Give a new home's own cluster the migrated tables of the template: two seconds where migrating takes twenty."""
    template, programs = _ensure_template(cluster), postgres.binaries_of(home)
    with postgres.running(home) as info, tempfile.NamedTemporaryFile(suffix=".sql") as dump:
        reading = [
            programs.program("pg_dump"),
            "--exclude-extension=*",
            f"--file={dump.name}",
            url_of(cluster.owner_url, template),
        ]
        writing = [programs.program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "-f", dump.name, info.owner_url]
        for command in (reading, writing):
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        assert schema.is_current(info.owner_url)


def url_of(url: str, database: str) -> str:
    """Return the same libpq URL for another database of the cluster."""
    return re.sub(r"@/[^?]*", f"@/{database}", url, count=1)


def _ensure_template(cluster: ClusterInfo) -> str:
    """Return the name of a template that holds the present migrations, made when it is missing."""
    name = TEMPLATE_PREFIX + schema.schema_hash()
    with psycopg.connect(url_of(cluster.owner_url, "postgres"), autocommit=True) as conn, _only_one(conn):
        _drop_left_overs(conn)
        existing = [row[0] for row in conn.execute("SELECT datname FROM pg_database ORDER BY oid").fetchall()]
        if name in existing:
            return name
        new = f"{name}_new"
        _drop(conn, new)
        conn.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(new)))
        new_info = dataclasses.replace(
            cluster, owner_url=url_of(cluster.owner_url, new), app_url=url_of(cluster.app_url, new)
        )
        # Checks are left to `./check`: a page that does not import must not keep a rule's test from running.
        schema.bring_up_to_date(new_info, skip_checks=True)
        conn.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(new), sql.Identifier(name)))
        # `oid` order is order of making.
        for old in [each for each in existing if each.startswith(TEMPLATE_PREFIX)][: -(KEPT_TEMPLATES - 1)]:
            _drop(conn, old)
    return name


def _drop(conn: psycopg.Connection, name: str) -> None:
    """End what is connected, then drop.

    WITH (FORCE) would do both, but also wants to end an autovacuum worker, which only a superuser may; the plain
    DROP asks that worker to go and waits up to 5 s for everybody.
    """
    conn.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
        [name],
    )
    conn.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))


def _drop_left_overs(conn: psycopg.Connection) -> None:
    """Drop the copies of test processes that were killed."""
    for (name,) in conn.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_duru\\_%'").fetchall():
        pid = name.removeprefix(COPY_PREFIX).split("_")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            _drop(conn, name)


@contextmanager
def _only_one(conn: psycopg.Connection):
    """Let one test process at a time look for or make the template; held by the session, so a kill frees it."""
    conn.execute("SELECT pg_advisory_lock(hashtext('duru test template'))")
    try:
        yield
    finally:
        conn.execute("SELECT pg_advisory_unlock(hashtext('duru test template'))")
