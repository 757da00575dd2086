"""Aggregate cubes that leave a tenant: signed, by a named definition, without persons; what adds up is added, what does not is not."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from duru.blocks.statistics.rules.grid import Grid
from duru.kernel.canonical import canonical_json
from duru.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Cube:
    """One table of one tenant and month. `definition` is the hash of how it was counted; a hidden number is None."""

    tenant: str
    table: str
    month: str
    definition: str
    headings: tuple[str, ...]
    additive: tuple[bool, ...]
    lines: Mapping[str, tuple[int | None, ...]]


def cube_of(grid: Grid, *, tenant: str, table: str, month: str, definition: str, additive: Mapping[str, bool]) -> Cube:
    """Turn a grid laid out for the outside into a cube; ratios are left out: they are counted anew from their parts."""
    kept = [at for at, each in enumerate(grid.headings) if each.measure in additive]
    return Cube(
        tenant, table, month, definition,
        tuple(grid.headings[at].words for at in kept), tuple(additive[grid.headings[at].measure] for at in kept),
        {
            line.words: tuple(None if line.figures[at].is_hidden else int(line.figures[at].value or 0) for at in kept)
            for line in grid.lines
        },
    )  # fmt: skip


def seal(cube: Cube, key: Ed25519PrivateKey) -> bytes:
    """Return a cube as a signed file: JSON with the cube, the public key and the signature over its canonical form."""
    body = _body(cube)
    signed = {
        "cube": body,
        "public_key": base64.b64encode(key.public_key().public_bytes_raw()).decode(),
        "signature": base64.b64encode(key.sign(canonical_json(body))).decode(),
    }
    return json.dumps(signed, ensure_ascii=False, indent=1).encode()


def unseal(content: bytes, keys: Mapping[str, bytes]) -> Cube:
    """Read a signed file.

    Args:
        keys: tenant code → the public key (32 bytes) it gave by another way; the key in the file proves nothing by itself.

    Raises:
        Refused: it is no such file, of an unknown tenant, or was changed after it was signed.
    """
    try:
        signed = json.loads(content)
        body = signed["cube"]
        signature = base64.b64decode(signed["signature"])
        cube = Cube(
            body["tenant"], body["table"], body["month"], body["definition"], tuple(body["headings"]), tuple(body["additive"]),
            {name: tuple(values) for name, values in body["lines"].items()},
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("서명한 집계 파일이 아닙니다.") from error
    if cube.tenant not in keys:
        raise Refused(f"공개 열쇠를 받지 않은 자치단체입니다: {cube.tenant}")
    try:
        Ed25519PublicKey.from_public_bytes(keys[cube.tenant]).verify(signature, canonical_json(body))
    except InvalidSignature:
        raise Refused("서명한 뒤에 바뀐 파일입니다.") from None
    return cube


def add_cubes(cubes: Sequence[Cube]) -> dict[str, list[int | None]]:
    """Add cubes of different tenants line by line.

    Persons counted once per tenant are never added across tenants (somebody may be known to two): such columns are None, and so is
    a sum one of whose parts is hidden.

    Raises:
        Refused: they are not of one table, month and definition, or a tenant is in it twice.
    """
    if len({(cube.table, cube.month, cube.definition, cube.headings) for cube in cubes}) != 1:
        raise Refused("같은 표, 같은 달, 같은 정의의 집계만 더할 수 있습니다.")
    if len({cube.tenant for cube in cubes}) != len(cubes):
        raise Refused("한 자치단체의 집계가 두 번 들어 있습니다.")
    first = cubes[0]
    names = dict.fromkeys(name for cube in cubes for name in cube.lines)
    added: dict[str, list[int | None]] = {}
    for name in names:
        rows = [cube.lines[name] for cube in cubes if name in cube.lines]
        added[name] = [
            _sum([row[at] for row in rows]) if first.additive[at] else None for at in range(len(first.headings))
        ]
    return added


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _body(cube: Cube) -> dict[str, Any]:
    return {
        "tenant": cube.tenant, "table": cube.table, "month": cube.month, "definition": cube.definition,
        "headings": list(cube.headings), "additive": list(cube.additive),
        "lines": {name: list(values) for name, values in cube.lines.items()},
    }  # fmt: skip
