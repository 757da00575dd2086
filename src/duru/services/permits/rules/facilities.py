"""Which procedure a private funeral facility needs: from a few answers to the kind, its papers, limits and other approvals.

Source: 장사 등에 관한 법률 제14조–제18조, 시행령 제13조–제22조, 시행규칙 제5조–제12조의2.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from duru.kernel.errors import Refused
from duru.services.permits.enums import Bound, Facility, LegalForm, Measure, Owner, Procedure, RuleStatus
from duru.services.permits.rules.tables import (
    Approval,
    Deemed,
    Kind,
    Limit,
    Lookup,
    Paper,
    ProcessingPeriod,
    rows_on,
)

FOUNDATION_FROM_REMAINS = 500  # Source: 장사법 제15조제4항


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody says about the facility he wants.

    Attributes:
        owner: None only for a crematorium.
        sizes: What is known of areas in ㎡ and heights in ㎝; what is missing is not judged.
        remains: For how many 구 a columbarium has room; None when unknown.
        is_woodland: 수목장림 rather than another natural burial ground.
        is_own_land: The land belongs to the applicant (개인·가족) or to the body itself.
        land: field (전·답·과수원), forest (임야) or other.
        alters_land: Earth is moved, or the form of the land changes (개발행위).
    """

    facility: Facility
    owner: Owner | None
    legal_form: LegalForm = LegalForm.OTHER
    sizes: dict[Measure, Decimal] = field(default_factory=dict)
    remains: int | None = None
    is_woodland: bool = False
    is_own_land: bool = True
    land: str = "other"
    alters_land: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an application as described could not be granted, with the law; `to_check` where the row's source was not read."""

    sentence: str
    basis: str
    to_check: bool = False


