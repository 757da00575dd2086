"""The wall, walked table by table: another tenant, and nobody, neither reads nor writes a row."""

import psycopg
import pytest

from duru.blocks.tenancy import tables
from duru.blocks.tenancy.api import add_tenant
from tests.rows import marked_row, open_to_any_row

pytestmark = pytest.mark.django_db(transaction=True)
wall = pytest.mark.promise("wall.tables")

WALLED = sorted(tables.TENANT | tables.APPEND_ONLY)


@pytest.fixture
def two_tenants(owner_connection):
    """One row of tenant 해오름구 in every table, put there by the owner; references and checks are dropped for it."""
    here, there = add_tenant(code="9999900000", name="해오름구"), add_tenant(code="9999800000", name="달맞이구")
    for table in WALLED:
        open_to_any_row(owner_connection, table)
        owner_connection.execute(a_row(owner_connection, table, here.id))
    return here, there


def a_row(owner, table: str, tenant_id: int):
    return marked_row(owner, table, tenant_id, number=7, ref="가")


@pytest.fixture
def serving(django_db_setup):
    """A fresh connection of the serving role, without any tenant."""
    with psycopg.connect(django_db_setup.app_url, autocommit=True) as connection:
        yield connection


def _become(connection, tenant_id) -> None:
    connection.execute("SELECT set_config('duru.tenant', %s, false)", ["" if tenant_id is None else str(tenant_id)])


def _count(connection, table) -> int:
    return connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]


@wall
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


@wall
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


@wall
def test_nobody_adds_a_row_to_another_tenant(two_tenants, serving, owner_connection, tally):
    here, there = two_tenants
    added = []
    for who in (there.id, None):
        _become(serving, who)
        for table in WALLED:
            try:
                serving.execute(a_row(owner_connection, table, here.id))
                added.append((who, table))
            except psycopg.errors.InsufficientPrivilege as refused:
                if "row-level security" not in str(refused):
                    added.append((who, table, str(refused)))
    tally(tried=2 * len(WALLED), failed=len(added))
    assert added == []


@wall
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


MINE = "tenant_id = nullif(current_setting('duru.tenant', true), '')::int"
# What somebody may leave out or add by mistake, one table at a time, and how the owner puts it right again.
HOLES = {
    "no row security": ("ALTER TABLE {t} DISABLE ROW LEVEL SECURITY", "ALTER TABLE {t} ENABLE ROW LEVEL SECURITY"),
    "reads everything": ("ALTER POLICY tenant_wall ON {t} USING (true)", f"ALTER POLICY tenant_wall ON {{t}} USING ({MINE})"),
    "writes everything": (
        "ALTER POLICY tenant_wall ON {t} WITH CHECK (true)", f"ALTER POLICY tenant_wall ON {{t}} WITH CHECK ({MINE})",
    ),
    "nobody is everybody": (
        f"ALTER POLICY tenant_wall ON {{t}} USING ({MINE} OR coalesce(current_setting('duru.tenant', true), '') = '')",
        f"ALTER POLICY tenant_wall ON {{t}} USING ({MINE})",
    ),
    "a second policy": ("CREATE POLICY extra ON {t} FOR SELECT USING (true)", "DROP POLICY extra ON {t}"),
    "a neighbour too": (
        "ALTER POLICY tenant_wall ON {t} USING (tenant_id <= nullif(current_setting('duru.tenant', true), '')::int)",
        f"ALTER POLICY tenant_wall ON {{t}} USING ({MINE})",
    ),
}  # fmt: skip


def holes_of(owner, serving, table, here, there) -> list[str]:
    """List the ways in which the wall around one table lets somebody through, with one row of `here` in it."""
    found = []
    for who in (there.id, None):
        _become(serving, who)
        if _count(serving, table):
            found.append(f"{who} reads")
        try:
            if table in tables.TENANT and serving.execute(f'UPDATE "{table}" SET tenant_id = tenant_id').rowcount:
                found.append(f"{who} writes")
        except psycopg.errors.InsufficientPrivilege:
            found.append(f"{who} reaches a row and is stopped at the last step")
        try:
            with serving.transaction(force_rollback=True):
                serving.execute(marked_row(owner, table, here.id, number=8, ref="나"))
            found.append(f"{who} adds")
        except psycopg.errors.UniqueViolation:
            found.append(f"{who} learns that a row is there")
        except psycopg.errors.InsufficientPrivilege:
            pass
    return found


def find_unnoticed(holes, two_tenants, serving, owner) -> list[tuple[str, str]]:
    """Return the holes that stay unnoticed, each cut into a whole wall and closed again."""
    unnoticed = []
    for table, hole in holes:
        cut, close = HOLES[hole]
        owner.execute(cut.format(t=table))
        if not holes_of(owner, serving, table, *two_tenants):
            unnoticed.append((table, hole))
        owner.execute(close.format(t=table))
        if holes_of(owner, serving, table, *two_tenants):
            unnoticed.append((table, f"{hole}, closed again"))
    return unnoticed


@pytest.mark.promise("wall.mutants")
def test_a_hole_in_the_wall_around_any_table_is_noticed(two_tenants, serving, owner_connection, tally):
    kinds = list(HOLES)
    holes = [(table, kinds[at % len(kinds)]) for at, table in enumerate(WALLED)]
    unnoticed = find_unnoticed(holes, two_tenants, serving, owner_connection)
    tally(tried=len(holes), failed=len(unnoticed))
    assert unnoticed == []


@pytest.mark.slow
@pytest.mark.promise("wall.mutants")
def test_every_hole_in_every_wall_is_noticed(two_tenants, serving, owner_connection, tally):
    holes = [(table, hole) for table in WALLED for hole in HOLES]
    unnoticed = find_unnoticed(holes, two_tenants, serving, owner_connection)
    tally(tried=len(holes), failed=len(unnoticed))
    assert unnoticed == []


@wall
def test_copy_into_a_walled_table_is_refused(two_tenants, serving):
    here, _ = two_tenants
    _become(serving, here.id)
    with (
        pytest.raises(psycopg.errors.FeatureNotSupported),
        serving.cursor().copy("COPY access_organisation (tenant_id) FROM STDIN"),
    ):
        pass


@wall
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
