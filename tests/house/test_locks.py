"""Lock files pin by hash and name no registry; each office has its own."""

import json
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "assets/package-lock.json", "assets/.npmrc"]
)
def test_no_lock_file_names_a_host(name):
    assert re.findall(r"\w+://[^\s\"']+", (ROOT / name).read_text()) == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_python_package_has_a_hash(name):
    entries = re.split(r"\n(?=\w)", (ROOT / name).read_text().strip())
    assert len(entries) > 50
    assert [entry.split("==")[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_npm_package_has_a_hash():
    packages = json.loads((ROOT / "assets" / "package-lock.json").read_text())["packages"]
    assert [name for name, facts in packages.items() if name and "integrity" not in facts] == []


def test_what_runs_is_what_was_tested():
    def versions(name):
        return dict(re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / name).read_text(), re.MULTILINE))

    tested = versions("requirements-dev.lock")
    assert {name: tested.get(name) for name in versions("requirements.lock")} == versions("requirements.lock")
