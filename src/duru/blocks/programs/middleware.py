"""Programs at the door of the API: let in by their key, counted, and given a receipt."""

from django.http import JsonResponse
from django.utils import timezone

from duru.blocks.programs.errors import NotAnswered
from duru.blocks.programs.operations import knock
from duru.blocks.programs.receipts import write_receipt
from duru.blocks.tenancy.api import tenant_of, tenant_scope

HEADER = "Duru-Receipt"
_BEARER = "Bearer "


class ProgramMiddleware:
    """Stands outside the tenant's transaction: a call that fails is counted all the same. Sets `request.program`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.program = None
        word = request.headers.get("Authorization", "")
        if not (request.path.startswith("/api/") and word.startswith(_BEARER)):
            return self.get_response(request)
        request.tenant = tenant = tenant_of(request)
        if tenant is None:
            return _refused(NotAnswered(401, "없는 연동 열쇠입니다."))
        asked = request.body  # read now: the view may read it once only
        try:
            with tenant_scope(tenant.id):
                request.program = knock(
                    word.removeprefix(_BEARER).strip(), origin=request.META.get("REMOTE_ADDR", ""), at=timezone.now()
                )
        except NotAnswered as refusal:
            return _refused(refusal)
        response = self.get_response(request)
        if not response.streaming:
            with tenant_scope(tenant.id):
                response[HEADER] = write_receipt(
                    tenant=tenant, handle=request.program.handle, call=f"{request.method} {request.path}", asked=asked,
                    status=response.status_code, answered=response.content, at=timezone.now(),
                )  # fmt: skip
        return response


def _refused(refusal: NotAnswered) -> JsonResponse:
    answer = JsonResponse(
        {"detail": refusal.sentence}, status=refusal.status, json_dumps_params={"ensure_ascii": False}
    )
    if refusal.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="duru"'
    if refusal.retry_after_s:
        answer["Retry-After"] = str(refusal.retry_after_s)
    return answer
