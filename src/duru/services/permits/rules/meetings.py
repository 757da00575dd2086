"""Which meetings and which charges a case may have, and how early a meeting is to be made known.

Source: 민원 처리에 관한 법률 제32조, 제34조; 국토의 계획 및 이용에 관한 법률 제61조의2, 시행령 제59조의2; charges.csv, meetings.csv.
"""

from __future__ import annotations

from datetime import date, timedelta

from duru.services.permits.enums import MeetingKind
from duru.services.permits.errors import MeetingRefused
from duru.services.permits.rules.tables import ChargeRule, MeetingRule, rows_on


def meetings_of(approval: str, *, on: date) -> list[MeetingRule]:
    """Return the meetings that may be held about a case on a day.

    Args:
        approval: Code of the approval of another law; "" for the facility itself.
    """
    return [row for row in rows_on(MeetingRule, on) if row.cases & {"any", approval}]


def charges_of(approval: str, *, on: date) -> list[ChargeRule]:
    """Return what is usually to be paid with a case, its own before what comes with every case."""
    found = [row for row in rows_on(ChargeRule, on) if row.approvals & {"any", approval}]
    return sorted(found, key=lambda row: "any" in row.approvals)


def check_notice(meeting: MeetingKind, approval: str, *, called_on: date, held_on: date) -> MeetingRule:
    """Return the row a meeting stands on, when it may be held and is made known early enough.

    Raises:
        MeetingRefused: no such meeting is held about such a case, or it is called too late; names the first lawful day.
    """
    row = next((each for each in meetings_of(approval, on=called_on) if each.meeting == meeting), None)
    if row is None:
        raise MeetingRefused(
            f"{meeting.label}: 이 민원에는 열지 않습니다. 개발행위허가 민원에서 열어 주세요.", field="kind"
        )
    # Whole days lie between, as kernel.days.notice_deadline reads "so many days before".
    first = called_on + timedelta(days=row.notice_days + 1 if row.notice_days else 0)
    if held_on < first:
        raise MeetingRefused(
            f"{meeting.label}는 {row.notice_days}일 전까지 알려야 합니다({row.basis}). 가장 이른 날은 {first:%Y. %-m. %-d.}입니다.",
            field="held_at",
        )
    return row
