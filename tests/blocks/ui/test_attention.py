from types import SimpleNamespace

import pytest

from duru.blocks.ui import attention
from duru.blocks.ui.api import Attention, attention_for, register_attention

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def no_kinds(monkeypatch):
    monkeypatch.setattr(attention, "_KINDS", {})


def wait(key, n, *, order=100, needs="look", query="", asked=None):
    def count(actor):
        if asked is not None:
            asked.append(key)
        return n

    register_attention(
        Attention(
            key, key, "{n}건이 기다립니다", needs=needs, count=count, url_name="ui:guide", query=query, order=order
        )
    )


ACTOR = SimpleNamespace(may=lambda permission: permission == "look")


def test_the_most_urgent_comes_first_and_nothing_waiting_is_not_shown():
    wait("늦은 것", 3, order=50)
    wait("급한 것", 1234, order=1, query="state=open")
    wait("없는 것", 0, order=2)
    assert [(item.label, item.sentence, item.url) for item in attention_for(ACTOR)] == [
        ("급한 것", "1,234건이 기다립니다", "/ui/guide?state=open"),
        ("늦은 것", "3건이 기다립니다", "/ui/guide"),
    ]


def test_at_most_five_lines_and_no_count_beyond_them():
    asked = []
    for i in range(8):
        wait(f"일 {i}", 1, order=i, asked=asked)
    assert [item.label for item in attention_for(ACTOR)] == [f"일 {i}" for i in range(5)]
    assert len(asked) == 5


@pytest.mark.parametrize("actor", [None, SimpleNamespace(may=lambda permission: False)])
def test_who_may_not_look_is_not_even_counted_for(actor):
    asked = []
    wait("일", 1, asked=asked)
    assert attention_for(actor) == []
    assert asked == []
