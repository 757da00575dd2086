"""An app is entered by its door: `api`, `events`, `enums` or `errors`, never by its models or queries."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
FLOORS = ("blocks", "services")
DOORS = {"api", "events", "enums", "errors"}
# What the page of an app must tell.
POINTS = {
    "purpose": r"\bPurpose\b",
    "nouns": r"\bNouns\b",
    "users": r"\bUsers\b",
    "legal ground": r"\bLegal ground\b",
    "what it does not do": r"(?i)\bdoes not\b",
    "how large": r"\bSize\b|\bHow large\b",
}
# Second doors: tenancy's migration operation, for migrations only; linkage of files, which needs no Django.
EXTRA = {
    "duru.blocks.tenancy.migrations_api", "duru.blocks.linkage.files_api", "duru.blocks.linkage.blind_api",
    "duru.blocks.programs.offline_api",
}  # fmt: skip


def modules():
    for path in sorted((SOURCE / "duru").rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def app_of(dotted: str) -> str | None:
    parts = dotted.split(".")
    return ".".join(parts[:3]) if len(parts) >= 3 and parts[0] == "duru" and parts[1] in FLOORS else None


def imports_of(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.lineno, node.module, [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []


@pytest.mark.unit
def test_apps_are_entered_by_their_door():
    wrong = []
    for path in modules():
        own = app_of(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        for line, module, names in imports_of(path):
            app = app_of(module)
            if app is None or app == own or module in EXTRA:
                continue
            room = module.split(".")[3:4]
            entered = set(room) if room else set(names)
            if not entered <= DOORS:
                wrong.append(f"{path.relative_to(SOURCE)}:{line} imports {module} {names}")
    assert wrong == []


@pytest.mark.unit
def test_every_door_says_what_it_hands_out():
    missing = [
        str(path.relative_to(SOURCE))
        for floor in FLOORS
        for path in sorted((SOURCE / "duru" / floor).glob("*/api.py"))
        if "__all__" not in path.read_text(encoding="utf-8")
    ]
    assert missing == []


@pytest.mark.unit
def test_every_app_has_a_readme_of_a_page():
    """About twenty lines with the points that style.md asks for; what is longer belongs into docs/."""
    apps = [path.parent for floor in FLOORS for path in sorted((SOURCE / "duru" / floor).glob("*/apps.py"))]
    assert len(apps) > 10
    wrong = [f"{app.name}: no README.md" for app in apps if not (app / "README.md").is_file()]
    for readme in (app / "README.md" for app in apps if (app / "README.md").is_file()):
        text = readme.read_text(encoding="utf-8")
        wrong += [f"{readme.parent.name}: {point}" for point in POINTS if not re.search(POINTS[point], text)]
        if not 10 <= text.count("\n") <= 45:
            wrong.append(f"{readme.parent.name}: {text.count(chr(10))} lines")
    assert wrong == []


@pytest.mark.unit
def test_no_room_has_a_name_that_says_nothing():
    nothing = {"utils.py", "helpers.py", "services.py", "misc.py", "common.py"}
    assert [str(path) for path in modules() if path.name in nothing] == []
