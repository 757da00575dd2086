"""Receipts: signed for every call of a program, looked through by anybody."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from duru.blocks.programs.models import ReceiptSigner
from duru.blocks.programs.rules import Receipt, is_signed, name_of_signer, read_receipt, sign_receipt, signing_key
from duru.blocks.tenancy.api import Tenant
from duru.kernel.ids import new_public_id


@dataclass(frozen=True, slots=True)
class Proof:
    """What looking through a receipt found: what it says, whether our key signed it, and whether an answer given along is the one."""

    receipt: Receipt
    is_ours: bool
    is_answer: bool | None = None


def write_receipt(
    *, tenant: Tenant, handle: str, call: str, asked: bytes, status: int, answered: bytes, at: datetime
) -> str:
    """Sign what a program asked and was answered, and return the line; the bodies are not in it. Inside the tenant's scope."""
    key, public = _signer(settings.SECRET_KEY, tenant.code)
    signer = name_of_signer(public)
    if (tenant.id, signer) not in _known:
        ReceiptSigner.objects.get_or_create(name=signer, defaults={"public_key": public, "since_at": at})
        _known.add((tenant.id, signer))
    said = Receipt(
        id=new_public_id(), tenant=tenant.code, key=handle, at=at.astimezone(UTC).isoformat(timespec="milliseconds"), call=call,
        asked=sha256(asked).hexdigest(), status=status, answered=sha256(answered).hexdigest(), signer=signer,
    )  # fmt: skip
    return sign_receipt(said, key)


def prove_receipt(line: str, *, answer: bytes | None = None) -> Proof:
    """Look through a receipt with the public keys this tenant has had.

    Args:
        answer: the body of the answer as it came, to see whether the receipt is about it.

    Raises:
        ValueError: the line is no receipt.
    """
    receipt = read_receipt(line)
    signer = ReceiptSigner.objects.filter(name=receipt.signer).first()
    is_ours = signer is not None and is_signed(line, bytes(signer.public_key))
    is_answer = None if answer is None else sha256(answer).hexdigest() == receipt.answered
    return Proof(receipt, is_ours, is_answer)


# Which public halves the table is known to hold: the table is asked once a process.
_known: set[tuple[int, str]] = set()


@lru_cache(maxsize=256)
def _signer(secret: str, code: str) -> tuple[Ed25519PrivateKey, bytes]:
    key = signing_key(secret, code)
    return key, key.public_key().public_bytes_raw()
