"""Walk what a person can reach: the menu, and one page behind every list."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

# Leaving, changing the person, and files are not pages of the walk.
_NO_PAGE = ("/account/logout", "/try/", ".xlsx", "export=")


def list_menu(page: Page) -> list[str]:
    """Return the addresses of the main menu, home first."""
    page.goto("/")
    found = page.locator("#main-menu a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return list(dict.fromkeys(["/", *found]))


def list_ways_on(page: Page) -> list[str]:
    """Return one address of every kind that the open page leads to: two rows of one list are one kind."""
    links = page.locator("main a[href]").evaluate_all("links => links.map(link => link.pathname + link.search)")
    kinds = {}
    for link in links:
        if not any(word in link for word in _NO_PAGE):
            kinds.setdefault(kind_of(link), link)
    return list(kinds.values())


def kind_of(address: str) -> str:
    """Name the kind of page behind an address: without its query, public ids as "…"."""
    parts = urlsplit(address).path.strip("/").split("/")
    return "/".join("…" if len(part) == 26 else part for part in parts)


def walk(page: Page, *, on_page: Callable[[Response], None] = lambda answer: None) -> list[str]:
    """Visit one page of every kind that menu and tables lead to; returns their addresses in the order met."""
    waiting, met = list_menu(page), {}
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in met:
            continue
        met[kind_of(address)] = address
        answer = page.goto(address)
        on_page(answer)
        waiting += list_ways_on(page)
    return list(met.values())
