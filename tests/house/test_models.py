"""A model says what one row means and what is personal in it; a migration says in its name what it does."""

import re
from pathlib import Path

import pytest
from django.apps import apps

pytestmark = pytest.mark.unit
SOURCE = Path(__file__).resolve().parents[2] / "src" / "duru"
NAMES = [path.stem for path in sorted(SOURCE.rglob("migrations/*.py")) if path.stem != "__init__"]
MACHINE_MADE = re.compile(r"initial|auto_|_\d{8}|_(?:alter|rename|remove|delete)_\w+_and_more|^\d{4}_\w+_and_more")


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("duru.")]


def test_every_model_says_what_one_row_means():
    assert ours()
    # Django writes "Model(field, …)" where there is no docstring.
    silent = [
        model.__name__ for model in ours() if not re.match(r"One row (?:is|says|puts|remembers)\b", model.__doc__)
    ]
    assert silent == []


def test_every_model_has_a_privacy_note():
    note = re.compile(r"\bprivacy:|personal data", re.I)
    assert [model.__name__ for model in ours() if not note.search(model.__doc__)] == []


def test_a_model_has_a_korean_name():
    assert [m.__name__ for m in ours() if not re.search("[가-힣]", str(m._meta.verbose_name))] == []


def test_migrations_are_numbered_and_named_by_hand():
    assert NAMES
    assert [name for name in NAMES if not re.fullmatch(r"\d{4}(?:_[a-z0-9]+){2,}", name)] == []
    assert [name for name in NAMES if MACHINE_MADE.search(name)] == []


@pytest.mark.parametrize("name", ["0001_initial", "0002_auto_20261122_0900", "0003_alter_person_name_and_more"])
def test_names_that_the_machine_gives_are_known(name):
    assert MACHINE_MADE.search(name)
