"""Requests as the shell sees them, without database: a tenant and an actor are only attributes."""

from types import SimpleNamespace

from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory


def make_request(path="/", *, permissions=(), is_demo=True, cookies=None, actor_name="김하늘", **headers):
    """A GET request of an actor who may do `permissions`, in the demo tenant 해오름구."""
    request = RequestFactory().get(path, headers=headers)
    request.COOKIES.update(cookies or {})
    request.tenant = SimpleNamespace(name="해오름구", is_demo=is_demo, is_government_site=False)
    request.actor = (
        SimpleNamespace(
            name=actor_name,
            role_label="동 복지팀",
            organisation_name="한빛1동 주민센터",
            department="복지팀",
            may=lambda permission: permission in permissions,
        )
        if actor_name
        else None
    )
    request._messages = CookieStorage(request)
    return request


def text_of(response) -> str:
    return response.content.decode()
