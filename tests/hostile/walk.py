"""Requests nobody would send by a mouse: every address of the URLconf, with words of other people's making in path, query, form and head.

The forms of a page are read as a browser reads them and sent back with some values exchanged, so that hostile words come as far as
the deeds behind them. Nothing is kept: each request ends with a rollback, and the next one finds the same world.
"""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import strategies as st

MOST_SECONDS = 5.0
# Served by others, or made to hold a connection open.
_LEFT_OUT = ("static/",)

_BITES = (
    "\0", "a\0b", "'", "' OR 1=1 --", "\"><script>alert(1)</script>", "{{7*7}}", "{% debug %}", "${7*7}", "../../etc/passwd", "..%2f..%2f",
    "%00", "\r\nSet-Cookie: a=b", "=HYPERLINK(\"http://x\")", "@SUM(1)", "-1", "0", "1e309", "NaN", "Infinity", "9" * 19, "9" * 30, "9" * 5000,
    "2147483648", "-9223372036854775809", "0001-01-01", "9999-12-31", "2026-02-30", "2026-13", "0000-00", "10000-01", "2026-11-22T25:00",
    "٣", "²", "𝟙", "１２", "홍길동" * 200, "가" * 100_000, "a" * 300_000, "\u202egpj.exe", "\ufeff", "\ud7a3\u1100\u1161", "e\u0301" * 500, "💣",
    "%s%s%n", "%(x)s", "\\", "%", "_", "*", "(" * 2000, "[" * 20_000, "a" * 40 + "!", "//evil.example", "https://evil.example/", "javascript:alert(1)",
    "\\\\evil.example", "file:///etc/passwd", "http://169.254.169.254/", "null", "undefined", "[]", "{}", "[[null,1]]", '[["a","b"]]', "[[127,37]]", "[[127,37],[127.1,37],[1e999,37]]", "true", "on", "", " ", "\u3000", "\n",
    "127.5,37.5", "1e400,1e400", "nan,nan", "-999,999", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "800101-1234567",
)  # fmt: skip
# Names of columns that no form of ours offers: mass assignment.
_EXTRA = (
    "tenant",
    "tenant_id",
    "id",
    "pk",
    "role",
    "is_staff",
    "is_superuser",
    "organisation_id",
    "state",
    "may_hold_rrn",
    "user_id",
    "_method",
)
_COMMON = ("q", "page", "sort", "next", "export", "who", "on", "from_on", "until_on", "month", "dong", "tab", "show", "n", "lon", "lat", "purpose", "h3", "radius_m")  # fmt: skip

bites = st.one_of(st.sampled_from(_BITES), st.text(max_size=40), st.integers().map(str))


@dataclass(frozen=True)
class Address:
    """One route of the URLconf: its words, and the names and kinds of what stands between them."""

    route: str
    holes: tuple[tuple[str, str], ...]
    app: str

    def __str__(self) -> str:
        return "/" + self.route


def addresses() -> list[Address]:
    """Return every route, those of libraries too."""
    return sorted(_addresses(get_resolver(), "", ""), key=str)


def _addresses(resolver: URLResolver, prefix: str, app: str) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern).removeprefix("^").removesuffix(r"\Z").removesuffix("$")
        if isinstance(each, URLResolver):
            yield from _addresses(each, route, each.namespace or app)
        elif isinstance(each, URLPattern) and not route.startswith(_LEFT_OUT) and "(" not in route:
            holes = tuple((name, type(kind).__name__) for name, kind in each.pattern.converters.items())
            yield Address(route, holes, app)


@dataclass
class World:
    """Who asks, and the ids that there are: app label → public ids and numbers of its rows."""

    cookies: dict[str, SimpleCookie]
    known: dict[str, list[str]]
    host: str = "testserver"
    _forms: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    @classmethod
    def found(cls, cookies: dict[str, SimpleCookie], *, each: int = 6, host: str = "testserver") -> World:
        """Gather the ids inside the open scope."""
        known: dict[str, list[str]] = {}
        for model in apps.get_models():
            if not model.__module__.startswith("duru."):
                continue
            name = "public_id" if any(f.name == "public_id" for f in model._meta.fields) else "pk"
            known.setdefault(model._meta.app_label, []).extend(
                str(value) for value in model.objects.order_by("-pk").values_list(name, flat=True)[:each]
            )
        return cls(cookies, known, host)


@st.composite
def requests(draw, world: World, routes: Sequence[Address]):
    """Draw one request: (who, method, address, path, query, fields, kind of body, head)."""
    address = draw(st.sampled_from(routes))
    who = draw(st.sampled_from(sorted(world.cookies)))
    path = address.route
    known = world.known.get(address.app) or [""]
    for name, kind in address.holes:
        word = draw(st.sampled_from(known)) if draw(st.integers(0, 9)) < 7 else draw(bites)[:300]
        if kind == "IntConverter" and not word.isdecimal():
            word = str(draw(st.sampled_from([0, 1, 2, 7, 2**31, 2**63, 10**30])))
        if kind == "SlugConverter" and draw(st.booleans()):
            word = draw(st.sampled_from(["csv", "xlsx", "pdf", "hwpx", "dong", "food", "approve", "x" * 200]))
        path = _filled(path, name, word)
    method = draw(st.sampled_from(["GET", "GET", "GET", "POST", "POST", "POST", "PUT", "HEAD", "OPTIONS"]))
    names = st.one_of(st.sampled_from(_COMMON), st.text(max_size=8))
    query = draw(st.lists(st.tuples(names, bites), max_size=3))
    changed = draw(st.lists(st.tuples(st.integers(0, 60), bites), max_size=3))
    extra = draw(st.lists(st.tuples(st.sampled_from(_EXTRA), bites), max_size=2))
    body = draw(st.sampled_from(["form", "form", "form", "json", "multipart", "torn", "deep"]))
    head = draw(st.dictionaries(st.sampled_from(_HEADS), bites.map(_one_line), max_size=2))
    return who, method, address, "/" + path, query, (changed, extra), body, head


