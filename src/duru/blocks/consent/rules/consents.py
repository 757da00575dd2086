"""Decide whether a consent may be written and whether it holds on a day."""

from collections.abc import Collection
from datetime import date

from duru.blocks.consent.enums import HEALTH_ITEMS
from duru.blocks.consent.errors import ConsentRefused

LONGEST_YEARS = 5


def check_consent(
    *,
    items: Collection[str],
    with_sensitive: bool,
    from_on: date,
    until_on: date,
    proof_reference: str,
    is_under_14: bool,
    proof_kind: str,
) -> None:
    """Refuse a consent that the law would not accept.

    Spans are half-open [from_on, until_on). A person under 14 consents through a legal representative.

    Raises:
        ConsentRefused: nothing is agreed to, the span is empty or longer than five years, proof is missing, health data
            without separate consent, or a child without a representative.

    Source: 개인정보보호법 §17②, §22의2①, §23①1; five years: 사회보장급여법 §34.
    """
    if not items:
        raise ConsentRefused("동의한 항목을 하나 이상 골라 주세요.")
    if until_on <= from_on:
        raise ConsentRefused("동의 종료일은 시작일보다 뒤여야 합니다.")
    if until_on > years_later(from_on, LONGEST_YEARS):
        raise ConsentRefused("동의 기간은 5년을 넘을 수 없습니다. 종료일을 줄여 주세요.")
    if not proof_reference.strip():
        raise ConsentRefused("증빙 번호를 적어 주세요. 동의 사실은 받은 쪽이 증명해야 합니다.")
    if HEALTH_ITEMS & set(items) and not with_sensitive:
        raise ConsentRefused("건강 관련 항목은 민감정보 별도 동의가 있어야 합니다.")
    if is_under_14 and proof_kind != "representative":
        raise ConsentRefused("만 14세 미만은 법정대리인의 동의가 필요합니다.")


def holds_on(*, from_on: date, until_on: date, withdrawn_on: date | None, on: date) -> bool:
    """Tell whether a consent is in force on a day; the day of withdrawal no longer counts."""
    return from_on <= on < until_on and (withdrawn_on is None or on < withdrawn_on)


def years_later(day: date, years: int) -> date:
    """Return the same day of a later year; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return date(day.year + years, 3, 1)
