"""Hangul as text, as jamo and as bytes that every database compares alike.

**The jamo alphabet.** `to_jamo_ascii` writes every jamo as exactly one printable ASCII byte, so that edit distances by
bytes (DuckDB), by characters (PostgreSQL fuzzystrmatch, Python) and by jamo are one and the same number. A consonant
has the same byte before and after the vowel, so 박이/바기 are one step apart. Stored columns hold these bytes:
the table may never change.

    ㄱG ㄲQ ㄴN ㄷD ㄸF ㄹL ㅁM ㅂB ㅃV ㅅS ㅆX ㅇO ㅈJ ㅉZ ㅊC ㅋK ㅌT ㅍP ㅎH
    ㄳ( ㄵ) ㄶ< ㄺ> ㄻ[ ㄼ] ㄽ{ ㄾ} ㄿ| ㅀ~ ㅄ^
    ㅏA ㅐ& ㅑ@ ㅒ? ㅓE ㅔ= ㅕY ㅖ/ ㅗR ㅘ* ㅙ; ㅚ: ㅛ! ㅜU ㅝ+ ㅞ- ㅟ. ㅠ# ㅡW ㅢ$ ㅣI

Latin letters become lower case (so they never meet a jamo), digits and the space stay, and every other character
becomes "_" and its code point in hex, so that different texts never look equal.
"""

import re
from functools import lru_cache
from unicodedata import is_normalized, normalize

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")

JAMO_BYTES = dict(
    zip(
        INITIALS + "ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ" + VOWELS,
        "GQNDFLMBVSXOJZCKTPH" + "()<>[]{}|~^" + "A&@?E=Y/R*;:!U+-.#W$I",
        strict=True,
    )
)

_FIRST, _LAST = 0xAC00, 0xD7A3
_CLUSTERS = {
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ",
    "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_SYLLABLES = {chr(code): parts for code, parts in enumerate(
    ((i, v, f) for i in INITIALS for v in VOWELS for f in FINALS), _FIRST)}  # fmt: skip
_CODES = {"".join(parts): syllable for syllable, parts in _SYLLABLES.items()}


# --- Cleaning ---------------------------------------------------------------------------------------------------------

