"""The key with which this installation signs what it states about its own logs."""

import base64
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from duru.conf.secret_files import kept_secret
from duru.kernel.merkle import Checkpoint, key_hash, parse_checkpoint, verifier_key


class SigningKey:
    """An Ed25519 key of the installation: `var/secrets/audit.key`, outside the database and its backups."""

    def __init__(self, seed: bytes):
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, checkpoint: Checkpoint) -> str:
        """Return the signed note of a checkpoint."""
        return checkpoint.signed_by(self._key.sign(checkpoint.text.encode()), self.public)

    def verifier_of(self, origin: str) -> str:
        """Return the line by which anybody can check the notes of this log; it is to be kept elsewhere."""
        return verifier_key(origin, self.public)

    def signed(self, note: str) -> bool:
        """Return whether a note was signed by this key. After a move to another machine older ones were not."""
        checkpoint, hint, signature = parse_checkpoint(note)
        if hint != key_hash(checkpoint.origin, self.public):
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, checkpoint.text.encode())
        except InvalidSignature:
            return False
        return True


def signing_key() -> SigningKey:
    """Return the key of this installation, made at its first use."""
    return SigningKey(base64.b64decode(kept_secret("audit.key", lambda: base64.b64encode(os.urandom(32)).decode())))
