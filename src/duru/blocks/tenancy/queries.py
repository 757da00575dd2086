"""Reads of tenants."""

from duru.blocks.tenancy.models import Tenant


def find_tenant_for_host(host: str, *, default_code: str = "") -> Tenant | None:
    """Return the tenant that answers at a host name (without port), else the configured one, else the only one."""
    if tenant := Tenant.objects.filter(host=host).first():
        return tenant
    if default_code:
        return Tenant.objects.filter(code=default_code).first()
    tenants = list(Tenant.objects.order_by("id")[:2])
    return tenants[0] if len(tenants) == 1 else None


def find_tenant_by_code(code: str) -> Tenant | None:
    """Return the tenant with an 행정표준코드, or None."""
    return Tenant.objects.filter(code=code).first()


def list_tenants() -> list[Tenant]:
    """Return all tenants in order of their code."""
    return list(Tenant.objects.order_by("code"))
