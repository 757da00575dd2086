"""What people do on more than one way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

LONGEST_WAIT_S = 60
ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "var" / "test-journeys"


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


_PASS = """
import sys
from datetime import timedelta
from django.db.models import F
from django.utils import timezone
from duru.conf import postgres
from duru.site.cli.django_ready import start_django
with postgres.running():
    start_django()
    from duru.blocks.casework.api import Case, Task, fire_timers
    from duru.blocks.casework.models import Timer
    from duru.blocks.tenancy.api import find_only_tenant, tenant_scope
    tenant = find_only_tenant()
    for days in map(int, sys.argv[2:]):
        ago = timedelta(days=days)
        with tenant_scope(tenant.id):
            case = Case.objects.get(receipt_no=sys.argv[1])
            Task.objects.filter(case=case, state="open").update(opened_at=F("opened_at") - ago, due_at=F("due_at") - ago)
            Timer.objects.filter(case=case).update(at=F("at") - ago)
        fire_timers(tenant_id=tenant.id, now=timezone.now())
"""


def let_days_pass(receipt_no: str, *days: int) -> None:
    """Let days pass for one case alone, in one or more steps: what is open began that much earlier, and what is due now happens.

    The clock of the whole district would make every other case of it late.
    """
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("DURU_", "DJANGO_"))}
    command = [sys.executable, "-c", _PASS, receipt_no, *map(str, days)]
    subprocess.run(command, env=environ | {"DURU_HOME": str(HOME)}, check=True)