# What spreadsheets and messengers leave behind without anybody seeing it: zero-width characters, byte order marks,
# directional marks, soft hyphens, Hangul fillers, variation selectors, controls.
HIDDEN = (
    [*range(0x00, 0x09), 0x0E, 0x0F, *range(0x10, 0x20), *range(0x7F, 0xA0), 0xAD, 0x034F, 0x061C, 0x115F, 0x1160]
    + [*range(0x17B4, 0x17B6), *range(0x180B, 0x1810), *range(0x200B, 0x2010), *range(0x202A, 0x202F)]
    + [*range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFFC)]
)
SPACES = [*range(0x09, 0x0E), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
DASHES = [0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x30FC, 0x3161, 0xFE58, 0xFE63]
_MAP: dict[int, str | None] = {
    **dict.fromkeys(HIDDEN),
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(SPACES, " "),
    **dict.fromkeys(DASHES, "-"),
}
_CLEAN = re.compile(r"[!-~가-힣]+(?: [!-~가-힣]+)*")


def clean_text(typed: str) -> str:
    """Make a typed cell readable: NFC, nothing hidden, half-width, single spaces, nothing at the ends.

    Removes zero-width and control characters; turns NBSP, ideographic spaces, tabs and line breaks into one space,
    full-width ASCII into ASCII and every kind of dash into "-". Letters, hanja and symbols stay.
    """
    if _CLEAN.fullmatch(typed):
        return typed
    text = typed.translate(_MAP)
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return " ".join(text.split())


# --- Jamo -------------------------------------------------------------------------------------------------------------


def decompose(text: str) -> str:
    """Spell every Hangul syllable as compatibility jamo, leaving everything else: 값1 → ㄱㅏㅄ1."""
    return "".join(["".join(_SYLLABLES[char]) if char in _SYLLABLES else char for char in normalize("NFC", text)])


def compose(jamo: str) -> str:
    """Join compatibility jamo to syllables, the inverse of `decompose`: ㅎㅏㄴㄱㅡㄹ → 한글.

    A consonant before a vowel always begins a syllable; jamo that cannot be joined stay as they are.
    """
    out: list[str] = []
    at, end = 0, len(jamo)
    while at < end:
        if at + 1 < end and jamo[at] in INITIALS and jamo[at + 1] in VOWELS:
            size = 2
            if at + 2 < end and jamo[at + 2] in _FINAL_SET and not (at + 3 < end and jamo[at + 3] in VOWELS):
                size = 3
            out.append(_CODES[jamo[at : at + size]])
            at += size
        else:
            out.append(jamo[at])
            at += 1
    return "".join(out)


_FINAL_SET = frozenset(FINALS) - {""}


class _Bytes(dict[str, str]):
    """The byte form of a character, worked out once for the rare ones."""

    def __missing__(self, char: str) -> str:
        lower = char.lower()
        code = lower if lower.isascii() and (lower.isalnum() or lower == " ") else f"_{ord(char):x}"
        if len(self) < 40_000:  # hostile input may hold every character there is
            self[char] = code
        return code


_JAMO_ASCII = _Bytes(JAMO_BYTES)
_JAMO_ASCII.update(
    (syllable, "".join(JAMO_BYTES[jamo] for jamo in parts if jamo)) for syllable, parts in _SYLLABLES.items()
)


def to_jamo_ascii(text: str) -> str:
    """Write a text with one ASCII byte per jamo, for edit distances that agree everywhere.

    The alphabet is in the module's docstring and stable for ever. Decomposed input (NFD) gives the same as NFC.

    Returns:
        ASCII text, about 2.5 bytes per syllable: 홍길동 → "HROGILDRO".
    """
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return "".join([_JAMO_ASCII[char] for char in text])


# --- Search by initials -----------------------------------------------------------------------------------------------


def choseong(text: str) -> str:
    """Keep the initial consonant of every syllable and everything else: 홍길동 A → ㅎㄱㄷ A."""
    return "".join([_SYLLABLES[char][0] if char in _SYLLABLES else char for char in normalize("NFC", text)])


@lru_cache(maxsize=4096)
def choseong_pattern(query: str) -> str:
    """Write a search such as 'ㅎㄱㄷ' or '홍ㄱㄷ' as a regular expression.

    A loose consonant stands for every syllable it begins, a syllable for itself, and the last syllable without a final
    consonant also for those that have one (somebody is still typing: 홍기 finds 홍길동). Keyboards join ㄱㅅ to ㄳ, so
    clusters are taken apart. Spaces in the query are ignored, and whatever comes after its sixtieth letter.

    Returns:
        A pattern understood alike by Python, PostgreSQL and DuckDB, not anchored. Empty for an empty query.
    """
    chars = [part for char in clean_text(query[:60]).replace(" ", "") for part in _CLUSTERS.get(char, char)]
    return "".join([_choseong_atom(char, is_last=at == len(chars) - 1) for at, char in enumerate(chars)])


def _choseong_atom(char: str, *, is_last: bool) -> str:
    if char in INITIALS:
        first = _FIRST + INITIALS.index(char) * 588
        return f"[{chr(first)}-{chr(first + 587)}]"
    if is_last and char in _SYLLABLES and not _SYLLABLES[char][2]:
        return f"[{char}-{chr(ord(char) + 27)}]"
    return re.escape(char)


def matches_choseong(text: str, query: str) -> bool:
    """Tell whether a search by initials, syllables or a mixture finds a text (anywhere in it, spaces ignored).

    An empty query finds nothing.
    """
    pattern = choseong_pattern(query)
    return bool(pattern) and re.search(pattern, normalize("NFC", text).replace(" ", ""), re.IGNORECASE) is not None


# --- 두음법칙 -----------------------------------------------------------------------------------------------------------

_DUEUM = {
    "리": "이", "류": "유", "림": "임", "라": "나", "로": "노", "량": "양", "려": "여", "렴": "염", "룡": "용",
    "륙": "육", "련": "연", "린": "인", "뢰": "뇌", "란": "난", "래": "내", "니": "이", "녀": "여",
}  # fmt: skip


def standard_surname(surname: str) -> str:
    """Write a surname as the law of initial sounds does: 리→이, 류→유, 림→임, 라→나; others unchanged."""
    return _DUEUM.get(surname, surname)


def surname_variants(surname: str) -> tuple[str, ...]:
    """List the spellings of a surname that are the same surname by the law of initial sounds, itself first.

    이 ↔ 리, 유 ↔ 류, 임 ↔ 림, 나 ↔ 라, 노 ↔ 로, 양 ↔ 량, 여 ↔ 려 and the rarer pairs. Both spellings exist in the family register
    since 2007, so a caller may search both but must not rewrite either.

    Source: 한글 맞춤법 제10–12항; 가족관계등록예규 (성의 두음법칙 예외 표기, 2007-08-01).
    """
    standard = standard_surname(surname)
    return (surname, *[form for form in (standard, *_SAME_SURNAME.get(standard, ())) if form != surname])


_SAME_SURNAME: dict[str, tuple[str, ...]] = {}
for _written, _standard in _DUEUM.items():
    if _written not in ("니", "녀"):  # not surnames, only heard
        _SAME_SURNAME[_standard] = (*_SAME_SURNAME.get(_standard, ()), _written)
