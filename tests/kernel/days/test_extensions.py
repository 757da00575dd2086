from datetime import date, datetime, timedelta

import pytest

from duru.kernel.days import (
    EXTENSION_REASON_LABELS,
    EXTENSION_RULES,
    KST,
    Extendable,
    Extension,
    ExtensionReason,
    check_extension,
    extension_rule,
    parse_period,
)
from duru.kernel.errors import Refused

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 25, 10, tzinfo=KST)
DUE = datetime(2026, 12, 5, tzinfo=KST)
AFTER, BEFORE = date(2026, 5, 6), date(2026, 5, 5)


def asked(period: str = "10일", reason=ExtensionReason.COOPERATION, **more) -> Extension:
    return Extension(parse_period(period), reason, more.pop("decided_at", NOW), **more)


def check(extension, what=Extendable.CIVIL, received_on=AFTER, base="10일", earlier=(), due_at=DUE):
    rule = extension_rule(what, received_on)
    check_extension(extension, rule=rule, base=parse_period(base), earlier=earlier, due_at=due_at)


def test_an_application_may_be_extended_once_and_again_with_consent():
    check(asked())
    check(asked(consented=True), earlier=[asked()])
    with pytest.raises(Refused, match="동의"):
        check(asked(), earlier=[asked()])
    with pytest.raises(Refused, match="이미 2차례"):
        check(asked(consented=True), earlier=[asked(), asked(consented=True)])


@pytest.mark.parametrize("reason", [ExtensionReason.WORKLOAD, ExtensionReason.LATE_ASSIGNMENT, ExtensionReason.ABSENCE])
def test_workload_late_assignment_and_absence_are_no_reason(reason):
    with pytest.raises(Refused, match="제21조제2항"):
        check(asked(reason=reason))
    with pytest.raises(Refused, match="연장할 수 있는 사유"):
        check(asked(reason=reason), received_on=BEFORE)


def test_the_list_of_reasons_holds_for_what_was_received_since_the_decree():
    check(asked(reason=ExtensionReason.UNAVOIDABLE), received_on=BEFORE)
    with pytest.raises(Refused, match="사유로는 연장할 수 없습니다"):
        check(asked(reason=ExtensionReason.UNAVOIDABLE), received_on=AFTER)


def test_a_similar_reason_must_be_told():
    check(asked(reason=ExtensionReason.SIMILAR, note="현지 폭설로 측량 불가"))
    with pytest.raises(Refused, match="적어 주십시오"):
        check(asked(reason=ExtensionReason.SIMILAR, note=" "))


def test_an_extension_is_no_longer_than_the_period_as_first_set():
    check(asked("3일"), base="3일")
    check(asked("24시간"), base="3일")
    with pytest.raises(Refused, match="3일보다 길게"):
        check(asked("4일"), base="3일")
    with pytest.raises(Refused, match="10일보다 길게"):
        check(asked("11일", consented=True), earlier=[asked()])


def test_a_period_that_is_over_cannot_be_extended():
    check(asked(decided_at=DUE - timedelta(minutes=1)))
    with pytest.raises(Refused, match="이미 끝나"):
        check(asked(decided_at=DUE))


@pytest.mark.parametrize(
    ("what", "base", "most", "too_long"),
    [
        (Extendable.DISPOSITION, "20일", "20일", "21일"),
        (Extendable.REPLY, "5일", "5일", "6일"),
        (Extendable.CIVIL_OBJECTION, "10일", "10일", "11일"),
        (Extendable.OBJECTION, "14일", "10일", "11일"),
        (Extendable.REVIEW, "90일", "90일", "91일"),
        (Extendable.REVIEW, "180일", "180일", "181일"),
        (Extendable.FIELD_VISIT, "14일", "7일", "8일"),
    ],
)
def test_other_periods_are_extended_once_within_their_limit(what, base, most, too_long):
    def extension(period: str) -> Extension:
        return asked(period, ExtensionReason.UNAVOIDABLE)

    check(extension(most), what, base=base)
    with pytest.raises(Refused, match="연장할 수 없습니다"):
        check(extension(too_long), what, base=base)
    with pytest.raises(Refused, match="이미 1차례"):
        check(extension("1일"), what, base=base, earlier=[extension("1일")])


def test_an_applicant_may_ask_twice_for_more_time_to_mend_papers():
    wish = asked("30일", ExtensionReason.ASKED_BY_APPLICANT)
    check(wish, Extendable.SUPPLEMENT)
    check(wish, Extendable.SUPPLEMENT, earlier=[wish])
    with pytest.raises(Refused, match="이미 2차례"):
        check(wish, Extendable.SUPPLEMENT, earlier=[wish, wish])


def test_one_row_is_in_force_for_every_period_on_every_day():
    for what in Extendable:
        for day in (date(2016, 2, 12), BEFORE, AFTER, date(2040, 1, 1)):
            rows = [rule for rule in EXTENSION_RULES if rule.what == what and day in rule.in_force]
            assert rows == [extension_rule(what, day)]
    assert set(EXTENSION_REASON_LABELS) == set(ExtensionReason)


def test_a_message_names_the_article():
    with pytest.raises(Refused) as refused:
        check(asked("11일"))
    assert refused.value.message.endswith("(민원처리법 시행령 제21조제1항).")
    assert refused.value.field == "extension"
