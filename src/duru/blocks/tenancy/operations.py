"""Writes of tenants. Only the operator's command line does this."""

from duru.blocks.tenancy.models import Tenant, TenantKind


def add_tenant(
    *,
    code: str,
    name: str,
    kind: str = TenantKind.GU,
    parent_name: str = "",
    host: str | None = None,
    is_demo: bool = False,
) -> Tenant:
    """Register a local government, or return the one that already has this code (safe to repeat)."""
    tenant, _ = Tenant.objects.get_or_create(
        code=code,
        defaults={"name": name, "kind": kind, "parent_name": parent_name, "host": host, "is_demo": is_demo},
    )
    return tenant
