"""Every page that belongs to a tenant runs in that tenant's scope, in one transaction."""

import psycopg
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError, transaction

from duru.blocks.tenancy.models import Tenant
from duru.blocks.tenancy.queries import find_tenant_for_host
from duru.blocks.tenancy.scope import tenant_scope

# Pages that must answer when the database does not (health, static files, error pages).
WITHOUT_TENANT = ("/health", "/metrics", "/static/")
UNSTORABLE = (DataError, psycopg.DataError)


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
        # What no column can hold came from outside: a letter NUL, a number without end. The page says so; it is no failure of ours.
        if isinstance(exception, UNSTORABLE):
            raise BadRequest("다룰 수 없는 글자나 너무 큰 수가 들어 있습니다.") from exception
        return None
