"""What a package says, and how it is sealed: values in, values out."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ANSWER_WITHIN = timedelta(days=30)
KEPT_AFTER_ACCEPTED = timedelta(days=90)
LOOKED_BACK = timedelta(days=365)
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Package:
    """What the new 구 is told of one person: as typed for a record, needs (kind, ISO day), help received (what, who gave, last ISO day)."""

    typed: dict[str, str]
    needs: list[list[str]]
    received: list[list[str]]
    note: str


def seal(package: Package, *, secret: str, sender: str, receiver: str, public_id: str) -> bytes:
    """Encrypt a package for one letter between two 행정표준코드: nonce and AES-256-GCM, bound to the letter's id."""
    nonce = os.urandom(_NONCE)
    text = json.dumps(asdict(package), ensure_ascii=False).encode()
    return nonce + AESGCM(_key(secret, sender, receiver)).encrypt(nonce, text, public_id.encode())


def unseal(sealed: bytes, *, secret: str, sender: str, receiver: str, public_id: str) -> Package | None:
    """Read a sealed package; None when it is of another letter, was changed, or was sealed under another secret."""
    try:
        key = _key(secret, sender, receiver)
        text = AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], public_id.encode())
    except InvalidTag:
        return None
    return Package(**json.loads(text))


def _key(secret: str, sender: str, receiver: str) -> bytes:
    drawn = HKDF(hashes.SHA256(), 32, salt=None, info=f"duru handover 1 {sender} {receiver}".encode())
    return drawn.derive(secret.encode())
