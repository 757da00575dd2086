"""A real browser on the style page, served with the installation's own content security policy and no database."""

import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.test import override_settings

from duru.blocks.ui import menu
from duru.blocks.ui.api import MenuEntry, register_menu
from tests.blocks.ui.requests import make_request
from tests.browser import open_window

MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tests.blocks.ui.conftest.ActorMiddleware",
]


class ActorMiddleware:
    """Give every request the tenant and actor of `make_request`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        sample = make_request()
        request.tenant, request.actor = sample.tenant, sample.actor
        return self.get_response(request)


class QuietHandler(WSGIRequestHandler):
    def log_message(self, format, *args):
        pass


@pytest.fixture(scope="module")
def style_site():
    """The address of a running site that has the style page."""
    installed = [folder for folder in settings.STATICFILES_DIRS if (Path(folder) / "vendor" / "krds").is_dir()]
    assert installed, "화면용 꾸러미가 없습니다: python -m duru.conf.assets"
    entries = menu._ENTRIES.copy()
    register_menu(MenuEntry("홈", "home", order=1))
    register_menu(MenuEntry("화면 견본", "ui:guide", order=2, group="그 밖"))
    with override_settings(
        MIDDLEWARE=MIDDLEWARE,
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        ALLOWED_HOSTS=["127.0.0.1"],
    ):
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, allow_reuse_address=False)
        server.daemon_threads = True
        server.set_app(StaticFilesHandler(WSGIHandler()))
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        server.server_close()
        thread.join()
    menu._ENTRIES.clear()
    menu._ENTRIES.update(entries)


@pytest.fixture
def open_page(chromium, style_site):
    """Open a path at a width; `page.complaints` collects what the browser's console and scripts complain about."""
    contexts = []

    def open_(path, *, width=1280, look="", has_script=True):
        page = open_window(chromium, style_site, width=width, look=look, has_script=has_script)
        contexts.append(page.context)
        answer = page.goto(style_site + path)
        assert answer.status < 500, "the site itself is broken: run its unit tests"
        page.evaluate("document.fonts.ready") if has_script else None
        return page

    yield open_
    for context in contexts:
        context.close()
