"""Canonical JSON: the same value gives the same bytes, everywhere and for ever.

Hashes of the audit chain, of source rows and of packages are taken over these bytes, so the form may never change:

- UTF-8 without escapes except those JSON demands; no spaces; object keys sorted by code point;
- every string, keys included, in Unicode NFC;
- whole numbers only, without size limit; no floats, because two machines print them differently and NaN is no value;
- `None`, `True`, `False`, strings, whole numbers, lists, tuples (as lists) and dicts with string keys;
- dates as "YYYY-MM-DD"; aware datetimes as UTC with microseconds, "2026-11-22T06:41:15.000000Z".

This is stricter than RFC 8785, which sorts keys by UTF-16 and allows floats.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from unicodedata import is_normalized, normalize

_NO_FORM = "정준 JSON에 쓸 수 없는 값입니다: {}"


def canonical_json(value: object) -> bytes:
    """Write a value as canonical JSON bytes.

    Raises:
        TypeError: The value holds something that has no canonical form (float, Decimal, bytes, set, naive datetime,
            a key that is not a string).
        ValueError: Two keys of one object become equal by NFC, or a string holds a lone surrogate.
    """
    return json.dumps(_canonical(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def canonical_hash(value: object) -> bytes:
    """Take the SHA-256 (32 bytes) of a value's canonical JSON.

    Raises:
        TypeError: As `canonical_json`.
        ValueError: As `canonical_json`.
    """
    return hashlib.sha256(canonical_json(value)).digest()


def _canonical(value: object) -> object:
    if isinstance(value, str):
        # str() also flattens subclasses (enums, lazy strings), so that only the text decides.
        text = str.__str__(value)
        return text if is_normalized("NFC", text) else normalize("NFC", text)
    if value is None or value is True or value is False:
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, dict):
        return _canonical_object(value)
    if isinstance(value, (list, tuple)):
        return [_canonical(item) for item in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError(_NO_FORM.format("시간대 없는 시각"))
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(_NO_FORM.format(type(value).__name__))


def _canonical_object(value: dict[object, object]) -> dict[str, object]:
    members: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(_NO_FORM.format(f"글자가 아닌 이름 {key!r}"))
        name = normalize("NFC", str.__str__(key))
        if name in members:
            raise ValueError(f"이름이 둘 있습니다: {name}")
        members[name] = _canonical(item)
    return {name: members[name] for name in sorted(members)}
