"""What the page shell needs to know, read from the request only (no query of its own)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from duru.blocks.ui.menu import menu_for

LOOK_COOKIE = "duru_look"
_SIZES = {"md", "lg", "xl"}


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give every template `shell`: tenant, actor, menu, contrast and letter size.

    `request.tenant` (name, is_demo, is_government_site) and `request.actor` (name, role_label, organisation_name, department, may)
    are set by tenancy and access; both may be missing before login. Contrast and size come from a cookie, so that the page
    arrives in the chosen look without a flash.
    """
    tenant = getattr(request, "tenant", None)
    return {
        "shell": {
            "tenant_name": getattr(tenant, "name", "") or "",
            "is_demo": bool(getattr(tenant, "is_demo", False)),
            "is_government": bool(getattr(tenant, "is_government_site", False)),
            "actor": _actor_card(getattr(request, "actor", None)),
            "menu": SimpleLazyObject(lambda: menu_for(request)),
            **_look(request.COOKIES.get(LOOK_COOKIE, "")),
        }
    }


def _actor_card(actor: Any) -> dict[str, str] | None:
    if actor is None or not getattr(actor, "name", ""):
        return None
    places = (getattr(actor, "organisation_name", ""), getattr(actor, "department", ""))
    role = getattr(actor, "role", "")
    return {
        "name": actor.name,
        "place": " ".join(dict.fromkeys(str(place) for place in places if place)),
        "role": str(getattr(actor, "role_label", "") or getattr(role, "label", "") or role or ""),
    }


def _look(cookie: str) -> dict[str, Any]:
    words = cookie.split(".")
    return {"is_high_contrast": "contrast" in words, "size": next((word for word in words if word in _SIZES), "md")}
