"""What hangs on a link: which answer is worth most, and what a decision started or stopped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

# One benefit behind a record counts 1, so many won count as another one, and an overlap that hinges on it as five.
WON_PER_POINT = 100_000
POINTS_PER_OVERLAP = 5
LEAST_DOUBT = 0.1


def answer_value(probability: float, *, n_benefits: int, won: int, n_overlaps: int) -> float:
    """Say what an answer is worth: how open the question is, times what depends on it. Bigger comes first in the queue.

    4·p·(1−p) is 1 at one half and falls towards 0 where the weights are sure, but never below `LEAST_DOUBT`: a review in spite of sure
    weights stands there because a rule (twins, changed names) does not believe them. A record nothing depends on still counts 1.

    Args:
        probability: That the record stands with the right person now, 0-1.
        n_benefits: Grants and handouts behind the record.
        won: What they are worth, whole won (a grant: twelve months).
        n_overlaps: Overlaps of the last check with one of these benefits in them.

    Source: an assumption of 2026-11-22 (README), to be measured in trial operation.
    """
    depends = 1 + n_benefits + won / WON_PER_POINT + POINTS_PER_OVERLAP * n_overlaps
    return max(LEAST_DOUBT, 4 * probability * (1 - probability)) * depends


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing concluded about persons from the links of now, by linkage itself or by a floor above.

    Attributes:
        key: The same conclusion has the same key before and after a decision.
        label: As people say it: "겹친 지원(금지) 식품".
        is_consequence: Whether a benefit is given, refused, stopped or claimed back because of it (금지, 제한, 사망, 전출).
        won: What is at stake, whole won.
    """

    key: str
    label: str
    is_consequence: bool
    won: int = 0


@dataclass(frozen=True, slots=True)
class Consequence:
    """One finding that a decision made appear (`is_new`) or disappear."""

    label: str
    is_new: bool
    is_consequence: bool
    won: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Write it as a row keeps it."""
        return asdict(self)


def compare_findings(before: Iterable[Finding], after: Iterable[Finding]) -> list[Consequence]:
    """Return what appeared and what disappeared, the ones with consequences for benefits first, then by label."""
    old, new = {each.key: each for each in before}, {each.key: each for each in after}
    changes = [
        Consequence(new[key].label, True, new[key].is_consequence, new[key].won) for key in new.keys() - old.keys()
    ]
    changes += [
        Consequence(old[key].label, False, old[key].is_consequence, old[key].won) for key in old.keys() - new.keys()
    ]
    return sorted(changes, key=lambda each: (not each.is_consequence, each.label, each.is_new, each.won))


def needs_second(consequences: Iterable[Consequence]) -> bool:
    """Say whether a decision would start or stop a consequence for benefits, so that a second person has to confirm it.

    What appears and disappears under the same label and value has only moved to the other name; it counts, since it is
    another person who is refused or claimed from.
    """
    return any(each.is_consequence for each in consequences)


def consequence_sentences(consequences: Iterable[Consequence], *, is_done: bool = True) -> list[str]:
    """Say in Korean what changed, equal things counted: "겹친 지원(금지) 식품 1건이 사라졌습니다(60,000원)."

    What appears and disappears under one label has moved to the other person, and is told so.

    Args:
        is_done: False before the decision: "… 생깁니다."
    """
    kinds: dict[tuple[bool, str], dict[bool, list[int]]] = {}
    for each in consequences:
        kinds.setdefault((not each.is_consequence, each.label), {True: [], False: []})[each.is_new].append(each.won)
    words = _DONE if is_done else _AHEAD
    sentences = []
    for (_, label), worth in sorted(kinds.items()):
        came, went = sorted(worth[True]), sorted(worth[False])
        moved = min(len(came), len(went))
        for word, won in ((words[0], went[:moved]), (words[1], came[moved:]), (words[2], went[moved:])):
            if won:
                sentences.append(f"{label} {len(won)}건이 {word}" + (f"({sum(won):,}원)." if sum(won) else "."))
    return sentences


_DONE = ("다른 사람에게 옮겨 갔습니다", "생겼습니다", "사라졌습니다")
_AHEAD = ("다른 사람에게 옮겨 갑니다", "생깁니다", "사라집니다")
