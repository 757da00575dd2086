"""The main menu: entries are registered downward by every app, shown by the shell to those who may use them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.core import checks
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_ENTRIES: dict[str, MenuEntry] = {}


@dataclass(frozen=True)
class MenuEntry:
    """One line of the main menu.

    `needs` is a permission string asked of `request.actor.may(needs)`; None shows the entry to everybody, even before login.
    Entries with the same `group` stand together under that word; without a group the entry is a link of its own.
    Lower `order` stands further left; a group stands where its lowest entry would.
    """

    label: str
    url_name: str
    order: int = 100
    needs: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class MenuItem:
    """A menu entry as one request sees it."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class MenuGroup:
    """A word of the main menu: one link (`items` has one entry, `is_link`) or a fold with several."""

    label: str
    items: tuple[MenuItem, ...]
    is_link: bool

    @property
    def is_current(self) -> bool:
        return any(item.is_current for item in self.items)


def register_menu(entry: MenuEntry) -> None:
    """Add an entry to the main menu; call it in `AppConfig.ready`. Registering the same url_name again replaces it."""
    _ENTRIES[entry.url_name] = entry


def menu_for(request: HttpRequest) -> list[MenuGroup]:
    """List the menu groups the actor of this request may use, in order; entries whose page is missing are left out."""
    actor = getattr(request, "actor", None)
    groups: dict[str, list[MenuItem]] = {}
    is_link: dict[str, bool] = {}
    current = _current_url(request.path)
    for entry in sorted(_ENTRIES.values(), key=lambda e: (e.order, e.label)):
        if entry.needs is not None and (actor is None or not actor.may(entry.needs)):
            continue
        url = _url(entry.url_name)
        if url is None:
            continue
        word = entry.group or entry.label
        groups.setdefault(word, []).append(MenuItem(entry.label, url, url == current))
        is_link[word] = entry.group is None
    return [MenuGroup(word, tuple(items), is_link[word]) for word, items in groups.items()]


def check_menu_urls(app_configs: object, **kwargs: object) -> Sequence[checks.CheckMessage]:
    """Warn about menu entries whose url_name leads nowhere (such entries are not shown)."""
    return [
        checks.Warning(f"menu entry {entry.label!r}: no page is named {entry.url_name!r}", id="ui.W001")
        for entry in _ENTRIES.values()
        if _url(entry.url_name) is None
    ]


def _url(url_name: str) -> str | None:
    return _reversed(url_name, get_urlconf(), get_script_prefix())


@lru_cache(maxsize=1024)
def _reversed(url_name: str, urlconf: str | None, prefix: str) -> str | None:
    # Eighty addresses on every page, and they never change: looking them up took longer than the rest of the shell.
    try:
        return reverse(url_name, urlconf)
    except NoReverseMatch:
        return None


def _current_url(path: str) -> str | None:
    """Return the longest menu address the path lies under, so that /welfare/ does not light up on /welfare/rules/."""
    urls = [url for entry in _ENTRIES.values() if (url := _url(entry.url_name)) is not None]
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default=None)
