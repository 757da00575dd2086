"""Clusters of their own, away from the one the other tests share."""

import shutil

import pytest

from duru.conf import postgres
from duru.conf.postgres.layout import layout_of


@pytest.fixture
def home(tmp_path_factory):
    """A home whose cluster is stopped and removed afterwards, wherever it lies (root keeps it in /var/lib/duru)."""
    home = tmp_path_factory.mktemp("home")
    yield home
    postgres.stop(home)
    base = layout_of(home).base
    shutil.rmtree(layout_of(home).sockets, ignore_errors=True)
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One running cluster for the tests that only look."""
    home = tmp_path_factory.mktemp("shared")
    info = postgres.ensure_running(home, durable=False)
    yield home, info
    postgres.stop(home)
    shutil.rmtree(layout_of(home).base, ignore_errors=True)
