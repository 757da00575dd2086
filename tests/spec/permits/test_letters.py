"""장사시설 편지표

민원에 일어난 일마다 어떤 문서를 저절로 기안하는지, 근거는 무엇인지. 적히지 않은 일에는 문서가 나가지 않습니다.
"""

import tomllib
from datetime import date
from importlib import resources

import pytest

from duru.blocks.documents.enums import LetterKind
from duru.services.permits.enums import Occasion
from duru.services.permits.rules import Kind, Letter, articles_in, find_letter, occasion_of, rows
from tests.spec.tables import read_table

pytestmark = pytest.mark.unit

ON = date(2026, 11, 22)
KINDS = {kind.label: kind for kind in rows(Kind)} | {"다른 법의 허가": None, "사전심사": None}
LETTERS = {kind.label: kind.value for kind in LetterKind}

CASES = read_table("""
민원            | 일어난 일    | 단계        | 경우     | 문서            | 받는 이     | 근거
가족묘지        | opened       |             |          | 접수증          | applicant   | 민원처리법 제9조
가족묘지        | paused       |             | 보완     | 보완요구        | applicant   | 민원처리법 제22조
가족묘지        | paused       |             | 검사     |                 |             |
가족묘지        | extended     |             |          | 처리기간 연장통지 | applicant | 민원처리법 시행령 제21조
가족묘지        | asked        | opinion     |          | 협의요청        | departments | 민원처리법 제20조
가족묘지        | asked        | opinion     | 의제     | 협의요청        | departments | 행정기본법 제24조제3항
가족묘지        | reminded     | opinion     |          | 독촉            | department  | 민원처리법 제20조
가족묘지        | reminded     | opinion     | 의제     | 독촉            | department  | 행정기본법 제24조제4항
가족묘지        | reminded     | opinion     | 지난 뒤  | 독촉            | department  | 민원처리법 시행령 제28조
가족묘지        | reminded     |             |          |                 |             |
가족묘지        | overdue      | opinion     |          | 독촉            | department  | 민원처리법 시행령 제28조
가족묘지        | overdue      | review      |          |                 |             |
가족묘지        | overdue      |             |          | 독촉            | lead        | 민원처리법 시행령 제28조
가족묘지        | task_opened  | review      |          |                 |             |
가족묘지        | task_opened  | notify      |          | 처리결과 통지   | applicant   | 장사법 시행규칙 제6조제4항
가족묘지        | task_opened  | certificate |          | 허가증          | applicant   | 제19조
가족묘지        | task_opened  | refusal     | 거부     | 불허통지        | applicant   | 행정절차법 제23조
법인자연장지    | task_opened  | certificate |          | 허가증          | applicant   | 장사법 제16조제5항
개인묘지        | task_opened  | certificate |          | 신고증명서      | applicant   | 제19조
가족봉안묘      | task_opened  | certificate |          | 신고증명서      | applicant   | 장사법 제15조
가족봉안묘      | task_opened  | refusal     | 거부     | 불허통지        | applicant   | 행정절차법 제23조
다른 법의 허가  | opened       |             |          | 접수증          | applicant   | 민원처리법 제9조
다른 법의 허가  | task_opened  | notify      |          | 처리결과 통지   | applicant   | 민원처리법 제27조
다른 법의 허가  | task_opened  | notify      | 거부     | 불허통지        | applicant   | 행정절차법 제23조
사전심사        | opened       |             |          | 접수증          | applicant   | 민원처리법 제9조
사전심사        | task_opened  | notify      |          | 처리결과 통지   | applicant   | 민원처리법 제30조
가족묘지        | returned     |             |          | 처리결과 통지   | applicant   | 민원처리법 시행령 제25조
가족묘지        | transferred  |             |          | 처리결과 통지   | applicant   | 민원처리법 제16조
가족묘지        | withdrawn    |             |          |                 |             |
""")


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['민원']} {row['일어난 일']} {row['단계']} {row['경우']}")
def test_event_calls_for_its_letter(row):
    kind = KINDS[row["민원"]]
    occasion = occasion_of(
        row["일어난 일"],
        {"reason": {"보완": "supplement", "검사": "test"}.get(row["경우"], "")},
        step=row["단계"],
        is_deemed=row["경우"] == "의제",
        is_past=row["경우"] == "지난 뒤",
        is_facility=kind is not None,
        is_refused=row["경우"] == "거부",
    )
    letter = find_letter(occasion, kind, is_prior=row["민원"] == "사전심사", on=ON) if occasion else None
    assert (letter.letter if letter else "") == LETTERS.get(row["문서"], "")
    if letter:
        assert letter.to == row["받는 이"]
        assert row["근거"] in letter.basis


def test_deemed_consent_and_refusals_of_reports_have_words_of_their_own():
    asked = find_letter(Occasion.ASKED_DEEMED, KINDS["가족묘지"], on=ON)
    refused = find_letter(Occasion.REFUSED, KINDS["가족봉안묘"], on=ON)
    grave = find_letter(Occasion.CERTIFICATE, KINDS["종중·문중묘지"], on=ON)
    assert [each.variant for each in (asked, refused, grave)] == ["funeral_deemed", "funeral_report", "funeral_grave"]


def test_before_a_law_was_in_force_no_letter_names_it():
    assert find_letter(Occasion.EXTENDED, KINDS["가족묘지"], on=date(2026, 5, 5)) is None
    assert find_letter(Occasion.ASKED_DEEMED, KINDS["가족묘지"], on=date(2023, 3, 23)) is None


def test_every_wording_a_letter_names_ships():
    """A row whose variant is in no file would silently be written in everybody's words, with fields it does not know."""
    shipped = set()
    for package in ("duru.blocks.documents.letters", "duru.services.permits.letters"):
        text = resources.files(package).joinpath("shipped.toml").read_text(encoding="utf-8")
        shipped |= {(each["kind"], each.get("variant", "")) for each in tomllib.loads(text)["template"]}
    assert {(row.letter, row.variant) for row in rows(Letter)} <= shipped


@pytest.mark.parametrize(
    ("reason", "articles"),
    [
        ("상수원보호구역입니다(장사법 제17조제2호).", "장사법 제17조제2호"),
        (
            "하나(장사법 제17조제2호) 둘(국토계획법 제56조) 다시(장사법 제17조제2호)",
            "장사법 제17조제2호; 국토계획법 제56조",
        ),
        ("면적이 넓습니다(100㎡ 초과).", ""),
        ("", ""),
    ],
)
def test_articles_are_read_out_of_a_reason(reason, articles):
    assert articles_in(reason) == articles
