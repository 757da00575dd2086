"""The JSON API: one door for programs of the same people who use the screens, under the same session, roles and log.

Described as OpenAPI at /api/openapi.json. There is no page that draws it: such pages load code from elsewhere.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.security import APIKeyCookie

from duru.blocks.access.api import Actor, NotAllowed
from duru.blocks.audit.api import record_denial
from duru.kernel.errors import Refused


class Membership(APIKeyCookie):
    """The session of a member of this tenant; a call that changes or looks needs the CSRF token like a form."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return getattr(request, "actor", None)


api = NinjaAPI(
    title="두루 API", version="1", docs_url=None, auth=Membership(csrf=True),
    description="화면과 같은 권한, 같은 열람 기록으로 프로그램이 두루에 묻는 길입니다.",
)  # fmt: skip
api.add_router("/", "duru.blocks.linkage.web.endpoints.router")
api.add_router("/", "duru.blocks.consent.web.endpoints.router")
api.add_router("/", "duru.blocks.giving.web.endpoints.router")
api.add_router("/", "duru.services.welfare.web.endpoints.router")


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say in Korean which value cannot be read and what to write instead."""
    return api.create_response(request, {"detail": refusal.message, "field": refusal.field}, status=422)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """Refuse, and leave it in the log."""
    record_denial(actor=request.actor.audit, action=f"API {request.path}")  # type: ignore[attr-defined]
    return api.create_response(request, {"detail": str(refusal)}, status=403)
