import pytest
from axe_playwright_python.sync_playwright import Axe

from duru.site.demo_accounts import ACCOUNTS
from tests.browser import PHONE, WIDE
from tests.journeys.pages import kind_of, walk

pytestmark = pytest.mark.journey

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
_AXED: set[str] = set()


def violations(page):
    """What axe finds, short enough to be read in a failed test; what the policy says of axe itself is forgotten."""
    n_complaints = len(page.complaints)
    found = Axe().run(page, options=RULES).response["violations"]
    del page.complaints[n_complaints:]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:2]]


@pytest.mark.parametrize("key", [account.key for account in ACCOUNTS])
def test_every_page_of_a_role_opens_for_everyone(visit, key):
    """역할마다 메뉴와 표에서 갈 수 있는 모든 화면이 두 너비에서 열리고, 넘치지 않고, 접근성 검사를 지난다"""
    page = visit(key)
    troubles = []
    walk(page, on_page=lambda answer: troubles.extend(look(page, answer)))
    assert troubles + page.complaints == []


def look(page, answer):
    """List what is wrong with the open page at both widths; axe looks once at every kind of page."""
    where = kind_of(page.url.split("://", 1)[1].partition("/")[2])
    if answer.status >= 400:
        yield f"{where}: {answer.status}"
    is_new = where not in _AXED
    _AXED.add(where)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        if (reach := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"{where}: {reach} px wide at {width}"
        if is_new:
            yield from (f"{where} at {width}: {one}" for one in violations(page))
    page.set_viewport_size({"width": WIDE, "height": 900})
