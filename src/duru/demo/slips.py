"""Make the slips of the hand that officials and volunteers make when they type a Korean name.

Deliberately written without the project's own normaliser: what that one knows must not be what this one makes.
"""

from __future__ import annotations

import numpy as np

_CHO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_JUNG = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_JONG = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_ROMAN_CHO = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
_ROMAN_JUNG = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_ROMAN_JONG = [
    "",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "k",
    "m",
    "l",
    "l",
    "l",
    "p",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_ROMAN_FAMILY = {
    "김": ("Kim", "Gim"), "이": ("Lee", "Yi", "Rhee"), "박": ("Park", "Bak", "Pak"), "최": ("Choi", "Choe"), "정": ("Jung", "Jeong", "Chung"),
    "강": ("Kang",), "조": ("Cho", "Jo"), "윤": ("Yoon", "Yun"), "장": ("Jang", "Chang"), "임": ("Lim", "Im"), "신": ("Shin", "Sin"),
    "유": ("Yoo", "You"), "오": ("Oh",), "서": ("Seo", "Suh"), "노": ("Roh", "Noh"), "우": ("Woo",), "구": ("Koo", "Gu"),
}  # fmt: skip
_NEAR_VOWEL = {"ㅐ": "ㅔ", "ㅔ": "ㅐ", "ㅓ": "ㅗ", "ㅗ": "ㅓ", "ㅏ": "ㅑ", "ㅜ": "ㅡ", "ㅡ": "ㅜ", "ㅣ": "ㅡ", "ㅕ": "ㅓ", "ㅝ": "ㅓ",
               "ㅢ": "ㅣ", "ㅖ": "ㅔ", "ㅛ": "ㅗ", "ㅠ": "ㅜ", "ㅑ": "ㅏ"}  # fmt: skip
_NEAR_FINAL = {"ㄴ": "ㅇ", "ㅇ": "ㄴ", "ㅁ": "ㄴ", "ㄱ": "ㅅ", "ㅂ": "ㄱ", "ㄹ": "ㄴ", "ㅅ": "ㅈ"}
_NEAR_INITIAL = {"ㄱ": "ㅋ", "ㅂ": "ㅍ", "ㅈ": "ㅊ", "ㄷ": "ㅌ", "ㅅ": "ㅆ", "ㅁ": "ㅂ", "ㅎ": "ㅇ", "ㅇ": "ㅎ"}
_COMMON = "영순정숙미경희옥자수현은진성호민지"
TWO_SYLLABLE = ("남궁", "황보", "제갈", "선우", "독고", "사공")


def take_apart(syllable: str) -> tuple[str, str, str] | None:
    """Split one Hangul syllable into initial, vowel and final ("" if none); None for anything else."""
    code = ord(syllable) - 0xAC00
    if not 0 <= code < 11172:
        return None
    return _CHO[code // 588], _JUNG[code % 588 // 28], _JONG[code % 28]


def put_together(initial: str, vowel: str, final: str) -> str:
    """Build one Hangul syllable."""
    return chr(0xAC00 + _CHO.index(initial) * 588 + _JUNG.index(vowel) * 28 + _JONG.index(final))


def slip_jamo(name: str, rng: np.random.Generator) -> str:
    """Replace one jamo by the one next to it on the keyboard or in the ear; the surname mostly stays."""
    at = int(rng.integers(1, len(name))) if len(name) > 1 else 0
    parts = take_apart(name[at])
    if parts is None:
        return name
    initial, vowel, final = parts
    kind = rng.random()
    if kind < 0.55 and vowel in _NEAR_VOWEL:
        vowel = _NEAR_VOWEL[vowel]
    elif kind < 0.85 and final:
        final = "" if rng.random() < 0.35 else _NEAR_FINAL.get(final, "")
    elif initial in _NEAR_INITIAL:
        initial = _NEAR_INITIAL[initial]
    else:
        vowel = _NEAR_VOWEL.get(vowel, "ㅡ")
    return name[:at] + put_together(initial, vowel, final) + name[at + 1 :]


def slip_syllable(name: str, rng: np.random.Generator) -> str:
    """Get one syllable wrong, lose it, or swap the two of the given name."""
    if len(name) < 3:
        return name + _COMMON[int(rng.integers(len(_COMMON)))]
    kind = rng.random()
    if kind < 0.45:
        at = int(rng.integers(1, len(name)))
        return name[:at] + _COMMON[int(rng.integers(len(_COMMON)))] + name[at + 1 :]
    if kind < 0.7:
        return name[:-1]
    return name[:-2] + name[-1] + name[-2]


def romanise(name: str, rng: np.random.Generator) -> str:
    """Write a Hangul name in Roman letters the way people do: several spellings, orders, cases and hyphens."""
    split = 2 if name[:2] in TWO_SYLLABLE else 1
    family, given = name[:split], name[split:]
    choices = _ROMAN_FAMILY.get(family, ("".join(map(_roman_syllable, family)).capitalize(),))
    first = choices[int(rng.integers(len(choices)))]
    syllables = [_roman_syllable(letter) for letter in given]
    style = int(rng.integers(5))
    joined = ("-" if style == 0 else " " if style == 1 else "").join(syllables)
    joined = joined.title() if style == 1 else joined.capitalize()
    text = f"{joined} {first}" if style == 2 else f"{first} {joined}"
    return text.upper() if style == 3 else text


def _roman_syllable(syllable: str) -> str:
    parts = take_apart(syllable)
    if parts is None:
        return syllable
    initial, vowel, final = parts
    return _ROMAN_CHO[_CHO.index(initial)] + _ROMAN_JUNG[_JUNG.index(vowel)] + _ROMAN_JONG[_JONG.index(final)].strip()
