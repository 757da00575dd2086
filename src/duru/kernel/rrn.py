"""Find and cut resident registration numbers, so that nobody without a legal basis ever stores one.

What counts as one (and is cut to the birth date it begins with: "1990-01-01"; the seventh digit tells the century and goes):

1. YYMMDD + seven digits, together or parted by spaces, dashes, dots or hidden characters, full-width or not, also
   with a break after the seventh digit ("900101-1 234567") or digit by digit ("9 0 0 1 0 1 - 1 2 3 …").
2. The same masked in part: "900101-1******", "900101-12●●●●●", "9001011xxxxxx".
3. With a full year or a written date before a dash: "19900101-1234567", "90.01.01-1234567".
4. With a dash, one digit more or less: "900101-123456" (who has six of seven digits can work out the last).
5. Front masked, back in full: "******-1234567".
6. On request, what a number cell leaves when it ate the leading zero of somebody born in 2001–2009: "501013234567".

YYMMDD needs a month 01–12 and a day 01–31; the seventh digit may be anything (5–8 foreigners, 9 and 0 the 1800s).
The check digit is never looked at: numbers issued since October 2020 have none, and a mistyped number is still one.

Left alone: phones, dates, amounts ("260305 3000000원"), card and account numbers of other lengths or groupings, longer
codes (PNU, building numbers), receipt numbers like "260305-0000012" (no living person's back part begins with 000).
Cut although it may be something else, because nobody can tell: a bar code, account or corporate number of exactly
thirteen digits in the shape of 1.

Source: 개인정보 보호법 제24조의2; 주민등록법 시행규칙 제2조 (2020년 10월부터 뒷자리 무작위).
"""

import re
from functools import cache

# Commas, semicolons and tabs part cells and phone lists, so they are not gaps. A line break inside a cell is one.
_ASCII = {"d": "0-9", "m": "*xX#?", "dash": r"\-~", "space": r" \n\r", "gap": r" \n\r._/\-~", "hidden": ""}
_HIDDEN = r"\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufeff"
_SPACES = r" \n\r\u00a0\u2000-\u200a\u202f\u3000"
_DASHES = r"\-‐-―−－─ㅡ~～"
_UNICODE = {
    "d": "0-9０-９",
    "m": "*＊xX×○●◯◎□■#＃•·※☆★?？",
    "dash": _DASHES,
    "space": _SPACES,
    "gap": rf"{_SPACES}{_DASHES}._/{_HIDDEN}",
    "hidden": rf"[{_HIDDEN}]*",
}


def _pattern(*, d: str, m: str, dash: str, space: str, gap: str, hidden: str) -> re.Pattern[str]:
    """Write the five shapes for one set of digits, masks, dashes, gaps and hidden characters."""
    zero, one, three = (f"[{c}{chr(ord(c) + 0xFEE0)}]" for c in "013")
    month = rf"(?:{zero}{hidden}[{d}](?<!{zero})|{one}{hidden}[0-2０-２])"
    day = rf"(?:{zero}{hidden}[{d}](?<!{zero})|[12１２]{hidden}[{d}]|{three}{hidden}[01０１])"
    year = rf"[{d}]{hidden}[{d}]{hidden}"
    return re.compile(
        rf"""
    [{d}{m}](?<![{d}][{d}])
    (?:
        (?<=[{d}]){hidden}[{d}]{hidden}{month}{hidden}{day}
        (?:
            (?P<whole>) [{gap}]{{0,5}} (?!{zero}{{3}}) [{d}]
            (?: {hidden}(?:[{d}{m}]{hidden}){{5}}[{d}{m}] (?![{d}]|\ ?원)
              | [{space}{dash}]{{1,3}} [{d}{m}]{{6}} (?![{d}]|\ ?원|\ ?[{dash}][{d}])
              | {hidden}[{m}]{{2,6}} )
        |   (?P<nearly>) \ ?(?!~)[{dash}]\ ? (?!{year}{month}{day}(?![{d}])) [1-8１-８] (?:[{d}]{{5}}|[{d}]{{7}}) (?![{d}])
        )
    |   (?P<dated> (?<=[{d}]) [{d}] (?:[.\-/]\ ?)(?:0?[1-9]|1[0-2])(?:[.\-/]\ ?)(?:0?[1-9]|[12][0-9]|3[01]) )
        \ ?[{dash}]\ ? [1-8][{d}]{{6}} (?![{d}])
    |   (?P<full>
            (?: (?<=1)9 (?=.{{6,8}}[{dash}]\ ?[1256]) | (?<=2)0 (?=.{{6,8}}[{dash}]\ ?[3478]) )
            [{d}]{{2}} [.\-/]?{month}[.\-/]?{day}
        )
        \ ?[{dash}]\ ? [{d}]{{7}} (?![{d}])
    |   (?P<spaced>) (?<=[{d}]) (?:[{gap}][{d}]){{5}} [{gap}]{{1,3}} [{d}] (?:[{gap}][{d}{m}]){{6}} (?![{gap}]?[{d}])
    |   (?P<back>) (?<=[{m}]) [{m}]{{5}} \ ?[{dash}]?\ ? [1-8１-８][{d}]{{6}} (?![{d}])
    )
    """,
        re.VERBOSE,
    )


