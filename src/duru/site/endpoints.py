"""The JSON API: one door for programs, under the same roles and log as the screens: by a session, or by an agency's key.

Described as OpenAPI at /api/openapi.json. There is no page that draws it: such pages load code from elsewhere.
"""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from duru.blocks.access.api import NotAllowed
from duru.blocks.audit.api import record_denial
from duru.blocks.programs.api import Session
from duru.kernel.errors import Refused

api = NinjaAPI(
    title="두루 API", version="1", docs_url=None, auth=Session(csrf=True),
    description="화면과 같은 권한, 같은 열람 기록으로 프로그램이 두루에 묻는 길입니다. 기관의 프로그램은 연동 열쇠를 Authorization: Bearer로 "
    "보내고, 답마다 서명한 영수증을 Duru-Receipt 머리글로 받습니다.",
)  # fmt: skip
api.add_router("/", "duru.blocks.programs.web.endpoints.router")
api.add_router("/", "duru.blocks.linkage.web.endpoints.router")
api.add_router("/", "duru.blocks.consent.web.endpoints.router")
api.add_router("/", "duru.blocks.statistics.web.endpoints.router")
api.add_router("/", "duru.blocks.maps.web.endpoints.router")
api.add_router("/", "duru.blocks.giving.web.endpoints.router")
api.add_router("/", "duru.services.welfare.web.endpoints.router")
api.add_router("/", "duru.services.care.web.endpoints.router")
api.add_router("/", "duru.services.changes.web.endpoints.router")
api.add_router("/", "duru.services.handover.web.endpoints.router")
api.add_router("/", "duru.services.outreach.web.endpoints.router")


@api.exception_handler(Refused)
def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Say in Korean which value cannot be read and what to write instead."""
    return api.create_response(request, {"detail": refusal.message, "field": refusal.field}, status=422)


@api.exception_handler(NotAllowed)
def not_allowed(request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
    """Refuse, and leave it in the log."""
    record_denial(actor=request.actor.audit, action=f"API {request.path}")  # type: ignore[attr-defined]
    return api.create_response(request, {"detail": str(refusal)}, status=403)
