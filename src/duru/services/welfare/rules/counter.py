"""Read what is typed into the one field of the counter: a name, the year or day of birth, the end of a telephone number."""

import re
from dataclasses import dataclass
from datetime import date

from duru.kernel.births import parse_birth
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text

_NUMBER = re.compile(r"[0-9][0-9./-]*")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the words say: `birth` and `phone` as typed, with the year and the last four digits drawn from them."""

    name: str
    birth: str = ""
    birth_year: int | None = None
    phone: str = ""
    phone_tail: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether name, birth and telephone are all there: nobody else is asked about by three of them by chance."""
        return bool(self.name and self.birth_year and self.phone_tail)


def read_words(text: str, *, today: date) -> Asked:
    """Read one line: «박말순 1941 1234», «박말순 410312 010-1234-5678», «박말순 41년생 끝자리 1234».

    The first number that can be a year or a day of birth is the birth; what is left is the telephone, its last four digits
    are enough. The order of the numbers matters only where both could be years.

    Raises:
        Refused: there is no name, or numbers are left that are neither.
    """
    cleaned = clean_text(text)
    numbers = _NUMBER.findall(cleaned)
    name = " ".join(re.sub(r"[0-9./-]+|년생|년|끝자리|전화|생년월일|[,·:()]", " ", cleaned).split())
    if not name:
        raise Refused("이름을 적어 주세요. 예: 박말순 1941 1234", field="who")
    birth, year, phone = "", None, ""
    for number in numbers:
        digits = re.sub(r"[^0-9]", "", number)
        if not birth and (found := _year_of(digits, number, today)):
            birth, year = number, found
        elif not phone and len(digits) >= 4:
            phone = digits
        else:
            raise Refused(
                "숫자는 태어난 해(또는 생년월일)와 전화 끝 네 자리만 적어 주세요. 예: 박말순 1941 1234", field="who"
            )
    return Asked(name, birth, year, phone, phone[-4:])


def _year_of(digits: str, typed: str, today: date) -> int | None:
    if len(digits) == 4:
        return int(digits) if 1890 <= int(digits) <= today.year else None
    if len(digits) == 2:
        century = 2000 if int(digits) <= today.year % 100 else 1900
        return century + int(digits)
    if len(digits) not in (6, 8) or typed.startswith("01"):
        return None
    try:
        birth = parse_birth(typed, today=today)
    except Refused:
        return None
    return birth.on.year if birth.on else birth.year
