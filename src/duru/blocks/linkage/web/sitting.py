"""A sitting over the queue: why it is done (asked once, kept for half an hour after the last pair), and how it moves on."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from duru.blocks.access.api import may
from duru.blocks.linkage.permissions import SEE
from duru.blocks.registry.api import Purpose
from duru.blocks.ui.api import is_fragment

HOME = ("같은 사람 확인", "/links/")
KEPT = timedelta(minutes=30)
PURPOSES = (Purpose.DUPLICATE_CHECK, Purpose.BENEFIT_REVIEW, Purpose.DEATH_OR_MOVE_CHECK)
_KEY = "duru_review_purpose"


def crumbs(request: HttpRequest, *below: tuple[str, str]) -> list[tuple[str, str]]:
    """Return the way from home for pages that also those may see who may not see links."""
    return [*([HOME] if may(request.actor, SEE) else []), *below]


def state_review_purpose(request: HttpRequest, purpose: str, note: str) -> None:
    """Keep why this sitting is done; a pair looked at within half an hour keeps it running."""
    request.session[_KEY] = [Purpose(purpose).value, note.strip()[:100], (timezone.now() + KEPT).isoformat()]


def review_purpose(request: HttpRequest) -> str:
    """Return the purpose as the log shall have it ("중복 확인: 명절 지원 준비"), "" when none is running; a call prolongs it."""
    value = request.session.get(_KEY)
    if value is None or datetime.fromisoformat(value[2]) <= timezone.now():
        return ""
    purpose, note, _ = value
    request.session[_KEY] = [purpose, note, (timezone.now() + KEPT).isoformat()]
    return f"{Purpose(purpose).label}: {note}" if note else str(Purpose(purpose).label)


def way_to_question(address: str) -> str:
    """Return the address of the question that comes back to a page."""
    return f"{reverse('linkage:purpose')}?{urlencode({'next': address})}"


def way_back(request: HttpRequest) -> str:
    """Return where the question was asked from; only pages of our own."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        return target
    return reverse("linkage:next")


def go(request: HttpRequest, address: str) -> HttpResponse:
    """Send the browser to a page, whether htmx asked or not."""
    if not is_fragment(request):
        return redirect(address)
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def said(request: HttpRequest) -> str:
    """Return the messages of this request as the shell shows them, for an answer that replaces the pair only."""
    return render_to_string("ui/parts/messages.html", {"messages": messages.get_messages(request)}, request)
