"""What people do on more than one way."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

LONGEST_WAIT_S = 60


def see_person(page: Page, address: str, purpose: str) -> None:
    """Open a person's page and say why."""
    page.goto(address)
    page.get_by_role("group", name="목적").get_by_role("button", name=purpose).click()
    page.get_by_role("heading", level=2, name="인적 사항").wait_for()


def find_person(page: Page, name: str, birth_year: int, purpose: str) -> None:
    """Search a person as a caseworker does and open the card."""
    page.goto("/people/")
    search = page.get_by_role("search", name="주민 찾기")
    search.get_by_label("이름").fill(name)
    search.get_by_label("태어난 해").fill(str(birth_year))
    search.get_by_role("button", name="찾기").click()
    see_person(page, page.get_by_role("table").get_by_role("link").first.get_attribute("href"), purpose)


def section(page: Page, name: str):
    """Return the section of a page below a heading of the second level."""
    return page.locator("section").filter(has=page.get_by_role("heading", level=2, name=name))


def reload_until(page: Page, is_so: Callable[[], bool]) -> None:
    """Reload a page until the worker has done what it was told, for a minute at most."""
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not is_so():
        assert time.monotonic() < deadline, f"still not so after {LONGEST_WAIT_S} s: {page.url}"
        page.reload()
