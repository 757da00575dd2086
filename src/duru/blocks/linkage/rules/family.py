"""Who stands near a candidate: people who are easily taken for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared of two people; empty values say nothing. `home` is building and unit."""

    name: str
    birth_on: date | None
    birth_year: int | None
    phone: str
    home: tuple[int, str] | None


def nearness(candidate: Traits, other: Traits, *, record_name: str = "") -> list[str]:
    """Say in words why somebody may be meant instead of the candidate, the strongest first; [] when nothing is shared.

    Twins: the same birth date in one flat. 동명이인: the same name and the same birth date or year elsewhere.

    Args:
        record_name: The name in the record that is being decided; told when the other one bears it.
    """
    same_home = candidate.home is not None and candidate.home == other.home
    same_birth = candidate.birth_on is not None and candidate.birth_on == other.birth_on
    same_name = candidate.name == other.name
    words = []
    if same_home and same_birth:
        words.append("쌍둥이일 수 있음(같은 집, 생년월일 같음)")
    elif same_name and same_birth:
        words.append("동명이인(이름과 생년월일 같음)")
    elif same_name and candidate.birth_year and candidate.birth_year == other.birth_year:
        words.append("동명이인(이름과 태어난 해 같음)")
    elif same_home:
        words.append("같은 집")
    if candidate.phone and candidate.phone == other.phone:
        words.append("전화를 함께 씀")
    if words and record_name and record_name == other.name and not same_name:
        words.insert(0, "기록에 적힌 이름과 같음")
    return words
