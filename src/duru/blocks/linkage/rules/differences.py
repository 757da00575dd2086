"""Mark what differs between two typed texts: letter by letter, inside a Hangul letter jamo by jamo."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from duru.kernel.hangul import clean_text, decompose


@dataclass(frozen=True)
class Piece:
    """A stretch of a typed text; `differs` where the other side has something else, `note` the jamo that differ ("ㅜ→ㅠ")."""

    text: str
    differs: bool = False
    note: str = ""


def digit_differences(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """As `differences`, for numbers and dates: digit by digit in their places; dots, dashes and spaces never differ.

    Numbers of different length are compared as texts.
    """
    left, right = clean_text(left), clean_text(right)
    mine, other = _digits(left), _digits(right)
    if not mine or len(mine) != len(other):
        return differences(left, right)
    wrong = {at for at, (one, two) in enumerate(zip(mine, other, strict=True)) if one != two}
    return _marked(left, wrong), _marked(right, wrong)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _marked(text: str, wrong: set[int]) -> list[Piece]:
    """Cut a text so that runs of digits in `wrong` places stand apart."""
    pieces: list[Piece] = []
    at = 0
    for letter in text:
        differs = letter.isdigit() and at in wrong
        at += letter.isdigit()
        if pieces and pieces[-1].differs == differs:
            pieces[-1] = Piece(pieces[-1].text + letter, differs)
        else:
            pieces.append(Piece(letter, differs))
    return pieces


def differences(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Split both texts into pieces that agree and pieces that differ.

    A text without a counterpart is one piece that does not differ: nothing to compare is no difference.

    Returns:
        The pieces of the left and of the right; joined they are the cleaned texts.
    """
    left, right = clean_text(left), clean_text(right)
    if not left or not right or left == right:
        return _whole(left), _whole(right)
    left_pieces: list[Piece] = []
    right_pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        here, there = left[a:b], right[c:d]
        if kind == "equal":
            left_pieces.append(Piece(here))
            right_pieces.append(Piece(there))
            continue
        if here:
            left_pieces.append(Piece(here, True, _note(here, there)))
        if there:
            right_pieces.append(Piece(there, True, _note(there, here)))
    return left_pieces, right_pieces


def _whole(text: str) -> list[Piece]:
    return [Piece(text)] if text else []


def _note(here: str, there: str) -> str:
    """Name the jamo in which two single Hangul letters differ, "" for anything longer."""
    if len(here) != 1 or len(there) != 1:
        return ""
    mine, other = decompose(here), decompose(there)
    if mine == here or other == there:
        return ""
    parts = [
        (mine[a:b] or "없음", other[c:d] or "없음")
        for kind, a, b, c, d in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes()
        if kind != "equal"
    ]
    return ", ".join(f"{one}→{two}" for one, two in parts)


def field_differences(field: str, left: str, right: str, *, is_same: bool = False) -> tuple[list[Piece], list[Piece]]:
    """Compare two typed values of a field: birth and phone digit by digit, all else letter by letter.

    Args:
        is_same: They mean the same although written otherwise (남 and M, 1951.1.2 and 1951-01-02): nothing is marked.
    """
    if is_same:
        return _whole(clean_text(left)), _whole(clean_text(right))
    return (digit_differences if field in ("birth", "phone") else differences)(left, right)
