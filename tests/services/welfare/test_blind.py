"""A blind check from the agency's list to its answer: the district sees no list, the unit no word."""

import json
from datetime import timedelta

import pytest

from duru.blocks.access.api import NotAllowed, Role
from duru.blocks.audit.api import list_entries
from duru.blocks.benefits.api import ensure_catalogue
from duru.blocks.linkage.blind.encoding import encode, fields_of
from duru.blocks.linkage.blind_api import NOTHING, match, read_lines, read_people
from duru.services.welfare.api import gift_of, write_blind_people
from tests.services.welfare.district import TODAY, agency, kimchi, person, worker
from tests.services.welfare.test_giving import agree

KEY = bytes(range(32))


def asked(path, *rows):
    lines = [
        {"line": at, "filters": encode(fields_of(name=name, birth=birth), KEY)}
        for at, (name, birth) in enumerate(rows, 2)
    ]
    path.write_text("\n".join(map(json.dumps, [{"scheme": "duru-clk-1", "side": "agency"}, *lines])) + "\n")
    return path


@pytest.fixture
def centre(scope):
    ensure_catalogue()
    return worker(agency("복지관"), role=Role.AGENCY_WORKER)


def test_an_agency_learns_of_those_who_agreed_and_of_nobody_else(scope, centre, tmp_path):
    church = agency("교회")
    given, none, silent, hidden = (
        person(name, birth_on=born)
        for name, born in (("박말순", TODAY.replace(year=1941)), ("이영희", TODAY.replace(year=1950)), ("최봉례", TODAY.replace(year=1939)), ("정숨김", TODAY.replace(year=1980)))
    )  # fmt: skip
    hidden.is_protected = True
    hidden.save()
    for who in (given, silent, hidden):
        kimchi(who, church, TODAY - timedelta(days=9))
    for who in (given, none, hidden):
        agree(who, centre, "private_handouts")
    path = tmp_path / "people.jsonl"
    gift = gift_of("김장 김치", on=TODAY, official=False)
    assert write_blind_people(asker=centre, gift=gift, key=KEY, path=path, on=TODAY) == 2
    text = path.read_text(encoding="utf-8")
    assert not any(word in text for word in ("박말순", "1941", "교회", "최봉례"))

    known, answers = read_people(path)
    rows = [(each.name, "") for each in (given, none, silent, hidden)]
    lines, numbers = read_lines(asked(tmp_path / "lines.jsonl", *[(name, "") for name, _ in rows]))
    assert match(lines, known) == [None] * 4, "a name alone is nobody"
    born = [(each.name, str(each.birth_on)) for each in (given, none, silent, hidden)]
    lines, numbers = read_lines(asked(tmp_path / "lines.jsonl", *born))
    told = [answers[each] if each is not None else "" for each in match(lines, known)]
    assert told == ["유사 수혜 있음(식품 2026. 11.)", NOTHING, "", ""]
    assert numbers == [2, 3, 4, 5]
    assert "블라인드 확인 토큰 만들기" in {entry.action for entry in list_entries()}


def test_who_may_not_check_lists_gets_no_tokens(scope, centre, tmp_path):
    volunteer = worker(agency("푸드뱅크"), role=Role.RECORDER)
    gift = gift_of("김장 김치", on=TODAY, official=False)
    with pytest.raises(NotAllowed):
        write_blind_people(asker=volunteer, gift=gift, key=KEY, path=tmp_path / "p", on=TODAY)
    assert not (tmp_path / "p").exists()
