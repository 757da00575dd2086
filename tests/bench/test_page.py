"""The page about accuracy is the one the kept results make."""

import pytest

from bench.page import PAGE, WORDS, page

pytestmark = pytest.mark.unit


def test_page_is_made_of_the_kept_results():
    assert PAGE.read_text(encoding="utf-8") == page()


def test_page_names_the_accuracy_of_both_sizes():
    text = page()
    assert text.count(WORDS["linkage.f1"]) >= 1
    assert "못 하는가" in text
