"""The chain's arithmetic and the plain-words signs of an unusual look: values in, values out."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, time

from duru.kernel.canonical import canonical_json

GENESIS = bytes(32)


def leaf_hash(entry: dict) -> bytes:
    """Return the SHA-256 (32 bytes) of one entry's canonical JSON; the leading 0 byte keeps leaves apart from nodes.

    Source: RFC 6962 §2.1 (domain separation of leaves).
    """
    return hashlib.sha256(b"\x00" + canonical_json(entry)).digest()


def next_chain_hash(previous: bytes, leaf: bytes) -> bytes:
    """Return the hash of everything up to and including this leaf; starts from `GENESIS`."""
    return hashlib.sha256(previous + leaf).digest()


def find_first_break(rows: Iterable[tuple[int, dict | None, bytes, bytes]]) -> int | None:
    """Return the number of the first entry that does not fit the chain, or None when all fit.

    Args:
        rows: (seq, entry or None when it is gone, leaf_hash, chain_hash), in order of seq starting at 1.
    """
    previous = GENESIS
    expected = 1
    for seq, entry, leaf, chain in rows:
        if seq != expected or entry is None or leaf_hash(entry) != leaf or next_chain_hash(previous, leaf) != chain:
            return expected
        previous, expected = chain, expected + 1
    return None


def time_flags(at: datetime, *, is_holiday: bool = False) -> list[str]:
    """Return ['업무시간 외'] for looks outside 08:00-20:00 local time or on days off, else an empty list.

    Source: 안전성 확보조치 기준 §8② (monthly review looks for unusual access); the hours are a default, to become a rule row.
    """
    outside = at.weekday() >= 5 or is_holiday or not time(8) <= at.time() < time(20)
    return ["업무시간 외"] if outside else []
