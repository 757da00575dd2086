"""Opening a shared case, and what each side writes into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from duru.blocks.access.api import Actor, Membership, NotAllowed, check_may
from duru.blocks.audit.api import record_deed
from duru.blocks.casework.api import Case, open_case
from duru.blocks.consent.api import Item, ProofKind, Purpose, Recipient, record_consent
from duru.blocks.exchange.api import SourceRecord
from duru.kernel.days import add_months
from duru.kernel.phones import known_number
from duru.services.care.enums import SIDE_OF, NeedLevel, NoteKind, Origin, Side
from duru.services.care.errors import CareRefused
from duru.services.care.kinds import JOINT
from duru.services.care.models import CareCase, CareFlag, CareNote, NeedFinding, SurveyAnswer
from duru.services.care.permissions import OPEN, PLAN, WRITE
from duru.services.care.queries.wall import case_subject, cases_visible_to, side_of
from duru.services.care.rules import FlagRule, NeedDomain, SurveyItem, flags_from, rows_on

FORM_VERSION = "통합사례-2026-01"
CONSENT_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a person signed when the case was opened: sharing with the health centre, and health data apart from it.

    Attributes:
        proof: Number of the signed form.
        welfare: The health centre may read what welfare notes (counselling, household, money).
        flags: Welfare may see health marks (민감정보 별도 동의).
        details: Welfare may see diagnoses and medication (민감정보 별도 동의).
    """

    proof: str
    proof_kind: str = ProofKind.PAPER
    welfare: bool = False
    flags: bool = False
    details: bool = False


@transaction.atomic
def open_joint_case(
    *, by: Actor, record: SourceRecord, origin: Origin, reason: str, at: datetime, agreed: Agreement | None = None
) -> CareCase:
    """Open a shared case for the person of a source record: its steps begin, what was agreed to is written into the ledger.

    Without an agreement the case stays with welfare: the health centre does not hear of it.

    Raises:
        NotAllowed: the actor may not open cases, or not record consents.
        CareRefused: no reason, or this person has an open case already (of any of their records).
        ConsentRefused: the law would not accept the agreement.

    Source: 사회보장급여법 제42조의2; 개인정보보호법 제17조제1항제1호, 제23조제1항제1호.
    """
    check_may(by, OPEN)
    if not reason.strip():
        raise CareRefused("사례를 여는 까닭을 적어 주세요.", field="reason")
    if find_open_case(record) is not None:
        raise CareRefused("이 사람에게는 열려 있는 통합사례가 있습니다. 그 사례에서 이어 가 주세요.")
    member = Membership.objects.filter(id=by.membership_id).first() if by.membership_id else None
    case = open_case(
        by=by, kind=JOINT, title="통합사례관리", applicant_name=record.name, applicant_phone=known_number(record.phone), at=at,
        department=by.department or by.organisation_name, officer=member,
        answers={"record": record.public_id, "origin": origin.value, "reason": reason.strip()},
    )  # fmt: skip
    if agreed is not None:
        _record_agreement(by, record, agreed, at)
    return begin_care(
        case, organisation_id=by.organisation_id or record.organisation_id, with_health=agreed is not None
    )


def begin_care(case: Case, *, organisation_id: int | None = None, with_health: bool = False) -> CareCase:
    """Lay the two compartments beside a case of casework that was opened; safe to repeat.

    A case may also be opened from elsewhere (a household found in outreach): then this is called when casework tells of it.
    """
    record = SourceRecord.objects.get(public_id=case.answers["record"])
    office = organisation_id or (case.officer.organisation_id if case.officer else record.organisation_id)
    care, _ = CareCase.objects.get_or_create(
        case_ref=case.public_id,
        defaults={
            "record": record, "organisation_id": office, "origin": case.answers.get("origin", Origin.OFFICE),
            "reason": str(case.answers.get("reason", case.title))[:500], "opened_at": case.received_at,
            "with_health": with_health,
        },
    )  # fmt: skip
    return care


