"""`{% load ui %}`: Korean forms of values, and the parts of a page. The README shows each with an example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import CheckboxInput
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from duru.blocks.ui.menu import MenuGroup
from duru.kernel.masking import mask_address, mask_birth, mask_name, mask_phone
from duru.kernel.money import format_won

register = template.Library()

TONES = ("danger", "warning", "caution", "info", "success", "neutral")
# Verdicts of the rule table, hardest first: word and tone. Colour never stands alone: each has its own sign and word.
VERDICTS = {
    "prohibited": ("금지", "danger"),
    "restricted": ("제한", "warning"),
    "caution": ("주의", "caution"),
    "info": ("정보", "info"),
    "allowed": ("허용", "success"),
}
_MESSAGE_TONES = {"error": "danger", "warning": "warning", "success": "success", "info": "info", "debug": "neutral"}
_MESSAGE_WORDS = {"error": "오류", "warning": "주의", "success": "완료", "info": "안내", "debug": "참고"}
_WEEKDAYS = "월화수목금토일"


# --- values -------------------------------------------------------------------------------------------------------


@register.filter
def won(value: Any) -> str:
    """Write whole won: 1234567 -> «1,234,567원»; None -> «–»."""
    return "–" if value is None or value == "" else format_won(int(Decimal(value)))


@register.filter
def count(value: Any, unit: str = "건") -> str:
    """Write a number with thousands separators and its counting word: 1234|count:"명" -> «1,234명»."""
    return "–" if value is None or value == "" else f"{int(value):,}{unit}"


@register.filter
def kdate(value: dt.date | dt.datetime | None) -> str:
    """Write a day: «2026. 11. 22.»; None -> «–». Moments are taken in Korean time."""
    if not value:
        return "–"
    day = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return f"{day.year}. {day.month}. {day.day}."


@register.filter
def kdate_long(value: dt.date | dt.datetime | None) -> str:
    """Write a day with its weekday: «2026. 11. 22.(일)»."""
    if not value:
        return "–"
    day = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return f"{kdate(day)}({_WEEKDAYS[day.weekday()]})"


@register.filter
def kdatetime(value: dt.datetime | None) -> str:
    """Write a moment in Korean time: «2026. 11. 22. 15:04»."""
    if not value:
        return "–"
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{kdate(at)} {at:%H:%M}"


@register.filter
def kmonth(value: dt.date | None) -> str:
    """Write a month: «2026. 11.»."""
    return f"{value.year}. {value.month}." if value else "–"


@register.filter
def masked_name(value: str | None) -> str:
    """Hide the middle of a name: 홍길동 -> 홍○동."""
    return mask_name(value) if value else "–"


@register.filter
def masked_birth(value: dt.date | int | None) -> str:
    """Show the year only: 1955-**-**."""
    return mask_birth(value) or "–"


@register.filter
def masked_phone(value: str | None) -> str:
    """Hide the middle of a number given as digits: 010-****-5678."""
    return mask_phone(value) if value else "–"


@register.filter
def masked_address(value: str | None) -> str:
    """Keep an address down to 동: «한빛특별시 해오름구 나루동 ***»."""
    return mask_address(value) if value else "–"


@register.filter
def is_tick_box(field: Any) -> bool:
    return isinstance(field.field.widget, CheckboxInput)


@register.filter
def message_tone(level: str) -> str:
    return _MESSAGE_TONES.get(level, "info")


@register.filter
def message_word(level: str) -> str:
    return _MESSAGE_WORDS.get(level, "안내")


@register.filter
def cell_label(column: Any) -> str:
    """Return a table column's heading as plain text, for the cards shown on a phone."""
    return str(column.header)


def verdict_word(key: Any) -> str:
    """Return the Korean word of a verdict; an unknown one comes back as it is."""
    return VERDICTS.get(str(getattr(key, "value", key)), (str(key), "neutral"))[0]


# --- small parts --------------------------------------------------------------------------------------------------


@register.simple_tag
def badge(text: Any, tone: str = "neutral") -> SafeString:
    """Show a short state word. Tones: danger warning caution info success neutral."""
    return format_html('<span class="duru-badge tone-{}">{}</span>', tone if tone in TONES else "neutral", text)


