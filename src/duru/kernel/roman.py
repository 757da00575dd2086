"""Romanised Korean names: a loose key under which every spelling of a name meets its Hangul.

The key folds what romanisation systems and people write differently (eo/u/o, k/g, ch/j, oo/u, ee/i …). It is made for
finding candidates together with a birth year or a building; equality of keys is not equality of names.

Folding, in one direction for both sides: the Hangul name is written in the Revised Romanisation syllable by syllable,
then both texts are folded: consonants to k t p c s l n m h and N (ng), vowels to A O (ㅏ; ㅓㅗㅜㅡ) E (ㅐㅔㅚ) I (ㅣㅢㅟ)
with Y and W before them. n+g before a vowel is the same as ng, because nobody can part "eungyeong".
"""

import re
from functools import lru_cache

from duru.kernel.hangul import standard_surname

# The Revised Romanisation, syllable by syllable, without sound changes between syllables, as names are written.
# Source: 국어의 로마자 표기법 (문화체육관광부고시 제2014-42호) 제2장, 제3장 제4항.
_RR_INITIALS = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"]
_RR_VOWELS = str.split("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i")
_RR_FINALS = ["", *str.split("k k k n n n t l k m l l l p l m p p t t ng t t k t p t")]
_FIRST = 0xAC00

# Spellings of surnames as passports show them; the commonest surname first where one spelling serves several.
# Source: 국립국어원 로마자 성씨 표기 실태 조사(2009)의 유형; written from general knowledge, extend freely.
_SURNAMES = {
    "김": "kim gim ghim khim", "이": "lee yi rhee ree rhie rhi li yee lie leigh ri rie reeh rey", "박": "park bak pak bahk pahk bark back",
    "정": "jung jeong chung chong joung cheong jeung choung jong tjong", "최": "choi choe choy chey chue tchoi chwe choei",
    "조": "cho jo joe jho choh joh", "강": "kang gang khang kahng", "윤": "yoon yun youn yune youn", "장": "jang chang jahng zhang tjang",
    "임": "lim im rim yim leem rhim eam ihm yeam", "신": "shin sin shinn sheen cynn", "유": "yoo yu ryu you yoe yuh ryoo liu lyu lew ryou yew",
    "한": "han hahn hann hahne", "오": "oh o ohe oe", "서": "seo suh sur sir seoh", "전": "jeon jun chun jhun juhn jen joen",
    "권": "kwon gwon kweon kwun kwoun", "황": "hwang whang hoang", "안": "ahn an aan ann", "송": "song soung", "홍": "hong houng",
    "양": "yang ryang lyang", "고": "ko go koh goh kho", "문": "moon mun moun", "손": "son sohn shon sonn", "배": "bae pae bai pai bay",
    "백": "baek paik back paek baik beak paick baeg", "허": "heo hur huh her ho hu", "노": "noh no roh ro rho nho", "남": "nam nahm",
    "심": "shim sim seem", "하": "ha hah", "주": "joo ju jou", "구": "koo ku goo gu kou", "곽": "kwak gwak kwack kwag",
    "성": "sung seong soung", "차": "cha tcha char", "우": "woo wu u wou ou", "진": "jin chin jean", "민": "min mihn", "나": "na ra nah rah la",
    "지": "ji jee chi chee gi", "기": "ki kee key gi", "엄": "eom um uhm ohm eum", "변": "byun byeon byon pyun pyon", "채": "chae chai tchae",
    "원": "won weon woun", "방": "bang pang bhang", "천": "cheon chun chon", "공": "kong gong", "현": "hyun hyeon hyon", "함": "ham hahm",
    "여": "yeo yuh yo ryeo", "염": "yeom yum youm yom", "석": "seok suk sok suck", "추": "choo chu", "도": "do doh to", "소": "so soh",
    "설": "seol sul sol", "선": "sun seon son sunn", "마": "ma mah", "길": "gil kil gill", "연": "yeon yun youn yon", "위": "wi wie wee",
    "표": "pyo phyo", "명": "myung myeong myong", "반": "ban bahn pan", "왕": "wang", "금": "keum geum kum gum", "옥": "ok ock oak",
    "육": "yook yuk youk", "인": "in ihn yin", "맹": "maeng", "제": "je jae che", "모": "mo moh", "탁": "tak tark", "국": "kook guk kuk gook",
    "어": "eo uh", "경": "kyung gyeong kyeong", "은": "eun un", "편": "pyun pyeon pyon", "용": "yong", "예": "ye yeh", "봉": "bong pong",
    "피": "pi pee", "두": "doo du", "감": "kam gam", "음": "eum um", "빈": "bin been", "동": "dong tong", "온": "on", "호": "ho hoh",
    "범": "bum beom", "좌": "jwa", "팽": "paeng", "승": "seung", "간": "kan gan", "상": "sang", "갈": "gal kal", "단": "dan tan", "목": "mok",
    "남궁": "namgung namkung namgoong namkoong", "황보": "hwangbo whangbo", "제갈": "jegal jekal chegal jaegal", "사공": "sagong sakong",
    "선우": "sunwoo seonu sunwu seonwoo sonu", "서문": "seomun suhmoon seomoon", "독고": "dokgo dokko tokko dokgoh",
}  # fmt: skip
_RANK = {surname: at for at, surname in enumerate(_SURNAMES)}
_BY_SPELLING: dict[str, str] = {}
for _surname, _spellings in _SURNAMES.items():
    for _spelling in _spellings.split():
        _BY_SPELLING.setdefault(_spelling, _surname)
