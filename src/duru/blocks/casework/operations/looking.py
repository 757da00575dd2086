"""An applicant looks at the own case by receipt number and telephone, and guessing is slowed down."""

import hmac
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from duru.blocks.casework.errors import CaseworkRefused
from duru.blocks.casework.models import Case, ReceiptTry
from duru.blocks.casework.queries.cases import find_case_by_receipt
from duru.kernel.phones import parse_phone

WINDOW = timedelta(minutes=15)
MOST_PER_ORIGIN, MOST_PER_RECEIPT = 10, 5
KEPT = timedelta(days=1)


class TooManyTries(CaseworkRefused):
    """Too many failed look-ups from one place or for one number; come back later."""


def look_up_case(*, receipt_no: str, phone: str, origin: str, now: datetime) -> Case | None:
    """Return the case of a receipt number whose applicant has this telephone, None when the two do not belong together.

    The answer never says which of the two was wrong. A failure is kept for a day as a keyed hash.

    Args:
        origin: network address the question came from.

    Raises:
        TooManyTries: 10 failures from one address or 5 for one number within 15 minutes.

    Source: 개인정보의 안전성 확보조치 기준 제5조제6항 (limit of failed tries).
    """
    place, number = _hashed(origin), _hashed(receipt_no.strip())
    recent = ReceiptTry.objects.filter(at__gt=now - WINDOW)
    if (
        recent.filter(origin=place).count() >= MOST_PER_ORIGIN
        or recent.filter(receipt=number).count() >= MOST_PER_RECEIPT
    ):
        raise TooManyTries("여러 번 맞지 않아 잠시 멈췄습니다. 15분 뒤에 다시 하시거나 담당 부서에 전화해 주십시오.")
    case, digits = find_case_by_receipt(receipt_no), parse_phone(phone).digits
    # The same work whether or not there is a case, so that time tells nothing.
    known = case.applicant_phone if case is not None and case.applicant_phone else "-"
    if hmac.compare_digest(known, digits or "?") and case is not None:
        return case
    ReceiptTry.objects.filter(at__lt=now - KEPT).delete()
    ReceiptTry.objects.create(at=now, origin=place, receipt=number)
    return None


def _hashed(value: str) -> str:
    return salted_hmac("duru.casework.try", value, algorithm="sha256").hexdigest()