@transaction.atomic
def agree_to_share(*, by: Actor, case_id: str, agreed: Agreement, at: datetime) -> CareCase:
    """Write that the person agreed later: from now on the health centre is on the case.

    Raises:
        NotAllowed, ConsentRefused: as `open_joint_case`.
        CareRefused: there is no such case.
    """
    check_may(by, OPEN)
    case = get_visible(by, case_id)
    _record_agreement(by, case.record, agreed, at)
    case.with_health = True
    case.save(update_fields=["with_health"])
    return case


@transaction.atomic
def write_note(*, by: Actor, case_id: str, kind: NoteKind, text: str, at: datetime) -> CareNote:
    """Write a note into one's own side of a case.

    Raises:
        NotAllowed: the actor may not write, or the kind of note is the other side's.
        CareRefused: nothing was written, or there is no such case.
    """
    check_may(by, WRITE)
    case = get_visible(by, case_id)
    _check_own(by, SIDE_OF[kind])
    if not text.strip():
        raise CareRefused("내용을 적어 주세요.", field="text")
    note = CareNote.objects.create(
        case=case, side=SIDE_OF[kind], kind=kind, text=text.strip(), written_by_id=by.membership_id, written_at=at
    )
    _deed(by, case, "사례 기록 적기", at, kind=kind)
    return note


@transaction.atomic
def answer_survey(*, by: Actor, case_id: str, answers: Mapping[str, str], at: datetime) -> list[str]:
    """Write answers of the survey on one's own side; health answers set and end the marks that follow from them.

    Returns the keys of the marks in force afterwards.

    Raises:
        NotAllowed: an item is the other side's.
        CareRefused: an answer is none of the item's choices, or there is no such case or item.

    Source: 돌봄통합지원법 제10조제3항 (survey_items.csv; details 확인 필요).
    """
    check_may(by, WRITE)
    case, on = get_visible(by, case_id), timezone.localdate(at)
    items = {row.key: row for row in rows_on(SurveyItem, on)}
    for key, answer in answers.items():
        item = items.get(key)
        if item is None:
            raise CareRefused("조사 항목에 없는 것입니다.")
        _check_own(by, item.side)
        if item.words and answer not in item.words:
            raise CareRefused(f"‘{item.label}’은(는) {', '.join(item.words)} 가운데 하나입니다.", field=key)
        SurveyAnswer.objects.update_or_create(
            case=case, item=key, defaults={"answer": answer.strip()[:300], "side": item.side, "asked_on": on}
        )
    if side_of(by) == Side.HEALTH or by.is_system:
        _follow_answers(case, answers, on, by)
    _deed(by, case, "조사 답 적기", at, n_items=len(answers))
    return list(CareFlag.objects.filter(case=case, until_on=None).order_by("id").values_list("flag", flat=True))


@transaction.atomic
def set_flag(*, by: Actor, case_id: str, flag: str, at: datetime) -> CareFlag:
    """Set a mark by hand; setting it again changes nothing.

    Raises:
        NotAllowed: the actor does not stand on the health side.
        CareRefused: the table knows no such mark.
    """
    check_may(by, WRITE)
    case, on = get_visible(by, case_id), timezone.localdate(at)
    _check_own(by, Side.HEALTH)
    if flag not in {row.key for row in rows_on(FlagRule, on)}:
        raise CareRefused("표시 목록에 없는 것입니다.", field="flag")
    mark, is_new = CareFlag.objects.get_or_create(
        case=case, flag=flag, until_on=None, defaults={"from_on": on, "set_by_id": by.membership_id}
    )
    if is_new:
        _deed(by, case, "건강 표시 달기", at, flag=flag)
    return mark


@transaction.atomic
def end_flag(*, by: Actor, case_id: str, flag: str, at: datetime) -> None:
    """End a mark; ending one that does not hold changes nothing. Raises as `set_flag`."""
    check_may(by, WRITE)
    case = get_visible(by, case_id)
    _check_own(by, Side.HEALTH)
    if CareFlag.objects.filter(case=case, flag=flag, until_on=None).update(until_on=timezone.localdate(at)):
        _deed(by, case, "건강 표시 떼기", at, flag=flag)


