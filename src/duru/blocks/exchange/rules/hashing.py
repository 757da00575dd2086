"""The hash by which a row counts once."""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 16
SEPARATOR = "\x1f"


def salted(organisation_public_id: str, dataset: str):
    """Return the hasher to copy for each row of one organisation's data set.

    The salt makes equal rows of two organisations, or of two data sets, different: two churches may each have given rice
    to the same person.
    """
    return hashlib.blake2b(
        digest_size=HASH_BYTES, key=organisation_public_id.encode()[:40], person=dataset.encode()[:16]
    )


def row_bytes(cells: Sequence[str], serial: int | None) -> bytes:
    """Write a row for hashing: cells without spaces at their ends, without the running number and blanks at the end."""
    kept = [cell.strip() for at, cell in enumerate(cells) if at != serial]
    return SEPARATOR.join(kept).rstrip(SEPARATOR).encode("utf-8", "surrogatepass")


def row_hash(hasher, cells: Sequence[str], serial: int | None) -> bytes:
    """Hash one row: 16 bytes. `hasher` comes from `salted` and is not changed."""
    copy = hasher.copy()
    copy.update(row_bytes(cells, serial))
    return copy.digest()
