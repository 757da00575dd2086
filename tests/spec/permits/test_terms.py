"""분묘 설치기간 표

30년, 한 번 더 30년(조례로 5년 이상). 합장은 합장한 날부터. 끝은 포함하지 않는 날입니다.
"""

from datetime import date

import pytest

from duru.kernel.errors import Refused
from duru.services.permits.rules import grave_term
from tests.spec.tables import day, read_table

pytestmark = pytest.mark.unit

TERMS = read_table("""
매장       | 합장       | 연장 | 끝         | 연장 신청 끝 | 철거 끝
2001-01-13 |            |      | 2031-01-14 | 2031-05-14   | 2032-01-14
2001-01-13 |            | 30   | 2061-01-14 |              | 2062-01-14
2001-01-13 |            | 10   | 2041-01-14 |              | 2042-01-14
2001-01-13 | 2015-06-30 |      | 2045-07-01 | 2045-11-01   | 2046-07-01
2004-02-29 |            |      | 2034-03-01 | 2034-07-01   | 2035-03-01
""")


@pytest.mark.parametrize("row", TERMS, ids=lambda row: " ".join(filter(None, row.values())))
def test_term_of_a_grave(row):
    """장사법 제19조"""
    years = int(row["연장"]) if row["연장"] else None
    term = grave_term(day(row["매장"]), joined_on=day(row["합장"]), extended_years=years)
    assert term.span.until_on == day(row["끝"])
    assert (term.extend_within.until_on if term.extend_within else None) == day(row["연장 신청 끝"])
    assert term.clear_before == day(row["철거 끝"])


@pytest.mark.parametrize("years", [4, 31, 60])
def test_extension_is_once_and_of_five_to_thirty_years(years):
    with pytest.raises(Refused, match="연장은 한 번"):
        grave_term(date(2001, 1, 13), extended_years=years)


def test_second_burial_before_the_first_is_refused():
    with pytest.raises(Refused, match="앞섭니다"):
        grave_term(date(2001, 1, 13), joined_on=date(2000, 1, 1))
