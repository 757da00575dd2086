from tests.services.permits.conftest import browse, member, scope, tenant

__all__ = ["browse", "member", "scope", "tenant"]
