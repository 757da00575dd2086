"""The three kinds of files this block takes: 제공 기록, 공적급여 명단, 욕구·위기 명단."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from duru.blocks.benefits import enums
from duru.blocks.benefits.catalogue.words import load_catalogue
from duru.blocks.benefits.models import BenefitRow, Grant, Handout, Need
from duru.blocks.benefits.rules import funding_of, per_of
from duru.blocks.exchange.api import CLEAN_COUNT, CLEAN_DAY, CLEAN_WON, Batch, CellContext, Dataset, Field
from duru.blocks.tenancy.api import bulk_insert
from duru.kernel.dates import parse_day
from duru.kernel.errors import Refused
from duru.kernel.hangul import clean_text
from duru.kernel.money import parse_won

_LONGEST = 120
_MOST = 10**7
_QUANTITY = re.compile(r"약?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*([가-힣A-Za-z㎏()/]*)")
_PAY_DAY = re.compile(r"(?:매월|매달)?\s*([0-9]{1,2})\s*일?|말일")
_CATEGORY_OF_LABEL = {each.label: each for each in enums.Category} | {
    "생계": enums.Category.LIVING_CASH,
    "현금": enums.Category.LIVING_CASH,
    "난방": enums.Category.FUEL,
    "식생활": enums.Category.FOOD,
    "먹거리": enums.Category.FOOD,
    "보건": enums.Category.MEDICAL,
    "건강": enums.Category.MEDICAL,
    "가전제품": enums.Category.APPLIANCE,
    "문화": enums.Category.LEISURE,
}


def _text(typed: str, cell: CellContext) -> str:
    return clean_text(typed)[:_LONGEST]


def _day(typed: str, cell: CellContext) -> date:
    return parse_day(typed, today=cell.today)


def _won(typed: str, cell: CellContext) -> int | None:
    if clean_text(typed) in ("-", "없음", "무료", "해당없음", "미상"):
        return None
    return parse_won(typed, unit_won=1_000 if "천원" in cell.header else 10_000 if "만원" in cell.header else 1)


def _quantity(typed: str, cell: CellContext) -> tuple[float, str]:
    """Read an amount with or without its unit: 10, 10kg, 1,200 장."""
    text = clean_text(typed)
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise Refused(f"‘{text[:20]}’을 수량으로 읽을 수 없습니다. 숫자로 적어 주세요.", field="quantity")
    number = float(match[1].replace(",", ""))
    if number > _MOST:
        raise Refused(f"‘{text[:20]}’은 수량이 너무 큽니다. 확인해 주세요.", field="quantity")
    return number, match[2][:20]


def _category(typed: str, cell: CellContext) -> str:
    """Read the agency's own word for the content; an unknown word is no reason to refuse, the item decides then."""
    return _CATEGORY_OF_LABEL.get(clean_text(typed).replace(" ", ""), "")


def _pay_day(typed: str, cell: CellContext) -> int | None:
    """Read the day of the month on which a benefit is paid: 25, 매월 25일, 말일, or a whole date's day."""
    text = clean_text(typed)
    if match := _PAY_DAY.fullmatch(text):
        day = int(match[1]) if match[1] else 31
        if 1 <= day <= 31:
            return day
    try:
        return parse_day(text, today=cell.today).day
    except Refused:
        raise Refused(f"‘{text[:20]}’을 지급일로 읽을 수 없습니다. 25처럼 날만 적어 주세요.", field="pays_on") from None


def _state(typed: str, cell: CellContext) -> str:
    text = clean_text(typed).replace(" ", "")
    if any(word in text for word in ("종료", "상실", "중지", "탈락", "취소", "해지")):
        return enums.GrantState.ENDED
    if any(word in text for word in ("정지", "보류", "유예")):
        return enums.GrantState.SUSPENDED
    return enums.GrantState.ACTIVE


def _per(typed: str, cell: CellContext) -> str:
    return clean_text(typed)[:20]


_PER = Field(
    "per",
    "개인·가구",
    ("지원단위", "가구개인", "대상구분", "단위구분", "대상", "지원대상구분"),
    parse=_per,
    takes_any_text=True,
)

