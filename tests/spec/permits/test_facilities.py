"""사설 장사시설 결정표

누구의 어떤 시설인지에 따라 허가인지 신고인지, 언제 하는지, 무엇을 증명서로 받는지. 아래로는 크기, 의제, 서류를 줄마다 적습니다.
"""

from datetime import date
from decimal import Decimal

import pytest

from duru.kernel.errors import Refused
from duru.services.permits.enums import Facility, LegalForm, Measure, Owner, Procedure
from duru.services.permits.rules import Answers, Kind, find_kind, guide, is_reported_after, papers_of, rows
from tests.spec.tables import read_table

pytestmark = pytest.mark.unit

ON = date(2026, 11, 22)
FACILITIES = {
    "묘지": Facility.CEMETERY, "봉안당": Facility.COLUMBARIUM_HALL, "봉안묘": Facility.COLUMBARIUM_TOMB,
    "자연장지": Facility.NATURAL_BURIAL, "화장시설": Facility.CREMATORIUM,
}  # fmt: skip
OWNERS = {
    "개인": Owner.PERSON, "가족": Owner.FAMILY, "종중": Owner.CLAN, "종교": Owner.RELIGIOUS, "법인": Owner.CORPORATION,
    "": None,
}  # fmt: skip
FORMS = {
    "재단": LegalForm.FOUNDATION, "공공": LegalForm.PUBLIC_BODY, "종교": LegalForm.RELIGIOUS_BODY, "": LegalForm.OTHER,
}  # fmt: skip
PROCEDURES = {
    "허가": Procedure.PERMIT, "신고(전)": Procedure.REPORT_BEFORE, "신고(후 30일)": Procedure.REPORT_AFTER,
}  # fmt: skip

EVERY_KIND = read_table("""
시설     | 주인 | 절차          | 증명서         | 완료 확인 뒤 | 조문
묘지     | 개인 | 신고(후 30일) | 설치신고증명서 |              | 장사법 제14조제1항제1호
묘지     | 가족 | 허가          | 설치허가증     | 예           | 장사법 제14조제1항제2호
묘지     | 종중 | 허가          | 설치허가증     | 예           | 장사법 제14조제1항제3호
묘지     | 법인 | 허가          | 설치허가증     | 예           | 장사법 제14조제1항제4호
봉안당   | 가족 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안당   | 종중 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안당   | 종교 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안당   | 법인 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안묘   | 개인 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안묘   | 가족 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안묘   | 종중 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안묘   | 종교 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
봉안묘   | 법인 | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
자연장지 | 개인 | 신고(후 30일) | 조성신고증명서 |              | 장사법 제16조제1항제1호
자연장지 | 가족 | 신고(전)      | 조성신고증명서 |              | 장사법 제16조제1항제1호
자연장지 | 종중 | 신고(전)      | 조성신고증명서 |              | 장사법 제16조제1항제2호
자연장지 | 종교 | 허가          | 조성허가증     | 예           | 장사법 제16조제1항제3호
자연장지 | 법인 | 허가          | 조성허가증     | 예           | 장사법 제16조제1항제3호
화장시설 |      | 신고(전)      | 설치신고증명서 |              | 장사법 제15조제1항
""")


@pytest.mark.parametrize("row", EVERY_KIND, ids=lambda row: f"{row['주인']}{row['시설']}")
def test_each_facility_has_its_procedure_and_certificate(row):
    """절차와 증명서"""
    kind = find_kind(FACILITIES[row["시설"]], OWNERS[row["주인"]], on=ON)
    assert kind.procedure == PROCEDURES[row["절차"]]
    assert kind.certificate == row["증명서"]
    assert kind.certificate_after_completion == (row["완료 확인 뒤"] == "예")
    assert kind.basis.startswith(row["조문"])
    assert is_reported_after(kind) == ("후" in row["절차"])


def test_table_above_names_every_kind():
    assert len(EVERY_KIND) == len(rows(Kind))


