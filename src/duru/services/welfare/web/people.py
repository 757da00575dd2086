"""Masked names and ways to a person's page: lists never show a whole name."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duru.blocks.audit.api import record_look
from duru.blocks.places.api import dong_names, list_dongs
from duru.blocks.registry.api import person_ref
from duru.blocks.ui.api import TextColumn
from duru.kernel.masking import mask_name

CRUMB = ("복지", "")
CAUTION = "이름은 가려져 있습니다. 정한 목적 밖으로 쓰거나 다른 곳에 넘길 수 없습니다(사회보장급여법 제31조)."

_SEEN = "_welfare_seen"


def record_list_look(request: HttpRequest, action: str, purpose: str) -> None:
    """Record whom a rendered list page showed, masked as they were: one entry a page, none for an empty one."""
    if seen := request.__dict__.pop(_SEEN, []):
        record_look(
            actor=request.actor.audit,
            action=action,
            purpose=purpose,
            subjects=[person_ref(ref) for ref in sorted(set(seen))],
        )


def person_url(person_ref: str) -> str:
    """Return the address of a person's page, which asks for the purpose first; "" while there is none."""
    try:
        return reverse("registry:person", args=[person_ref])
    except NoReverseMatch:
        return ""


class MaskedNameColumn(TextColumn):
    """A masked name leading to `url(record)`; exports the masked name too."""

    def __init__(self, *args: Any, url: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.url = url

    def render(self, value: Any, record: Any, table: Any) -> SafeString | str:
        table.request.__dict__.setdefault(_SEEN, []).append(record.person_ref)
        shown, url = mask_name(value), self.url(record)
        return format_html('<a class="duru-link" href="{}">{}</a>', url, shown) if url else shown

    def value(self, value: Any) -> str:
        return mask_name(value)


class DongColumn(TextColumn):
    """The name of a 행정동 by its code; one query a table."""

    def render(self, value: Any, table: Any) -> str:
        return dong_name(table, value)

    def value(self, value: Any, table: Any) -> str:
        return dong_name(table, value)


def dong_name(table: Any, code: str) -> str:
    names = getattr(table, "_dong_names", None)
    if names is None:
        names = {dong.code: dong.name for dong in list_dongs()}
        table._dong_names = names
    if code not in names:
        names[code] = dong_names([code]).get(code, "") if code else ""
    return names[code] or "동 모름"


def dong_choices() -> list[tuple[str, str]]:
    """List the 행정동 of the tenant for a filter."""
    return [(dong.code, dong.name) for dong in list_dongs()]
