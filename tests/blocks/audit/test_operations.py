"""Deeds, looks and denials in the log, and the sequencer."""

import threading

import pytest
from django.db import ProgrammingError, connection, transaction

from duru.blocks.audit.api import (
    SYSTEM,
    EntryKind,
    list_entries,
    list_looks_at,
    record_deed,
    record_denial,
    record_look,
    sequence_entries,
    verify_log,
)
from duru.blocks.audit.operations import close_look_book, open_look_book
from duru.blocks.audit.rules import CHANGED, Break
from duru.blocks.tenancy.api import NoTenant, add_tenant, tenant_scope

ACTOR = SYSTEM


@pytest.fixture
def tenant(db):
    return add_tenant(code="9999900000", name="해오름구")


def look(subject="person:1"):
    record_look(actor=ACTOR, action="열두 달 카드", purpose="상담", subjects=[subject])


def test_a_deed_that_fails_leaves_no_entry(tenant):
    with pytest.raises(ZeroDivisionError), tenant_scope(tenant.id):
        record_deed(actor=ACTOR, action="기관 등록")
        1 / 0  # noqa: B018 - the failure itself is the point
    with tenant_scope(tenant.id):
        assert list_entries().count() == 0


def test_a_look_needs_a_tenant(tenant):
    with pytest.raises(NoTenant):
        look()


def test_looks_of_a_request_survive_its_rollback(tenant):
    token = open_look_book()
    with pytest.raises(ZeroDivisionError), tenant_scope(tenant.id):
        look()
        record_denial(actor=ACTOR, action="주민 찾기")
        1 / 0  # noqa: B018 - the failure itself is the point
    close_look_book(token, tenant_id=tenant.id)
    with tenant_scope(tenant.id):
        assert sorted(list_entries().values_list("kind", flat=True)) == [EntryKind.DENIAL, EntryKind.LOOK]


def test_the_person_is_told_department_and_purpose_only(tenant):
    with tenant_scope(tenant.id):
        look("person:1")
        look("person:2")
        (seen,) = list_looks_at("person:1")
    assert (seen.department, seen.duty, seen.purpose) == ("두루", "자동 처리", "상담")
    assert not hasattr(seen, "actor_ref")


def test_another_tenant_sees_no_entry(tenant):
    other = add_tenant(code="9999800000", name="달맞이구")
    with tenant_scope(tenant.id):
        look()
    with tenant_scope(other.id):
        assert list_entries().count() == 0


def test_entries_can_be_neither_changed_nor_removed(tenant):
    with tenant_scope(tenant.id):
        look()
        for statement in ("UPDATE audit_auditentry SET purpose = ''", "DELETE FROM audit_auditentry"):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                connection.cursor().execute(statement)


@pytest.mark.django_db(transaction=True)
def test_the_sequencer_links_what_is_committed_at_once_and_never_skips_what_is_not():
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        look("person:1")
    opened, may_commit = threading.Event(), threading.Event()

    def slow_deed():
        with tenant_scope(tenant.id):
            record_deed(actor=ACTOR, action="느린 처리")
            opened.set()
            may_commit.wait(10)
        connection.close()

    thread = threading.Thread(target=slow_deed)
    thread.start()
    opened.wait(10)
    with tenant_scope(tenant.id):
        look("person:2")  # committed, but begun after the slow deed
    assert sequence_entries(tenant_id=tenant.id) == 2
    assert sequence_entries(tenant_id=tenant.id) == 0
    may_commit.set()
    thread.join()
    assert sequence_entries(tenant_id=tenant.id) == 1
    assert sequence_entries(tenant_id=tenant.id) == 0
    with tenant_scope(tenant.id):
        report = verify_log(tenant_id=tenant.id)
    assert (report.n_linked, report.n_waiting, report.found) == (3, 0, None)


@pytest.mark.django_db(transaction=True)
def test_more_entries_than_one_run_takes_are_linked_by_the_next():
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        for n in range(5):
            look(f"person:{n}")
    assert [sequence_entries(tenant_id=tenant.id, limit=2) for _ in range(4)] == [2, 2, 1, 0]
    with tenant_scope(tenant.id):
        assert verify_log(tenant_id=tenant.id).found is None


@pytest.mark.django_db(transaction=True)
def test_a_change_by_the_owner_is_found_and_named(owner_connection):
    tenant = add_tenant(code="9999900000", name="해오름구")
    with tenant_scope(tenant.id):
        for n in range(5):
            look(f"person:{n}")
    sequence_entries(tenant_id=tenant.id)
    owner_connection.execute("UPDATE audit_auditentry SET purpose = '호기심' WHERE subject_refs = '{person:2}'")
    with tenant_scope(tenant.id):
        assert verify_log(tenant_id=tenant.id).found == Break(3, 3, CHANGED)
