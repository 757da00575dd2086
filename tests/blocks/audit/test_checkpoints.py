"""Checkpoints outside the database, and the file with which anybody checks an exported log."""

import json
import subprocess
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from duru.blocks.audit import verify_log as offline
from duru.blocks.audit.api import (
    SYSTEM,
    list_notes,
    log_lines,
    publish_checkpoint,
    record_look,
    sequence_entries,
    verifier_of_log,
    verify_log,
)
from duru.blocks.audit.models import AuditCheckpoint
from duru.blocks.audit.rules import CHANGED, CUT, REBUILT, Break
from duru.blocks.tenancy.api import add_tenant, tenant_scope

NOW = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Seoul"))
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DURU_CHECKPOINT_DIR", str(tmp_path / "outside"))
    return tmp_path / "outside"


@pytest.fixture
def tenant():
    return add_tenant(code="9999900000", name="해오름구")


def write(tenant, n, *, at=NOW):
    with tenant_scope(tenant.id):
        for one in range(n):
            record_look(actor=SYSTEM, action="카드 보기", purpose="상담", subjects=[f"person:{one}"])
    sequence_entries(tenant_id=tenant.id)
    return publish_checkpoint(tenant_id=tenant.id, at=at)


def report_of(tenant):
    with tenant_scope(tenant.id):
        return verify_log(tenant_id=tenant.id)


def test_a_checkpoint_says_what_is_new_and_nothing_when_nothing_is(tenant, folder):
    assert [write(tenant, n).size for n in (3, 4)] == [3, 7]
    assert publish_checkpoint(tenant_id=tenant.id, at=NOW) is None
    report = report_of(tenant)
    assert (report.found, report.n_checkpoints, report.n_outside) == (None, 2, 2)
    assert len(list(folder.iterdir())) == 1


def test_what_the_owner_rebuilds_is_found_by_what_stands_outside(tenant, owner_connection):
    for n in (3, 4, 2):
        write(tenant, n)
    owner_connection.execute("UPDATE audit_auditlink SET leaf_hash = sha256('x') WHERE seq = 5")
    assert report_of(tenant).found == Break(5, 5, CHANGED)
    # Everything made to fit, the checkpoints in the database removed: those outside still speak.
    owner_connection.execute("DELETE FROM audit_auditlink WHERE seq > 3")
    owner_connection.execute("DELETE FROM audit_auditentry WHERE id NOT IN (SELECT entry_id FROM audit_auditlink)")
    owner_connection.execute("DELETE FROM audit_auditcheckpoint WHERE size > 3")
    assert report_of(tenant).found == Break(4, 9, CUT)
    write(tenant, 8)
    assert report_of(tenant).found == Break(4, 7, REBUILT)


def test_a_folder_that_is_away_stops_nothing_and_is_said(tenant, folder):
    folder.write_text("a file where the folder should be")
    assert write(tenant, 2).put_outside is False
    folder.unlink()
    assert write(tenant, 1).put_outside is True
    report = report_of(tenant)
    assert (report.found, report.n_checkpoints, report.n_outside) == (None, 2, 1)


def test_after_a_restore_transactions_count_anew_and_nothing_is_skipped(tenant, owner_connection):
    write(tenant, 2)
    # A new cluster begins its transactions at a few hundred; what came from the old one has larger numbers.
    owner_connection.execute("UPDATE audit_auditlink SET horizon = 4000000000")
    assert write(tenant, 1).size == 3
    assert write(tenant, 1).size == 4


def test_a_notes_half_at_the_end_is_none(tenant, folder):
    write(tenant, 2)
    (file,) = folder.iterdir()
    file.write_text(file.read_text() + "duru/9999900000\n3\n")
    assert report_of(tenant).n_outside == 1


@pytest.fixture
def exported(tenant, tmp_path):
    for n in (3, 4, 2):
        write(tenant, n)
    with tenant_scope(tenant.id):
        (tmp_path / "log").write_bytes(b"".join(log_lines()))
        (tmp_path / "notes").write_text("".join(f"{note}\n" for note in list_notes(tenant_id=tenant.id)))
        return tmp_path / "log", tmp_path / "notes", verifier_of_log(tenant_id=tenant.id)


def test_anybody_checks_an_export_with_python_alone(exported):
    done = subprocess.run(
        [sys.executable, "-I", "-S", offline.__file__, *map(str, exported)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "기록 9건이 처음 적힌 그대로입니다(확인점 3개, 9번째까지).")


def check(log, notes, key):
    checkpoints, _ = offline.read_checkpoints(notes.read_text(), key)
    return offline.find_break(log.read_bytes().splitlines(keepends=True), checkpoints)[0]


@pytest.mark.promise("audit.tampering")
def test_every_flipped_byte_is_found_and_its_entry_named(exported, tally):
    log, notes, key = exported
    whole = log.read_bytes()
    checkpoints, _ = offline.read_checkpoints(notes.read_text(), key)
    places, missed = range(0, len(whole), 3), []
    for at in places:
        flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
        n = whole.count(b"\n", 0, at) + 1
        try:
            found, _ = offline.find_break(flipped.splitlines(keepends=True), checkpoints)
        except ValueError:
            continue  # no longer a table: said as such
        if found is None or found[0] != n:
            missed.append(at)
    tally(tried=len(places), failed=len(missed))
    assert missed == []


@pytest.mark.promise("audit.tampering")
def test_swapped_cut_and_rebuilt_exports_are_found(exported):
    log, notes, key = exported
    lines = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join([*lines[:3], lines[4], lines[3], *lines[5:]]))
    assert check(*exported)[0] == 4
    log.write_bytes(b"".join(lines[:8]))
    assert check(*exported)[:2] == (9, 9)
    entry = json.loads(lines[5].split(b"\t")[2]) | {"purpose": "호기심"}
    text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    leaf = offline._sha(b"\0", text).hex().encode()
    log.write_bytes(b"".join([*lines[:5], b"\t".join([b"6", leaf, text + b"\n"]), *lines[6:]]))
    assert check(*exported)[:2] == (4, 7)


def test_a_note_of_another_key_counts_for_nothing(exported):
    log, notes, key = exported
    name, hint, code = key.split("+", 2)
    kept, others = offline.read_checkpoints(notes.read_text(), f"{name}+00000000+{code}")
    assert (kept, others) == ({}, 3)
    changed = notes.read_text().replace("\n9\n", "\n8\n", 1)
    assert offline.read_checkpoints(changed, key)[1] == 1


def test_the_database_keeps_the_signed_words(tenant):
    write(tenant, 2)
    with tenant_scope(tenant.id):
        assert AuditCheckpoint.objects.get().note.startswith("duru/9999900000\n2\n")
