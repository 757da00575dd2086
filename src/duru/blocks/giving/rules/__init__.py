"""Codes of cards, days of expiry, what a return leaves: values in, values out."""

import hashlib
import secrets
from datetime import date
from decimal import Decimal

# Crockford's base 32: no I, L, O, U, so that what somebody reads aloud is typed right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 12
SOON_DAYS = 7


def new_card_code() -> str:
    """Return a code of twelve letters and digits (60 random bits): nobody guesses a running one, and it tells nothing."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def read_card_code(typed: str) -> str:
    """Return the code that somebody typed or a scanner read, "" when it is none.

    Small letters, hyphens and spaces make no difference; O is read as 0, I and L as 1.

    Source: Crockford, Base 32.
    """
    text = "".join(character for character in typed.upper() if character.isalnum())
    text = text.translate(str.maketrans("OIL", "011"))
    return text if len(text) == CODE_LENGTH and set(text) <= set(ALPHABET) else ""


def token_hash(token: str) -> bytes:
    """Return what is kept of a link's token: SHA-256, 32 bytes."""
    return hashlib.sha256(token.encode()).digest()


def expiry_words(expires_on: date | None, today: date) -> tuple[str, str]:
    """Return badge text and tone for a lot that keeps until a day, both "" while it keeps longer than a week."""
    if expires_on is None:
        return "", ""
    left = (expires_on - today).days
    if left < 0:
        return "기한 지남", "danger"
    if left == 0:
        return "오늘까지", "warning"
    return (f"{left}일 남음", "warning") if left <= SOON_DAYS else ("", "")


def whole(quantity: Decimal) -> str:
    """Write a quantity without needless zeros."""
    return f"{quantity.normalize():f}"
