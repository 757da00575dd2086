"""A command run in a process of its own, on a database of its own."""

import subprocess
import sys

import pytest

from tests.database import ROOT, CopiedDatabase


@pytest.fixture
def environ(cluster, tmp_path):
    """An installation of its own: a home in a temporary folder and a copied database on the tests' server."""
    database = CopiedDatabase(cluster, suffix="_cli")
    database.renew()
    yield database.environ() | {"DURU_HOME": str(tmp_path / "home"), "NO_COLOR": "1", "COLUMNS": "200"}
    database.drop()


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
