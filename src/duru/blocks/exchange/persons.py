"""What every row says of a person: the fields common to all data sets, and the mention read from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from duru.blocks.exchange.fields import CellContext, Field, clean_day
from duru.kernel.addresses import parse_address
from duru.kernel.births import Birth, parse_birth
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text, to_jamo_ascii
from duru.kernel.names import ParsedName, parse_name
from duru.kernel.phones import Phone, parse_phone
from duru.kernel.sexes import parse_sex

MENTION_HASH_BYTES = 16
LONGEST = {
    "name": 120,
    "birth": 60,
    "sex": 30,
    "phone": 120,
    "address": 400,
    "unit": 60,
    "household_no": 60,
    "source_id": 60,
}


def _limited(key: str, typed: str) -> str:
    text = clean_text(typed)
    if len(text) > LONGEST[key]:
        raise Refused(f"칸의 글이 너무 깁니다({len(text)}자). {LONGEST[key]}자 안으로 줄여 주세요.", field=key)
    return text


def _name(typed: str, cell: CellContext) -> ParsedName:
    _limited("name", typed)
    return parse_name(typed)


def _birth(typed: str, cell: CellContext) -> Birth:
    _limited("birth", typed)
    return parse_birth(typed, today=cell.today)


def _phone(typed: str, cell: CellContext) -> Phone:
    _limited("phone", typed)
    return parse_phone(typed)


def _address(typed: str, cell: CellContext) -> Any:
    _limited("address", typed)
    return parse_address(typed)


def _text(key: str):
    return lambda typed, cell: _limited(key, typed)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PERSON_FIELDS: tuple[Field, ...] = (
    Field(
        "name",
        "성명",
        _words(
            "이름 성함 대상자 대상자명 대상자성명 수혜자 수혜자명 수혜자성명 수급자 수급자명 수급자성명 이용자 이용자명 이용자성명 어르신 어르신명 어르신성함 "
            "신청인 신청자 신청자명 회원명 세대주 세대주명 가구주 받는분 받으신분 고객명 사망자 사망자명 사망자성명 전출자 전입자 name"
        ),
        parse=_name,
        is_required=True,
        clean=r"[가-힣]{2,4}",
        unclean=_words("합계 소계 총계 누계 없음 미상 무명 불명 불상 모름 익명"),
        looks_like=r"[가-힣]{2,4}",
        hint="한 칸에 한 사람의 이름",
    ),
    Field(
        "birth",
        "생년월일",
        _words(
            "생일 출생일 생년 출생연도 출생년도 출생년월일 생년월일8자리 생년월일6자리 생년월일음양 주민앞자리 주민번호앞자리 주민등록번호앞자리 주민번호앞 "
            "주민등록번호앞 주민번호 주민등록번호 birth birthdate dob"
        ),
        parse=_birth,
        clean=clean_day("19[1-9][0-9]|20[01][0-9]"),
        looks_like=r"(?:1[89]|20)[0-9]{2}[-./ ]?[01]?[0-9][-./ ]?[0-3]?[0-9]\.?|[0-9]{6}(?:-[0-9*]*)?",
        hint="1955-03-05 또는 19550305",
    ),
    Field(
        "sex",
        "성별",
        _words("남녀 남여 성 sex gender"),
        parse=lambda typed, cell: parse_sex(typed),
        clean=r"[남여]자?",
        looks_like=r"[남여](?:자|성)?|[MF]",
    ),
    Field(
        "phone",
        "전화번호",
        _words(
            "전화 연락처 휴대폰 휴대전화 핸드폰 모바일 휴대폰번호 휴대전화번호 핸드폰번호 연락처1 전화번호1 대상자연락처 수혜자연락처 "
            "HP tel phone mobile"
        ),
        parse=_phone,
        clean=r"010-?[0-9]{4}-?[0-9]{4}",
        looks_like=r"0[0-9]{1,2}[-. ]?[0-9]{3,4}[-. ]?[0-9]{4}",
    ),
    Field(
        "address",
        "주소",
        _words(
            "거주지 주소지 종전주소 이전주소 전거주지 말소주소 거주지주소 집주소 현주소 자택주소 대상자주소 소재지 도로명주소 지번주소 기본주소 주소1 사는곳 사시는곳 배송지 전입지 전입주소 address"
        ),
        parse=_address,
        takes_any_text=True,
        looks_like=r".*[가-힣](?:로|길|동|읍|면|리)[0-9]* ?[0-9].*",
    ),
    Field(
        "unit",
        "상세주소",
        _words("동호수 동호 호수 나머지주소 주소2 상세"),
        parse=_text("unit"),
        clean=r"[0-9가-힣]{1,12}",
    ),
    Field(
        "household_no",
        "세대번호",
        _words("세대일련번호 가구번호 세대관리번호 가구일련번호"),
        parse=_text("household_no"),
        clean=r"[0-9A-Za-z-]{1,30}",
    ),
    Field(
        "source_id",
        "관리번호",
        _words(
            "대상자번호 회원번호 이용자번호 고객번호 등록번호 수급자번호 카드번호 대상자관리번호 관리코드 대상자코드 주민관리번호"
        ),
        parse=_text("source_id"),
        clean=r"[0-9A-Za-z-]{1,30}",
        hint="기관이 그 사람에게 붙인 번호. 줄마다 바뀌는 연번이 아닙니다.",
    ),
)
PERSON_KEYS = tuple(each.key for each in PERSON_FIELDS)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One mention of a person: as typed, and as the kernel reads it.

    `address` is the kernel's parsed address or None; `typed` has every person field that was not blank.
    """

    typed: Mapping[str, str]
    name: ParsedName
    birth: Birth | None
    sex: str
    phone: Phone | None
    address: Any
    unit: str
    household_no: str
    source_id: str

    @property
    def name_jamo(self) -> str:
        return to_jamo_ascii(self.name.name)

    @property
    def birth_on(self) -> date | None:
        return self.birth.on if self.birth else None


def read_mention(typed: Mapping[str, str], parsed: Mapping[str, Any]) -> PersonMention:
    """Gather the person fields of one parsed row.

    Args:
        typed: {person field key: cell as typed}, blanks left out.
        parsed: {field key: what the field's `parse` returned}.
    """
    birth = parsed.get("birth")
    return PersonMention(
        typed=typed,
        name=parsed["name"],
        birth=birth,
        # A seventh digit that was kept from a cut resident number tells the sex too.
        sex=parsed.get("sex", "") or (birth.sex if birth else ""),
        phone=parsed.get("phone"),
        address=parsed.get("address"),
        unit=parsed.get("unit", ""),
        household_no=parsed.get("household_no", ""),
        source_id=parsed.get("source_id", ""),
    )


def mention_hash(typed: Mapping[str, str], *, is_register: bool) -> bytes:
    """Hash a mention: 16 bytes, equal when the agency wrote the same person the same way.

    Spaces at the ends and doubled ones make no difference; anything else written differently is another mention,
    because what it means is linkage's question.
    """
    parts = [clean_text(typed.get(key, "")) for key in PERSON_KEYS]
    return blake2b(
        "\x1f".join(parts).encode(), digest_size=MENTION_HASH_BYTES, person=b"register" if is_register else b""
    ).digest()
