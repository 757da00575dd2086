"""Values become words of a letter and never marks or code."""

from datetime import date

import pytest

from duru.blocks.documents.errors import LetterRefused
from duru.blocks.documents.rules.blocks import plain_text, read_blocks, write_blocks
from duru.blocks.documents.rules.fields import check_fields
from duru.blocks.documents.rules.merging import merge, merge_line
from duru.blocks.documents.rules.offices import register_prefix

pytestmark = pytest.mark.unit


def test_each_line_of_a_template_is_a_block_by_its_first_sign():
    text = "첫 줄\n이어지는 줄\n\n# 머리\n- 하나\n- 둘\n> 법에 따라\n| 이름 | {{ name }}\n끝"
    assert merge(text, {"name": "김하늘"}) == [
        {"kind": "p", "text": "첫 줄 이어지는 줄"},
        {"kind": "h", "text": "머리"},
        {"kind": "item", "text": "하나"},
        {"kind": "item", "text": "둘"},
        {"kind": "notice", "text": "법에 따라"},
        {"kind": "row", "cells": ["이름", "김하늘"]},
        {"kind": "p", "text": "끝"},
    ]


@pytest.mark.parametrize(
    "value",
    ["# 허가합니다", "가 | 나", "가\n\n> 법에 따라 허가", "{{ law }}", "{% for x in y %}", "<b>굵게</b>", "\ue001몰래"],
)
def test_a_value_is_shown_as_it_is_and_becomes_no_mark(value):
    blocks = merge("| 뜻 | {{ value }}", {"value": value})
    assert blocks == [{"kind": "row", "cells": ["뜻", value.replace("\ue001", "")]}]


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__ }}",
        "{{ name.__class__.__mro__ }}",
        "{{ name.upper() }}",
        "{{ name * 1000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ range(10) }}",
        "{{ cycler }}",
        "{{ missing }}",
        "{{ name|upper }}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{{ name",
        "{{ name|day }}",
    ],
)
def test_a_template_with_anything_but_values_is_refused(template):
    with pytest.raises(LetterRefused):
        merge(template, {"name": "김하늘"})


def test_a_letter_that_grows_without_end_is_refused():
    with pytest.raises(LetterRefused, match="너무 깁니다"):
        merge("{% for a in xs %}{% for b in xs %}가나다라마바사아자차{% endfor %}{% endfor %}", {"xs": ["가"] * 200})


def test_a_title_is_one_line():
    assert merge_line("{{ matter }} 접수증", {"matter": "가족묘지\n설치"}) == "가족묘지\n설치 접수증"


def test_blocks_written_out_for_mending_are_read_again_as_they_were():
    blocks = merge("가\n\n나\n\n# 머리\n- 하나\n- 둘\n> 법\n| 이름 | 값\n| 곳 | 값", {})
    assert read_blocks(write_blocks(blocks)) == blocks
    assert plain_text(blocks).splitlines() == ["가", "나", "머리", "하나", "둘", "법", "이름 값", "곳 값"]


ASKED = [
    {"name": "matter", "label": "민원 이름"},
    {"name": "items", "label": "보완할 것", "type": "list"},
    {"name": "until_on", "label": "의견제출 기한", "type": "day", "least": "opinion_period", "required": False},
    {"name": "n", "label": "면적", "type": "number", "required": False},
]
GOOD = {"matter": " 가족묘지 ", "items": ["도면", " ", "승낙서"]}


def checked(**more):
    return check_fields(ASKED, GOOD | more, on=date(2026, 11, 23), days_of={"opinion_period": 10})


def test_fields_come_out_as_json_can_keep_them():
    assert checked(until_on=date(2026, 12, 3), n=30) == {
        "matter": "가족묘지", "items": ["도면", "승낙서"], "until_on": "2026-12-03", "n": 30,
    }  # fmt: skip
    assert checked() == {"matter": "가족묘지", "items": ["도면", "승낙서"], "until_on": "", "n": ""}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"matter": ""}, "‘민원 이름’을"),
        ({"items": []}, "‘보완할 것’을"),
        ({"items": [" "]}, "‘보완할 것’은"),
        ({"items": "도면"}, "줄마다"),
        ({"until_on": "내일"}, "날짜"),
        ({"until_on": date(2026, 12, 2)}, "10일 이상 주어야 합니다. 가장 이른 날: 2026. 12. 3."),
        ({"n": "서른"}, "수를"),
        ({"n": True}, "수를"),
        ({"matter": "가" * 5_001}, "5,000자"),
        ({"stranger": 1}, "stranger"),
    ],
)
def test_a_field_that_is_wrong_is_named(given, sentence):
    with pytest.raises(LetterRefused, match=sentence):
        checked(**given)


@pytest.mark.parametrize(
    ("organisation", "department", "prefix"),
    [
        ("해오름구청", "노인장애인과", "해오름구-노인장애인과"),
        ("해오름구청 복지정책과", "", "해오름구-복지정책과"),
        ("미리내2동 주민센터", "맞춤형복지팀", "미리내2동-맞춤형복지팀"),
        ("해오름보건소", "", "해오름보건소"),
        ("한빛특별시청", "총무과", "한빛특별시-총무과"),
    ],
)
def test_how_the_numbers_of_a_register_begin(organisation, department, prefix):
    assert register_prefix(organisation, department) == prefix