@pytest.mark.parametrize(("facility", "owner"), [("봉안당", "개인"), ("묘지", "종교")])
def test_what_the_law_does_not_know_is_refused(facility, owner):
    with pytest.raises(Refused, match="법에 없습니다"):
        find_kind(FACILITIES[facility], OWNERS[owner], on=ON)


OBJECTIONS = read_table("""
시설     | 주인 | 전체     | 1기 | 합장 | 봉안묘 | 높이 | 구   | 법인 | 걸리는 조문
묘지     | 개인 | 30       |     |      |        |      |      |      |
묘지     | 개인 | 30.1     |     |      |        |      |      |      | 장사법 제18조제2항
묘지     | 가족 | 100      | 10  | 15   |        |      |      |      |
묘지     | 가족 | 100.5    |     |      |        |      |      |      | 장사법 시행령 별표 2
묘지     | 가족 |          | 11  |      |        |      |      |      | 장사법 제18조제1항
묘지     | 가족 |          | 10  | 15.5 |        |      |      |      | 장사법 제18조제1항
묘지     | 종중 | 1000     | 10  |      |        |      |      |      |
묘지     | 종중 | 1001     |     |      |        |      |      |      | 장사법 시행령 별표 2
묘지     | 법인 | 100000   |     |      |        |      |      | 재단 |
묘지     | 법인 | 100000   |     |      |        |      |      |      | 장사법 제14조제5항
묘지     | 법인 | 100000   |     |      |        |      |      | 공공 | 장사법 제14조제5항
묘지     | 법인 | 99999    |     |      |        |      |      | 재단 | 장사법 시행령 별표 2
봉안묘   | 개인 | 10       |     |      | 2      | 70   |      |      |
봉안묘   | 가족 |          |     |      | 2      | 71   |      |      | 장사법 제18조제3항
봉안묘   | 가족 |          |     |      | 2.1    | 70   |      |      | 장사법 제18조제3항
봉안당   | 법인 |          |     |      |        |      | 499  |      |
봉안당   | 법인 |          |     |      |        |      | 500  |      | 장사법 제15조제4항
봉안당   | 법인 |          |     |      |        |      | 500  | 재단 |
봉안당   | 법인 |          |     |      |        |      | 500  | 공공 |
봉안당   | 종교 |          |     |      |        |      | 3000 | 종교 |
봉안당   | 종중 |          |     |      |        |      | 900  |      |
봉안당   | 가족 |          |     |      |        |      | 600  |      |
자연장지 | 개인 | 29       |     |      |        |      |      |      |
자연장지 | 개인 | 100      |     |      |        |      |      |      | 장사법 제16조제1항제1호
자연장지 | 가족 | 99       |     |      |        |      |      |      |
자연장지 | 가족 | 100      |     |      |        |      |      |      | 장사법 제16조제1항제1호
자연장지 | 종중 | 2000     |     |      |        |      |      |      |
자연장지 | 종교 | 40000    |     |      |        |      |      | 종교 |
자연장지 | 종교 | 40001    |     |      |        |      |      | 종교 | 장사법 시행령 별표 4
자연장지 | 법인 | 50000    |     |      |        |      |      | 공공 |
자연장지 | 법인 | 50000    |     |      |        |      |      |      | 장사법 제16조제6항
""")


@pytest.mark.parametrize("row", OBJECTIONS, ids=lambda row: " ".join(filter(None, row.values())))
def test_sizes_and_builders_outside_the_law_are_named_with_the_article(row):
    """크기와 자격"""
    sizes = {
        measure: Decimal(row[name])
        for name, measure in {
            "전체": Measure.AREA, "1기": Measure.GRAVE_AREA, "합장": Measure.JOINT_GRAVE_AREA, "봉안묘": Measure.TOMB_AREA,
            "높이": Measure.TOMB_HEIGHT,
        }.items()
        if row[name]
    }  # fmt: skip
    remains = int(row["구"]) if row["구"] else None
    answers = Answers(FACILITIES[row["시설"]], OWNERS[row["주인"]], FORMS[row["법인"]], sizes, remains)
    found = guide(answers, on=ON).objections
    assert (found[0].basis if found else "") == row["걸리는 조문"]
    assert all(each.to_check == ("별표" in each.basis) for each in found)


