"""A backup brings everything back into an empty installation, and a damaged one touches nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from duru.conf import paths, schema
from duru.site.backup import (
    BackupDamaged,
    BackupRefused,
    SealFor,
    back_up_and_prove,
    join_shares,
    make_backup,
    make_key,
    operations,
    restore_backup,
)
from duru.site.watch.findings import State, backups
from tests.database import CopiedDatabase, url_of

pytestmark = pytest.mark.db

PASSPHRASE = "열두 글자가 넘는 암호"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def installation(tmp_path, monkeypatch, cluster):
    """A migrated installation with one local government and one upload; its own home, the tests' server."""
    monkeypatch.setenv("DURU_HOME", str(tmp_path / "home"))
    paths.make_folders()
    database = CopiedDatabase(cluster, suffix="_backup")
    database.renew()
    info = replace(cluster, owner_url=database.owner_url, app_url=database.app_url)
    with psycopg.connect(info.owner_url) as conn:
        add_tenant(conn)
    (paths.files() / "2026").mkdir()
    (paths.files() / "2026" / "명단.csv").write_bytes("이름\n홍길동\n".encode("cp949"))
    yield info
    database.drop()


@pytest.fixture
def empty(tmp_path, monkeypatch, cluster, installation):
    """A second, migrated but empty installation to restore into; entered by calling it."""
    database = CopiedDatabase(cluster, suffix="_restore")
    database.renew()

    def enter():
        monkeypatch.setenv("DURU_HOME", str(tmp_path / "other"))
        paths.make_folders()
        return replace(cluster, owner_url=database.owner_url, app_url=database.app_url)

    yield enter
    database.drop()


def add_tenant(conn):
    conn.execute(
        "INSERT INTO tenancy_tenant (public_id, code, name, parent_name, kind, is_demo, is_government_site, created_at)"
        " VALUES ('01J00000000000000000000000', '9999900000', '시험구', '', 'gu', true, false, now())"
    )


def tenants(info):
    with psycopg.connect(info.owner_url) as conn:
        return [name for (name,) in conn.execute("SELECT name FROM tenancy_tenant").fetchall()]


def counts(info):
    """Rows of every table, and its row security: what must be the same afterwards."""
    with psycopg.connect(info.owner_url) as conn:
        tables = conn.execute(
            "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " ORDER BY relname"
        ).fetchall()
        return {
            name: (secured, conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name, secured in tables
        }


@pytest.mark.promise("backup.restored")
def test_a_round_trip_brings_back_every_row_and_file(tmp_path, installation, empty):
    target = tmp_path / "one.backup"
    before = counts(installation)
    made = make_backup(target, PASSPHRASE, info=installation, now=NOW)
    other = empty()
    assert tenants(other) == []
    asked = []
    facts = restore_backup(target, PASSPHRASE, info=other, agree=lambda facts: asked.append(facts) or True)
    assert (facts, asked) == (made, [made])
    assert tenants(other) == ["시험구"]
    assert counts(other) == before
    assert (paths.files() / "2026" / "명단.csv").read_bytes().decode("cp949") == "이름\n홍길동\n"
    assert schema.is_current(other.owner_url)
    with psycopg.connect(other.app_url) as conn:
        assert conn.execute("SELECT count(*) FROM tenancy_tenant").fetchone() == (1,), "the serving role has its grants"


@pytest.mark.promise("backup.restored")
def test_the_nightly_backup_is_proved_and_opens_with_both_shares_only(tmp_path, installation, empty, tally):
    public, one, other_share = make_key()
    target, made = back_up_and_prove(tmp_path / "밤", public, info=installation, now=NOW)
    assert made.tables["tenancy_tenant"][0] == 1
    assert len(made.tables) > 100
    assert [each.state for each in backups(NOW)] == [State.GOOD, State.GOOD]
    with psycopg.connect(url_of(installation.owner_url, "postgres")) as conn:
        left = conn.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%backup_proof%'").fetchone()
    assert left == (0,), "the copy made for proof was removed"
    there = empty()
    with pytest.raises(BackupDamaged, match="열쇠 조각 두 개"):
        restore_backup(target, PASSPHRASE, info=there, agree=lambda facts: True)
    _, third, fourth = make_key()
    with pytest.raises(BackupDamaged, match="다른 열쇠"):
        restore_backup(target, join_shares(third, fourth), info=there, agree=lambda facts: True)
    assert tenants(there) == []
    restore_backup(target, join_shares(other_share, one), info=there, agree=lambda facts: True)
    assert tenants(there) == ["시험구"]
    tally(tried=3)


def test_a_row_that_comes_back_otherwise_is_told_and_written_down(tmp_path, installation, monkeypatch):
    """As if pg_restore had lost a row: the sums of the manifest are of another moment than the dump."""
    sums = operations._sums
    monkeypatch.setattr(operations, "_sums", lambda conn: sums(conn) | {"tenancy_tenant": (2, "0")})
    public, *_ = make_key()
    target = tmp_path / "one.backup"
    closing = SealFor(public)
    make_backup(target, closing, info=installation, now=NOW)
    monkeypatch.setattr(operations, "_sums", sums)
    with pytest.raises(BackupDamaged, match="백업할 때와 다릅니다: tenancy_tenant"):
        operations.prove_backup(target, closing, info=installation)


def test_a_backup_of_a_newer_release_is_refused_with_words(tmp_path, installation, empty, monkeypatch):
    target = tmp_path / "one.backup"
    monkeypatch.setattr(operations, "version", lambda name: "99.1")
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    monkeypatch.undo()
    monkeypatch.setenv("DURU_HOME", str(tmp_path / "other"))
    with pytest.raises(BackupRefused, match="더 새로운 두루\\(99.1\\)"):
        restore_backup(target, PASSPHRASE, info=empty(), agree=lambda facts: pytest.fail("asked"))


def test_the_file_is_private_and_shows_nothing(tmp_path, installation):
    target = tmp_path / "one.backup"
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    assert target.stat().st_mode & 0o777 == 0o600
    content = target.read_bytes()
    assert "시험구".encode() not in content
    assert b"PGDMP" not in content
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_flipped_byte_touches_nothing(tmp_path, installation, empty):
    target = tmp_path / "one.backup"
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)
    other = empty()
    before = counts(other)
    with pytest.raises(BackupDamaged):
        restore_backup(target, PASSPHRASE, info=other, agree=lambda facts: pytest.fail("asked before it was verified"))
    assert counts(other) == before
    assert list(paths.files().rglob("*")) == []


