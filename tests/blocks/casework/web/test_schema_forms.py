"""A schema as a form, and what was filled in as words."""

import pytest
from django.utils.datastructures import MultiValueDict

from duru.blocks.casework.web.schema_forms import WholeForm, shown_answers

pytestmark = pytest.mark.unit

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "zones": {
            "title": "구역",
            "type": "array",
            "items": {"enum": ["river", "military"], "x-labels": {"river": "하천구역", "military": "군사 보호구역"}},
        },
        "papers": {"title": "받은 서류", "type": "array", "items": {"type": "string"}},
        "owners": {
            "title": "소유자",
            "type": "array",
            "items": {"type": "object", "properties": {"name": {"title": "이름", "type": "string"}}},
        },
    },
}


def filled(**values) -> WholeForm:
    rows = {"t-owners-TOTAL_FORMS": ["1"], "t-owners-INITIAL_FORMS": ["0"], "t-owners-0-name": ["박가람"]}
    return WholeForm(SCHEMA, MultiValueDict({**rows, **values}))


def test_several_choices_lines_and_rows_are_read_as_the_schema_wants_them():
    form = filled(**{"f-zones": ["military", "river"], "f-papers": ["평면도\r\n\r\n 위치도 "]})
    assert form.is_valid()
    assert form.answers == {
        "zones": ["military", "river"],
        "papers": ["평면도", "위치도"],
        "owners": [{"name": "박가람"}],
    }


def test_choice_that_is_none_is_named_at_its_question():
    form = filled(**{"f-zones": ["moon"]})
    assert not form.is_valid()
    assert "zones" in form.form.errors


def test_answers_are_shown_in_words():
    answers = {"zones": ["river", "military"], "papers": ["평면도"], "owners": [{"name": "박가람"}]}
    assert shown_answers(SCHEMA, answers) == [
        ("구역", "하천구역, 군사 보호구역"),
        ("받은 서류", "평면도"),
        ("소유자", "박가람"),
    ]
