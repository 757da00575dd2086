"""The written form of keys and receipts: values in, values out."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LONGEST = timedelta(days=366)
OVERLAP = timedelta(days=7)
_KEY = re.compile(r"duru_([a-z2-7]{10})_([A-Za-z0-9_-]{43})")
_LONGEST_RECEIPT = 4_000


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one call asked and was answered: hashes (SHA-256, hex) of both bodies as they went over the line, never the bodies.

    `key` is the handle of the agency's key, `at` the moment of the answer (ISO, UTC), `signer` names the public key.
    """

    id: str
    tenant: str
    key: str
    at: str
    call: str
    asked: str
    status: int
    answered: str
    signer: str


def new_key() -> tuple[str, str]:
    """Return a handle, by which a key is found and named, and the whole key, to be shown once."""
    handle = base64.b32encode(secrets.token_bytes(7)).decode().lower()[:10]
    return handle, f"duru_{handle}_{secrets.token_urlsafe(32)}"


def handle_of(key: str) -> str | None:
    """Return the handle of a whole key, None when it is no key."""
    match = _KEY.fullmatch(key)
    return match[1] if match else None


def key_digest(key: str) -> bytes:
    """Return what is kept of a key: SHA-256, 32 bytes. A key is 256 random bits; a slow hash would protect nothing more."""
    return hashlib.sha256(key.encode()).digest()


def latest_end(today: date) -> date:
    """Return the last day a key issued today may name: a year."""
    return today + LONGEST


def signing_key(secret: str, tenant_code: str) -> Ed25519PrivateKey:
    """Draw a tenant's signing key from the installation's secret; the same secret gives the same key."""
    drawn = HKDF(hashes.SHA256(), 32, salt=None, info=f"duru receipts 1 {tenant_code}".encode())
    return Ed25519PrivateKey.from_private_bytes(drawn.derive(secret.encode()))


def name_of_signer(public_key: bytes) -> str:
    """Return the short name of a public key (32 bytes): the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def sign_receipt(receipt: Receipt, key: Ed25519PrivateKey) -> str:
    """Return the receipt as one line: its JSON and the Ed25519 signature over that, both base64url, a full stop between."""
    said = _encode(json.dumps(asdict(receipt), ensure_ascii=False, separators=(",", ":")).encode())
    return f"{said}.{_encode(key.sign(said.encode()))}"


def read_receipt(line: str) -> Receipt:
    """Read the line without checking the signature.

    Raises:
        ValueError: it is no receipt.
    """
    try:
        if len(line) > _LONGEST_RECEIPT:
            raise ValueError
        said, _ = line.strip().split(".")
        values = json.loads(_decode(said))
        return Receipt(**values)
    except (ValueError, TypeError) as error:
        raise ValueError("영수증이 아닙니다. Duru-Receipt 머리글의 값을 그대로 넣어 주세요.") from error


def is_signed(line: str, public_key: bytes) -> bool:
    """Tell whether a receipt's signature is that of a public key (32 bytes).

    Raises:
        ValueError: the line is no receipt, or the key is none.
    """
    read_receipt(line)
    said, signature = line.strip().split(".")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(_decode(signature), said.encode())
    except InvalidSignature:
        return False
    return True


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
