"""Walk what a person can reach: the menu, and one page behind every list."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from lxml import html
from playwright.sync_api import Page

# Leaving, changing the person, and files are not pages of the walk.
_NO_PAGE = ("/account/logout", "/try/", ".xlsx", ".json", "export=", "/file/", "/paper/")
_ASKS_PURPOSE = "//*[@role='group'][@aria-label='목적'] | //fieldset[legend[normalize-space()='목적']]"


@dataclass(frozen=True)
class Shown:
    """An answer as a reader of its HTML meets it, whether a browser drew it or not."""

    url: str
    status: int
    text: str
    is_drawn: bool = False

    @cached_property
    def _root(self):
        return html.document_fromstring(self.text or "<html></html>")

    def _find(self, xpath: str) -> list:
        return self._root.xpath(xpath)

    @property
    def asks_purpose(self) -> bool:
        return bool(self._find(_ASKS_PURPOSE))

    @property
    def address(self) -> str:
        """Path and query."""
        return path_of(self.url)

    def _addresses(self, xpath: str) -> list[str]:
        """Return the addresses of our own among the links found, without fragments, each once, in their order."""
        links = [urljoin(self.url, href) for href in self._find(xpath)]
        own = f"{urlsplit(self.url).scheme}://{urlsplit(self.url).netloc}/"
        return list(dict.fromkeys(path_of(link).partition("#")[0] for link in links if link.startswith(own)))

    def list_menu(self) -> list[str]:
        """Return the addresses of the main menu, home first."""
        return list(dict.fromkeys(["/", *self._addresses("//*[@id='main-menu']//a/@href")]))

    def list_ways_on(self) -> list[str]:
        """Return one address of every kind that the page leads to: two rows of one list are one kind."""
        kinds = {}
        for link in self._addresses("//main//a/@href"):
            if not any(word in link for word in _NO_PAGE):
                kinds.setdefault(kind_of(link), link)
        return list(kinds.values())

    def list_links(self) -> set[str]:
        """Return every address of our own that is shown: menu, breadcrumbs, content, foot; downloads too."""
        return {link for link in self._addresses("//a/@href") if "/account/logout" not in link}

    def list_deeds(self) -> set[str]:
        """Return the addresses its forms send to."""
        sent = [form.get("action") or self.url for form in self._find("//form")]
        return {urlsplit(urljoin(self.url, action)).path for action in sent}

    def list_sections(self) -> set[str]:
        """Return the names of the sections of a person's card."""
        return set(self._find("//section/@id"))


def path_of(url: str) -> str:
    return "/" + url.split("://", 1)[1].partition("/")[2]


def kind_of(address: str) -> str:
    """Name the kind of page behind an address: without its query; ids and codes (whatever has a digit) as "…"."""
    parts = urlsplit(address).path.strip("/").split("/")
    return "/".join("…" if re.search(r"\d", part) else part for part in parts)


def draw(page: Page, address: str) -> Shown:
    """Open an address in the browser."""
    answer = page.goto(address)
    return Shown(page.url, answer.status, page.content(), is_drawn=True)


def fetch(page: Page, address: str) -> Shown:
    """Get an address as the person of the window, without drawing it."""
    answer = page.context.request.get(address)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return Shown(answer.url, answer.status, answer.text() if is_page else "")


def walk(
    page: Page, *, is_known: Callable[[str], bool] = lambda kind: False, on_page: Callable[[Shown], None]
) -> list[str]:
    """Visit one page of every kind that menu and tables lead to; returns their addresses in the order met.

    A kind that `is_known` says was drawn before is read without the browser, a twentieth of the work. Where a page
    asks for the purpose, it is looked at, then stated, then the page behind it is looked at too.
    """
    waiting, met = draw(page, "/").list_menu(), {}
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in met:
            continue
        met[kind] = address
        shown = fetch(page, address) if is_known(kind) else draw(page, address)
        on_page(shown)
        if shown.asks_purpose:
            shown = _state_purpose(page, shown)
            on_page(shown)
        waiting += shown.list_ways_on()
    return list(met.values())


def _state_purpose(page: Page, asking: Shown) -> Shown:
    if not asking.is_drawn:
        page.goto(asking.address)
    with page.expect_navigation() as answer:
        page.get_by_role("group", name="목적").get_by_role("button").first.click()
    status = answer.value.status
    page.wait_for_load_state()
    return Shown(page.url, status, page.content(), is_drawn=True)