@transaction.atomic
def find_needs(*, by: Actor, case_id: str, found: Mapping[str, tuple[NeedLevel, str]], at: datetime) -> None:
    """Write what was found in fields of need (key → level and words); asking again replaces the earlier finding.

    Raises:
        NotAllowed: the actor may not plan.
        CareRefused: the table knows no such field, or there is no such case.
    """
    check_may(by, PLAN)
    case, on = get_visible(by, case_id), timezone.localdate(at)
    known = {row.key for row in rows_on(NeedDomain, on)}
    if unknown := found.keys() - known:
        raise CareRefused(f"욕구 영역에 없는 것입니다: {', '.join(sorted(unknown))}")
    for domain, (level, words) in found.items():
        NeedFinding.objects.update_or_create(
            case=case, domain=domain, defaults={"level": level, "words": words.strip()[:300], "found_on": on}
        )
    _deed(by, case, "욕구 조사 적기", at, n_domains=len(found))


def find_open_case(record: SourceRecord) -> CareCase | None:
    """Find the open case of a record's person, reached by any record linked to the same person; None when there is none."""
    same = SourceRecord.objects.filter(links__person__in=record.links.values("person_id")).values("id")
    closed = Case.objects.filter(kind=JOINT, closed_at__isnull=False).values("public_id")
    cases = CareCase.objects.exclude(case_ref__in=closed)
    return cases.filter(record_id=record.id).first() or cases.filter(record_id__in=same).first()


def get_visible(by: Actor, case_id: str) -> CareCase:
    """Return a case the actor may know of.

    Raises:
        CareRefused: there is none, or it is none of the actor's business: the two look alike.
    """
    case = cases_visible_to(by).filter(public_id=case_id).first()
    if case is None:
        raise CareRefused("그런 통합사례가 없습니다.")
    return case


def _check_own(by: Actor, side: Side) -> None:
    if not by.is_system and side_of(by) != side:
        raise NotAllowed(f"{side.label} 쪽에서 적는 것입니다. 그쪽에 부탁하려면 ‘의뢰’를 쓰세요.")


def _follow_answers(case: CareCase, answers: Mapping[str, str], on: date, by: Actor) -> None:
    """Marks follow the items just answered; what was set by hand for other reasons stays."""
    meant = flags_from(answers, on=on)
    asked = {row.key for row in rows_on(FlagRule, on) if row.item in answers}
    CareFlag.objects.filter(case=case, flag__in=asked - set(meant), until_on=None).update(until_on=on)
    for flag in meant:
        CareFlag.objects.get_or_create(
            case=case, flag=flag, until_on=None, defaults={"from_on": on, "set_by_id": by.membership_id}
        )


def _record_agreement(by: Actor, record: SourceRecord, agreed: Agreement, at: datetime) -> None:
    on = timezone.localdate(at)
    health = [Item.HEALTH_FLAGS] * agreed.flags + [Item.HEALTH_DETAILS] * agreed.details
    given = {
        "by": by, "record": record, "purpose": Purpose.HEALTH_WELFARE, "from_on": on,
        "until_on": add_months(on, CONSENT_MONTHS), "form_version": FORM_VERSION, "proof_kind": agreed.proof_kind,
        "proof_reference": agreed.proof, "at": at,
    }  # fmt: skip
    told = [Item.IDENTITY, Item.CONTACT, Item.NEEDS] + [Item.PUBLIC_GRANTS] * agreed.welfare
    record_consent(recipient=Recipient.HEALTH_CENTRE, items=told, **given)
    if health:
        record_consent(recipient=Recipient.DISTRICT, items=health, with_sensitive=True, **given)


def _deed(by: Actor, case: CareCase, action: str, at: datetime, **detail) -> None:
    record_deed(
        actor=by.audit, action=action, purpose="통합사례관리", subjects=[case_subject(case)], detail=detail, at=at
    )