APPROVALS = read_table("""
시설     | 주인 | 면적 | 수목장 | 땅     | 형질변경 | 따로 받음                              | 의제
묘지     | 가족 | 99   |        | forest | 예       | 개발행위, 토지이동                     | 산지전용, 입목벌채
묘지     | 가족 | 100  |        | forest | 예       | 산지전용, 입목벌채, 개발행위, 토지이동 |
묘지     | 종중 | 99   |        | forest |          | 토지이동                               | 산지전용, 입목벌채
묘지     | 종중 | 800  |        | forest |          | 산지전용, 입목벌채, 토지이동           |
묘지     | 가족 | 99   |        | field  | 예       | 농지전용, 개발행위, 토지이동           |
묘지     | 가족 |      |        | forest |          | 산지전용, 입목벌채, 토지이동           |
묘지     | 법인 | 99   |        | forest |          | 산지전용, 입목벌채, 토지이동           |
자연장지 | 가족 | 99   | 예     | forest |          | 토지이동                               | 산지일시사용, 입목벌채
자연장지 | 가족 | 99   |        | forest |          | 산지전용, 입목벌채, 토지이동           |
자연장지 | 개인 | 20   | 예     | forest |          | 산지일시사용, 입목벌채, 토지이동       |
봉안당   | 가족 | 50   |        | other  |          | 건축, 토지이동                         |
""")


@pytest.mark.parametrize("row", APPROVALS, ids=lambda row: " ".join(filter(None, row.values())))
def test_only_what_the_article_lists_is_deemed_given(row):
    """의제: 100㎡ 미만 가족·종중 묘지와 수목장림의 산지 관련만. 농지전용과 개발행위는 아님"""
    answers = Answers(
        FACILITIES[row["시설"]],
        OWNERS[row["주인"]],
        sizes={Measure.AREA: Decimal(row["면적"])} if row["면적"] else {},
        is_woodland=row["수목장"] == "예",
        land=row["땅"],
        alters_land=row["형질변경"] == "예",
    )
    found = guide(answers, on=ON).approvals
    own = [short(each.approval.label) for each in found if each.deemed is None]
    deemed = [short(each.approval.label) for each in found if each.deemed is not None]
    assert (", ".join(own), ", ".join(deemed)) == (row["따로 받음"], row["의제"])


def short(label: str) -> str:
    for name in ("농지전용", "산지전용", "산지일시사용", "입목벌채", "개발행위", "건축", "토지이동"):
        if label.startswith(name):
            return name
    return label


def test_no_paper_is_asked_for_that_the_office_looks_up_itself():
    own = ("토지(임야)대장", "등기", "토지이용계획확인서", "지적도", "임야도", "건축물대장")
    for kind in rows(Kind):
        papers = papers_of(kind, is_own_land=True, on=ON) + papers_of(kind, is_own_land=False, on=ON)
        assert papers, kind.label
        assert not [row.paper for row in papers if any(word in row.paper for word in own)]
        assert guide(Answers(kind.facility, kind.owner), on=ON).lookups, kind.label


@pytest.mark.parametrize(
    ("owner", "is_own", "paper", "not_asked"),
    [
        (Owner.PERSON, False, "사용승낙서", "소유임을 증명"),
        (Owner.FAMILY, True, "소유임을 증명", "사용승낙서"),
        (Owner.FAMILY, False, "사용승낙서", "소유임을 증명"),
    ],
)
def test_consent_of_the_owner_is_asked_for_only_on_land_of_others(owner, is_own, paper, not_asked):
    kind = find_kind(Facility.CEMETERY, owner, on=ON)
    text = " / ".join(row.paper for row in papers_of(kind, is_own_land=is_own, on=ON))
    assert paper in text
    assert not_asked not in text
