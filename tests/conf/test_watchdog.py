"""A frozen database costs a page a message, not a thread."""

import os
import shutil
import signal
import time

import psutil
import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from psycopg_pool import ConnectionPool

from duru.conf import postgres
from duru.conf.database.watchdog import Watchdog, is_alive
from duru.conf.postgres.layout import layout_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def own_cluster(tmp_path_factory):
    """A cluster of this test's own: the one it freezes must not be the one other tests use."""
    home = tmp_path_factory.mktemp("frozen")
    with postgres.running(home, durable=False) as info:
        yield info
    shutil.rmtree(layout_of(home).base)


def processes_of(info) -> list[psutil.Process]:
    with psycopg.connect(info.app_url) as conn:
        backend = psutil.Process(conn.info.backend_pid)
        postmaster = backend.parent()
        others = [each for each in postmaster.children(recursive=True) if each != backend]
    return [postmaster, *others]


def test_a_waiting_statement_fails_soon_after_the_server_freezes(own_cluster):
    dog = Watchdog()
    conn = psycopg.connect(own_cluster.app_url, autocommit=True)
    conn.execute("SELECT 1")
    frozen = processes_of(own_cluster)
    started = time.monotonic()
    for process in frozen:
        os.kill(process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(psycopg.OperationalError), dog.watch(conn):
            conn.execute("SELECT 1")
        waited = time.monotonic() - started
    finally:
        for process in frozen:
            os.kill(process.pid, signal.SIGCONT)
    assert waited < 5
    with psycopg.connect(own_cluster.app_url) as again:
        assert again.execute("SELECT 1").fetchone() == (1,)


def test_a_pool_does_not_wait_for_a_frozen_server_before_it_hands_a_connection_out(own_cluster):
    with ConnectionPool(own_cluster.app_url, check=ConnectionPool.check_connection, **settings.DURU_POOL) as pool:
        pool.wait()
        frozen = processes_of(own_cluster)
        started = time.monotonic()
        for process in frozen:
            os.kill(process.pid, signal.SIGSTOP)
        try:
            with pytest.raises(psycopg.OperationalError):
                pool.getconn()
            waited = time.monotonic() - started
        finally:
            for process in frozen:
                os.kill(process.pid, signal.SIGCONT)
    assert waited < 8


def test_a_slow_statement_on_a_living_server_goes_on(own_cluster):
    dog = Watchdog()
    with psycopg.connect(own_cluster.app_url, autocommit=True) as conn, dog.watch(conn):
        assert conn.execute("SELECT 1 FROM pg_sleep(4)").fetchone() == (1,)


def test_a_living_server_answers(own_cluster):
    with psycopg.connect(own_cluster.app_url) as conn:
        assert is_alive(conn)


def test_django_uses_the_watched_backend():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
    assert type(connections["default"]).__module__ == "duru.conf.database.base"