# The narrow pattern is three times as fast and enough for text of ASCII and syllables only, which almost every cell is.
_IN_PLAIN = _pattern(**_ASCII)
_IN_ANY = _pattern(**_UNICODE)
_NOT_PLAIN = re.compile(r"[^\t\n\r -~가-힣]")
_HIDDEN_LETTER = re.compile(f"[{_HIDDEN}]")

# The cheapest question first, asked by searching for fixed bytes: digits become 0, masks M, gaps -, line ends stay. Every
# shape of _IN_PLAIN holds one of these marks, or six masks, or digits with gaps; phones, dates and amounts between commas hold none.
_SHAPE = bytes.maketrans(b"0123456789*xX#? ._/-~", b"0000000000MMMMM------")
_ALONE = (b"0-0-0-0", b"MMMMMM")
_MARKS = (b"000000-", b"0" * 13, b"0000000M", b"-0000000")
_BEFORE_BREAK = b"000000\n"
_OVER_BREAK = tuple(_BEFORE_BREAK + after for after in (b"0", b"-", b"\n", b"M"))
_SHORTEST = len("9001011**")


def _line_shape() -> str:
    digit, mask, gap, hidden = (
        "[" + re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", letters) + "]"
        for letters in (_UNICODE["d"], _UNICODE["m"], _UNICODE["gap"], _HIDDEN)
    )
    return "|".join(
        [
            f"{digit}{gap}{digit}{gap}{digit}{gap}{digit}",
            f"{mask}{{6}}|{digit}{{7}}{mask}",
            f"{digit}{{6}}{gap}|{gap}{digit}{{7}}|{digit}{{13}}",
            hidden,
        ]
    )


# The same shapes in RE2's words, for columns of single lines: every line in which `has_rrn` finds a number matches.
LINE_MAY_HOLD_RRN = _line_shape()


def _pattern_for(text: str) -> re.Pattern[str] | None:
    """Choose the pattern a text needs, or None when it cannot hold a resident number."""
    odd = set(_NOT_PLAIN.findall(text))
    if odd:
        if _HIDDEN_LETTER.search("".join(odd)):  # may part digits without being seen: no shape then
            return _IN_ANY
        for letter in odd:
            if (plain := _plain_of(letter)) is not None:
                text = text.replace(letter, plain)
    shape = text.encode("utf-8", "replace").translate(_SHAPE, b"\r")
    if (
        any(mark in shape for mark in _ALONE)
        or (b"000000" in shape and any(mark in shape for mark in _MARKS))
        or (_BEFORE_BREAK in shape and any(mark in shape for mark in _OVER_BREAK))
    ):
        return _IN_ANY if odd else _IN_PLAIN
    return None


@cache
def _plain_of(letter: str) -> str | None:
    """Return the ASCII letter that plays the same part in `_SHAPE` as one of `_UNICODE`, None for any other."""
    for plain, alike in (("0", _UNICODE["d"]), ("-", _UNICODE["gap"] + _UNICODE["dash"]), ("*", _UNICODE["m"])):
        if re.match(f"[{alike}]", letter):
            return plain
    return None


