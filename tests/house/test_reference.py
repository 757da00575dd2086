"""docs/reference says what the code says."""

from pathlib import Path

import pytest

from duru.conf.variables import VARIABLES
from duru.site.reference import HEAD, PAGES, page, stale_pages

pytestmark = pytest.mark.unit
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def test_no_generated_page_is_old():
    assert stale_pages(FOLDER) == [], "python -m duru.site.reference"


def test_an_edited_a_missing_and_a_forgotten_page_are_told(tmp_path):
    for name in PAGES:
        (tmp_path / name).write_text(page(name), encoding="utf-8")
    (tmp_path / "written-by-hand.md").write_text("# 손으로 쓴 쪽\n", encoding="utf-8")
    assert stale_pages(tmp_path) == []
    (tmp_path / "cli.md").unlink()
    (tmp_path / "rules.md").write_text(page("rules.md") + "손으로 더한 줄\n", encoding="utf-8")
    (tmp_path / "gone.md").write_text(f"{HEAD}\n# 옛 쪽\n", encoding="utf-8")
    assert stale_pages(tmp_path) == ["cli.md", "gone.md", "rules.md"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_how_it_was_made_and_has_a_korean_title(name):
    first, title = page(name).splitlines()[:2]
    assert "python -m duru.site.reference" in first
    assert title.startswith("# ")
    assert any("가" <= letter <= "힣" for letter in title)


def test_no_table_is_torn():
    for name in PAGES:
        columns = 0
        for line in page(name).splitlines():
            found = line.replace("\\|", "").count("|") if line.startswith("|") else 0
            assert found == columns or 0 in (found, columns), f"{name}: {line}"
            columns = found


def test_secrets_have_no_default_to_be_printed():
    assert [each.name for each in VARIABLES if each.secret and each.default] == []
