"""A page with one form and one deed behind it: the shape most pages of this desk have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from duru.blocks.access.api import GlassRefused, NotAllowed
from duru.blocks.audit.api import record_denial
from duru.blocks.consent.api import ConsentRefused
from duru.blocks.ui.api import render_page
from duru.kernel.errors import Refused


def form_page(
    request: HttpRequest,
    form: Any,
    act: Callable[[Any], str],
    *,
    title: str,
    save_label: str,
    back: str,
    said: str,
    crumbs: list[tuple[str, str]],
    lead: str = "",
    template: str = "care/form.html",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Show a form; when it is filled in rightly, do `act(form)`, which returns the address to go on to."""
    if request.method == "POST" and form.is_valid():
        try:
            onward = act(form)
        except (Refused, ConsentRefused, GlassRefused) as refused:
            field = getattr(refused, "field", "")
            form.add_error(field if field in form.fields else None, str(refused))
        except NotAllowed as refused:
            record_denial(actor=request.actor.audit, action=title)
            form.add_error(None, str(refused))
        else:
            messages.success(request, said)
            return redirect(onward)
    return render_page(
        request,
        template,
        {"form": form, "save_label": save_label, "back": back, **(context or {})},
        title=title,
        lead=lead,
        breadcrumbs=[*crumbs, (title, "")],
    )
