"""A real browser for the tests that look at pages, and for the pictures in the documentation."""

import shutil

WIDE, PHONE = 1280, 390
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


def launch_chromium(playwright):
    """Start Debian's Chromium, drawing in software and calling nobody; the caller closes it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "크로미움이 없습니다: apt-get install chromium fonts-nanum"
    return playwright.chromium.launch(executable_path=found, args=[*ARGUMENTS, "--disable-sync"])


def open_window(browser, address, *, width=WIDE, timeout_ms=15_000):
    """Open a window with a session of its own; `page.complaints` collects what console, policy and scripts complain about.

    Closing the window: `page.context.close()`.
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="ko-KR", base_url=address)
    context.set_default_timeout(timeout_ms)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    return page


def become(page, key):
    """Log in as one of the people of the demo district, the way its visitors do: one click on the page 5분 체험."""
    page.goto("/try/")
    page.locator(f"form[action$='/try/{key}'] button").click()
    page.wait_for_url("**/")
    return page
