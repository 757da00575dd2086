"""A command run in a process of its own, on a database of its own."""

import subprocess
import sys
from contextlib import contextmanager

import pytest

from tests.database import ROOT, CopiedDatabase


@contextmanager
def installation(cluster, folder, suffix="_cli"):
    """Give the environment of an installation of its own: a home in `folder`, a copied database on the tests' server."""
    database = CopiedDatabase(cluster, suffix=suffix)
    database.renew()
    home = folder / "home"
    home.mkdir(exist_ok=True)
    (home / "assets").symlink_to(ROOT / "var" / "assets")  # else `duru up` would ask npm for them
    try:
        yield database.environ() | {"DURU_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "200"}
    finally:
        database.drop()


@pytest.fixture
def environ(cluster, tmp_path):
    """An installation of its own for one test."""
    with installation(cluster, tmp_path) as environ:
        yield environ


def duru(*arguments, environ, **options):
    """Run one command and return exit code, standard output and standard error."""
    done = subprocess.run(
        [sys.executable, "-c", "from duru.site.cli import main; main()", *arguments],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        stdin=subprocess.DEVNULL,
        **options,
    )
    return done.returncode, done.stdout, done.stderr
