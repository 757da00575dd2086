"""The wall, walked table by table: another tenant, and nobody, neither reads nor writes a row."""

import psycopg
import pytest
from psycopg import sql

from duru.blocks.tenancy import tables
from duru.blocks.tenancy.api import add_tenant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.promise("wall.tables")]

WALLED = sorted(tables.TENANT | tables.APPEND_ONLY)
# One harmless value per type; the test is about who may see a row, not about what it says.
VALUES = {
    "bigint": "7", "integer": "7", "smallint": "7", "boolean": "true", "date": "'2026-11-22'", "time without time zone": "'09:00'", "bytea": "'\\x00'",
    "timestamp with time zone": "now()", "double precision": "0.5", "real": "0.5", "numeric": "1", "jsonb": "'{}'",
    "text": "'가'", "character varying": "'가'", "character": "'가'", "ARRAY": "'{}'", "uuid": "gen_random_uuid()", "json": "'{}'",
}  # fmt: skip


@pytest.fixture
def two_tenants(owner_connection):
    """One row of tenant 해오름구 in every table, put there by the owner; references and checks are dropped for it."""
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    for table in WALLED:
        for (name,) in owner_connection.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype IN ('f', 'c')", [table]
        ).fetchall():
            owner_connection.execute(
                sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(name))
            )
        owner_connection.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table)))
    for table in WALLED:
        owner_connection.execute(_insert(owner_connection, table, here.id))
    return here, there


def _insert(connection, table: str, tenant_id: int) -> str:
    columns = connection.execute(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_name = %s AND is_nullable = 'NO' AND is_identity = 'NO' AND is_generated = 'NEVER'",
        [table],
    ).fetchall()
    names = ", ".join(f'"{name}"' for name, _ in columns)
    values = ", ".join(str(tenant_id) if name == "tenant_id" else VALUES[kind] for name, kind in columns)
    return f"INSERT INTO {table} ({names}) VALUES ({values})"


@pytest.fixture
def serving(django_db_setup):
    """A fresh connection of the serving role, without any tenant."""
    with psycopg.connect(django_db_setup.app_url, autocommit=True) as connection:
        yield connection


def _become(connection, tenant_id) -> None:
    connection.execute("SELECT set_config('duru.tenant', %s, false)", ["" if tenant_id is None else str(tenant_id)])


def _count(connection, table) -> int:
    return connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


def test_each_table_is_seen_by_its_own_tenant_only(two_tenants, serving, tally):
    here, there = two_tenants
    seen = {}
    for who in (here.id, there.id, None):
        _become(serving, who)
        seen[who] = {table: _count(serving, table) for table in WALLED}
    foreign = [seen[who][table] for who in (there.id, None) for table in WALLED]
    tally(tried=len(foreign), failed=sum(1 for n in foreign if n))
    assert seen[here.id] == dict.fromkeys(WALLED, 1)
    assert seen[there.id] == dict.fromkeys(WALLED, 0)
    assert seen[None] == dict.fromkeys(WALLED, 0)


def test_nobody_else_changes_or_removes_a_row(two_tenants, serving, owner_connection, tally):
    _, there = two_tenants
    touched = []
    for who in (there.id, None):
        _become(serving, who)
        for table in sorted(tables.TENANT):
            for statement in (f'UPDATE "{table}" SET tenant_id = tenant_id', f'DELETE FROM "{table}"'):
                if serving.execute(statement).rowcount:
                    touched.append((who, statement))
    tally(tried=2 * 2 * len(tables.TENANT), failed=len(touched))
    assert touched == []
    assert {table: _count(owner_connection, table) for table in WALLED} == dict.fromkeys(WALLED, 1)


def test_nobody_adds_a_row_to_another_tenant(two_tenants, serving, owner_connection, tally):
    here, there = two_tenants
    added = []
    for who in (there.id, None):
        _become(serving, who)
        for table in WALLED:
            try:
                serving.execute(_insert(owner_connection, table, here.id))
                added.append((who, table))
            except psycopg.errors.InsufficientPrivilege as refused:
                if "row-level security" not in str(refused):
                    added.append((who, table, str(refused)))
    tally(tried=2 * len(WALLED), failed=len(added))
    assert added == []


def test_no_row_moves_to_another_tenant(two_tenants, serving, tally):
    here, there = two_tenants
    _become(serving, here.id)
    moved = []
    for table in sorted(tables.TENANT):
        try:
            serving.execute(f'UPDATE "{table}" SET tenant_id = {there.id}')
            moved.append(table)
        except psycopg.errors.InsufficientPrivilege:
            pass
    tally(tried=len(tables.TENANT), failed=len(moved))
    assert moved == []


def test_copy_into_a_walled_table_is_refused(two_tenants, serving):
    here, _ = two_tenants
    _become(serving, here.id)
    with (
        pytest.raises(psycopg.errors.FeatureNotSupported),
        serving.cursor().copy("COPY access_organisation (tenant_id) FROM STDIN"),
    ):
        pass


def test_a_letter_between_two_tenants_is_seen_by_these_two_and_nobody_readdresses_it(owner_connection, serving):
    here, there, elsewhere = (add_tenant(code=code, name=code) for code in ("9999900000", "9999800000", "9999700000"))
    (table,) = tables.TWO_PARTY
    owner_connection.execute(
        f"INSERT INTO {table} (public_id, sender_id, receiver_id, state, person_ref, items, sent_at, sent_by, answered_by, answer)"
        f" VALUES ('a', {here.id}, {there.id}, 'sent', 'p', '[]', now(), '가', '', '')"
    )
    seen, moved, forged = {}, [], []
    for who in (here.id, there.id, elsewhere.id, None):
        _become(serving, who)
        seen[who] = _count(serving, table)
        for column in ("sender_id", "receiver_id"):
            try:
                if serving.execute(f"UPDATE {table} SET {column} = {elsewhere.id}").rowcount:
                    moved.append((who, column))
            except psycopg.errors.InsufficientPrivilege:
                pass
        if who != here.id:
            try:
                serving.execute(
                    f"INSERT INTO {table} (public_id, sender_id, receiver_id, state, person_ref, items, sent_at, sent_by, answered_by, answer)"
                    f" SELECT 'b', {here.id}, {there.id}, 'sent', 'q', '[]', now(), '가', '', ''"
                )
                forged.append(who)
            except psycopg.errors.InsufficientPrivilege:
                pass
            assert serving.execute(f"DELETE FROM {table}").rowcount == 0
    assert seen == {here.id: 1, there.id: 1, elsewhere.id: 0, None: 0}
    assert (moved, forged) == ([], [])
