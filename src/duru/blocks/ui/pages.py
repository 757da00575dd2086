"""Answering with a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Crumbs = Sequence[tuple[str, str]]

_RETRY_AFTER_S = {429: 60, 503: 30}


def render_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    title: str,
    lead: str = "",
    breadcrumbs: Crumbs = (),
    has_side: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render a template that extends "ui/page.html", with its title, one sentence of lead and the way from home.

    `breadcrumbs` are (word, address) pairs below 홈; the last one may have an empty address.
    """
    shown = {"title": title, "lead": lead, "breadcrumbs": list(breadcrumbs), "has_side": has_side, **(context or {})}
    return render(request, template, shown, status=status)


def confirm_page(
    request: HttpRequest,
    *,
    title: str,
    question: str,
    confirm_label: str,
    cancel_url: str,
    consequences: Sequence[str] = (),
    form: Any = None,
    is_danger: bool = False,
    breadcrumbs: Crumbs = (),
) -> HttpResponse:
    """Ask before a deed that cannot be taken back: what will happen, then a POST to the same address.

    `form` adds fields such as a reason.
    """
    return render_page(
        request,
        "ui/confirm.html",
        {
            "question": question,
            "consequences": list(consequences),
            "confirm_label": confirm_label,
            "cancel_url": cancel_url,
            "form": form,
            "is_danger": is_danger,
        },
        title=title,
        breadcrumbs=breadcrumbs,
    )


def error_page(request: HttpRequest, status: int, *, reason: str = "") -> HttpResponse:
    """Answer with the Korean error page of a status: 400, 403, 404, 413, 429, 500 or 503; 500 and 503 need no database.

    `reason` is a sentence for the person, shown before the general advice.
    """
    response = render(request if status in (403, 404) else None, f"{status}.html", {"reason": reason}, status=status)
    if status in _RETRY_AFTER_S:
        response["Retry-After"] = str(_RETRY_AFTER_S[status])
    return response


def is_fragment(request: HttpRequest) -> bool:
    """Say whether htmx asks for a part of the page (a return through the browser's history wants the whole)."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
