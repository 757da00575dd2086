"""Promises of later work: made with the deed, kept once."""

import json
from dataclasses import dataclass

import pytest
from django.db import connection

from duru.blocks.tenancy import jobs
from duru.blocks.tenancy.api import (
    NoTenant,
    add_tenant,
    current_tenant_id,
    publish,
    subscribe,
    tenant_job,
    tenant_scope,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class KimchiGiven:
    tenant_id: int
    handout_id: int


heard: list[tuple[int, int]] = []


@subscribe(KimchiGiven)
def listen(event):
    heard.append((current_tenant_id(), event.handout_id))


@tenant_job(name="tests.count")
def count(*, handout_id: int):
    heard.append((current_tenant_id(), handout_id))


@pytest.fixture
def tenant():
    heard.clear()
    return add_tenant(code="9999900000", name="해오름구")


def waiting() -> list[tuple[str, dict]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(task, json.loads(arguments)) for task, arguments in cursor.fetchall()]


def test_an_event_promises_one_job_per_subscriber_with_the_deed(tenant):
    with tenant_scope(tenant.id):
        publish(KimchiGiven(tenant.id, 7))
    ((task, arguments),) = waiting()
    assert task == "duru.deliver_event"
    assert arguments["tenant_id"] == tenant.id
    assert arguments["payload"] == {"tenant_id": tenant.id, "handout_id": 7}


def test_a_failed_deed_promises_nothing(tenant):
    with pytest.raises(ZeroDivisionError), tenant_scope(tenant.id):
        publish(KimchiGiven(tenant.id, 7))
        1 / 0  # noqa: B018 - the failure itself is the point
    assert waiting() == []


def test_an_event_delivered_twice_is_handled_once_in_its_tenant(tenant):
    with tenant_scope(tenant.id):
        publish(KimchiGiven(tenant.id, 7))
    ((_, arguments),) = waiting()
    for _ in range(2):
        jobs.deliver_event.now(**arguments)
    assert heard == [(tenant.id, 7)]


def test_a_handler_that_fails_is_not_remembered_as_done(tenant, monkeypatch):
    with tenant_scope(tenant.id):
        publish(KimchiGiven(tenant.id, 7))
    ((_, arguments),) = waiting()
    key, subscriber = arguments["event_key"], arguments["subscriber"]
    monkeypatch.setitem(jobs._subscribers, key, [(subscriber, lambda event: 1 / 0)])
    with pytest.raises(ZeroDivisionError):
        jobs.deliver_event.now(**arguments)
    monkeypatch.undo()
    jobs.deliver_event.now(**arguments)
    assert heard == [(tenant.id, 7)]


def test_a_job_needs_a_tenant():
    with pytest.raises(NoTenant):
        count.defer(handout_id=1)


@pytest.mark.promise("wall.around")
def test_a_job_runs_in_the_tenant_that_promised_it(tenant):
    with tenant_scope(tenant.id):
        count.defer(handout_id=3)
    ((_, arguments),) = waiting()
    count.now(**arguments)
    assert heard == [(tenant.id, 3)]
