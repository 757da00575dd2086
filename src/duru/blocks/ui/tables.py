"""Tables in the government look: one template, sortable, captioned, cards on a phone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import django_tables2
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duru.blocks.ui.templatetags.ui import badge, count, kdate, kdatetime, verdict, verdict_word, won

__all__ = [
    "ActionsColumn",
    "BadgeColumn",
    "CountColumn",
    "DateColumn",
    "LinkColumn",
    "TextColumn",
    "Table",
    "VerdictColumn",
    "WonColumn",
]

TextColumn = django_tables2.Column


class Table(django_tables2.Table):
    """Base of every table.

    In `Meta` or on the class: `caption` (one sentence saying what the table lists; read out and shown small),
    `row_header` (column whose cell names the row; becomes the card's title on a phone), `empty_title`, `empty_text`,
    `definitions` (column name -> what it means, for exports), `unit` (the counting word of a row: 건, 명, 곳, 묶음).
    """

    caption = ""
    row_header = ""
    empty_title = "보여 줄 내용이 없습니다"
    empty_text = ""
    definitions: dict[str, str] = {}
    unit = "건"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_text = type(self).empty_text  # the library puts its own, empty one over the class's

    class Meta:
        template_name = "ui/table.html"


class WonColumn(django_tables2.Column):
    """Whole won with thousands separators, right-aligned; exports the bare number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "num"}, "th": {"class": "num"}})
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return won(value)

    def value(self, value: Any) -> Any:
        return value


class CountColumn(django_tables2.Column):
    """A number with its counting word (`unit`), right-aligned; exports the bare number."""

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "num"}, "th": {"class": "num"}})
        super().__init__(*args, **kwargs)
        self.unit = unit

    def render(self, value: Any) -> str:
        return count(value, self.unit)

    def value(self, value: Any) -> Any:
        return value


class DateColumn(django_tables2.Column):
    """A day or a moment in Korean form (2026. 11. 22.); exports the date itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "day"}})
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return kdatetime(value) if isinstance(value, dt.datetime) else kdate(value)

    def value(self, value: Any) -> Any:
        return value


class BadgeColumn(django_tables2.Column):
    """A short state word as a badge; `tones` maps the value to danger, warning, caution, info, success or neutral."""

    def __init__(
        self, *args: Any, tones: dict[str, str] | None = None, words: dict[str, str] | None = None, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.tones, self.words = tones or {}, words or {}

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        raw = _raw(bound_column, record, value)
        return badge(self.words.get(raw, value), self.tones.get(raw, "neutral"))

    def value(self, value: Any, record: Any, bound_column: Any) -> Any:
        return self.words.get(_raw(bound_column, record, value), value)


class VerdictColumn(django_tables2.Column):
    """금지 제한 주의 정보 허용 as icon and word."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        return verdict(_raw(bound_column, record, value))

    def value(self, value: Any, record: Any, bound_column: Any) -> Any:
        return verdict_word(_raw(bound_column, record, value))


class LinkColumn(django_tables2.Column):
    """Text that leads to `url(record)`."""

    def __init__(self, *args: Any, url: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = url

    def render(self, value: Any, record: Any) -> SafeString:
        return format_html('<a class="duru-link" href="{}">{}</a>', self.url(record), value)

    def value(self, value: Any) -> Any:
        return value


class ActionsColumn(django_tables2.Column):
    """What can be done with a row, at its right end: a template that gets `record`; never exported, never sorted."""

    def __init__(self, template: str, verbose_name: str = "할 일", **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "row-actions"}})
        super().__init__(
            verbose_name=verbose_name, orderable=False, empty_values=(), exclude_from_export=True, **kwargs
        )
        self.template = template

    def render(self, record: Any, table: Any) -> SafeString:
        return render_to_string(self.template, {"record": record}, request=getattr(table, "request", None))


def _raw(bound_column: Any, record: Any, value: Any) -> Any:
    """Return the stored value of a choices column, whose cell already shows the label."""
    accessor = bound_column.accessor
    found = accessor.resolve(record, quiet=True)
    return value if found is None else found
