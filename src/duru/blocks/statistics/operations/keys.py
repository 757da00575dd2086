"""The secret under which persons become pseudonyms: a file of the tenant's, outside the database and its backups."""

import os
import secrets
from pathlib import Path

from duru.blocks.tenancy.api import Tenant
from duru.conf import paths


def key_of(tenant: Tenant) -> str:
    """Return the tenant's key as hex, made when there is none."""
    return _secret(_path(tenant))


def signing_secret(tenant: Tenant) -> str:
    """Return the secret from which the tenant's signing key is drawn, made when there is none."""
    return _secret(paths.secrets() / f"cubes-{tenant.public_id}.key")


def _secret(path: Path) -> str:
    if path.is_file():
        return path.read_text(encoding="ascii").strip()
    paths.secrets().mkdir(parents=True, exist_ok=True)
    fresh = secrets.token_hex(32)
    scratch = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())
    try:
        # Whoever comes second takes the key of the first: two would make two pseudonyms of one person.
        os.link(scratch, path)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    finally:
        scratch.unlink()
    return fresh


def find_key(tenant: Tenant) -> str:
    """Return the key, "" when it was destroyed or never made."""
    path = _path(tenant)
    return path.read_text(encoding="ascii").strip() if path.is_file() else ""


def destroy_key(tenant: Tenant) -> bool:
    """Destroy the key; returns whether there was one. What the snapshots hold belongs to nobody from now on."""
    path = _path(tenant)
    if not path.is_file():
        return False
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    return True


def _path(tenant: Tenant) -> Path:
    return paths.secrets() / f"statistics-{tenant.public_id}.key"
