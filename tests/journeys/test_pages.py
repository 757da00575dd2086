import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve

from duru.blocks.access.api import list_permissions
from duru.blocks.registry.panels import panels_for
from duru.site.demo_accounts import ACCOUNTS
from tests.browser import PHONE, WIDE
from tests.journeys.pages import kind_of, list_deeds, list_links, list_sections, walk

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


# A list of a thousand rows has one way from each row; five of a kind tell whether they work.
FEW = 5
# What a role holds without a page of its own, and where it is used instead.
ELSEWHERE = {
    "exchange.accept": "the page of a file that was checked and waits; the demo district has accepted all",
    "exchange.cancel": "the same page",
    "linkage.approve_model": "the page of the model while one waits for approval",
    "linkage.decide": "the demo district may leave no doubtful pair in a small size",
    "linkage.find": "the endpoint of the counter: programs ask it, no page leads there",
    "registry.decide_status": "the card of somebody held dead",
}


@pytest.mark.parametrize("account", ACCOUNTS, ids=[account.key for account in ACCOUNTS])
def test_no_role_meets_a_dead_end(visit, account):
    """역할마다 화면에 보이는 링크는 모두 열리고, 가진 권한은 모두 쓸 곳이 있다"""
    page, links, used = visit(account.key), {}, set()

    def collect(answer):
        for link in list_links(page):
            links.setdefault(kind_of(link), set()).add(link)
        used.update(
            filter(None, map(permission_of, [*list_deeds(page), answer.url.split("://", 1)[1].partition("/")[2]]))
        )
        used.update(needs_of_panel.get(section, "") for section in list_sections(page))

    needs_of_panel = {panel.key: panel.needs for panel in panels_for(_AllMay())}
    walk(page, on_page=collect)
    asked = sorted(link for kind in links.values() for link in sorted(kind)[:FEW])
    used |= {permission for link in asked if (permission := permission_of(link))}
    closed = {link: answer.status for link in asked if (answer := page.request.get(link)).status >= 400}
    assert closed == {}
    held = {one.code for one in list_permissions() if account.role in one.roles}
    assert held - used - ELSEWHERE.keys() == set()


class _AllMay:
    """Somebody with every permission: to list all sections of a card."""

    def may(self, code):
        return True


def permission_of(address):
    """Return the permission the view behind an address asks for, None for addresses of other hands (login)."""
    try:
        view = resolve("/" + address.lstrip("/").partition("?")[0]).func
    except Resolver404:
        return None
    return getattr(view, "needs_permission", None)