HANDOUT_FIELDS = (
    Field(
        "given_on", "제공일",
        ("제공일자", "지원일", "지원일자", "지급일", "지급일자", "배부일", "배부일자", "전달일", "나눔일", "나눈날", "이용일", "시작일",
         "제공시작일", "일자", "날짜"),
        parse=_day, is_required=True, clean=CLEAN_DAY, hint="준 날. 기간이면 첫날",
    ),
    Field(
        "until_on", "종료일",
        ("지원종료일", "제공종료일", "끝난날", "종료일자", "마지막날"),
        parse=_day, clean=CLEAN_DAY, hint="기간으로 준 것의 마지막 날",
    ),
    Field(
        "item", "품목·내용",
        ("품목", "물품", "물품명", "품명", "지원품목", "지원내역", "지원내용", "나눔물품", "제공내용", "서비스", "서비스명", "내용", "내역",
         "제공물품", "지원물품"),
        parse=_text, is_required=True, takes_any_text=True, hint="무엇을 주었는지",
    ),
    Field("category", "분야", ("분류", "지원분야", "구분", "종류", "영역"), parse=_category, takes_any_text=True),
    Field("quantity", "수량", ("개수", "지원수량", "물량", "횟수"), parse=_quantity, clean=CLEAN_COUNT),
    Field("unit_word", "단위", ("수량단위",), parse=_text, takes_any_text=True),
    Field(
        "value_won", "환산금액",
        ("환산금액원", "금액", "금액원", "시가환산액", "환산액", "환산액원", "지원금액", "지원액", "단가총액", "후원금액", "가액"),
        parse=_won, clean=CLEAN_WON, hint="물건이면 값으로 환산한 금액(원)",
    ),
    Field("campaign", "사업·캠페인", ("사업명", "행사명", "행사", "캠페인", "프로그램", "프로그램명", "사업"), parse=_text, takes_any_text=True),
    _PER,
    Field("funding", "재원", ("재원구분", "예산", "예산구분", "후원구분"), parse=_text, takes_any_text=True),
    Field("donor", "후원자", ("후원처", "기부자", "후원기관", "기탁자", "후원업체"), parse=_text, takes_any_text=True),
)  # fmt: skip

GRANT_FIELDS = (
    Field(
        "programme", "급여 종류",
        ("급여명", "급여종류", "급여", "급여구분", "보장구분", "자격구분", "서비스명", "수급구분", "사업명", "지원종류"),
        parse=_text, is_required=True, takes_any_text=True,
    ),
    Field(
        "amount_won", "월 금액",
        ("월지급액", "월지급액원", "지급액", "지급금액", "월급여액", "급여액", "금액", "금액원", "결정금액", "월액"),
        parse=_won, clean=CLEAN_WON,
    ),
    Field("decided_on", "결정일", ("결정일자", "보장결정일", "책정일", "선정일"), parse=_day, clean=CLEAN_DAY),
    Field(
        "from_on", "개시일",
        ("지급시작일", "자격취득일", "지급개시일", "시작일", "보장시작일", "수급시작일", "개시일자", "자격시작일"),
        parse=_day, clean=CLEAN_DAY,
    ),
    Field(
        "until_on", "종료일",
        ("지급종료일", "자격종료일", "보장종료일", "중지일", "상실일", "종료일자", "수급종료일"),
        parse=_day, clean=CLEAN_DAY, hint="마지막 날. 계속이면 빈칸",
    ),
    Field("pays_on", "지급일", ("매월지급일", "정기지급일", "급여지급일", "지급예정일"), parse=_pay_day, clean=r"[1-9]|[12][0-9]|3[01]"),
    Field("state", "상태", ("자격상태", "수급상태", "지급상태", "급여상태"), parse=_state),
    _PER,
)  # fmt: skip

NEED_FIELDS = (
    Field(
        "kind", "욕구·위기 유형",
        ("욕구구분", "위기유형", "주요욕구", "욕구", "어려움", "유형", "위기사유", "욕구유형", "대상유형", "위기상황"),
        parse=_text, is_required=True, takes_any_text=True,
    ),
    Field(
        "since_on", "조사일",
        ("발굴일", "발굴일자", "등록일", "접수일", "조사일자", "상담일", "발견일", "등록일자"),
        parse=_day, is_required=True, clean=CLEAN_DAY,
    ),
)  # fmt: skip


def refuse_handout(values: Mapping[str, Any]) -> str | None:
    """Refuse a handout whose last day lies before its first."""
    until = values.get("until_on")
    if until is not None and until < values["given_on"]:
        return "종료일이 제공일보다 빠릅니다. 두 날짜를 확인해 주세요."
    return None