@dataclass(frozen=True, slots=True)
class NeededApproval:
    """An approval of another law: a child case of its own, or deemed given with the main one."""

    approval: Approval
    deemed: Deemed | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers lead to."""

    kind: Kind
    papers: list[Paper]
    lookups: list[Lookup]
    objections: list[Objection]
    approvals: list[NeededApproval]
    period: ProcessingPeriod | None


def guide(answers: Answers, *, on: date) -> Outcome:
    """Return the kind of facility, and all that follows from it on a day.

    Raises:
        Refused: nobody may build such a facility for himself (a hall for one person), or the kind is not in the table.
    """
    kind = find_kind(answers.facility, answers.owner, on=on)
    return Outcome(
        kind=kind,
        papers=papers_of(kind, is_own_land=answers.is_own_land, on=on),
        lookups=[row for row in rows_on(Lookup, on) if kind.code in row.kinds],
        objections=objections(kind, answers, on=on),
        approvals=approvals_of(kind, answers, on=on),
        period=next((row for row in rows_on(ProcessingPeriod, on) if kind.code in row.kinds), None),
    )


def find_kind(facility: Facility, owner: Owner | None, *, on: date) -> Kind:
    """Return the kind of a facility of an owner.

    Raises:
        Refused: the law knows no such kind.
    """
    for kind in rows_on(Kind, on):
        if kind.facility == facility and kind.owner in (None, owner):
            return kind
    whose = owner.label if owner else "주인을 고르지 않은"
    raise Refused(f"{whose} {facility.label}은(는) 법에 없습니다. 누구의 시설인지 다시 골라 주세요.", field="owner")


def papers_of(kind: Kind, *, is_own_land: bool, on: date) -> list[Paper]:
    """Return the papers the applicant brings: none that the office must look up itself, none beyond the law."""
    skipped = "land_of_others" if is_own_land else "own_land"
    return [row for row in rows_on(Paper, on) if kind.code in row.kinds and row.when != skipped]


def objections(kind: Kind, answers: Answers, *, on: date) -> list[Objection]:
    """Return why the facility could not be granted as described, hardest source first."""
    found = [*_of_builder(kind, answers), *_of_sizes(kind, answers.sizes, on)]
    return sorted(found, key=lambda each: each.to_check)


def approvals_of(kind: Kind, answers: Answers, *, on: date) -> list[NeededApproval]:
    """Return the approvals of other laws, each with the row that deems it given, if one does.

    A permit for a cemetery of less than 100㎡ deems the forest approvals only; it never deems 농지전용 or 개발행위, and what another
    law deems is not passed on (행정기본법 제25조제2항).
    """
    area = answers.sizes.get(Measure.AREA)
    deeming = [
        row
        for row in rows_on(Deemed, on)
        if kind.code in row.kinds
        and area is not None
        and area < row.area_below
        and row.only_woodland <= answers.is_woodland
    ]
    found = []
    for row in rows_on(Approval, on):
        if kind.facility not in row.facilities or row.land not in ("any", answers.land):
            continue
        if row.woodland not in ("", "yes" if answers.is_woodland else "no"):
            continue
        if row.code == "development" and not answers.alters_land:
            continue
        found.append(NeededApproval(row, _deeming(row, deeming)))
    return found


def _deeming(approval: Approval, deeming: list[Deemed]) -> Deemed | None:
    return next((row for row in deeming if row.approval in approval.deemed_by), None)


def _of_builder(kind: Kind, answers: Answers) -> list[Objection]:
    form = answers.legal_form
    if kind.code == "cemetery_corporation" and form != LegalForm.FOUNDATION:
        return [Objection("법인묘지는 묘지를 목적으로 세운 재단법인만 설치할 수 있습니다.", "장사법 제14조제5항")]
    may = (LegalForm.FOUNDATION, LegalForm.PUBLIC_BODY, LegalForm.RELIGIOUS_BODY)
    if kind.code in ("natural_corporation", "natural_religious") and form not in may:
        return [
            Objection(
                "이 자연장지는 자연장지를 목적으로 세운 재단법인, 공공법인, 종교단체만 조성할 수 있습니다.",
                "장사법 제16조제6항",
            )
        ]
    is_columbarium = kind.facility in (Facility.COLUMBARIUM_HALL, Facility.COLUMBARIUM_TOMB)
    is_large = answers.remains is not None and answers.remains >= FOUNDATION_FROM_REMAINS
    if is_columbarium and is_large and kind.owner in (Owner.CORPORATION, Owner.RELIGIOUS) and form not in may:
        return [
            Objection(
                f"유골 {FOUNDATION_FROM_REMAINS}구 이상을 안치하려면 봉안시설을 목적으로 하는 재단법인을 세워야 합니다."
                " 공공법인과 종교단체는 예외입니다.",
                "장사법 제15조제4항",
            )
        ]
    return []


def _of_sizes(kind: Kind, sizes: dict[Measure, Decimal], on: date) -> list[Objection]:
    found = []
    for limit in rows_on(Limit, on):
        size = sizes.get(limit.measure)
        if kind.code in limit.kinds and size is not None and not _is_within(size, limit):
            bound = f"{limit.amount:,}{_unit(limit.measure)} {limit.bound.label}"
            sentence = f"{kind.label}의 {limit.measure.label.partition('(')[0]}은 {bound}여야 합니다. 적은 값: {size:,}"
            found.append(Objection(sentence, limit.basis, limit.status == RuleStatus.TO_CHECK))
    return found


def _is_within(size: Decimal, limit: Limit) -> bool:
    match limit.bound:
        case Bound.AT_MOST:
            return size <= limit.amount
        case Bound.BELOW:
            return size < limit.amount
        case Bound.AT_LEAST:
            return size >= limit.amount


def _unit(measure: Measure) -> str:
    return measure.label.partition("(")[2].rstrip(")")


def is_reported_after(kind: Kind) -> bool:
    """Tell whether the facility is built first and reported within 30 days."""
    return kind.procedure == Procedure.REPORT_AFTER