# Spellings that are hardly ever the last syllable of a given name, so that they mark the surname in last place too.
_SURE = frozenset(
    str.split(
        "kim gim lee rhee rhie park bak pak choi choe kang gang cho yoon jang chang zhang lim yim shin han oh "
        "kwon gwon hwang whang ahn song hong yang ryu yoo koh moon son bae baek paik heo huh noh roh nam shim kwak gwak cha bang"
    )
)

_FOLDS = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[^a-z]+", ""),
        (r"(?<=[aeiou])h(?![aeiouyw])", ""),
        (r"t?ch|t?sch|ts|jj|[jz]", "c"),
        (r"c(?=k)|q|x", "k"),
        (r"sh|ss", "s"),
        (r"c(?![aeiouyw])", "k"),
        (r"kh|gh|kk|gg|g(?!$)(?<!ng)", "k"),
        (r"th|tt|d", "t"),
        (r"ph|pp|bb|[bfv]", "p"),
        (r"ng(?=[^aeiouyw]|$)", "N"),
        (r"n[gk](?=[aeiouyw])", "N"),
        (r"g", "k"),
        (r"r|ll", "l"),
        (r"wh", "hw"),
        # Vowels, longest first. ae comes before eu, because jaeuk is 재욱 far more often than 자은욱.
        (r"yae|yai|yeh|ye(?!o|u)", "YE"),
        (r"yeo|yeu|you|yoo|yu|yo", "YO"),
        (r"ya+", "YA"),
        (r"yi+", "I"),
        (r"w(?:ae|oe|e(?!o))", "E"),
        (r"w(?:oo|ou|eo|u|o)|w$", "O"),
        (r"wi+e?|ui", "I"),
        (r"wa", "WA"),
        (r"ae|ai|ay|oe|oi|oy|ei(?!i)|ey", "E"),
        (r"eui", "I"),
        (r"eo|eu|oo|ou|ow|uo", "O"),
        (r"ea", "E"),
        (r"ee|ie|ii|[iy]", "I"),
        (r"a+", "A"),
        (r"[ou]+", "O"),
        (r"e+", "E"),
        (r"w", ""),
        (r"(.)\1+", r"\1"),
    )
)

# The same for a text of many lines of letters a-z: "$" ends each line. The first fold would join the lines and has nothing to do.
_LINE_FOLDS = tuple((re.compile(pattern.pattern, re.MULTILINE), to) for pattern, to in _FOLDS[1:])


@lru_cache(maxsize=65536)
def fold_roman(text: str) -> str:
    """Fold a romanised text to its loose key; capital letters in the key are sounds, not cases."""
    text = text.lower()
    for pattern, to in _FOLDS:
        text = pattern.sub(to, text)
    return text


