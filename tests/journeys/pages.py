"""Walk what a person can reach: the menu, and one page behind every list."""

from collections.abc import Callable
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

# Leaving, changing the person, and files are not pages of the walk.
_NO_PAGE = ("/account/logout", "/try/", ".xlsx", "export=", "/file/", "/paper/")


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


def list_links(page: Page) -> set[str]:
    """Return every address of our own that the open page shows: menu, breadcrumbs, content, foot; downloads too."""
    links = page.locator("a[href]").evaluate_all(
        "links => links.filter(link => link.origin === location.origin).map(link => link.pathname + link.search)"
    )
    return {link for link in links if "/account/logout" not in link}


def list_deeds(page: Page) -> set[str]:
    """Return the addresses the forms of the open page send to."""
    return set(page.locator("form").evaluate_all("forms => forms.map(form => new URL(form.action).pathname)"))


def list_sections(page: Page) -> set[str]:
    """Return the names of the sections of a person's card."""
    return set(page.locator("section[id]").evaluate_all("sections => sections.map(section => section.id)"))


def walk(page: Page, *, on_page: Callable[[Response], None] = lambda answer: None) -> list[str]:
    """Visit one page of every kind that menu and tables lead to; returns their addresses in the order met.

    Where a page asks for the purpose, it is looked at, then stated, then the page behind it is looked at too.
    """
    waiting, met = list_menu(page), {}
    while waiting:
        address = waiting.pop(0)
        if kind_of(address) in met:
            continue
        met[kind_of(address)] = address
        answer = page.goto(address)
        on_page(answer)
        if page.get_by_role("group", name="목적").count():
            with page.expect_response(lambda response: response.request.is_navigation_request()
                                      and response.request.method == "GET") as shown:  # fmt: skip
                page.get_by_role("group", name="목적").get_by_role("button").first.click()
            on_page(shown.value)
        waiting += list_ways_on(page)
    return list(met.values())
