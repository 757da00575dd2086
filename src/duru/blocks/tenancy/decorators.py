"""A page says whether it writes, and the database believes it."""

import functools

from duru.blocks.tenancy.scope import make_transaction_read_only


def readonly_view(view):
    """Mark a view that only reads: inside it the database refuses every write of the request's transaction."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        if getattr(request, "tenant", None) is not None:
            make_transaction_read_only()
        return view(request, *args, **kwargs)

    wrapper.is_readonly = True
    return wrapper
