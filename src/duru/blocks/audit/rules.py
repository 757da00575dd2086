"""The log's arithmetic and the plain-words signs of an unusual look: values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from duru.kernel import merkle
from duru.kernel.canonical import canonical_json


def leaf_hash(entry: dict) -> bytes:
    """Return the hash (32 bytes) of one entry's canonical JSON (RFC 6962 §2.1)."""
    return merkle.leaf_hash(canonical_json(entry))


@dataclass(frozen=True, slots=True)
class Break:
    """Where the log is not what it was: entries `first` to `last` (both counted in, from 1), and how one knows."""

    first: int
    last: int
    reason: str


CHANGED = "적힌 내용이 처음과 다릅니다"
MISSING = "순번이 빠지거나 되풀이됩니다"
GONE = "기록이 없어졌습니다"
CUT = "확인점을 찍을 때 있던 기록이 끝에서 잘려 나갔습니다"
REBUILT = "확인점을 찍은 뒤에 다시 만들어졌습니다"


def find_break(
    rows: Iterable[tuple[int, dict | None, bytes]], checkpoints: Sequence[tuple[int, bytes]]
) -> Break | None:
    """Compare every entry with its hash and the tree with every checkpoint; return the first that does not fit, or None.

    Args:
        rows: (seq, entry, leaf hash), in order of seq, which starts at 1. The entry is None when it is gone.
        checkpoints: (size, root), in order of size; kept ones of elsewhere count as much as our own.
    """
    tree, at, fits = merkle.Frontier(), 0, 0
    for seq, entry, leaf in rows:
        if seq != tree.size + 1:
            return Break(tree.size + 1, tree.size + 1, MISSING)
        if entry is None or leaf_hash(entry) != leaf:
            return Break(seq, seq, GONE if entry is None else CHANGED)
        tree = tree.extend([leaf])
        while at < len(checkpoints) and checkpoints[at][0] <= tree.size:
            size, root = checkpoints[at]
            if size == tree.size and root != tree.root:
                return Break(fits + 1, size, REBUILT)
            fits, at = size, at + 1
    if at < len(checkpoints):
        return Break(tree.size + 1, checkpoints[-1][0], CUT)
    return None


def time_flags(at: datetime, *, is_holiday: bool = False) -> list[str]:
    """Return ['업무시간 외'] for looks outside 08:00-20:00 local time or on days off, else an empty list.

    Source: 안전성 확보조치 기준 §8② (monthly review looks for unusual access); the hours are a default, to become a rule row.
    """
    outside = at.weekday() >= 5 or is_holiday or not time(8) <= at.time() < time(20)
    return ["업무시간 외"] if outside else []
