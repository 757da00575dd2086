"""A real browser for the tests that look at pages, and for the pictures in the documentation."""

import json
import os
import shutil

from axe_playwright_python.base import AXE_SCRIPT

WIDE, PHONE = 1280, 390
# Maps are drawn with WebGL, which SwiftShader does without a graphics card; it must not draw everything else too (ten times slower).
WEBGL = [
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-gpu-rasterization",
    "--disable-gpu-compositing",
]
ARGUMENTS = ["--no-sandbox", *WEBGL, "--disable-background-networking", "--disable-component-update"]
# A machine that runs all other tests beside answers late, never wrongly.
PATIENCE_MS = 30_000
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def launch_chromium(playwright):
    """Start Debian's Chromium, drawing in software and calling nobody; the caller closes it.

    The shell without a browser's own windows costs two fifths of the whole one.
    """
    known = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, known)), None)
    assert found, "크로미움이 없습니다: apt-get install chromium-headless-shell fonts-nanum"
    return playwright.chromium.launch(
        executable_path=found, args=[*ARGUMENTS, "--disable-sync"], env=os.environ | {"LANGUAGE": "ko"}
    )


def open_window(browser, address, *, width=WIDE, timeout_ms=PATIENCE_MS, look="", has_script=True):
    """Open a window with a session of its own; `page.complaints` collects what console, policy and scripts complain about.

    Nothing moves in it, so that a measured page is a finished page. Closing the window: `page.context.close()`.
    """
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="ko-KR",
        base_url=address,
        reduced_motion="reduce",
        java_script_enabled=has_script,
    )
    context.set_default_timeout(timeout_ms)
    if look:
        context.add_cookies([{"name": "duru_look", "value": look, "url": address}])
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


def violations(page, *, tags=WCAG, only=()):
    """List what axe finds, short enough to be read in a failed test; what the policy says of axe itself is forgotten.

    `only` asks for these rules instead of all of the tags. Only the findings leave the browser: everything that passed would be megabytes.
    """
    n_complaints = len(page.complaints)
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    options = {
        "runOnly": {"type": "rule", "values": list(only)} if only else list(tags),
        "preload": False,
        "resultTypes": ["violations"],
    }
    found = page.evaluate(
        f"""axe.run({json.dumps(options)}).then(answer => answer.violations.flatMap(
            one => one.nodes.slice(0, 2).map(node => one.id + ": " + node.html.slice(0, 160))))"""
    )
    del page.complaints[n_complaints:]
    return found


def overflows(page):
    """List what is cut or reaches out of the window, and what can be moved sideways without saying so."""
    return page.evaluate("""() => {
        const name = one => one.tagName.toLowerCase() + "." + one.className + " " + one.innerText.slice(0, 30);
        const found = [];
        for (const wrap of document.querySelectorAll(".duru-table-wrap, .duru-year-wrap"))
            if (wrap.scrollWidth > wrap.clientWidth + 2 && !wrap.classList.contains("is-scrolling"))
                found.push("moves sideways and does not say so: " + name(wrap));
        for (const one of document.querySelectorAll("header *, main *, footer *")) {
            if (!(one instanceof HTMLElement) || !one.checkVisibility() || one.matches("select, select *")) continue;
            if (one.closest(".duru-table-wrap.is-scrolling, .duru-year-wrap, .duru-tabs, .sr-only, .duru-skip, thead")) continue;
            const box = one.getBoundingClientRect();
            if (box.width && box.right > innerWidth + 1) found.push("reaches out: " + name(one));
            else if (one.matches("h1, h2, h3, p, dd, .krds-btn, .duru-badge") && one.scrollWidth > one.clientWidth + 2 && one.clientWidth)
                found.push("does not fit: " + name(one));
        }
        return found.slice(0, 4);
    }""")