@register.simple_tag
def verdict(key: Any) -> SafeString:
    """Show a verdict (prohibited restricted caution info allowed) as sign and word."""
    word, tone = VERDICTS.get(str(getattr(key, "value", key)), (str(key), "neutral"))
    return format_html(
        '<span class="duru-badge duru-verdict tone-{}"><i class="duru-icon" aria-hidden="true"></i>{}</span>',
        tone,
        word,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show one of the KRDS pictograms (sch upload down print calendar …) as decoration."""
    return format_html('<i class="svg-icon ico-{}" aria-hidden="true"></i>', name)


@register.inclusion_tag("ui/parts/button.html")
def button(
    label: str, href: str = "", kind: str = "primary", size: str = "medium", icon: str = "", **attrs: Any
) -> dict[str, Any]:
    """Show a link that looks like a button (with `href`) or a button. Kinds: primary secondary tertiary danger text.

    Further keywords become attributes, `_` read as `-`: `name="do" value="accept" data_confirm="…"`.
    """
    attrs.setdefault("type", "submit") if not href else None
    pairs = [(key.replace("_", "-"), value) for key, value in attrs.items() if value not in (None, False, "")]
    return {"label": label, "href": href, "kind": kind, "size": size, "icon": icon, "attrs": pairs}


@register.inclusion_tag("ui/parts/stat.html")
def stat(
    label: str, value: Any, unit: str = "", hint: str = "", href: str = "", tone: str = "neutral"
) -> dict[str, Any]:
    """Show one big figure with what it counts; `href` leads to the list behind it. Stand several in `.duru-stats`."""
    shown = f"{value:,}" if isinstance(value, int) else value
    return {"label": label, "value": shown, "unit": unit, "hint": hint, "href": href, "tone": tone}


@register.inclusion_tag("ui/parts/facts.html")
def facts(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Show (label, value) pairs as a definition list."""
    return {"pairs": pairs}


@register.inclusion_tag("ui/parts/steps.html")
def steps(current: int, *labels: str) -> dict[str, Any]:
    """Show where one stands in a sequence; `current` counts from 1: {% steps 2 "올리기" "열 맞추기" "미리보기" "반영" %}."""
    states = ["done" if n < current else "active" if n == current else "" for n in range(1, len(labels) + 1)]
    return {"steps": [(n, label, state) for n, (label, state) in enumerate(zip(labels, states, strict=True), start=1)]}


@register.inclusion_tag("ui/parts/progress.html")
def progress(label: str, done: int, total: int, poll_url: str = "", note: str = "") -> dict[str, Any]:
    """Show how far a job is; with `poll_url` htmx fetches the part anew every second until the answer has no poll_url."""
    ratio = min(max(done / total, 0), 1) if total else 0
    return {
        "label": label,
        "done": done,
        "total": total,
        "percent": round(ratio * 100),
        "poll_url": poll_url,
        "note": note,
    }


@register.inclusion_tag("ui/parts/empty.html")
def empty(title: str, text: str = "", action: str = "", href: str = "") -> dict[str, Any]:
    """Say that there is nothing here yet, why, and what to do next."""
    return {"title": title, "text": text, "action": action, "href": href}


@register.inclusion_tag("ui/parts/tabs.html")
def tabs(items: Sequence[dict[str, Any]], label: str = "나눠 보기") -> dict[str, Any]:
    """Show links between the faces of one subject: dicts with label, url, is_current and optional count."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/parts/timeline.html")
def timeline(events: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """List what happened, one event a line: dicts with on (date), title, and optional text, tone, url, badge, place."""
    return {"events": events}


@register.inclusion_tag("ui/parts/year_grid.html")
def year_grid(months: Sequence[dt.date], rows: Sequence[dict[str, Any]], caption: str) -> dict[str, Any]:
    """Show twelve months side by side, one row per kind of help: rows are {label, cells: one list of marks per month}.

    A mark is {text, tone, and optional url, title}. On a phone each row becomes a list of its months with marks.
    """
    shown = [
        {
            "label": row["label"],
            "cells": list(zip(months, row["cells"], strict=True)),
            "is_empty": not any(row["cells"]),
        }
        for row in rows
    ]
    return {"months": months, "rows": shown, "caption": caption}


@register.inclusion_tag("ui/parts/masked.html")
def masked(value: str, url: str = "", label: str = "보기") -> dict[str, Any]:
    """Show a masked value; with `url` a link to the page that asks for the reason, records it, and shows the value."""
    return {"value": value, "url": url, "label": label}


@register.inclusion_tag("ui/parts/copyable.html")
def copyable(text: str, label: str = "번호") -> dict[str, Any]:
    """Show an id with a button that copies it."""
    return {"text": text, "label": label}


@register.inclusion_tag("ui/parts/upload.html")
def upload(field: Any, text: str = "파일을 여기에 끌어다 놓거나 눌러서 고르세요.", accept: str = "") -> dict[str, Any]:
    """Show a file field as a drop area; works as a plain file field without script."""
    return {"field": field, "text": text, "accept": accept}


@register.inclusion_tag("ui/parts/export_buttons.html", takes_context=True)
def export_buttons(context: template.Context) -> dict[str, Any]:
    """Show the buttons that take the list away as XLSX or CSV, with the conditions that stand in the address now."""
    return {"request": context["request"]}


@register.inclusion_tag("ui/parts/chart.html")
def chart(
    ident: str,
    title: str,
    labels: Sequence[str],
    series: Sequence[dict[str, Any]],
    kind: str = "bar",
    unit: str = "",
    stacked: bool = False,
) -> dict[str, Any]:
    """Draw bars or lines (`kind` bar|line|hbar) with the same figures as a table beside; series are {name, values}
    and may name a tone (danger, warning, caution, info, success).

    The page's scripts block must hold {% chart_scripts %}.
    """
    option = {
        "kind": kind,
        "labels": list(labels),
        "series": list(series),
        "unit": unit,
        "stacked": stacked,
        "title": title,
    }
    rows = [(label, [one["values"][i] for one in series]) for i, label in enumerate(labels)]
    return {
        "ident": ident,
        "option_id": f"{ident}-data",
        "title": title,
        "option": option,
        "series": series,
        "rows": rows,
        "unit": unit,
    }


@register.inclusion_tag("ui/parts/chart_scripts.html")
def chart_scripts() -> dict[str, Any]:
    """Load the chart library; only pages with a chart do."""
    return {}


# --- parts that hold a page's own markup --------------------------------------------------------------------------


@register.simple_block_tag
def callout(content: str, title: str = "", tone: str = "info") -> SafeString:
    """{% callout title="…" tone="warning" %}<p>…</p>{% endcallout %}: a notice set apart. Tones as badge."""
    head = format_html("<p><strong>{}</strong></p>", title) if title else ""
    return format_html(
        '<div class="duru-callout tone-{}"><i class="duru-icon" aria-hidden="true"></i><div>{}{}</div></div>',
        tone if tone in TONES else "info",
        head,
        content,
    )


@register.simple_block_tag
def card(content: str, title: str = "", href: str = "", more: str = "모두 보기", level: int = 2) -> SafeString:
    """{% card title="…" href="…" %}…{% endcard %}: a bordered part of a page with its heading and a link to more."""
    head = more_link = ""
    if title:
        if href:
            more_link = format_html(
                '<a class="duru-link" href="{}">{}<span class="sr-only"> ({})</span></a>', href, more, title
            )
        head = format_html('<div class="duru-card-head"><h{0}>{1}</h{0}>{2}</div>', level, title, more_link)
    return format_html('<section class="duru-card">{}{}</section>', head, content)


@register.simple_block_tag
def help(content: str, summary: str = "도움말") -> SafeString:
    """{% help "왜 이렇게 판정했나요?" %}…{% endhelp %}: text folded away until asked for."""
    return format_html(
        '<details class="duru-details"><summary>{}</summary><div class="duru-details-in">{}</div></details>',
        summary,
        content,
    )


@register.simple_block_tag
def dialog(content: str, ident: str, title: str) -> SafeString:
    """{% dialog ident="why" title="…" %}…{% enddialog %}: a window opened by any button with data-opens="why"."""
    return SafeString(render_to_string("ui/parts/dialog.html", {"ident": ident, "title": title, "content": content}))


@register.simple_tag
def main_menu(groups: Sequence[MenuGroup]) -> SafeString:
    """Show the main menu; drawn once for the same entries, because it is most of the shell and the same all day."""
    return _drawn_menu(tuple(groups))


@lru_cache(maxsize=256)
def _drawn_menu(groups: tuple[MenuGroup, ...]) -> SafeString:
    return render_to_string("ui/parts/menu.html", {"menu": groups})


@register.simple_tag
def lines(texts: Sequence[Any], css: str = "duru-list") -> SafeString:
    """Show a plain list of short texts."""
    return format_html(
        '<ul class="{}">{}</ul>', css, format_html_join("", "<li>{}</li>", ((conditional_escape(t),) for t in texts))
    )
