"""`.env.example` shows every variable once, and nobody reads `DURU_*` past `duru.conf.env`."""

import ast
import re
from pathlib import Path

import pytest

from duru.conf.variables import VARIABLES

pytestmark = pytest.mark.unit

ROOT = Path(__file__).resolve().parents[2]
# Handed by one of our processes to its own child: no setting, nobody writes it by hand.
BETWEEN_PROCESSES = {"DURU_CHILD_PATH"}


def test_the_example_lists_every_variable_with_its_default_and_nothing_else():
    shown = re.findall(r"^#?(DURU_\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert [name for name, _ in shown] == [each.name for each in VARIABLES]
    assert dict(shown) == {each.name: each.default or each.example for each in VARIABLES}


def test_the_example_explains_every_variable():
    text = (ROOT / ".env.example").read_text()
    for each in VARIABLES:
        assert f"# {each.meaning}\n#{each.name}=" in text


def test_no_variable_is_listed_twice():
    names = [each.name for each in VARIABLES]
    assert names == list(dict.fromkeys(names))


def names_read(text: str) -> set[str]:
    """Names of `DURU_*` variables that a module reads from the environment; writing for a child process is no reading."""
    found = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
            place, name = node.value, node.slice
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr not in ("get", "getenv", "setdefault"):
                continue
            place, name = node.func if node.func.attr == "getenv" else node.func.value, node.args[0]
        else:
            continue
        if re.search(r"environ|getenv", ast.unparse(place)) and isinstance(name, ast.Constant):
            found.add(str(name.value))
    return {name for name in found if name.startswith("DURU_")}


def test_the_search_for_readers_finds_each_way_of_reading():
    reading = 'os.environ["DURU_A"], environ.get("DURU_B"), os.getenv("DURU_C", ""), os.environ["PATH"]'
    writing = 'os.environ["DURU_D"] = "1"; os.environ.pop("DURU_E", None); run(env=os.environ | {"DURU_F": "1"})'
    assert names_read(reading) == {"DURU_A", "DURU_B", "DURU_C"}
    assert names_read(writing) == set()


def test_no_module_reads_a_variable_past_the_reader():
    wrong = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "src" / "duru").rglob("*.py"))
        if path.name != "env.py"
        for name in sorted(names_read(path.read_text(encoding="utf-8")) - BETWEEN_PROCESSES)
    ]
    assert wrong == []