def romanise(text: str) -> str:
    """Write Hangul in the Revised Romanisation, syllable by syllable; other characters are left out: 홍길동 → honggildong."""
    out = []
    for char in text:
        code = ord(char) - _FIRST
        if 0 <= code < 11172:
            out.append(_RR_INITIALS[code // 588] + _RR_VOWELS[code % 588 // 28] + _RR_FINALS[code % 28])
    return "".join(out)


@lru_cache(maxsize=65536)
def roman_key_of_hangul(surname: str, given: str) -> str:
    """Make the loose key of a Hangul name: "surname.given", the surname in Hangul as the law of initial sounds writes it.

    Returns:
        Such as "이.cOlsO" for 이철수, 리철수 and "Lee Chul-Soo" alike; the surname folded too when it is not a known one;
        "" when nothing of the given name can be folded (a surname alone, hanja), since such a key would join strangers.
    """
    return _key(surname, fold_roman(romanise(given)))


def _key(surname: str, folded: str) -> str:
    return f"{_head(surname)}.{folded}" if folded else ""


def _head(surname: str) -> str:
    standard = standard_surname(surname)
    return fold_roman(romanise(surname)) if standard not in _RANK and surname else standard


def roman_key_parts(surnames: list[str], givens: list[str]) -> tuple[list[str], list[str]]:
    """Make what stands before and behind the "." of the keys of many Hangul names, in a tenth of the time.

    `roman_key_of_hangul` of a surname and a given name is their two parts with a "." between, "" where the second part is "".
    """
    # One text of many lines: every fold looks at one line only, for "." and the classes of letters end at its end.
    text = "\n".join([romanise(given) for given in givens])
    for pattern, to in _LINE_FOLDS:
        text = pattern.sub(to, text)
    return [_head(surname) for surname in surnames], text.split("\n") if givens else []


def roman_key_of_words(words: tuple[str, ...], *, surname_word: int | None = None) -> str:
    """Make the loose key of a romanised name from its words in any order.

    The surname is the word named by the caller (before a comma, in capitals), else the first or last word that is a
    spelling of a Korean surname. Where both are, one that is no part of given names wins (Kim before Jin), then the
    commoner one, so that "Han Lee" and "Lee Han" meet, then the first. A name without one (a foreigner's) gets its
    words folded and sorted.

    Args:
        words: The words, without titles, at least one.
        surname_word: Position of the surname, when the way of writing shows it.
    """
    lower = [re.sub(r"[^a-z]", "", word.lower())[:40] for word in words]
    at = surname_word if surname_word is not None and lower[surname_word] in _BY_SPELLING else _surname_at(lower)
    if at is None:
        folded = sorted(fold_roman(word) for word in lower if word)
        return "." + "-".join(folded) if len(folded) > 1 else ""
    # A word keeps its silent h only inside itself: "Suh-A" is seo+a, not su+ha.
    given = "".join(re.sub(r"(?<=[aeiou])h$", "", word) for position, word in enumerate(lower) if position != at)
    folded_given = fold_roman(given)
    return f"{_BY_SPELLING[lower[at]]}.{folded_given}" if folded_given else ""


def surname_at(words: tuple[str, ...]) -> int | None:
    """Find which of some romanised words is the Korean surname, None when none is."""
    return _surname_at([re.sub(r"[^a-z]", "", word.lower()) for word in words])


def _surname_at(lower: list[str]) -> int | None:
    if len(lower) < 2:
        return None
    first, last = lower[0], lower[-1]
    if last in _SURE and (first not in _SURE or _RANK[_BY_SPELLING[last]] < _RANK[_BY_SPELLING[first]]):
        return len(lower) - 1
    if first in _BY_SPELLING:
        return 0
    return len(lower) - 1 if last in _BY_SPELLING else None


def hangul_surname(spelling: str) -> str:
    """Give the Hangul surname a romanised spelling stands for, "" when it is none."""
    return _BY_SPELLING.get(re.sub(r"[^a-z]", "", spelling.lower()), "")


KNOWN_SURNAMES = frozenset(_SURNAMES)
