"""Secrets that an installation makes for itself once and keeps in var/secrets, outside the database and its backups."""

import os
from collections.abc import Callable

from duru.conf import paths


def kept_secret(name: str, make: Callable[[], str]) -> str:
    """Return the text kept under a name (0600, its folder 0700), made at its first use."""
    kept = paths.secrets() / name
    if not kept.exists():
        paths.secrets().mkdir(parents=True, exist_ok=True)
        paths.secrets().chmod(0o700)
        # Written beside and linked into place: of two processes that start together one wins, both read the same secret.
        scratch = kept.with_name(f"{name}.{os.getpid()}")
        scratch.touch(0o600)
        scratch.write_text(make())
        try:
            os.link(scratch, kept)
        except FileExistsError:
            pass
        finally:
            scratch.unlink()
    return kept.read_text().strip()
