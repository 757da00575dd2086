from dataclasses import dataclass, field

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext

from duru.blocks.access.api import list_permissions
from duru.blocks.registry.panels import panels_for
from duru.site.demo.accounts import ACCOUNTS
from tests.browser import PHONE, WCAG, WIDE, become, open_window, overflows, violations
from tests.journeys.pages import kind_of, walk

pytestmark = pytest.mark.journey

TAGS = (*WCAG, "best-practice")
OF_WIDTH = ("target-size", "scrollable-region-focusable", "aria-hidden-focus", "button-name", "link-name", "label")
_SEEN: set[str] = set()


@dataclass
class Walk:
    """What one role met on its way through all pages: faults, the links and deeds shown, what the browser said."""

    context: BrowserContext
    troubles: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    links: dict[str, set[str]] = field(default_factory=dict)
    used: set[str | None] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def walked(chromium, installation):
    """Walk as a role through every page, once for all tests that ask what it met: `walked("dong")`."""
    made: dict[str, Walk] = {}

    def of(key: str) -> Walk:
        if key not in made:
            page = become(open_window(chromium, installation), key)
            made[key] = walk_through(page)
            page.close()
        return made[key]

    yield of
    for one in made.values():
        one.context.close()


def walk_through(page) -> Walk:
    met = Walk(page.context)
    needs_of_panel = {panel.key: panel.needs for panel in panels_for(_AllMay())}

    def on_page(shown):
        met.troubles += look(page, shown)
        for link in shown.list_links():
            met.links.setdefault(kind_of(link), set()).add(link)
        met.used.update(map(permission_of, [*shown.list_deeds(), shown.address]))
        met.used.update(needs_of_panel.get(section) for section in shown.list_sections())

    met.opened = walk(page, is_known=_SEEN.__contains__, on_page=on_page)
    met.complaints = page.complaints
    return met


@pytest.mark.parametrize("key", [account.key for account in ACCOUNTS])
def test_every_page_of_a_role_opens_for_everyone(walked, key):
    """역할마다 메뉴와 표에서 갈 수 있는 모든 화면이 두 너비에서 열리고, 넘치거나 잘리지 않고, 접근성 검사를 지난다"""
    met = walked(key)
    assert met.troubles + met.complaints == []


def look(page, shown):
    """List what is wrong with a page: its status, and, once for every kind of page, its shape at both widths and axe."""
    where = kind_of(shown.address)
    if shown.status >= 400:
        yield f"{where}: {shown.status}"
    if where in _SEEN or not shown.is_drawn:
        return
    _SEEN.add(where)
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        # The page marks what scrolls when the window has its new size, one frame later.
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        yield from (f"{where} at {width}: {one}" for one in overflows(page))
        # Words and colours are the same at both widths; what is hidden, how large and what scrolls is not.
        only = () if width == WIDE else OF_WIDTH
        yield from (f"{where} at {width}: {one}" for one in violations(page, tags=TAGS, only=only))
    page.set_viewport_size({"width": WIDE, "height": 900})


# A list of a thousand rows has one way from each row; the walk opened one of each kind, another tells whether they work.
FEW = 1
# What a role holds without a page of its own, and where it is used instead.
ELSEWHERE = {
    "casework.approve": "the page of a case while a decision waits; its deeds ask for it",
    "casework.arrange": "the page of a case and its bulk deeds, which ask for it",
    "casework.erase": "the destruction of rights, which asks for it when closed cases are over",
    "casework.see_all": "the third board, «전체»",
    "documents.approve": "the page of a letter that waits for this very person",
    "documents.attach": "the papers of a case, whose form asks for it",
    "documents.manage": "templates, seals and signatories are set by the door; pages come with a later issue",
    "permits.charge": "a running case with an approval that costs something; its page asks for it",
    "permits.meet": "a running case of a kind that meetings are held for; its page asks for it",
    "permits.receive": "the guide once its questions are answered",
    "handover.send": "the card of somebody who moved away",
    "exchange.accept": "the page of a file that was checked and waits; the demo district has accepted all",
    "exchange.cancel": "the same page",
    "linkage.approve_model": "the page of the model while one waits for approval",
    "linkage.decide": "the demo district may leave no doubtful pair in a small size",
    "linkage.find": "the endpoint of the counter: programs ask it, no page leads there",
    "outreach.see_reporter": "the page of a tip, where it shows one line more",
    "rights.destroy": "the page of retention while something is over; the demo district is younger than five years",
    "programs.issue": "the page of keys, whose form asks for it",
    "registry.decide_status": "the card of somebody held dead",
}


@pytest.mark.parametrize("account", ACCOUNTS, ids=[account.key for account in ACCOUNTS])
def test_no_role_meets_a_dead_end(walked, account):
    """역할마다 화면에 보이는 링크는 모두 열리고, 가진 권한은 모두 쓸 곳이 있다"""
    met = walked(account.key)
    asked = sorted(link for kind in met.links.values() for link in sorted(kind - set(met.opened))[:FEW])
    used = met.used | {permission_of(link) for link in (*asked, *met.opened)}
    closed = {link: answer.status for link in asked if (answer := met.context.request.get(link)).status >= 400}
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
