"""What is wrong in a form is said in Korean, entry by entry and row by row, in the order of the form."""

import pytest

from duru.blocks.casework.rules.forms import list_problems
from duru.blocks.casework.sample import APPLICATION

pytestmark = pytest.mark.unit
GOOD = {"facility": "family_grave", "lot": "나루동 산 12-3", "area_m2": 80}


@pytest.mark.parametrize(
    ("answers", "problems"),
    [
        (GOOD, []),
        (
            {},
            [
                ("facility", "시설 종류: 적어 주십시오."),
                ("lot", "토지 지번: 적어 주십시오."),
                ("area_m2", "면적(㎡): 적어 주십시오."),
            ],
        ),
        ({**GOOD, "facility": "castle"}, [("facility", "시설 종류: 목록에서 골라 주십시오.")]),
        ({**GOOD, "lot": ""}, [("lot", "토지 지번: 적어 주십시오.")]),
        ({**GOOD, "lot": "가" * 101}, [("lot", "토지 지번: 100자까지 적을 수 있습니다.")]),
        ({**GOOD, "area_m2": 0}, [("area_m2", "면적(㎡): 0보다 커야 합니다.")]),
        ({**GOOD, "area_m2": 100_001}, [("area_m2", "면적(㎡): 100,000 이하여야 합니다.")]),
        ({**GOOD, "area_m2": "넓음"}, [("area_m2", "면적(㎡): 숫자로 적어 주십시오.")]),
        ({**GOOD, "secret": 1}, [("secret", "secret: 이 서식에 없는 칸입니다.")]),
        (
            {**GOOD, "owners": [{"name": "박말순"}, {"share": 120}, {"name": ""}]},
            [
                ("owners.2.name", "토지 소유자 2번째 줄 이름: 적어 주십시오."),
                ("owners.2.share", "토지 소유자 2번째 줄 지분(%): 100 이하여야 합니다."),
                ("owners.3.name", "토지 소유자 3번째 줄 이름: 적어 주십시오."),
            ],
        ),
        ({**GOOD, "owners": [{"name": "가"}] * 21}, [("owners", "토지 소유자: 20줄까지 적을 수 있습니다.")]),
    ],
)
def test_each_wrong_entry_has_its_sentence(answers, problems):
    assert list_problems(APPLICATION, answers) == problems


@pytest.mark.parametrize(
    ("typed", "is_right"), [("2026-02-28", True), ("2026-02-30", False), ("26.2.3", False), ("", False)]
)
def test_a_day_is_a_real_day(typed, is_right):
    schema = {"type": "object", "properties": {"on": {"title": "날", "type": "string", "format": "date"}}}
    assert (list_problems(schema, {"on": typed}) == []) is is_right
