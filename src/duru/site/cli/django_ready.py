"""Start Django inside a command, as the serving role or as the owner."""

import os

import django

__all__ = ["start_django"]


def start_django(*, as_owner: bool = False) -> None:
    """Set Django up in this process; the role cannot change afterwards. Call after the database runs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duru.conf.settings")
    if as_owner:
        os.environ["DURU_AS_OWNER"] = "1"
    django.setup()
