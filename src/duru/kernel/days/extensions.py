"""Lengthening a period: how often, by how much, for which reasons and with whose consent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from duru.kernel.days.calendar import korean_minute
from duru.kernel.days.periods import Period, Unit
from duru.kernel.days.spans import Span
from duru.kernel.errors import Refused


class ExtensionReason(StrEnum):
    """Why more time is needed; the last three stand here to be refused by name."""

    COOPERATION = "cooperation"
    FACT_FINDING = "fact_finding"
    FORCE_MAJEURE = "force_majeure"
    SIMILAR = "similar"
    UNAVOIDABLE = "unavoidable"
    ASKED_BY_APPLICANT = "asked_by_applicant"
    WORKLOAD = "workload"
    LATE_ASSIGNMENT = "late_assignment"
    ABSENCE = "absence"


EXTENSION_REASON_LABELS = {
    ExtensionReason.COOPERATION: "관계 기관·부서의 협조",
    ExtensionReason.FACT_FINDING: "사실관계 또는 현장 확인",
    ExtensionReason.FORCE_MAJEURE: "천재지변이나 그 밖의 불가항력",
    ExtensionReason.SIMILAR: "그 밖에 이에 준하는 사유",
    ExtensionReason.UNAVOIDABLE: "부득이한 사유",
    ExtensionReason.ASKED_BY_APPLICANT: "민원인의 요청",
    ExtensionReason.WORKLOAD: "단순 업무과중",
    ExtensionReason.LATE_ASSIGNMENT: "담당자 지정 지연",
    ExtensionReason.ABSENCE: "담당자 부재",
}
_NEVER = frozenset({ExtensionReason.WORKLOAD, ExtensionReason.LATE_ASSIGNMENT, ExtensionReason.ABSENCE})


class Extendable(StrEnum):
    """Which period is lengthened."""

    CIVIL = "civil"  # 민원 처리기간, 사전심사
    DISPOSITION = "disposition"  # 처분 처리기간 (행정절차법)
    REPLY = "reply"  # 관계 기관·부서의 회신기간
    CIVIL_OBJECTION = "civil_objection"  # 거부처분 이의신청의 결정 (민원처리법)
    OBJECTION = "objection"  # 처분 이의신청의 결과 통지 (행정기본법)
    REVIEW = "review"  # 처분의 재심사
    FIELD_VISIT = "field_visit"  # 고충민원 현장조사
    SUPPLEMENT = "supplement"  # 보완기간, 민원인의 요청


@dataclass(frozen=True, slots=True)
class ExtensionRule:
    """A dated row: the conditions under which a period may be lengthened.

    Attributes:
        what: The period.
        in_force: The days of receipt (of the application, request or objection) the row is for.
        n_times: How often at most.
        basis: Law and article.
        reasons: The reasons the law names.
        within_base: One extension is at most as long as the period itself.
        limit: One extension is at most this long, None when only within_base counts.
        consent_from: From which extension on the applicant must consent, None for never.
        never: Reasons the law forbids by name, with the article.
    """

    what: Extendable
    in_force: Span
    n_times: int
    basis: str
    reasons: frozenset[ExtensionReason]
    within_base: bool = False
    limit: Period | None = None
    consent_from: int | None = None
    never: tuple[frozenset[ExtensionReason], str] = (frozenset(), "")


_LISTED = frozenset(
    {
        ExtensionReason.COOPERATION,
        ExtensionReason.FACT_FINDING,
        ExtensionReason.FORCE_MAJEURE,
        ExtensionReason.SIMILAR,
    }
)
_UNAVOIDABLE = frozenset({ExtensionReason.UNAVOIDABLE})
_APPLICANT = frozenset({ExtensionReason.ASKED_BY_APPLICANT})
_ALWAYS = Span(date.min)
_2026_DECREE = date(2026, 5, 6)  # 민원처리법 시행령 제36296호; 부칙 제4조: applications received from that day on

EXTENSION_RULES: tuple[ExtensionRule, ...] = (
    ExtensionRule(
        Extendable.CIVIL, Span(date.min, _2026_DECREE), 2, "종전 민원처리법 시행령 제21조제1항(2026-05-06 개정 전)",
        _UNAVOIDABLE | _LISTED, within_base=True, consent_from=2,
    ),
    ExtensionRule(
        Extendable.CIVIL, Span(_2026_DECREE), 2, "민원처리법 시행령 제21조제1항", _LISTED, within_base=True, consent_from=2,
        never=(_NEVER, "민원처리법 시행령 제21조제2항"),
    ),
    ExtensionRule(Extendable.DISPOSITION, _ALWAYS, 1, "행정절차법 제19조제2항", _UNAVOIDABLE, within_base=True),
    ExtensionRule(Extendable.REPLY, _ALWAYS, 1, "민원처리법 제20조제2항", _UNAVOIDABLE, within_base=True),
    ExtensionRule(
        Extendable.CIVIL_OBJECTION, _ALWAYS, 1, "민원처리법 제35조제2항", _UNAVOIDABLE, limit=Period(10, Unit.DAY)
    ),
    ExtensionRule(Extendable.OBJECTION, _ALWAYS, 1, "행정기본법 제36조제2항", _UNAVOIDABLE, limit=Period(10, Unit.DAY)),
    ExtensionRule(Extendable.REVIEW, _ALWAYS, 1, "행정기본법 제37조제4항", _UNAVOIDABLE, within_base=True),
    ExtensionRule(
        Extendable.FIELD_VISIT, _ALWAYS, 1, "민원처리법 시행령 제17조제4항", _UNAVOIDABLE, limit=Period(7, Unit.DAY)
    ),
    ExtensionRule(Extendable.SUPPLEMENT, _ALWAYS, 2, "민원처리법 시행령 제24조제2항", _APPLICANT),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Extension:
    """A decision to lengthen a period.

    Attributes:
        period: By how much.
        reason: Why.
        decided_at: When it was decided.
        consented: Whether the applicant agreed.
        note: What exactly, in words; needed for 그 밖에 이에 준하는 사유.

    Raises:
        ValueError: The moment has no time zone.
    """

    period: Period
    reason: ExtensionReason
    decided_at: datetime
    consented: bool = False
    note: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "decided_at", korean_minute(self.decided_at))


def extension_rule(what: Extendable, received_on: date) -> ExtensionRule:
    """Find the row in force for what was received on a day.

    Raises:
        LookupError: There is none.
    """
    for rule in EXTENSION_RULES:
        if rule.what == what and received_on in rule.in_force:
            return rule
    raise LookupError(f"no rule about extending {what} received on {received_on}")


def check_extension(
    extension: Extension, *, rule: ExtensionRule, base: Period, earlier: Sequence[Extension], due_at: datetime
) -> None:
    """Refuse an extension the law does not allow.

    Args:
        extension: The one asked for.
        rule: The row in force.
        base: The period as it was first set.
        earlier: Extensions of this period already decided.
        due_at: The end of the period with the earlier extensions.

    Raises:
        Refused: One condition is not met; the message says which, and the article.
    """

    def refuse(message: str) -> Refused:
        return Refused(f"{message}({rule.basis}).", field="extension")

    label = EXTENSION_REASON_LABELS[extension.reason]
    forbidden, article = rule.never
    if extension.reason in forbidden:
        raise Refused(f"'{label}' 사유로 기간을 연장해서는 안 됩니다({article}).", field="extension")
    if extension.reason not in rule.reasons:
        allowed = ", ".join(EXTENSION_REASON_LABELS[each] for each in ExtensionReason if each in rule.reasons)
        raise refuse(f"'{label}' 사유로는 연장할 수 없습니다. 연장할 수 있는 사유: {allowed}")
    if extension.reason == ExtensionReason.SIMILAR and not extension.note.strip():
        raise refuse("어떤 사유가 앞의 사유에 준하는지 적어 주십시오")
    if len(earlier) >= rule.n_times:
        raise refuse(f"이미 {len(earlier)}차례 연장하여 더 연장할 수 없습니다")
    if rule.consent_from is not None and len(earlier) + 1 >= rule.consent_from and not extension.consented:
        raise refuse(f"{len(earlier) + 1}번째 연장에는 민원인의 동의가 필요합니다")
    if rule.within_base and not extension.period.fits_within(base):
        raise refuse(f"처음 정한 기간 {base}보다 길게 연장할 수 없습니다")
    if rule.limit is not None and not extension.period.fits_within(rule.limit):
        raise refuse(f"{rule.limit}을 넘겨 연장할 수 없습니다")
    if extension.decided_at >= due_at:
        raise refuse("기간이 이미 끝나 연장할 수 없습니다")
