"""Tests about the code itself."""

import ast
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "duru"


def python_files(*folders: str):
    for folder in folders or ("src", "tests", "bench"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def test_every_door_function_has_a_docstring():
    bare = []
    for api in sorted(SOURCE.glob("*/*/api.py")):
        names = {
            element.value
            for node in ast.walk(ast.parse(api.read_text(encoding="utf-8")))
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__"
            for element in node.value.elts
        }
        for path in sorted(api.parent.rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if (
                    isinstance(node, ast.FunctionDef | ast.ClassDef)
                    and node.name in names
                    and not ast.get_docstring(node)
                ):
                    bare.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert bare == []


def test_the_kernel_explains_every_public_function():
    bare = [
        f"{path.name}:{node.lineno} {node.name}"
        for path in python_files("src/duru/kernel")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_no_committed_file_names_a_path_of_one_machine_or_a_registry():
    machine = re.compile(r"/(?:root|home/\w+|work)/|files\.pythonhosted|pypi\.org|registry\.npmjs")
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in [
            *python_files(),
            *ROOT.glob("*.toml"),
            *ROOT.glob("*.lock"),
            *ROOT.glob("*.md"),
            ROOT / "run",
            ROOT / "check",
        ]
        if path != Path(__file__) and (match := machine.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_every_silencing_comment_carries_its_reason():
    bare = re.compile(r"#\s*(?:noqa(?!:)|noqa: [A-Z0-9, ]+$|type: ignore(?!\[)|pragma: no cover$)", re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in python_files()
        if path != Path(__file__) and (match := bare.search(path.read_text(encoding="utf-8")))
    ]
    assert found == []