_HEADS = ("HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_FOR", "HTTP_HX_REQUEST", "HTTP_HX_TARGET", "HTTP_REFERER", "HTTP_AUTHORIZATION", "HTTP_HX_CURRENT_URL", "HTTP_ACCEPT", "HTTP_RANGE", "HTTP_COOKIE2", "HTTP_X_FORWARDED_PROTO", "HTTP_IF_MODIFIED_SINCE")  # fmt: skip


def _one_line(text: str) -> str:
    """A server hands on heads of one line, in Latin letters."""
    return (
        text.replace("\r", "").replace("\n", "").replace("\0", "")[:8000].encode("utf-8", "replace").decode("latin-1")
    )


def _filled(route: str, name: str, word: str) -> str:
    begin = route.index("<")
    end = route.index(">", begin)
    return route[:begin] + quote(word.encode("utf-8", "replace"), safe="") + route[end + 1 :]


def fault_of(world: World, request) -> str | None:
    """Send a request and take everything back; returns what was wrong with the answer, None when nothing was."""
    who, method, address, path, query, (changed, extra), kind, head = request
    client = Client(HTTP_HOST=world.host, headers=None)
    client.cookies = SimpleCookie({name: morsel.value for name, morsel in world.cookies[who].items()})
    about: dict = {
        "QUERY_STRING": urlencode([(k.encode("utf-8", "replace"), v.encode("utf-8", "replace")) for k, v in query])
    }
    data, content_type = b"", "application/octet-stream"
    began = time.monotonic()
    try:
        with transaction.atomic():
            if method in ("POST", "PUT"):
                fields = _fields(world, client, who, path)
                for at, bite in changed:
                    if fields:
                        fields[sorted(fields)[at % len(fields)]] = bite
                data, content_type = _body(kind, fields | dict(extra))
            answer = client.generic(method, path, data, content_type, **about, **head)
            if answer.streaming:
                for _ in answer.streaming_content:
                    pass
            transaction.set_rollback(True)
    except Exception as error:
        ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/duru/" in frame.filename]
        where = f"{ours[-1].filename.rpartition('/duru/')[2]}:{ours[-1].lineno}" if ours else ""
        return f"{method} {address}: {type(error).__name__} {where} {str(error)[:120]!r}"
    took = time.monotonic() - began
    if answer.status_code >= 500:
        return f"{method} {address}: {answer.status_code}"
    if took > MOST_SECONDS:
        return f"{method} {address}: {took:.1f} s"
    to = answer.headers.get("Location", "")
    if (
        to.startswith(("//", "\\", "/\\"))
        or ("evil.example" in to.split("?")[0])
        or to.lower().startswith("javascript")
    ):
        return f"{method} {address}: sent away to {to[:80]!r}"
    return None


def _fields(world: World, client: Client, who: str, path: str) -> dict[str, str]:
    """Return the fields of the forms of a page with what they hold, as a browser would send them."""
    key = (who, path)
    if key not in world._forms:
        answer = client.get(path)
        reader = _Fields()
        if answer.status_code == 200 and not answer.streaming and "html" in answer.headers.get("Content-Type", ""):
            reader.feed(answer.content.decode("utf-8", "replace"))
        world._forms[key] = reader.found
    return dict(world._forms[key])


class _Fields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and told.get("value") and not self.found.get(self._select):
            self.found[self._select] = told["value"]
        elif tag in ("input", "textarea", "button") and name:
            is_day = told.get("type") == "date"
            self.found.setdefault(name, told.get("value") or ("2026-11-22" if is_day else "가나다"))

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""


def _body(kind: str, fields: dict[str, str]) -> tuple[bytes, str]:
    match kind:
        case "json":
            return json.dumps(fields).encode(), "application/json"
        case "deep":
            return b"[" * 100_000, "application/json"
        case "torn":
            return (
                b'--x\r\nContent-Disposition: form-data; name="a"; filename="../../x\0"\r\n\r\nabc',
                "multipart/form-data; boundary=x",
            )
        case "multipart":
            parts = [
                f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                for name, value in fields.items()
            ]
            return ("".join(parts) + "--x--\r\n").encode("utf-8", "replace"), "multipart/form-data; boundary=x"
    pairs = [(name.encode("utf-8", "replace"), value.encode("utf-8", "replace")) for name, value in fields.items()]
    return urlencode(pairs).encode(), "application/x-www-form-urlencoded"