_ATE_ZERO = re.compile(r"([1-9])((?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]))([3478])[0-9]{6}(?:\.0)?")
_SPACED_DATE = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")
_TO_ASCII = {code: chr(code - 0xFEE0) for code in range(0xFF10, 0xFF1A)}
_NOT_DIGIT = re.compile(r"[^0-9]+")


def cut_rrn(text: str, *, keep_birth: bool = True, is_number_cell: bool = False) -> tuple[str, int]:
    """Cut every resident number in one cell or text down to what anybody may hold.

    Meant for single cells: a line break counts as a gap inside a number. Cutting twice changes nothing more, and
    `has_rrn` of the answer is always False.

    Args:
        text: The cell as typed.
        keep_birth: Leave the birth date ("1990-01-01", which `births.parse_birth` reads); otherwise the whole number
            becomes "[주민등록번호 삭제]".
        is_number_cell: The spreadsheet held a number, so a leading zero may be missing.

    Returns:
        The text without resident numbers, and how many were cut (0 leaves the text untouched, as the same object).

    Source: 개인정보 보호법 제24조의2 제1항 (동의로도 처리 불가).
    """
    if len(text) < _SHORTEST:
        return text, 0
    if is_number_cell and (lost := _ATE_ZERO.fullmatch(text)):
        return (birth_of(f"0{lost[1]}{lost[2]}", lost[3]) if keep_birth else _CUT), 1
    pattern = _pattern_for(text)
    if pattern is None:
        return text, 0
    total = 0
    while pattern.search(text):  # again, because what is left beside a cut may look like a number
        text, n_cut = _cut_once(pattern, text, keep_birth)
        if not n_cut:
            break
        total += n_cut
    return text, total


def has_rrn(text: str) -> bool:
    """Tell whether a text, of any length, holds something like a resident number.

    Over whole blocks of a file the answer may be True by accident, where two cells meet at a line break; then the cells
    are looked at one by one. False is certain, for numbers whose zeros nobody ate.
    """
    pattern = _pattern_for(text)
    return pattern is not None and any(_is_number(match) for match in pattern.finditer(text))


_CUT = "[주민등록번호 삭제]"
# Source: 주민등록법 시행규칙 제2조 and the practice of 1,2 5,6 (1900s), 3,4 7,8 (2000s), 9,0 (1800s).
_CENTURY = {digit: century for century, digits in (("19", "1256"), ("20", "3478"), ("18", "90")) for digit in digits}


def birth_of(front: str, seventh: str) -> str:
    """Write the birth date a resident number begins with, "900101" and "1" -> "1990-01-01"; the sex it also tells is not kept.

    Args:
        front: six digits YYMMDD.
        seventh: the digit after them, which tells century and sex.

    Source: 개인정보 보호법 제3조 제1항 (필요한 최소한), 제24조의2 제1항.
    """
    return f"{_CENTURY[seventh]}{front[:2]}-{front[2:4]}-{front[4:6]}"


def _is_number(match: re.Match[str]) -> bool:
    # Only the digit-by-digit form could not check the date inside the pattern.
    return match["spaced"] is None or _SPACED_DATE.match(_digits_of(match[0])) is not None


def _digits_of(text: str) -> str:
    return _NOT_DIGIT.sub("", text.translate(_TO_ASCII))


def _cut_once(pattern: re.Pattern[str], text: str, keep_birth: bool) -> tuple[str, int]:
    n_cut = 0

    def head(match: re.Match[str]) -> str:
        nonlocal n_cut
        if not _is_number(match):
            return match[0]
        n_cut += 1
        if not keep_birth:
            return _CUT
        if match["back"] is not None:
            return match[0][:6]
        digits = _digits_of(match[0])
        if match["full"] is not None:
            return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
        if match["dated"] is not None:
            return f"{_CENTURY[digits[-7]]}{match[0][0]}{match['dated']}"
        return birth_of(digits[:6], digits[6])

    return pattern.sub(head, text), n_cut
