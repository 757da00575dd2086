"""One file that holds a call sheet, opens with a passphrase and needs no network: WebCrypto, nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from datetime import datetime
from importlib import resources

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

# Browsers know PBKDF2 and neither argon2 nor scrypt. Source: OWASP Password Storage Cheat Sheet 2023 (600,000 with SHA-256).
ITERATIONS = 600_000


def seal(content: dict, *, passphrase: str, ident: str, until: datetime, origin: str) -> bytes:
    """Return the HTML file: content encrypted with AES-256-GCM under a key of PBKDF2, bound to the day until which it opens.

    Its own policy lets it speak to `origin` alone ("https://…"), to send back what was checked off.
    """
    salt, iv = os.urandom(16), os.urandom(12)
    head = json.dumps(
        {
            "v": 1,
            "id": ident,
            "until": until.isoformat(),
            "iterations": ITERATIONS,
            "salt": _word(salt),
            "iv": _word(iv),
        },
        separators=(",", ":"),
    )
    key = PBKDF2HMAC(hashes.SHA256(), 32, salt, ITERATIONS).derive(
        unicodedata.normalize("NFC", passphrase.strip()).encode()
    )
    body = AESGCM(key).encrypt(iv, json.dumps(content, ensure_ascii=False).encode(), head.encode())
    style, script = _part("copy.css"), _part("copy.js")
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; connect-src {origin}; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _part("copy.html")
    for name, value in (
        ("POLICY", policy),
        ("STYLE", style),
        ("HEAD", head),
        ("BODY", _word(body)),
        ("SCRIPT", script),
    ):
        page = page.replace(f"@{name}@", value)
    return page.encode()


def _part(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8").strip()


def _word(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _hash(text: str) -> str:
    return f"sha256-{_word(hashlib.sha256(text.encode()).digest())}"
