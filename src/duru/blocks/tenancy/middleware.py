"""Every page that belongs to a tenant runs in that tenant's scope, in one transaction."""

from django.conf import settings
from django.db import transaction

from duru.blocks.tenancy.models import Tenant
from duru.blocks.tenancy.queries import find_tenant_for_host
from duru.blocks.tenancy.scope import tenant_scope

# Pages that must answer when the database does not (health, static files, error pages).
WITHOUT_TENANT = ("/health", "/static/")


def tenant_of(request) -> Tenant | None:
    """Return the tenant whose address was called, None when there is none."""
    host = request.get_host().rsplit(":", 1)[0]
    return find_tenant_for_host(host, default_code=settings.DURU_DEFAULT_TENANT)


class TenantMiddleware:
    """Find the tenant by host name, set `request.tenant`, and open its scope around the view and its template.

    A view that fails rolls everything back. What must survive a failure (denials, looks) is written by middleware
    placed outside this one, in a scope of its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tenant = None
        if request.path.startswith(WITHOUT_TENANT):
            return self.get_response(request)
        request.tenant = tenant_of(request)
        if request.tenant is None:
            return self.get_response(request)
        with tenant_scope(request.tenant.id):
            return self.get_response(request)

    def process_exception(self, request, exception):
        if getattr(request, "tenant", None) is not None:
            transaction.set_rollback(True)
        return None
