"""Errors of the tenant wall that callers may catch."""


class NoTenant(RuntimeError):
    """Work that needs a tenant was started without one."""


class OtherTenant(RuntimeError):
    """A scope of one tenant was opened inside the scope of another."""


class TooMuchPower(RuntimeError):
    """The serving database role could step over the tenant wall, so the process must not start."""
