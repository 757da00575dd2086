"""Every template compiles, and none holds what the content security policy would silently drop."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

pytestmark = pytest.mark.unit

SOURCE = Path(__file__).resolve().parents[2] / "src" / "duru"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
INLINE = re.compile(
    r"""\sstyle=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*(?:\bsrc=|application/json))"""
)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_template_compiles_and_holds_nothing_inline(path):
    folder = next(parent for parent in path.parents if parent.name == "templates")
    get_template(str(path.relative_to(folder)))
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_no_two_apps_have_a_template_of_the_same_name():
    """The site may replace a part on purpose; between apps the one that wins would be an accident."""
    names = [str(path).split("/templates/", 1)[1] for path in TEMPLATES if not path.is_relative_to(SOURCE / "site")]
    assert sorted({name for name in names if names.count(name) > 1}) == []
