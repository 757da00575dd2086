"""Bring a database to the tables of this release, as the owner, and remember in the database that it is done."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg

from duru.conf.postgres import ClusterInfo

__all__ = ["SchemaError", "bring_up_to_date", "is_current", "schema_hash"]

PACKAGE = Path(__file__).resolve().parent.parent
MIGRATION_LOCK = 0x44555255_00000000  # of 64 bits, apart from the workers' pairs of 32
LOCK_FILE = PACKAGE.parent.parent / "requirements.lock"


class SchemaError(RuntimeError):
    """The migrations failed; the text is what they said."""


def schema_hash() -> str:
    """Return a hash of everything a migrated database depends on.

    Our migrations, the tenancy block (grants and walls are made by its code) and the lock file (other apps'
    migrations come with their packages).
    """
    files = sorted({*PACKAGE.rglob("migrations/*.py"), *PACKAGE.glob("blocks/tenancy/*.py"), LOCK_FILE})
    digest = hashlib.sha256()
    for path in files:
        if path.exists():
            digest.update(str(path.name).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def is_current(owner_url: str) -> bool:
    """Return whether the database was migrated by exactly this release. Costs one query, no Django."""
    with psycopg.connect(owner_url) as conn:
        row = conn.execute("SELECT obj_description(to_regclass('public.django_migrations'), 'pg_class')").fetchone()
    return row is not None and row[0] == _mark()


def bring_up_to_date(info: ClusterInfo, *, skip_checks: bool = False) -> bool:
    """Migrate when the database is not current; False when there was nothing to do. May be repeated.

    Runs in a process of its own: settings are read with the owner's rights there and never here.

    Raises:
        SchemaError: a migration failed; PostgreSQL has rolled that migration back.
    """
    if is_current(info.owner_url):
        return False
    with psycopg.connect(info.owner_url, autocommit=True) as turn:
        # Two commands begun at once on a new installation would both make the tables; the lock dies with its holder.
        turn.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        return not is_current(info.owner_url) and _migrate(info, skip_checks=skip_checks)


def _migrate(info: ClusterInfo, *, skip_checks: bool) -> bool:
    command = [sys.executable, "-W", "ignore", "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
    done = subprocess.run(
        command + (["--skip-checks"] if skip_checks else []),
        env=os.environ
        | {
            "DURU_DATABASE_URL": info.app_url,
            "DURU_OWNER_DATABASE_URL": info.owner_url,
            "DURU_AS_OWNER": "1",
            "DURU_STATEMENT_TIMEOUT_MS": "3600000",  # an index over millions of rows takes longer than any page may
            "DJANGO_SETTINGS_MODULE": "duru.conf.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SchemaError((done.stdout + done.stderr).strip()[-3000:])
    with psycopg.connect(info.owner_url, autocommit=True) as conn:
        # Kept on a table of the owner's: it goes with the data into a backup and needs no table of its own.
        conn.execute(f"COMMENT ON TABLE public.django_migrations IS '{_mark()}'")
    return True


def _mark() -> str:
    return f"duru {schema_hash()}"
