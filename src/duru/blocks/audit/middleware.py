"""Commit what a request looked at before its page is sent."""

from duru.blocks.audit.operations import close_look_book, open_look_book


class LookMiddleware:
    """Stands outside the tenant's transaction: the page is shown only when its looks are on disk."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = open_look_book()
        response = self.get_response(request)
        tenant = getattr(request, "tenant", None)
        close_look_book(token, tenant_id=tenant.id if tenant else None)
        return response
