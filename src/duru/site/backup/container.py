"""The encrypted container of a backup: a stream cut into chunks, each sealed with AES-256-GCM.

Layout: the magic line, four bytes (big endian) with the length of a JSON header, the header, then the chunks. Every
chunk but the last holds `CHUNK_BYTES` of the stream. A chunk's nonce is a random prefix, the chunk's number and a mark
of the last one, so that chunks can be neither swapped, repeated, nor cut off at the end (the STREAM construction). The
header is bound to every chunk as associated data. The key comes from a passphrase by scrypt, or is random and sealed for
the holders of two shares (`keys`).

Source: Hoang, Reyhanitabar, Rogaway, Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance"
(2015), STREAM; RFC 7914 (scrypt).
"""

import io
import json
import os
import secrets
import struct
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from duru.site.backup.keys import KeyWrong, SealFor, open_sealed

__all__ = ["CHUNK_BYTES", "BackupDamaged", "Closing", "OpenedReader", "Opening", "SealedWriter"]

Closing = str | SealFor  # a passphrase, or whom it is for
Opening = str | X25519PrivateKey | SealFor  # the passphrase, the joined shares, or what it was closed with a moment ago

MAGIC = b"DURU BACKUP 1\n"
CHUNK_BYTES = 1 << 20
TAG_BYTES = 16
PREFIX_BYTES = 7
SALT_BYTES = 16
HEADER_MAX_BYTES = 4096
# 128 MiB and about 0.4 s on a small server: dear for a guesser, bearable for a clerk.
SCRYPT = {"n": 1 << 17, "r": 8, "p": 1}
SCRYPT_MOST = {"n": 1 << 20, "r": 32, "p": 16}  # a forged header must not exhaust the memory


class BackupDamaged(Exception):
    """The file is no backup, was changed or cut, or the passphrase is wrong; nothing of it may be used."""


class SealedWriter(io.RawIOBase):
    """A writable stream that seals what is written; `close` writes the last chunk."""

    def __init__(self, out: BinaryIO, closing: Closing):
        """Write magic and header to `out`, which stays the caller's to close."""
        super().__init__()
        self._out = out
        self._prefix = secrets.token_bytes(PREFIX_BYTES)
        header: dict[str, str | int] = {"cipher": "AES-256-GCM", "prefix": self._prefix.hex()}
        if isinstance(closing, SealFor):
            key = closing.content_key
            header |= {"kdf": "hpke", "sealed": closing.sealed().hex()}
        else:
            salt = secrets.token_bytes(SALT_BYTES)
            key = _key(closing, salt, **SCRYPT)
            header |= {"kdf": "scrypt", **SCRYPT, "salt": salt.hex()}
        self._header = json.dumps(header, sort_keys=True).encode()
        self._cipher = AESGCM(key)
        self._pending = bytearray()
        self._number = 0
        out.write(MAGIC + struct.pack(">I", len(self._header)) + self._header)

    def writable(self) -> bool:
        """Return True."""
        return True

    def write(self, data) -> int:
        """Take bytes; a chunk is sealed as soon as more follows it."""
        self._pending += data
        while len(self._pending) > CHUNK_BYTES:
            self._seal(bytes(self._pending[:CHUNK_BYTES]), last=False)
            del self._pending[:CHUNK_BYTES]
        return len(data)

    def close(self) -> None:
        """Seal the rest as the last chunk."""
        if not self.closed:
            self._seal(bytes(self._pending), last=True)
            self._pending.clear()
        super().close()

    def _seal(self, plain: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._prefix, self._number, last=last), plain, self._header))
        self._number += 1


class OpenedReader(io.RawIOBase):
    """A readable stream of what a container holds.

    Bytes are handed out chunk by chunk after their tag was checked; that the end was not cut off is known only when the
    stream is read to its end, so use nothing before that.
    """

    def __init__(self, source: BinaryIO, opening: Opening):
        """Read the header.

        Raises:
            BackupDamaged: not a container of this kind, or it opens in another way.
        """
        super().__init__()
        self._source = source
        if source.read(len(MAGIC)) != MAGIC:
            raise BackupDamaged("두루의 백업 파일이 아닙니다.")
        try:
            (length,) = struct.unpack(">I", source.read(4))
            if length > HEADER_MAX_BYTES:
                raise ValueError("header too long")
            self._header = source.read(length)
            header = json.loads(self._header)
            self._prefix = bytes.fromhex(header["prefix"])
            if len(self._prefix) != PREFIX_BYTES:
                raise ValueError("prefix length")
            self._cipher = AESGCM(_key_of(header, opening))
        except KeyWrong as error:
            raise BackupDamaged(str(error)) from error
        except (ValueError, KeyError, TypeError, struct.error) as error:
            raise BackupDamaged("백업 파일의 머리 부분이 손상되었습니다.") from error
        self._number = 0
        self._ready = b""
        self._sealed = source.read(CHUNK_BYTES + TAG_BYTES)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer) -> int:
        """Fill a buffer; 0 at the end.

        Raises:
            BackupDamaged: a chunk's tag is wrong (changed, swapped or cut file, or wrong passphrase).
        """
        if not self._ready and self._sealed:
            following = self._source.read(CHUNK_BYTES + TAG_BYTES)
            nonce = _nonce(self._prefix, self._number, last=not following)
            try:
                self._ready = self._cipher.decrypt(nonce, self._sealed, self._header)
            except InvalidTag:
                what = "암호가 맞지 않거나 백업이 손상되었습니다." if self._number == 0 else "백업이 손상되었습니다."
                raise BackupDamaged(f"{what} (덩어리 {self._number + 1})") from None
            self._number += 1
            self._sealed = following
        n = min(len(buffer), len(self._ready))
        buffer[:n] = self._ready[:n]
        self._ready = self._ready[n:]
        return n


def _key_of(header: dict, opening: Opening) -> bytes:
    if header["kdf"] == "hpke":
        if isinstance(opening, str):
            raise BackupDamaged("이 백업은 암호가 아니라 열쇠 조각 두 개로 엽니다(--share 두 번).")
        sealed = bytes.fromhex(header["sealed"])
        return opening.content_key if isinstance(opening, SealFor) else open_sealed(sealed, opening)
    if not isinstance(opening, str):
        raise BackupDamaged("이 백업은 열쇠 조각이 아니라 암호로 엽니다(--passphrase-file).")
    cost = {name: int(header[name]) for name in SCRYPT}
    if any(not 1 <= cost[name] <= SCRYPT_MOST[name] for name in cost):
        raise ValueError("scrypt cost out of bounds")
    return _key(opening, bytes.fromhex(header["salt"]), **cost)


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">I", number) + (b"\x01" if last else b"\x00")


def _key(passphrase: str, salt: bytes, *, n: int, r: int, p: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=n, r=r, p=p).derive(os.fsencode(passphrase))
