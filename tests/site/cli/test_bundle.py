"""A bundle proves its own contents before it installs, and carries the source that git tracks."""

import subprocess
import tarfile

import pytest

from duru.site.cli import bundle
from tests.database import ROOT

pytestmark = pytest.mark.unit


@pytest.fixture
def unpacked(tmp_path):
    """A small bundle, written and unpacked again."""
    (tmp_path / "one.whl").write_bytes(b"a wheel")
    (tmp_path / "run").write_text("#!/bin/sh\n")
    (tmp_path / "run").chmod(0o755)
    members = [("wheels/one.whl", tmp_path / "one.whl"), ("run", tmp_path / "run")]
    bundle._write(tmp_path / "b.tar.gz", "duru-x", members, "#!/bin/sh\n", lambda done, total: None)
    with tarfile.open(tmp_path / "b.tar.gz") as tar:
        tar.extractall(tmp_path, filter="data")
    assert not (tmp_path / "b.tar.gz.unfinished").exists()
    return tmp_path / "duru-x"


def verify(folder):
    return subprocess.run(
        ["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )


def test_the_sums_match_and_programs_may_be_run(unpacked):
    assert verify(unpacked).returncode == 0
    assert (unpacked / "run").stat().st_mode & 0o111
    assert (unpacked / "install.sh").stat().st_mode & 0o111


def test_a_changed_wheel_is_noticed_before_anything_is_installed(unpacked):
    (unpacked / "wheels" / "one.whl").write_bytes(b"a whexl")
    assert verify(unpacked).returncode != 0


def test_the_installer_checks_the_sums_and_the_python_first():
    order = [bundle.INSTALL.index(word) for word in ("sha256sum --check", "@PYTHON@", "make_environment")]
    assert order == sorted(order)


def test_the_source_holds_what_an_installation_needs_and_no_state():
    inside = {name for name, _ in bundle._source(ROOT)}
    assert {"run", "environment.sh", "requirements.lock", "pyproject.toml", "assets/package-lock.json"} <= inside
    assert not [name for name in inside if name.startswith(("var/", ".venv/", "dist/", ".git/"))]
