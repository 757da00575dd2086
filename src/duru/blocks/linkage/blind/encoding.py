"""Keyed Bloom filters of a person's name, birth date, telephone and address: what a blind check compares.

One record gives up to three filters of 1,024 bits, each over several fields together, so that no filter speaks of one
field alone: `birth` (name, birth date, sex), `phone` (name, last eight digits) and `address` (name, building, sex). Similar
records share bits; without the key a filter says nothing of its words, with it anybody can try names (see
docs/explanation/blind-check.md). `blind_tool.html`, which agencies run, does the same in the browser; a test holds both alike.

Source: Schnell, Bachteler, Reiher 2011, "A Novel Error-Tolerant Anonymous Linking Code" (CLK), with HMAC-SHA-256 and
random hashing in place of double hashing (Niedermeyer, Steinmetzer, Kroll, Schnell 2014).
"""

import base64
import hmac
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

SCHEME = "duru-clk-1"
N_BITS = 1024
N_KEY_BYTES = 32
FILTERS = ("birth", "phone", "address")
# Bits a feature sets, at most: a digit weighs more than two letters of a name, because there are fewer of them.
NAME, BIRTH, SEX, PHONE, ADDRESS, FLAT = 10, 12, 6, 10, 16, 10
_TITLES = [
    "할아버님",
    "할아버지",
    "할머님",
    "할머니",
    "어르신",
    "어머님",
    "어머니",
    "아버님",
    "아버지",
    "선생님",
    "선생",
    "여사님",
    "여사",
    "사모님",
    "고객님",
    "회원님",
    "대상자",
    "수급자",
    "신청자",
    "이용자",
    "세대주",
    "가구주",
    "보호자",
    "배우자",
    "본인",
    "귀하",
    "님댁",
    "님",
    "씨",
    "댁",
]
_BRACKETS = re.compile(r"[(\[{<][^)\]}>]*[)\]}>]?")
_ROAD = re.compile(r"([가-힣0-9]+?(?:로|길)(?: ?[0-9]+번?길)?) ?([0-9]+(?:-[0-9]+)?)")
_LOT = re.compile(r"([가-힣0-9]+동) ?([0-9]+(?:-[0-9]+)?)")
_SEXES = {
    "남": "M",
    "남자": "M",
    "남성": "M",
    "1": "M",
    "M": "M",
    "여": "F",
    "여자": "F",
    "여성": "F",
    "2": "F",
    "F": "F",
}


class Fields(NamedTuple):
    """What is left of a record to be encoded; "" where nothing can be read.

    Attributes:
        name: Hangul without titles and brackets, else capitals.
        birth: YYMMDD; YY???? when only the year is known.
        sex: M or F.
        phone: the last eight digits.
        address: road and number, or 동 and lot number, and up to two numbers of the flat, with "|" between.
    """

    name: str
    birth: str
    sex: str
    phone: str
    address: str


def read_key(text: str) -> bytes:
    """Return the key of a text of 64 hexadecimal digits; spaces and hyphens do not count.

    Raises:
        ValueError: it is something else; says so in Korean.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9a-fA-F]{64}", digits):
        raise ValueError("열쇠는 0-9와 a-f로 된 64글자입니다. 받은 그대로 넣어 주세요.")
    return bytes.fromhex(digits)


def fields_of(*, name: str = "", birth: str = "", sex: str = "", phone: str = "", address: str = "") -> Fields:
    """Reduce cells as typed to what is encoded. Never refuses: what cannot be read is left out."""
    digits = re.sub(r"[^0-9]", "", phone)
    return Fields(_name(name), _birth(birth), _SEXES.get(sex.strip().upper(), ""), digits[-8:] if len(digits) >= 8 else "", _address(address))  # fmt: skip


def features(fields: Fields) -> dict[str, list[tuple[str, int]]]:
    """Return filter → the features it is made of, with the bits each sets, of the filters the record has the fields for."""
    if not fields.name:
        return {}
    letters = ["^", *_letters(fields.name), "$"]
    name = [(f"n{left}{right}", NAME) for left, right in zip(letters, letters[1:], strict=False)]
    sex = [(f"s{fields.sex}", SEX)] if fields.sex else []
    found = {}
    if fields.birth:
        digits = [(f"b{at}{digit}", BIRTH) for at, digit in enumerate(fields.birth) if digit != "?"]
        found["birth"] = name + digits + sex
    if fields.phone:
        found["phone"] = name + [(f"p{at}{digit}", PHONE) for at, digit in enumerate(fields.phone)]
    if fields.address:
        road, number, *flat = fields.address.split("|")
        home = [(f"a{n}{road}|{number}", ADDRESS) for n in range(4)] + [(f"u{each}", FLAT) for each in flat]
        found["address"] = name + home + sex
    return found


def encode(fields: Fields, key: bytes) -> dict[str, str]:
    """Return filter → 128 bytes in base64."""
    return {each: _filter(made_of, key) for each, made_of in features(fields).items()}


def _filter(features: Iterable[tuple[str, int]], key: bytes) -> str:
    bits = bytearray(N_BITS // 8)
    for feature, n in features:
        for bit in bits_of(feature, key)[:n]:
            bits[bit >> 3] |= 0x80 >> (bit & 7)
    return base64.b64encode(bits).decode()


@lru_cache(100_000)
def bits_of(feature: str, key: bytes) -> tuple[int, ...]:
    """Return the sixteen bits a feature could set under a key; its kind says how many of them it does set."""
    digest = hmac.digest(key, feature.encode(), "sha256")
    return tuple(int.from_bytes(digest[at : at + 2], "big") % N_BITS for at in range(0, len(digest), 2))


def _letters(name: str) -> list[str]:
    """Return the jamo of a name as L0-L18, V0-V20, T1-T27; other letters as they are."""
    found = []
    for letter in name:
        at = ord(letter) - 0xAC00
        if 0 <= at < 11_172:
            found += [f"L{at // 588}", f"V{at % 588 // 28}"] + ([f"T{at % 28}"] if at % 28 else [])
        else:
            found.append(letter)
    return found


def _name(typed: str) -> str:
    text = _BRACKETS.sub("", unicodedata.normalize("NFC", typed))
    hangul = re.sub(r"[^가-힣]", "", text)
    if not hangul:
        return re.sub(r"[^A-Z]", "", text.upper())
    while title := next((each for each in _TITLES if hangul.endswith(each) and len(hangul) > len(each) + 1), ""):
        hangul = hangul[: -len(title)]
    return hangul


def _birth(typed: str) -> str:
    parts = re.findall(r"[0-9]+", typed)
    if len(parts) >= 3:
        return "".join(part[-2:].zfill(2) for part in parts[:3])
    digits = parts[0] if parts else ""
    return {8: digits[2:], 6: digits, 4: f"{digits[2:]}????"}.get(len(digits), "")


def _address(typed: str) -> str:
    text = " ".join(typed.split())
    found = _ROAD.search(text) or _LOT.search(text)
    if not found:
        return ""
    return "|".join([found[1].replace(" ", ""), found[2], *re.findall(r"[0-9]+", text[found.end() :])[:2]])
