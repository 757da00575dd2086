"""What every test stands on: the database copy, connected as the serving role."""

import django.test
import psycopg
import pytest
from django.db import connections
from hypothesis import HealthCheck, settings

from duru.conf import env, postgres
from tests.browser import launch_chromium
from tests.database import TEST_HOME, CopiedDatabase

pytest_plugins = ["tests.promises.plugin"]

NIGHTLY = ("slow", "nation")

# Reproducible everywhere, and not failing because a neighbour made the machine slow; the night tries more.
settings.register_profile(
    "house",
    max_examples=500 if env.all_work() else 50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("house")


def pytest_collection_modifyitems(config, items):
    """Leave the nightly-size work to `./check --all`; pytest's summary counts it as deselected."""
    if env.all_work():
        return
    nightly = [item for item in items if any(item.get_closest_marker(mark) for mark in NIGHTLY)]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in nightly]


@pytest.fixture(scope="session")
def cluster():
    """The tests' own PostgreSQL cluster, shared by parallel test processes; the last to leave stops it."""
    with postgres.running(TEST_HOME, durable=False) as info:
        yield info


@pytest.fixture(scope="session")
def django_db_setup(cluster, django_db_blocker):
    """Replace pytest-django's: copy the migrated template and connect to the copy as the serving role."""
    database = CopiedDatabase(cluster)
    served = connections["default"].settings_dict
    shipped_teardown = django.test.TransactionTestCase._fixture_teardown

    def renew_after_commits(self):
        connections.close_all()
        database.renew()

    with django_db_blocker.unblock():
        connections.close_all()
        database.renew()
        served["NAME"] = database.name
        # Django truncates after a test that committed; the serving role has no right to, and it would also empty
        # what migrations put there.
        django.test.TransactionTestCase._fixture_teardown = renew_after_commits
        yield database
        django.test.TransactionTestCase._fixture_teardown = shipped_teardown
        connections.close_all()
        database.drop()


@pytest.fixture
def owner_connection(django_db_setup):
    """A psycopg connection of the owner role to the test database, for looking past row security."""
    with psycopg.connect(django_db_setup.owner_url, autocommit=True) as conn:
        yield conn


@pytest.fixture
def database_environ(django_db_setup):
    """The environment of a child process that works on the test database (commits: use `transactional_db`)."""
    return django_db_setup.environ()


@pytest.fixture(scope="session")
def chromium(playwright):
    """Debian's Chromium, one for all pages of a test process."""
    browser = launch_chromium(playwright)
    yield browser
    browser.close()
