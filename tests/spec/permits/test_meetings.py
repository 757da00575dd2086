"""장사시설 회의와 수수료표

어떤 회의를 어느 민원에서 여는지, 며칠 전에 알려야 하는지, 민원마다 흔히 내는 돈은 무엇인지.
"""

from datetime import date

import pytest

from duru.services.permits.enums import MeetingKind
from duru.services.permits.errors import MeetingRefused
from duru.services.permits.rules import charges_of, check_notice
from tests.spec.tables import day, read_table

pytestmark = pytest.mark.unit

ON = date(2026, 11, 22)
MEETINGS = {kind.label: kind for kind in MeetingKind}

CALLED = read_table("""
회의                          | 민원        | 알린 날    | 여는 날    | 결과 | 까닭
개발행위 복합민원 일괄협의회  | development | 2026-11-23 | 2026-11-27 | 된다 |
개발행위 복합민원 일괄협의회  | development | 2026-11-23 | 2026-11-26 | 안 됨 | 3일 전까지
개발행위 복합민원 일괄협의회  | development | 2026-11-23 | 2026-11-25 | 안 됨 | 3일 전까지
개발행위 복합민원 일괄협의회  | development | 2026-11-23 | 2026-11-23 | 안 됨 | 3일 전까지
개발행위 복합민원 일괄협의회  | development | 2026-12-30 | 2027-01-03 | 된다 |
개발행위 복합민원 일괄협의회  | farmland    | 2026-11-23 | 2026-12-23 | 안 됨 | 열지 않습니다
개발행위 복합민원 일괄협의회  |             | 2026-11-23 | 2026-12-23 | 안 됨 | 열지 않습니다
민원실무심의회                |             | 2026-11-23 | 2026-11-23 | 된다 |
민원실무심의회                | farmland    | 2026-11-23 | 2026-11-24 | 된다 |
민원조정위원회                |             | 2026-11-23 | 2026-11-24 | 된다 |
""")

CHARGES = read_table("""
민원             | 이름                | 근거                    | 확인
farmland         | 농지보전부담금      | 농지법 제38조 | 확인 필요
forest           | 대체산림자원조성비  | 산지관리법 제19조 | 확인 필요
forest_temporary | 산지복구비          | 산지관리법 제38조 | 확인 필요
development      | 개발행위 이행보증금 | 국토계획법 제60조제1항 | 원문 확인
land_category    | 지목변경 취득세     | 지방세법 제7조 | 확인 필요
felling          | 민원 수수료         | 조례 | 확인 필요
                 | 민원 수수료         | 조례 | 확인 필요
""")


@pytest.mark.parametrize("row", CALLED, ids=lambda row: f"{row['회의']} {row['민원']} {row['여는 날']}")
def test_meeting_is_called_in_time_or_not_at_all(row):
    given = {"called_on": day(row["알린 날"]), "held_on": day(row["여는 날"])}
    if row["결과"] == "된다":
        assert check_notice(MEETINGS[row["회의"]], row["민원"], **given).basis
    else:
        with pytest.raises(MeetingRefused, match=row["까닭"]):
            check_notice(MEETINGS[row["회의"]], row["민원"], **given)


@pytest.mark.parametrize("row", CHARGES, ids=lambda row: f"{row['민원']} {row['이름']}")
def test_charge_comes_with_its_approval(row):
    found = {each.name: each for each in charges_of(row["민원"], on=ON)}
    assert row["근거"] in found[row["이름"]].basis
    assert found[row["이름"]].status.label == row["확인"]
