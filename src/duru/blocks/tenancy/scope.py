"""The scope of one tenant: one transaction in which the database shows and takes that tenant's rows only."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from duru.blocks.tenancy.errors import NoTenant, OtherTenant

_current: ContextVar[int | None] = ContextVar("duru_tenant", default=None)


@contextmanager
def tenant_scope(tenant_id: int) -> Iterator[None]:
    """Run a block as one tenant, in one transaction; a nested scope of the same tenant is a savepoint.

    The setting is local to the transaction, so a connection returned to the pool carries nothing over. Threads,
    generators and streamed answers run after the block has ended: they open a scope of their own.

    Raises:
        OtherTenant: a scope of another tenant is open.
    """
    current = _current.get()
    if current is not None and current != tenant_id:
        raise OtherTenant(f"자치단체 {current}의 작업 안에서 자치단체 {tenant_id}의 작업을 열 수 없습니다.")
    within_transaction = connection.in_atomic_block
    with transaction.atomic():
        if current is None:
            _set(int(tenant_id))
        token = _current.set(tenant_id)
        try:
            yield
        finally:
            _current.reset(token)
        # An enclosing transaction goes on without a tenant; a rolled back savepoint has undone the setting already.
        if current is None and within_transaction and not connection.needs_rollback:
            _set(None)


def _set(tenant_id: int | None) -> None:
    connection.begin_with(b"SELECT set_config('duru.tenant', '%s', true)" % str(tenant_id or "").encode())


def current_tenant_id() -> int:
    """Return the tenant of the open scope.

    Raises:
        NoTenant: no scope is open.
    """
    current = _current.get()
    if current is None:
        raise NoTenant("자치단체가 정해지지 않은 작업입니다. tenant_scope 안에서 실행하세요.")
    return current


def make_transaction_read_only() -> None:
    """Let the database refuse every write for the rest of this transaction."""
    connection.begin_with(b"SELECT set_config('transaction_read_only', 'on', true)")
