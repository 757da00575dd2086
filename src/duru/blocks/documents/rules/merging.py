"""Merge a template with values in a sandbox: words in, words out, no code.

Why Jinja's sandbox and not Django's templates: docs/decisions/0014.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duru.blocks.documents.errors import LetterRefused
from duru.blocks.documents.rules.blocks import Block, read_blocks, shield

MOST_CHARS = 100_000


class _Letters(ImmutableSandboxedEnvironment):
    """Knows values, loops and conditions. No arithmetic: "가" * 10**9 would fill the memory."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError("no arithmetic in letters")

    def call(self, context: Any, obj: Any, *args: Any, **kwargs: Any) -> Any:
        raise SecurityError("no calls in letters")


def korean_day(value: date | str) -> str:
    """Return a day as letters write it: 2026. 11. 23."""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    return f"{day.year}. {day.month}. {day.day}."


@cache
def _environment() -> _Letters:
    letters = _Letters(
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
        finalize=lambda value: shield("" if value is None else str(value)),
    )
    letters.globals.clear()
    letters.tests = {"defined": letters.tests["defined"]}
    letters.filters = {"day": korean_day}
    return letters


def merge(template: str, values: Mapping[str, Any]) -> list[Block]:
    """Return a template's blocks with the values in place; values never become markup.

    Raises:
        LetterRefused: a value is missing, or the template holds what letters may not.
    """
    return read_blocks(_render(template, values))


def merge_line(template: str, values: Mapping[str, Any]) -> str:
    """Return one merged line (a title).

    Raises:
        LetterRefused: as `merge`.
    """
    return " ".join(block["text"] for block in read_blocks(_render(template, values)))


def _render(template: str, values: Mapping[str, Any]) -> str:
    try:
        text = _environment().from_string(template).render(values)
    except UndefinedError as error:
        raise LetterRefused(
            f"편지 틀이 찾는 값이 없습니다({error.message}). 관리자에게 틀을 살펴 달라고 하세요."
        ) from None
    except (TemplateError, SecurityError, TypeError, ValueError, RecursionError) as error:
        raise LetterRefused(
            f"편지 틀을 쓸 수 없습니다({type(error).__name__}). 관리자에게 틀을 살펴 달라고 하세요."
        ) from None
    if len(text) > MOST_CHARS:
        raise LetterRefused("편지가 너무 깁니다. 긴 내용은 붙임 서류로 옮겨 주세요.")
    return text
