"""Make the roles, the database and its extensions in a fresh cluster. Every step may be repeated."""

import secrets

import psycopg
from psycopg import sql

from duru.conf.postgres.layout import ADMIN, APP, DATABASE, OWNER, Layout

__all__ = ["EXTENSIONS", "LEAKPROOF_FUNCTIONS", "provision", "write_password"]

EXTENSIONS = ("pg_trgm", "btree_gist", "fuzzystrmatch")

# Row security keeps an index from serving operators that are not leak-proof (a name search over 115,568 people:
# 266 ms instead of 16 ms, docs/decisions/0001). These functions raise no error that contains a row's value, so
# marking them is safe; only a superuser may, which the embedded cluster's runner is.
LEAKPROOF_FUNCTIONS = (
    "pg_catalog.textlike(text, text)",
    "pg_catalog.range_overlaps(anyrange, anyrange)",
    "public.similarity_op(text, text)",
    "public.similarity(text, text)",
)


def write_password(layout: Layout, role: str) -> str:
    """Return the role's password, making its 0600 password file when it is missing."""
    layout.secrets.mkdir(parents=True, exist_ok=True)
    layout.secrets.chmod(0o700)
    path = layout.passfile(role)
    if path.exists():
        return path.read_text().rstrip("\n").rsplit(":", 1)[1]
    password = secrets.token_urlsafe(24)
    path.touch(0o600)
    path.write_text(f"*:*:*:{role}:{password}\n")
    return password


def provision(layout: Layout) -> None:
    """Make or mend roles, template and database.

    Extensions and leak-proof marks go into template1, so that every database made later (tests, restore) has them.
    """
    with psycopg.connect(layout.url(ADMIN, "template1"), autocommit=True) as template:
        _make_role(template, layout, OWNER, "CREATEDB")
        _make_role(template, layout, APP, "NOCREATEDB")
        # The owner may end the serving role's sessions (dropping a test database) and act as it.
        template.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
        template.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        for name in EXTENSIONS:
            template.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
        for signature in LEAKPROOF_FUNCTIONS:
            template.execute(f"ALTER FUNCTION {signature} LEAKPROOF")
    with psycopg.connect(layout.url(ADMIN, "postgres"), autocommit=True) as conn:
        if conn.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            conn.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
            conn.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(DATABASE)))
            conn.execute(
                sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(APP)
                )
            )


def _make_role(conn: psycopg.Connection, layout: Layout, role: str, database_right: str) -> None:
    password = write_password(layout, role)
    # Hashed on this side, so that the clear password reaches neither the server's log nor pg_stat_activity.
    hashed = conn.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    if conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
        conn.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    conn.execute(
        sql.SQL("ALTER ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION {} PASSWORD {}").format(
            sql.Identifier(role), sql.SQL(database_right), sql.Literal(hashed)
        )
    )
