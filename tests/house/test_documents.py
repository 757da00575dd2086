"""What the documents point at is there, and the commands they show exist."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from duru.site.cli.application import app

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "GLOSSARY.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES += sorted((ROOT / "src" / "duru").rglob("README.md"))
LINK = re.compile(r"\]\((?!\w+://|#|mailto:)([^)#\s]+)")


def commands() -> dict[str, set[str]]:
    """The command line as {"tenant add": {"--code", …}}."""

    def walk(group, name):
        for key, command in group.commands.items():
            inside = f"{name} {key}".strip()
            if hasattr(command, "commands"):
                yield from walk(command, inside)
            else:
                yield inside, {option for each in command.params for option in each.opts if option.startswith("-")}

    return dict(walk(get_command(app), ""))


def uses(text: str) -> list[tuple[str, list[str]]]:
    """Commands shown in a page, with their options: lines of code blocks and `code` in the text."""
    found = []
    for line in re.findall(r"(?:\.venv/bin/duru|`duru|^duru) ([^`\n]+)", text, re.M):
        words = line.split(" -c ")[0].split()
        name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in commands()), words[0])
        found.append((name, [word for word in words if word.startswith("--")]))
    return found


def test_every_link_leads_somewhere():
    lost = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in PAGES
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert lost == []


def test_every_command_that_is_shown_exists():
    known = commands()
    wrong = []
    for page in PAGES:
        if "decisions" in page.parts:  # they tell what was thought on their day
            continue
        for name, options in uses(page.read_text(encoding="utf-8")):
            if name not in known and name not in {"명령", "--help"}:
                wrong.append(f"{page.relative_to(ROOT)}: duru {name}")
            wrong += [
                f"{page.relative_to(ROOT)}: duru {name} {option}"
                for option in options
                if name in known and option not in known[name] | {"--help"}
            ]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`duru up --demo`", [("up", ["--demo"])]),
        ("```\n.venv/bin/duru tenant add 가람구 --code 1\n```", [("tenant add", ["--code"])]),
        ("`duru places import`", [("places import", [])]),
        ("`duru teleport everybody`", [("teleport", [])]),
    ],
)
def test_the_search_for_commands_finds_them(text, found):
    assert uses(text) == found


def test_every_how_to_is_in_the_list_and_every_page_has_one_title():
    folder = ROOT / "docs" / "how-to"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert {path.name for path in folder.glob("*.md")} - {"README.md"} <= listed
    for path in folder.glob("*.md"):
        outside_code = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert len(re.findall(r"^# ", outside_code, re.M)) == 1, path.name
