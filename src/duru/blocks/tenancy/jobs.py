"""Jobs and events: work that is promised inside a deed's transaction and done later by the worker, at least once.

A job carries tenant, actor and ids only, never personal data. An event is a frozen dataclass of ids; publishing it
enqueues one job per subscriber in the deed's own transaction, so a kill loses nothing.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import InterfaceError, OperationalError
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job as QueuedJob

from duru.blocks.tenancy.models import HandledEvent
from duru.blocks.tenancy.scope import current_tenant_id, tenant_scope
from duru.kernel.ids import new_public_id

# The database went away, was in recovery, made us wait too long: another time the same work succeeds.
PASSING = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
MOST_ATTEMPTS = 200
LONGEST_WAIT_S = 15  # short: a death of the worker counts as an attempt too

_subscribers: dict[str, list[tuple[str, Callable[..., None]]]] = {}


class WhenTheDatabaseIsBack(BaseRetryStrategy):
    """Try a job again that failed for the database's sake, after 1, 2, 4 … 15 s; any other failure needs a person."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        """Return when to try again, None when trying again cannot help."""
        if not isinstance(exception, PASSING) or job.attempts >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(2 ** min(job.attempts, 10), LONGEST_WAIT_S)})


def tenant_job(*, queue: str = "default", name: str | None = None, lock: str | None = None):
    """Make a function a job that runs inside its tenant's scope, in one transaction.

    The function takes keyword arguments only and must be safe to run twice. Call `the_job.defer(**ids)` inside a tenant
    scope: the tenant is added, and the job exists if and only if that transaction commits.
    Long work that commits in chunks uses `tenant_long_job`.
    """

    def decorate(function: Callable[..., None]):
        return _register(function, queue, name, lock, scoped=True)

    return decorate


def tenant_long_job(*, queue: str = "long", name: str | None = None, lock: str | None = None):
    """Like `tenant_job`, but the function gets `tenant_id` and opens its own scopes, one per chunk."""

    def decorate(function: Callable[..., None]):
        return _register(function, queue, name, lock, scoped=False)

    return decorate


def _register(function, queue, name, lock, *, scoped: bool):
    job_name = name or f"{function.__module__}.{function.__name__}"

    @functools.wraps(function)
    def run(*, tenant_id: int, **arguments):
        if not scoped:
            return function(tenant_id=tenant_id, **arguments)
        with tenant_scope(tenant_id):
            return function(**arguments)

    run.is_scoped = True
    task = app.task(name=job_name, queue=queue, retry=WhenTheDatabaseIsBack())(run)

    class Job:
        """What callers hold: `defer` to promise the work, `now` to do it at once (tests, command line)."""

        @staticmethod
        def defer(**arguments) -> None:
            tenant_id = current_tenant_id()
            configured = task.configure(lock=f"{lock}:{tenant_id}") if lock else task
            configured.defer(tenant_id=tenant_id, **arguments)

        @staticmethod
        def now(*, tenant_id: int, **arguments):
            return run(tenant_id=tenant_id, **arguments)

        name = job_name

    return Job


def subscribe(event_type: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a handler `handler(event)` of an event class; it runs later, in its own tenant scope, once per event."""

    def decorate(handler: Callable[..., None]):
        key = _event_key(event_type)
        _event_types[key] = event_type
        _subscribers.setdefault(key, []).append((f"{handler.__module__}.{handler.__name__}", handler))
        return handler

    return decorate


_event_types: dict[str, type] = {}


def _event_key(event_type: type) -> str:
    return f"{event_type.__module__}.{event_type.__name__}"


def publish(event: Any) -> None:
    """Tell the floors above what happened: one job per subscriber, in the running transaction."""
    key = _event_key(type(event))
    event_id = new_public_id()
    for subscriber, _ in _subscribers.get(key, ()):
        deliver_event.defer(event_key=key, event_id=event_id, subscriber=subscriber, payload=dataclasses.asdict(event))


@tenant_job(name="duru.deliver_event")
def deliver_event(*, event_key: str, event_id: str, subscriber: str, payload: dict[str, Any]) -> None:
    """Hand one event to one subscriber; a second delivery of the same event does nothing."""
    _, created = HandledEvent.objects.get_or_create(event_id=event_id, subscriber=subscriber)
    if not created:
        return
    handler = dict(_subscribers[event_key])[subscriber]
    handler(_event_types[event_key](**payload))
