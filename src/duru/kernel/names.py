"""Names of people as agencies write them, taken apart without losing what was typed."""

import re
from functools import lru_cache
from typing import NamedTuple

from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text
from duru.kernel.roman import KNOWN_SURNAMES, hangul_surname, roman_key_of_hangul, roman_key_of_words, surname_at


class ParsedName(NamedTuple):
    """What a name cell says.

    Attributes:
        typed: The cell as typed.
        name: The name alone: Hangul without spaces, Roman words in the order typed, capitals, one space between.
        surname: Hangul surname as written (리 stays 리), Roman surname in capitals; "" when not known.
        given: The rest of the name.
        titles: What was taken off, in the order found: 님, 어르신, (배우자), 1 …; "배우자" means that the cell may speak
            of somebody else than the person named.
        is_roman: Whether the name is written in Latin letters.
        roman_key: Loose key under which Hangul and every romanisation meet; see `duru.kernel.roman`.
    """

    typed: str
    name: str
    surname: str
    given: str
    titles: tuple[str, ...]
    is_roman: bool
    roman_key: str


COMPOUND_SURNAMES = frozenset(str.split("남궁 황보 제갈 사공 선우 서문 독고 동방 어금 망절 무본 등정 강전 장곡 소봉"))
# Of three syllables these are read as compound surnames; the others (황보라, 서문주, 선우진) are read 황+보라, because 황, 서 and 선
# are far commoner than 황보, 서문 and 선우. A typed space after the compound decides.
_SURELY_COMPOUND = frozenset(str.split("남궁 제갈 사공 독고 동방 망절 어금"))

_TITLES = str.split(
    "할아버님 할아버지 할머님 할머니 어르신 어머님 어머니 아버님 아버지 선생님 선생 여사님 여사 사모님 "
    "고객님 회원님 대상자 수급자 신청자 이용자 세대주 가구주 보호자 배우자 본인 자녀 가족 아동 학생 환자 "
    "회원 권사 집사 장로 목사 전도사 성도 통장 반장 귀하 님댁 님 씨 댁"
)
_SUFFIX = re.compile(rf"(?P<name>[가-힣]{{1,}}?)(?P<title>(?:{'|'.join(_TITLES)})+)(?:의 ?(?P<of>[가-힣]+))?")
TITLE_WORDS = frozenset([*_TITLES, "군", "양", "처", "남편", "부인", "모친", "부친", "자", "녀", "부", "모"])
# Titles with which given names end as well, 님 above all among women born before 1950: cut off only behind a whole name.
_NAME_ENDINGS = frozenset(str.split("님 성도 장로 집사 권사 회원 귀하 통장 반장 본인"))
_FULL = re.compile(r"[가-힣]{2,4}")
_BRACKETS = re.compile(r"[(\[{<〈《【「]([^)\]}>〉》】」]*)[)\]}>〉》】」]?")
_LATE = re.compile(r"^(?:故|고[)\. ]|\(고\)) ?")
_MARKS = re.compile(r"[*★☆※◎●○■□▲△◆◇♥♡√✓#@!?^_=+|\"`]+|^[-.·,' ]+|[-.·,' ]+$")
_COUNTED = re.compile(r"(?<=[가-힣])[ -]?(?:[0-9]{1,2}|[A-Za-z])$")
_AND_OTHERS = re.compile(r" ?외 ?[0-9]+ ?(?:명|인)?$|(?<=[가-힣]{2}) ?등 ?[0-9]+ ?(?:명|인)$")
_SEVERAL = re.compile(r"[,/·&;+]|및|와 ")
_ROMAN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ſƠ-ưẠ-ỹ]")
_ROMAN_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|dr)\b\.?", re.IGNORECASE)
_HANGUL_TITLE = re.compile(rf"(?<=[A-Za-z]) ?(?:{'|'.join(_TITLES)})+$")
NOT_NAMES = frozenset(
    str.split("합계 소계 총계 누계 총합계 합 계 성명 이름 대상자명 비고 이하여백 이하빈칸 작성자 담당자")
)
_LONGEST = 12  # syllables; a foreigner's name written in Hangul is shorter, a remark below the table longer
_MOST_WORDS = 8
BLANK_NAMES = frozenset(
    ["", "-", "없음", "미상", "무명", "불명", "불상", "모름", "성명미상", "이름없음", "익명", "무기명", "x", "X"]
)


def parse_name(typed: str) -> ParsedName:
    """Take a name cell apart.

    Takes off titles (님, 씨, 어르신, (배우자) …), brackets, hanja behind the Hangul, marks (★) and counters that tell
    namesakes apart (홍길동1, 홍길동A); joins "홍 길 동"; parts compound surnames; reads Roman names in any order.

    Raises:
        Refused: Blank or a word for "unknown", digits only, or several people in one cell; says what to do.
    """
    # A cell of ten thousand letters is no name and must not be kept in memory.
    return _parse(typed) if len(typed) <= 60 else _parse.__wrapped__(typed)


