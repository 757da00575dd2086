"""Merkle trees over a growing list, and signed statements about them.

A tree's root is one hash of everything up to here. Whoever keeps roots elsewhere finds any later change, removal,
cut or rebuild of the list; a path of some twenty hashes shows that one entry is among a million.

Sources: RFC 6962 §2.1 (hashes, inclusion and consistency proofs); C2SP tlog-checkpoint and signed-note (the text of a
checkpoint, key names and key hashes).
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

EMPTY_ROOT = hashlib.sha256(b"").digest()
_ED25519 = b"\x01"


def leaf_hash(content: bytes) -> bytes:
    """Return the hash (32 bytes) of one entry."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash (32 bytes) of two subtrees; the leading 1 keeps nodes apart from leaves."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What must be kept of a tree to go on: its size, and the roots of its whole subtrees, largest first (≤ 64)."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def extend(self, leaves: Iterable[bytes]) -> "Frontier":
        """Return the frontier with these leaf hashes behind."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaves:
            peaks.append(leaf)
            size += 1
            for _ in range((size & -size).bit_length() - 1):  # every second leaf closes a pair, every fourth two …
                right = peaks.pop()
                peaks[-1] = node_hash(peaks[-1], right)
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root of the whole tree (32 bytes)."""
        if not self.peaks:
            return EMPTY_ROOT
        *rest, root = self.peaks
        for left in reversed(rest):
            root = node_hash(left, root)
        return root


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return Frontier().extend(leaves).root


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes beside the way from a leaf (counted from 0) up to the root, lowest first.

    Raises:
        IndexError: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    half = _left_size(len(leaves))
    if index < half:
        return [*inclusion_path(leaves[:half], index), root_of(leaves[half:])]
    return [*inclusion_path(leaves[half:], index - half), root_of(leaves[:half])]


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that a leaf and its path lead to, or None when the path does not fit a tree of this size."""
    if not 0 <= index < size:
        return None
    at, last, found = index, size - 1, leaf
    for beside in path:
        if last == 0:
            return None
        if at & 1 or at == last:
            found = node_hash(beside, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, beside)
        at, last = at >> 1, last >> 1
    return found if last == 0 else None


def _left_size(size: int) -> int:
    """Return the largest power of two below a size of at least two."""
    return 1 << (size - 1).bit_length() - 1


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A statement about a list: whose it is, how many entries it has, and its root."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The words that are signed: three lines."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed_by(self, signature: bytes, public_key: bytes) -> str:
        """Return the note: the words, an empty line, and the line of the signature (Ed25519, 64 bytes over `text`)."""
        line = base64.b64encode(key_hash(self.origin, public_key) + signature).decode()
        return f"{self.text}\n— {self.origin} {line}\n"


def key_hash(name: str, public_key: bytes) -> bytes:
    """Return the four bytes by which a signature line names its key."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def verifier_key(name: str, public_key: bytes) -> str:
    """Return a public key (Ed25519, 32 bytes) as one line to be kept elsewhere: name+hash+key."""
    return f"{name}+{key_hash(name, public_key).hex()}+{base64.b64encode(_ED25519 + public_key).decode()}"


def parse_checkpoint(note: str) -> tuple[Checkpoint, bytes, bytes]:
    """Take a note apart: the checkpoint, the key hash (4 bytes) and the signature (64 bytes).

    Raises:
        ValueError: it is no signed checkpoint of one signature.
    """
    try:
        text, line = note.split("\n\n")
        origin, size, root = text.split("\n")
        dash, name, code = line.rstrip("\n").split(" ")
        signed = base64.b64decode(code, validate=True)
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
    except ValueError as error:
        raise ValueError("확인점의 모양이 아닙니다.") from error
    if (
        dash != "—"
        or name != origin
        or len(signed) != 68
        or checkpoint.text != text + "\n"
        or len(checkpoint.root) != 32
    ):
        raise ValueError("확인점의 모양이 아닙니다.")
    return checkpoint, signed[:4], signed[4:]
