"""Time that a law leaves out of a period (처리기간에 산입하지 않는 기간), and for which kind of period each reason counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from duru.kernel.days.calendar import day_start, korean_minute
from duru.kernel.days.spans import Span
from duru.kernel.errors import Refused

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Matter(StrEnum):
    """What kind of period runs; the law of the matter says what stops it."""

    CIVIL = "civil"  # 민원 처리기간
    GRIEVANCE = "grievance"  # 고충민원
    DEVELOPMENT = "development"  # 개발행위허가
    DISPOSITION = "disposition"  # 처분 (행정절차법)
    DEEMED_CONSULTATION = "deemed_consultation"  # 인허가의제 협의
    OBJECTION = "objection"  # 이의신청 (행정기본법)
    PROPOSAL = "proposal"  # 국민제안
    PARTY = "party"  # 당사자가 지킬 기간


MATTER_LABELS = {
    Matter.CIVIL: "민원 처리기간",
    Matter.GRIEVANCE: "고충민원 처리기간",
    Matter.DEVELOPMENT: "개발행위허가 처리기간",
    Matter.DISPOSITION: "처분 처리기간",
    Matter.DEEMED_CONSULTATION: "인허가의제 협의기간",
    Matter.OBJECTION: "이의신청 결과 통지기간",
    Matter.PROPOSAL: "국민제안 결정기간",
    Matter.PARTY: "당사자가 지킬 기간",
}


class PauseReason(StrEnum):
    """Why time is left out."""

    SUPPLEMENT = "supplement"
    TRANSPORT = "transport"
    REPRESENTATIVE = "representative"
    HEARING = "hearing"
    EXAMINATION = "examination"
    PREREQUISITE = "prerequisite"
    OUTAGE = "outage"
    CERTIFICATE = "certificate"
    EARLIER_CASE = "earlier_case"
    FIELD_VISIT = "field_visit"
    PLANNING_COMMITTEE = "planning_committee"
    CONSULTATION = "consultation"
    DEEMED_PROCEDURE = "deemed_procedure"
    OBJECTION_SUPPLEMENT = "objection_supplement"
    PROPOSAL_SUPPLEMENT = "proposal_supplement"
    OPINION = "opinion"
    NO_FAULT = "no_fault"


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Which law leaves a reason out of which periods.

    Attributes:
        label: The reason in words.
        basis: Law and article.
        matters: The periods it stops; every other one runs on.
        both_ends: The day of sending and the day of arrival are left out as whole days.
        from_on: First day the rule holds for.
        limit_days: At most so many days are left out, None for as long as it takes.
    """

    label: str
    basis: str
    matters: frozenset[Matter]
    both_ends: bool = False
    from_on: date = date.min
    limit_days: int | None = None


# 민원처리법 시행령 제20조 제1호 takes over 행정절차법 시행령 제11조 as it is.
_APPLICATIONS = frozenset({Matter.CIVIL, Matter.GRIEVANCE, Matter.DEVELOPMENT, Matter.DISPOSITION})
_CIVIL = _APPLICATIONS - {Matter.DISPOSITION}
_PROCEDURE = "행정절차법 시행령 제11조"