def test_a_wrong_passphrase_touches_nothing(tmp_path, installation, empty):
    target = tmp_path / "one.backup"
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    other = empty()
    with pytest.raises(BackupDamaged, match="암호가 맞지 않거나"):
        restore_backup(target, "틀린 암호 열두 글자가 넘음", info=other, agree=lambda facts: True)
    assert tenants(other) == []


def test_an_installation_with_data_is_never_overwritten(tmp_path, installation):
    target = tmp_path / "one.backup"
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    with pytest.raises(BackupRefused, match="이미 자료가 있습니다\\(시험구\\)"):
        restore_backup(target, PASSPHRASE, info=installation, agree=lambda facts: True)
    assert tenants(installation) == ["시험구"]


def test_a_person_who_does_not_agree_changes_nothing(tmp_path, installation, empty):
    target = tmp_path / "one.backup"
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    other = empty()
    with pytest.raises(BackupRefused, match="아무것도 바꾸지 않았습니다"):
        restore_backup(target, PASSPHRASE, info=other, agree=lambda facts: False)
    assert tenants(other) == []


def test_an_existing_file_is_not_overwritten(tmp_path, installation):
    target = tmp_path / "one.backup"
    target.write_text("something of somebody's")
    with pytest.raises(BackupRefused, match="이미 있습니다"):
        make_backup(target, PASSPHRASE, info=installation, now=NOW)
    assert target.read_text() == "something of somebody's"


def test_a_restore_while_somebody_is_connected_is_refused(tmp_path, installation, empty):
    target = tmp_path / "one.backup"
    make_backup(target, PASSPHRASE, info=installation, now=NOW)
    other = empty()
    with psycopg.connect(other.app_url), pytest.raises(BackupRefused, match="두루를 끄고"):
        restore_backup(target, PASSPHRASE, info=other, agree=lambda facts: True)
    assert tenants(other) == []
    with psycopg.connect(url_of(other.owner_url, "postgres")) as conn:
        left = conn.execute("SELECT count(*) FROM pg_database WHERE datname LIKE '%restore_restored%'").fetchone()
    assert left == (0,), "the unfinished copy was removed"
