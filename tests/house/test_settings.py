"""`.env.example` shows every variable once, and nobody reads `DURU_*` past `duru.conf.env`."""

import re
from pathlib import Path

import pytest

from duru.conf.variables import VARIABLES

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
# These set the environment of a child process, or hand a private value to one.
MAY_NAME_THE_ENVIRONMENT = {
    "blocks/exchange/readers/workbook_child.py",
    "conf/env.py",
    "conf/schema.py",
    "site/cli/django_ready.py",
    "site/cli/findings.py",
    "site/cli/up.py",
    "site/district.py",
}


def test_the_example_lists_every_variable_with_its_default_and_nothing_else():
    shown = re.findall(r"^#?(DURU_\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert [name for name, _ in shown] == [each.name for each in VARIABLES]
    assert dict(shown) == {each.name: each.default or each.example for each in VARIABLES}


def test_the_example_explains_every_variable():
    text = (ROOT / ".env.example").read_text()
    for each in VARIABLES:
        assert f"# {each.meaning}\n#{each.name}=" in text


def test_no_module_reads_a_variable_past_the_reader():
    wrong = []
    for path in (ROOT / "src" / "duru").rglob("*.py"):
        inside = path.relative_to(ROOT / "src" / "duru").as_posix()
        if inside not in MAY_NAME_THE_ENVIRONMENT and re.search(
            r"(environ\b[^\n]*|getenv\()[\"']DURU_", path.read_text()
        ):
            wrong.append(inside)
    assert wrong == []
