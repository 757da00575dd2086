import datetime as dt

import pytest
from django.template import Context, Template

from duru.blocks.ui.templatetags import ui

pytestmark = pytest.mark.unit


def render(source, **context):
    return Template("{% load ui %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "value", "shown"),
    [
        ("{{ v|won }}", 1234567, "1,234,567원"),
        ("{{ v|won }}", -500, "-500원"),
        ("{{ v|won }}", 0, "0원"),
        ("{{ v|won }}", None, "–"),
        ("{{ v|count }}", 1234, "1,234건"),
        ('{{ v|count:"명" }}', 0, "0명"),
        ("{{ v|count }}", None, "–"),
        ("{{ v|kdate }}", dt.date(2026, 1, 2), "2026. 1. 2."),
        ("{{ v|kdate }}", None, "–"),
        ("{{ v|kdate }}", dt.datetime(2026, 11, 21, 15, 0, tzinfo=dt.UTC), "2026. 11. 22."),
        ("{{ v|kdate_long }}", dt.date(2026, 11, 22), "2026. 11. 22.(일)"),
        ("{{ v|kdatetime }}", dt.datetime(2026, 11, 21, 15, 4, tzinfo=dt.UTC), "2026. 11. 22. 00:04"),
        ("{{ v|kmonth }}", dt.date(2026, 11, 1), "2026. 11."),
        ("{{ v|masked_name }}", "홍길동", "홍○동"),
        ("{{ v|masked_name }}", "", "–"),
        ("{{ v|masked_phone }}", "01012345678", "010-****-5678"),
        ("{{ v|masked_birth }}", None, "–"),
    ],
)
def test_values_are_written_the_korean_way(source, value, shown):
    assert render(source, v=value) == shown


@pytest.mark.parametrize(("key", "word"), [(key, word) for key, (word, _) in ui.VERDICTS.items()])
def test_a_verdict_has_a_sign_and_a_word(key, word):
    html = render("{% verdict v %}", v=key)
    assert f">{word}</span>" in html.replace("</i>", ">").replace(">>", ">")
    assert 'class="duru-icon" aria-hidden="true"' in html


def test_no_two_verdicts_look_alike():
    assert len({tone for _, tone in ui.VERDICTS.values()}) == len(ui.VERDICTS)


@pytest.mark.parametrize(
    "source",
    [
        "{% badge v %}",
        "{% verdict v %}",
        "{% stat v v unit=v hint=v href=v %}",
        "{% button v href=v %}",
        "{% button v data_confirm=v %}",
        "{% copyable v v %}",
        "{% masked v v %}",
        "{% empty v v v v %}",
        "{% callout title=v %}{{ v }}{% endcallout %}",
        "{% card title=v href=v %}{{ v }}{% endcard %}",
        "{% help v %}{{ v }}{% endhelp %}",
        "{% dialog ident='a' title=v %}{{ v }}{% enddialog %}",
        "{% steps 1 v %}",
        "{% progress v 1 2 note=v poll_url=v %}",
        "{% lines vs %}",
        "{% facts pairs %}",
        "{% tabs items v %}",
        "{% timeline events %}",
        "{% chart 'c' v vs series unit=v %}",
    ],
)
def test_no_part_lets_typed_text_become_markup(source):
    bad = "<script>alert(1)</script>\"'><b>"
    html = render(
        source,
        v=bad,
        vs=[bad],
        pairs=[(bad, bad)],
        items=[{"label": bad, "url": bad, "is_current": True, "count": bad}],
        events=[{"on": None, "title": bad, "url": bad, "badge": bad, "place": bad, "text": bad, "tone": bad}],
        series=[{"name": bad, "values": [1]}],
    )
    assert "<script>alert" not in html
    assert "<b>" not in html
    assert "alert(1)" in html


def test_steps_say_which_are_done_and_where_one_stands():
    html = render('{% steps 2 "올리기" "열 맞추기" "반영" %}')
    assert html.count('class="done"') == 1
    assert html.count('aria-current="step"') == 1
    assert "2단계 열 맞추기" in html


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, 0), (1, 3, 33), (3, 3, 100), (9, 3, 100), (-1, 3, 0)])
def test_progress_stays_between_nothing_and_all(done, total, percent):
    assert f'value="{percent}"' in render("{% progress '읽는 중' d t %}", d=done, t=total)


def test_progress_polls_only_while_it_is_told_where():
    assert "hx-get" not in render("{% progress '읽는 중' 3 3 %}")
    assert 'hx-get="/x"' in render("{% progress '읽는 중' 1 3 poll_url='/x' %}")


def test_the_twelve_months_of_a_kind_without_help_say_so():
    months = [dt.date(2026, month, 1) for month in range(1, 13)]
    rows = [
        {"label": "돌봄", "cells": [[] for _ in months]},
        {"label": "식품", "cells": [[{"text": "쌀", "tone": "info"}]] * 12},
    ]
    html = render("{% year_grid months rows '열두 달' %}", months=months, rows=rows)
    assert html.count("duru-year-nothing") == 1
    assert html.count("duru-mark tone-info") == 12


def test_a_grid_with_a_missing_month_is_refused():
    with pytest.raises(ValueError, match="shorter"):
        render(
            "{% year_grid months rows 'x' %}",
            months=[dt.date(2026, 1, 1), dt.date(2026, 2, 1)],
            rows=[{"label": "a", "cells": [[]]}],
        )