PAUSE_RULES: dict[PauseReason, PauseRule] = {
    PauseReason.SUPPLEMENT: PauseRule("보완", f"{_PROCEDURE}제1호", _APPLICATIONS, both_ends=True),
    PauseReason.TRANSPORT: PauseRule("멀리 떨어진 기관 사이의 문서 이송", f"{_PROCEDURE}제2호", _APPLICATIONS),
    PauseReason.REPRESENTATIVE: PauseRule("대표자 선정", f"{_PROCEDURE}제3호", _APPLICATIONS),
    PauseReason.HEARING: PauseRule("의견청취", f"{_PROCEDURE}제4호", _APPLICATIONS),
    PauseReason.EXAMINATION: PauseRule("실험·검사·감정, 전문적인 기술검토", f"{_PROCEDURE}제5호", _APPLICATIONS),
    PauseReason.PREREQUISITE: PauseRule("선행사무", f"{_PROCEDURE}제6호, 행정절차법 시행규칙 제6조", _APPLICATIONS),
    PauseReason.OUTAGE: PauseRule(
        "정보시스템 장애", "민원처리법 시행령 제20조제2호", _CIVIL, from_on=date(2026, 5, 6)
    ),  # 부칙 제3조: outages that begin on or after that day
    PauseReason.CERTIFICATE: PauseRule("증명서류·구비서류 발급과 확인", "민원처리법 시행령 제7조의2제3항", _CIVIL),
    PauseReason.EARLIER_CASE: PauseRule("먼저 끝나야 하는 민원", "민원처리법 시행령 제12조제9항", _CIVIL),
    PauseReason.FIELD_VISIT: PauseRule(
        "고충민원 현장조사", "민원처리법 시행령 제17조제4항·제5항", frozenset({Matter.GRIEVANCE}), limit_days=14
    ),
    PauseReason.PLANNING_COMMITTEE: PauseRule(
        "도시계획위원회 심의", "국토계획법 시행령 제54조제1항", frozenset({Matter.DEVELOPMENT})
    ),
    PauseReason.CONSULTATION: PauseRule(
        "관계 행정기관 협의", "국토계획법 시행령 제54조제1항", frozenset({Matter.DEVELOPMENT})
    ),
    PauseReason.DEEMED_PROCEDURE: PauseRule(
        "관련 인허가의 심의·의견 청취", "행정기본법 제24조제4항·제5항", frozenset({Matter.DEEMED_CONSULTATION})
    ),
    PauseReason.OBJECTION_SUPPLEMENT: PauseRule(
        "이의신청 보완", "행정기본법 시행령 제11조제4항", frozenset({Matter.OBJECTION}), from_on=date(2025, 1, 7)
    ),
    PauseReason.PROPOSAL_SUPPLEMENT: PauseRule("제안 보완", "국민제안규정 제6조제2항", frozenset({Matter.PROPOSAL})),
    PauseReason.OPINION: PauseRule("의견·자료 회신", "국민제안규정 제9조제4항", frozenset({Matter.PROPOSAL})),
    PauseReason.NO_FAULT: PauseRule("천재지변 등 책임 없는 사유", "행정절차법 제16조제1항", frozenset({Matter.PARTY})),
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of time that is left out, [from_at, until_at).

    Attributes:
        reason: Why.
        from_at: When it began: for 보완 the moment the request was sent.
        until_at: When it ended: for 보완 the moment the papers arrived; None while it lasts.

    Raises:
        ValueError: A moment has no time zone, or the end lies before the beginning.
    """

    reason: PauseReason
    from_at: datetime
    until_at: datetime | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "from_at", korean_minute(self.from_at))
        if self.until_at is not None:
            object.__setattr__(self, "until_at", korean_minute(self.until_at))
            if self.until_at < self.from_at:
                raise ValueError(f"pause ends before it begins: {self.from_at} – {self.until_at}")

    @property
    def rule(self) -> PauseRule:
        """The law behind the reason."""
        return PAUSE_RULES[self.reason]

    def ended_at(self, at: datetime) -> "Pause":
        """Close a pause that still lasts, to ask what the deadline would be if it ended then; others stay."""
        return self if self.until_at is not None else replace(self, until_at=max(self.from_at, korean_minute(at)))

    def days(self) -> Span | None:
        """Give the days that a count in days leaves out, None when there are none.

        With both ends the day of sending and the day of arrival are out (행정절차법 시행령 제11조 제1호). Otherwise the
        stretch is itself a period of days: its first day runs on unless it began at midnight, its last one is out
        (행정기본법 제6조 제1항; 민법 제157조).

        Raises:
            ValueError: The pause still lasts.
        """
        first, until_at = self.from_at.date(), self._end()
        if self.rule.both_ends:
            return Span.inclusive(first, until_at.date())
        if self.from_at > day_start(first):
            first += _DAY
        last = (until_at - _MINUTE).date()
        return Span.inclusive(first, last) if first <= last else None

    def moments(self) -> tuple[datetime, datetime]:
        """Give the stretch that a count in working hours leaves out, [from, until): whole days when both ends are out.

        Raises:
            ValueError: The pause still lasts.
        """
        until_at = self._end()
        if self.rule.both_ends:
            return day_start(self.from_at.date()), day_start(until_at.date() + _DAY)
        return self.from_at, until_at

    def _end(self) -> datetime:
        if self.until_at is None:
            raise ValueError(f"the pause since {self.from_at} still lasts: say ended_at(…) first")
        return self.until_at


def paused_days(pauses: Iterable[Pause]) -> list[Span]:
    """Merge the days that pauses leave out, in order, without overlap."""
    merged: list[Span] = []
    for span in sorted(days for pause in pauses if (days := pause.days()) is not None):
        if merged and merged[-1].until_on is not None and span.from_on <= merged[-1].until_on:
            assert span.until_on is not None
            merged[-1] = Span(merged[-1].from_on, max(merged[-1].until_on, span.until_on))
        else:
            merged.append(span)
    return merged


def paused_moments(pauses: Iterable[Pause]) -> list[tuple[datetime, datetime]]:
    """Merge the stretches that pauses leave out of working time, in order, without overlap."""
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted(pause.moments() for pause in pauses):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return merged


def check_pause(pause: Pause, matter: Matter, *, extended_by_days: int = 0) -> None:
    """Refuse a reason that the law does not leave out of this kind of period, or more days than it leaves out.

    Args:
        pause: Lasting or ended; only an ended one has a length.
        matter: The kind of period.
        extended_by_days: By how many days the limit was lengthened (check_extension, 현장조사).

    Raises:
        Refused: The period runs on; the message says why.
    """
    rule = pause.rule
    if matter not in rule.matters:
        message = f"{rule.label}에 걸린 기간은 {MATTER_LABELS[matter]}에서 빼지 않습니다."
        if pause.reason in (PauseReason.CONSULTATION, PauseReason.PLANNING_COMMITTEE) and matter in _CIVIL:
            message += " 처리기간 안에서 회신기간을 정해 협조를 요청해 주십시오(민원처리법 제20조제1항)."
        raise Refused(message, field="pause")
    if pause.from_at.date() < rule.from_on:
        since = f"{rule.from_on.year}년 {rule.from_on.month}월 {rule.from_on.day}일"
        raise Refused(f"{rule.label}에 걸린 기간은 {since}부터 생긴 것만 뺍니다({rule.basis}).", field="pause")
    if rule.limit_days is not None and pause.until_at is not None:
        days, limit = pause.days(), rule.limit_days + extended_by_days
        if days is not None and (days.n_days or 0) > limit:
            raise Refused(f"{rule.label}에 걸린 기간은 {limit}일까지만 뺍니다({rule.basis}).", field="pause")