@lru_cache(maxsize=32768)
def _parse(typed: str) -> ParsedName:
    if _FULL.fullmatch(typed) and not typed.endswith(ENDINGS) and typed not in BLANK_NAMES and typed not in NOT_NAMES:
        return _hangul(typed, typed, ())
    text = clean_text(typed)
    if text in BLANK_NAMES:
        raise Refused("이름이 비어 있습니다. 이름을 적어 주세요.", field="name")
    titles: list[str] = []
    text = _take(_LATE, text, titles)
    text = _take_brackets(text, titles)
    text = _take(_AND_OTHERS, text, titles)
    if _ROMAN.search(text) and "가" <= text[-1] <= "힣":
        text = _take(_HANGUL_TITLE, text, titles)  # LI MEIYU씨
    if not re.search(r"[가-힣]", text) and _ROMAN.search(text):
        return _roman(typed, text, titles)
    text = _take(_MARKS, text, titles).strip()
    text = _take(_COUNTED, text, titles).strip()
    if _SEVERAL.search(text):
        raise Refused(f"‘{text[:20]}’에는 이름이 둘 이상 있습니다. 한 줄에 한 사람씩 적어 주세요.", field="name")
    bare = text.replace(" ", "")
    if not re.search(r"[^\W\d_]", bare) or bare in NOT_NAMES or len(bare) > _LONGEST:
        raise Refused(f"‘{clean_text(typed)[:20]}’는 이름이 아닙니다. 이름을 적어 주세요.", field="name")
    return _of_words(typed, text.split(" "), titles)


ENDINGS = tuple(_TITLES)


def _take(pattern: re.Pattern[str], text: str, titles: list[str]) -> str:
    """Remove what a pattern finds, remembering it; never remove everything."""
    found = [match[0].strip() for match in pattern.finditer(text) if match[0].strip()]
    rest = pattern.sub(" " if pattern is _MARKS else "", text).strip()
    if not found or not rest:
        return text
    titles.extend(found)
    return " ".join(rest.split())


def _take_brackets(text: str, titles: list[str]) -> str:
    outside = _BRACKETS.sub(" ", text).strip()
    inside = [match[1].strip() for match in _BRACKETS.finditer(text)]
    if not inside:
        return text
    if not re.search(r"[가-힣A-Za-z一-龥]", outside):  # (홍길동): the bracket is the name
        return " ".join([outside, *inside]).strip()
    titles.extend(word for word in inside if word)
    return " ".join(outside.split())


def _of_words(typed: str, words: list[str], titles: list[str]) -> ParsedName:
    """Read Hangul (or hanja) words: drop title words at the end, then title endings, then join."""
    tail: list[str] = []
    while len(words) > 1 and words[-1] in TITLE_WORDS and not _is_given_part(words):
        tail.insert(0, words.pop())
    if len(words) == 1 and words[0].endswith("의") and tail and len(words[0]) >= 4:
        words[0] = words[0][:-1]
    last = words[-1]
    match = _SUFFIX.fullmatch(last)
    if match and _is_title(match["name"], match["title"], is_alone=len(words) == 1):
        words[-1] = match["name"]
        tail = [match["title"], *([match["of"]] if match["of"] else []), *tail]
    titles.extend(tail)
    compound = words[0] if len(words) > 1 and words[0] in COMPOUND_SURNAMES else ""
    return _hangul(typed, "".join(words), tuple(titles), compound)


def _is_title(name: str, title: str, *, is_alone: bool) -> bool:
    """Tell whether an attached ending is a title: 홍길동님, 박씨; but 김복님 and 박성도 are whole names."""
    if title in _NAME_ENDINGS:
        return len(name) >= 3
    return not is_alone or len(name) > 1 or name in KNOWN_SURNAMES


def _is_given_part(words: list[str]) -> bool:
    """Tell whether a last word that looks like a title is a syllable of a spaced name: 홍 길 자, 김 양."""
    return len(words[-1]) == 1 and all(len(word) == 1 for word in words) and words[-1] not in ("님", "씨")


def _hangul(typed: str, name: str, titles: tuple[str, ...], compound: str = "") -> ParsedName:
    surname = compound or surname_of(name)
    given = name[len(surname) :]
    return ParsedName(typed, name, surname, given, titles, False, roman_key_of_hangul(surname, given))


def surname_of(name: str) -> str:
    """Find the surname a whole Hangul name begins with; "" where there is no telling."""
    if len(name) >= 3 and name[:2] in COMPOUND_SURNAMES and (len(name) > 3 or name[:2] in _SURELY_COMPOUND):
        return name[:2]
    if len(name) <= 4 or name[0] in KNOWN_SURNAMES:
        return name[:1]
    return ""  # five syllables and no Korean surname: a foreigner's name in Hangul has no order we could know


def _roman(typed: str, text: str, titles: list[str]) -> ParsedName:
    text = _take(_ROMAN_TITLE, text, titles)
    text = re.sub(r"[^\w\s,'-]|[\d_]", " ", text)
    if text.count(",") > 1 or "/" in text:
        raise Refused(f"‘{text[:20]}’에는 이름이 둘 이상 있습니다. 한 줄에 한 사람씩 적어 주세요.", field="name")
    before_comma = text.split(",")[0].split() if "," in text else []
    raw = text.replace(",", " ").split()
    words = tuple(word.strip("'-") for word in raw if word.strip("'-"))
    if not 1 <= len(words) <= _MOST_WORDS:
        raise Refused(f"‘{clean_text(typed)[:20]}’는 이름이 아닙니다. 이름을 적어 주세요.", field="name")
    known = 0 if len(before_comma) == 1 else _capital_word(words)
    at = known if known is not None and hangul_surname(words[known]) else surname_at(words)
    key = roman_key_of_words(words, surname_word=at)
    upper = tuple(word.upper() for word in words)
    surname = "" if at is None else upper[at]
    given = " ".join(word for position, word in enumerate(upper) if position != at)
    return ParsedName(typed, " ".join(upper), surname, given, tuple(titles), True, key)


def _capital_word(words: tuple[str, ...]) -> int | None:
    """Find the one word in capitals among others that are not, as passports and papers mark a surname."""
    capitals = [at for at, word in enumerate(words) if word.isupper() and len(word) > 1]
    return capitals[0] if len(capitals) == 1 and len(words) > 1 else None
