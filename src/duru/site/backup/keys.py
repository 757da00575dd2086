"""The key of the nightly backups: the server keeps the half that closes, two people keep the halves that open, together.

Sealing is HPKE (RFC 9180) with X25519: the server can make backups and cannot read them. The private key is split two of
two: one share is random, the other is key XOR share, so one alone says nothing at all about the key.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from duru.conf import paths

__all__ = ["KeyWrong", "SealFor", "join_shares", "kept_public_key", "make_key", "open_sealed", "public_key_path"]

KEY_BYTES = 32
CHECK_BYTES = 4
INFO = b"duru backup 1"


class KeyWrong(Exception):
    """A share is mistyped, the two do not belong together, or they open another installation's backups; text is Korean."""


@dataclass(frozen=True)
class SealFor:
    """Close a backup for the holders of the shares. `content_key` lives as long as this process: with it the backup just made is proved."""

    public_key: bytes
    content_key: bytes = field(default_factory=lambda: secrets.token_bytes(KEY_BYTES), repr=False)

    def sealed(self) -> bytes:
        """Return the content key as only the private key opens it."""
        return _suite().encrypt(self.content_key, X25519PublicKey.from_public_bytes(self.public_key), INFO)


def open_sealed(sealed: bytes, private_key: X25519PrivateKey) -> bytes:
    """Return the content key of a backup.

    Raises:
        KeyWrong: it was sealed for another key.
    """
    try:
        return _suite().decrypt(sealed, private_key, INFO)
    except (InvalidTag, ValueError) as error:
        raise KeyWrong("이 조각들로 여는 백업이 아닙니다. 다른 열쇠로 만든 백업입니다.") from error


def make_key() -> tuple[bytes, str, str]:
    """Return the public key and the two shares as texts to print."""
    private_key = X25519PrivateKey.generate()
    secret = private_key.private_bytes_raw()
    first = secrets.token_bytes(KEY_BYTES)
    second = bytes(a ^ b for a, b in zip(secret, first, strict=True))
    public = private_key.public_key().public_bytes_raw()
    return public, _written(1, first, public), _written(2, second, public)


def join_shares(one: str, other: str) -> X25519PrivateKey:
    """Return the private key of two shares, in whatever order and spacing they were typed.

    Raises:
        KeyWrong: one is mistyped, both are the same, or they belong to different keys.
    """
    (number, share, mark), (other_number, other_share, other_mark) = _read(one), _read(other)
    if number == other_number:
        raise KeyWrong(f"두 조각이 모두 {number}번입니다. 다른 사람이 가진 조각이 필요합니다.")
    if mark != other_mark:
        raise KeyWrong("두 조각이 서로 다른 열쇠의 것입니다.")
    key = X25519PrivateKey.from_private_bytes(bytes(a ^ b for a, b in zip(share, other_share, strict=True)))
    if _mark(key.public_key().public_bytes_raw()) != mark:
        raise KeyWrong("두 조각을 합친 열쇠가 맞지 않습니다. 적은 글자를 다시 보십시오.")
    return key


def public_key_path() -> Path:
    """Return where the half that closes is kept; it is no secret."""
    return paths.secrets() / "backup.public"


def kept_public_key() -> bytes | None:
    """Return the half that closes, None when no key was made."""
    try:
        return bytes.fromhex(public_key_path().read_text().strip())
    except OSError:
        return None


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _mark(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:CHECK_BYTES]


def _written(number: int, share: bytes, public: bytes) -> str:
    body = bytes([number]) + _mark(public) + share
    text = base64.b32encode(body + hashlib.sha256(body).digest()[:CHECK_BYTES]).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _read(text: str) -> tuple[int, bytes, bytes]:
    """Return (number, share, mark of the key); the last line of a file of `duru backup-key` is the share."""
    letters = "".join(text.strip().splitlines()[-1:]).replace(" ", "").upper()
    try:
        body = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        body = b""
    if base64.b32encode(body).decode().rstrip("=") != letters:
        body = b""  # the last letter has bits to spare, which decoding overlooks
    body, check = body[:-CHECK_BYTES], body[-CHECK_BYTES:]
    if len(body) != 1 + CHECK_BYTES + KEY_BYTES or hashlib.sha256(body).digest()[:CHECK_BYTES] != check:
        raise KeyWrong("열쇠 조각의 글자가 틀립니다. 종이의 글자를 다시 보십시오.")
    return body[0], body[1 + CHECK_BYTES :], body[1 : 1 + CHECK_BYTES]