def refuse_grant(values: Mapping[str, Any]) -> str | None:
    """Refuse a grant without a first day, or with its last day before its first."""
    start = values.get("from_on") or values.get("decided_on")
    if start is None:
        return "개시일이나 결정일이 있어야 합니다. 둘 중 하나를 적어 주세요."
    until = values.get("until_on")
    if until is not None and until < start:
        return "종료일이 개시일보다 빠릅니다. 두 날짜를 확인해 주세요."
    return None


_HANDOUT = (
    "row_id", "record_id", "category", "programme", "item", "quantity", "unit", "value_won", "given_on", "until_on",
    "campaign", "campaign_key", "per", "funding", "donor",
)  # fmt: skip
_GRANT = (
    "row_id", "record_id", "programme", "programme_typed", "category", "per", "amount_won", "decided_on", "from_on",
    "until_on", "state", "pays_on",
)  # fmt: skip
_NEED = ("row_id", "record_id", "kind", "category", "since_on", "note_masked")


def store_handouts(batch: Batch) -> None:
    """Put a batch of handouts into the ledger; a repeated row changes nothing."""
    catalogue = load_catalogue(batch.uploaded_at.date())
    rows = []
    for row in batch.rows:
        values = row.values
        given_on, item, campaign = values["given_on"], values["item"], values.get("campaign", "")
        key = catalogue.campaign_key(campaign, item, batch.title, given_on)
        quantity, glued_unit = values.get("quantity") or (None, "")
        rows.append(
            (
                row.row_id,
                row.record_id,
                values.get("category") or catalogue.category_of(item, campaign),
                catalogue.kind_of(item),
                item,
                quantity,
                (values.get("unit_word") or glued_unit)[:20],
                values.get("value_won"),
                given_on,
                _day_after(values.get("until_on")),
                campaign,
                key,
                per_of(values.get("per", ""), campaign=key),
                funding_of(values.get("funding", "")),
                values.get("donor", "")[:80],
            )
        )
    _insert(Handout, _HANDOUT, batch, rows)


def store_grants(batch: Batch) -> None:
    """Put a batch of public benefits into the ledger; a repeated row changes nothing."""
    catalogue = load_catalogue(batch.uploaded_at.date())
    rows = []
    for row in batch.rows:
        values = row.values
        typed = values["programme"]
        known = catalogue.programme_of(typed)
        per = values.get("per", "")
        rows.append(
            (
                row.row_id,
                row.record_id,
                known.name if known else typed[:60],
                typed,
                known.category if known else catalogue.category_of(typed, ""),
                per_of(per, campaign="") if per or known is None else known.per,
                values.get("amount_won"),
                values.get("decided_on"),
                values.get("from_on") or values["decided_on"],
                _day_after(values.get("until_on")),
                values.get("state", enums.GrantState.ACTIVE),
                values.get("pays_on") or (known.pays_on if known else None),
            )
        )
    _insert(Grant, _GRANT, batch, rows)


def store_needs(batch: Batch) -> None:
    """Put a batch of known needs into the ledger; a repeated row changes nothing."""
    catalogue = load_catalogue(batch.uploaded_at.date())
    rows = [
        (
            row.row_id,
            row.record_id,
            row.values["kind"][:40],
            catalogue.category_of(row.values["kind"], ""),
            row.values["since_on"],
            "",
        )
        for row in batch.rows
    ]
    _insert(Need, _NEED, batch, rows)


def _insert(model: type[BenefitRow], columns: tuple[str, ...], batch: Batch, rows: list[tuple]) -> None:
    bulk_insert(
        model, columns, rows, same={"organisation_id": batch.organisation_id}, unless_known=("tenant_id", "row_id")
    )


def _day_after(last: date | None) -> date | None:
    """Turn the last day of a list into the half-open end of the ledger."""
    return last + timedelta(days=1) if last else None


DATASETS = (
    Dataset(
        key="handouts", label="제공 기록", fields=HANDOUT_FIELDS, store=store_handouts, refuse=refuse_handout,
        refuse_reads=("until_on",),
        description="기관이 주민에게 준 물품·서비스·후원금. 누가 누구에게 무엇을 언제 주었는지 한 줄에 하나씩.",
    ),
    Dataset(
        key="grants", label="공적급여 명단", fields=GRANT_FIELDS, store=store_grants, refuse=refuse_grant,
        description="기초연금, 생계급여처럼 구청이 결정한 급여의 수급자 명단.",
    ),
    Dataset(
        key="needs", label="욕구·위기 명단", fields=NEED_FIELDS, store=store_needs,
        description="조사나 신고로 알게 된 도움이 필요한 주민의 명단.",
    ),
)  # fmt: skip
