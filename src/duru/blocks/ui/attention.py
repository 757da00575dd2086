"""What waits for a person today: apps register lines downward, the home page shows those that concern the actor."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

MOST_SHOWN = 5


@dataclass(frozen=True)
class Attention:
    """One kind of waiting work.

    `count(actor)` returns how many wait for this actor, as few queries as possible; 0 hides the line. `needs` is the permission
    without which the line is never asked. `sentence` is shown with the number put in: "{n}건이 확인을 기다립니다".
    Lower `order` is more urgent.
    """

    key: str
    label: str
    sentence: str
    needs: str
    count: Callable[[Any], int]
    url_name: str
    query: str = ""
    order: int = 100


@dataclass(frozen=True)
class AttentionItem:
    """One line as one person sees it today."""

    label: str
    sentence: str
    n: int
    url: str


_KINDS: dict[str, Attention] = {}


def register_attention(attention: Attention) -> None:
    """Add a kind of waiting work; call it in `AppConfig.ready`. Registering the same key again replaces it."""
    _KINDS[attention.key] = attention


def attention_for(actor: Any) -> list[AttentionItem]:
    """Return at most five lines of waiting work for this actor, most urgent first. Runs inside a tenant scope."""
    items: list[AttentionItem] = []
    for kind in sorted(_KINDS.values(), key=lambda kind: (kind.order, kind.key)):
        if len(items) == MOST_SHOWN:
            break
        if actor is None or not actor.may(kind.needs):
            continue
        if n := kind.count(actor):
            url = reverse(kind.url_name) + (f"?{kind.query}" if kind.query else "")
            items.append(AttentionItem(kind.label, kind.sentence.format(n=f"{n:,}"), n, url))
    return items
