"""The door of tenancy: scopes, base classes, jobs and events."""

from duru.blocks.tenancy import tables
from duru.blocks.tenancy.bulk import arriving, bulk_insert, bulk_update, column_types, refresh_statistics
from duru.blocks.tenancy.decorators import readonly_view
from duru.blocks.tenancy.errors import NoTenant, OtherTenant, TooMuchPower
from duru.blocks.tenancy.grants import apply_grants, check_serving_role
from duru.blocks.tenancy.jobs import publish, subscribe, tenant_job, tenant_long_job
from duru.blocks.tenancy.middleware import tenant_of
from duru.blocks.tenancy.models import CurrentTenant, Tenant, TenantForeignKey, TenantKind, TenantModel
from duru.blocks.tenancy.operations import add_tenant
from duru.blocks.tenancy.prepared import fetch_rows, keep_while_unchanged
from duru.blocks.tenancy.queries import find_only_tenant, find_tenant_by_code, find_tenant_for_host, list_tenants
from duru.blocks.tenancy.scope import current_tenant_id, make_transaction_read_only, tenant_scope
from duru.blocks.tenancy.workers import run_worker

__all__ = [
    "CurrentTenant",
    "NoTenant",
    "OtherTenant",
    "Tenant",
    "TenantForeignKey",
    "TenantKind",
    "TenantModel",
    "TooMuchPower",
    "add_tenant",
    "apply_grants",
    "arriving",
    "bulk_insert",
    "bulk_update",
    "check_serving_role",
    "column_types",
    "current_tenant_id",
    "fetch_rows",
    "find_only_tenant",
    "find_tenant_by_code",
    "find_tenant_for_host",
    "keep_while_unchanged",
    "list_tenants",
    "make_transaction_read_only",
    "publish",
    "readonly_view",
    "refresh_statistics",
    "run_worker",
    "subscribe",
    "tables",
    "tenant_job",
    "tenant_long_job",
    "tenant_of",
    "tenant_scope",
]
