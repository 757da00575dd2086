"""What the roles of the embedded cluster may do, and what a search sees."""

import stat

import psycopg
import pytest

from duru.conf.postgres.layout import ADMIN, APP, OWNER, layout_of
from duru.conf.postgres.roles import EXTENSIONS, LEAKPROOF_FUNCTIONS

pytestmark = pytest.mark.db


@pytest.fixture
def app(shared):
    with psycopg.connect(shared[1].app_url, autocommit=True) as conn:
        yield conn


@pytest.fixture
def owner(shared):
    with psycopg.connect(shared[1].owner_url, autocommit=True) as conn:
        yield conn


def test_neither_role_is_superuser_or_steps_over_row_security(owner):
    rows = owner.execute(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = ANY(%s)"
        " ORDER BY rolname",
        [[APP, OWNER]],
    ).fetchall()
    assert rows == [(APP, False, False, False, False), (OWNER, False, False, False, True)]


def test_the_serving_role_owns_nothing_and_makes_nothing(app):
    assert app.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole").fetchone() == (0,)
    for forbidden in (
        "CREATE TABLE mine (id int)",
        "CREATE DATABASE mine",
        "CREATE ROLE mine",
        "ALTER TABLE pg_catalog.pg_authid ADD COLUMN x int",
        "SELECT * FROM pg_authid",
        "SET ROLE duru_owner",
    ):
        with pytest.raises(psycopg.Error):
            app.execute(forbidden)


def test_the_serving_role_cannot_read_the_owners_table_without_a_grant(app, owner):
    owner.execute("CREATE TABLE private (id int)")
    try:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("SELECT * FROM private")
    finally:
        owner.execute("DROP TABLE private")


def test_the_serving_role_may_make_temporary_tables_for_bulk_intake(app):
    app.execute("CREATE TEMPORARY TABLE staging (line int)")


def test_the_owner_owns_its_database(owner):
    (name,) = owner.execute(
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    assert name == OWNER


def test_a_wrong_password_is_refused_even_on_the_socket(shared):
    url = shared[1].app_url.split("&passfile")[0]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"{url}&password=wrong&passfile=%2Fdev%2Fnull").close()


def test_each_password_file_is_private_and_different(shared):
    layout = layout_of(shared[0])
    files = [layout.passfile(role) for role in (ADMIN, OWNER, APP)]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert len({path.read_text() for path in files}) == 3


def test_the_server_listens_on_no_network_address(owner):
    assert owner.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_korean_name_has_trigrams_and_sorts_as_in_the_dictionary(app):
    (n,) = app.execute("SELECT cardinality(show_trgm('홍길동'))").fetchone()
    assert n == 4
    (similarity,) = app.execute("SELECT similarity('홍길동', '홍길순')").fetchone()
    assert similarity == pytest.approx(1 / 3)
    ordered = app.execute("SELECT name FROM unnest(ARRAY['힣', '나', '각', '가']) AS name ORDER BY name").fetchall()
    assert [name for (name,) in ordered] == ["가", "각", "나", "힣"]


def test_every_database_made_later_has_extensions_and_leakproof_marks(shared, owner):
    owner.execute("CREATE DATABASE later")
    try:
        with psycopg.connect(shared[1].owner_url.replace("@/duru?", "@/later?")) as conn:
            found = {name for (name,) in conn.execute("SELECT extname FROM pg_extension").fetchall()}
            assert set(EXTENSIONS) <= found
            marks = conn.execute(
                "SELECT proleakproof FROM unnest(%s::text[]) AS name JOIN pg_proc ON pg_proc.oid = to_regprocedure(name)",
                [list(LEAKPROOF_FUNCTIONS)],
            ).fetchall()
            assert marks == [(True,)] * len(LEAKPROOF_FUNCTIONS)
    finally:
        owner.execute("DROP DATABASE later")


def test_an_error_leaves_no_personal_data_in_the_servers_log(shared, owner):
    owner.execute("CREATE TABLE people (name text UNIQUE)")
    try:
        owner.execute("INSERT INTO people VALUES ('남궁비밀')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("INSERT INTO people VALUES ('남궁비밀')")
        logs = "".join(path.read_text() for path in layout_of(shared[0]).log.glob("*.log"))
        assert "people_name_key" in logs, "the error itself is logged"
        assert "남궁비밀" not in logs
    finally:
        owner.execute("DROP TABLE people")
