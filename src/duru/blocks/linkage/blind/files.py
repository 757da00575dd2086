"""The files of a blind check: lines of an agency, people of a district, answers of the unit between them.

Lines and people are JSON Lines: a head {"scheme", "side", "made_on"}, then one object a line or person. An answer is CSV that a
spreadsheet opens: the agency's line number and the answer, nothing else.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from duru.blocks.linkage.blind.encoding import SCHEME
from duru.blocks.linkage.blind.matching import Side, pack

AGENCY, DISTRICT = "agency", "district"
NOTHING = "없음"
HEAD = ("줄", "답")
_STRANGE = "블라인드 확인 파일이 아닙니다. 두루가 만든 파일을 그대로 넣어 주세요."
_LONGEST_LINE = 1_000_000


class BlindRefused(ValueError):
    """A file that cannot be used; says in Korean what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """One of the district's people: his forms (filter → base64) and what is answered if he is asked for."""

    forms: list[dict[str, str]]
    answer: str


def write_people(path: Path, people: Iterable[Person], *, made_on: date) -> int:
    """Write the district's side and return how many people it names; whoever reads it without the key learns no word."""
    n = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps({"scheme": SCHEME, "side": DISTRICT, "made_on": made_on.isoformat()}) + "\n")
        for person in people:
            file.write(json.dumps({"forms": person.forms, "answer": person.answer}, ensure_ascii=False) + "\n")
            n += 1
    return n


def read_lines(path: Path) -> tuple[Side, list[int]]:
    """Return an agency's lines, and their numbers in its list.

    Raises:
        BlindRefused: another kind of file, or a damaged one.
    """
    rows = list(_rows(path, AGENCY))
    try:
        return pack([(at, row["filters"]) for at, row in enumerate(rows)]), [int(row["line"]) for row in rows]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BlindRefused(_STRANGE) from error


def read_people(path: Path) -> tuple[Side, list[str]]:
    """Return the district's people, and the answer each stands for.

    Raises:
        BlindRefused: another kind of file, or a damaged one.
    """
    forms: list[tuple[int, dict[str, str]]] = []
    answers: list[str] = []
    try:
        for at, row in enumerate(_rows(path, DISTRICT)):
            forms += [(at, form) for form in row["forms"]]
            answers.append(str(row["answer"]))
        return pack(forms), answers
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BlindRefused(_STRANGE) from error


def write_answers(path: Path, numbers: Sequence[int], answers: Sequence[str]) -> None:
    """Write the answers in the order of the agency's list."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([HEAD, *zip(numbers, answers, strict=True)])


def _rows(path: Path, side: str) -> Iterator[dict[str, Any]]:
    try:
        with path.open(encoding="utf-8") as file:
            head = json.loads(file.readline(_LONGEST_LINE) or "null")
            if not isinstance(head, dict) or head.get("scheme") != SCHEME:
                raise BlindRefused(_STRANGE)
            if head.get("side") != side:
                raise BlindRefused("두 파일의 자리가 바뀌었습니다. 기관의 토큰을 먼저, 구의 토큰을 다음에 적어 주세요.")
            while text := file.readline(_LONGEST_LINE):
                yield json.loads(text)
    except (ValueError, RecursionError) as error:  # BlindRefused is one of them, and says more
        if isinstance(error, BlindRefused):
            raise
        raise BlindRefused(_STRANGE) from error
