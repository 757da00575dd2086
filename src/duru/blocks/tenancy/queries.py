"""Reads of tenants."""

from duru.blocks.tenancy.models import Tenant
from duru.blocks.tenancy.prepared import fetch_rows

_FOR_HOST = "FROM tenancy_tenant WHERE host = $1 OR code = $2 ORDER BY host = $1 DESC NULLS LAST LIMIT 1"


def find_tenant_for_host(host: str, *, default_code: str = "") -> Tenant | None:
    """Return the tenant that answers at a host name (without port), else the configured one, else the only one without a host name."""
    for (tenant,) in fetch_rows((Tenant,), _FOR_HOST, [host, default_code]):
        return tenant
    if default_code:
        return None
    return find_only_tenant()


def find_only_tenant() -> Tenant | None:
    """Return the tenant meant when none is named: the only one, or of several the only one that has no host name of its own."""
    tenants = [
        tenant for (tenant,) in fetch_rows((Tenant,), "FROM tenancy_tenant ORDER BY host IS NULL DESC, id LIMIT 2", [])
    ]
    is_only = len(tenants) == 1 or (len(tenants) == 2 and tenants[0].host is None and tenants[1].host is not None)
    return tenants[0] if is_only else None


def find_tenant_by_code(code: str) -> Tenant | None:
    """Return the tenant with an 행정표준코드, or None."""
    return Tenant.objects.filter(code=code).first()


def list_tenants() -> list[Tenant]:
    """Return all tenants in order of their code."""
    return list(Tenant.objects.order_by("code"))
