"""One English word per Korean term: every model's noun stands in the glossary under the same Korean name."""

import re
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.unit
ROOT = Path(__file__).resolve().parents[2]


def glossary() -> dict[str, str]:
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| [^|]+ \|$", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)
    return {english.strip(): korean.strip() for english, korean in rows}


def test_every_model_is_in_the_glossary_under_its_korean_name():
    words = glossary()
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("duru."):
            continue
        noun = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()
        if words.get(noun) != str(model._meta.verbose_name):
            wrong.append(f"{noun}: glossary {words.get(noun)!r}, model {str(model._meta.verbose_name)!r}")
    assert wrong == []


def test_no_english_word_has_two_meanings():
    nouns = re.findall(r"^\| ([^|]+) \|", (ROOT / "GLOSSARY.md").read_text(encoding="utf-8"), re.M)
    assert sorted(set(nouns)) == sorted(nouns)
