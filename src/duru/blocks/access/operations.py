"""Writes of users, organisations and memberships."""

from datetime import date

from django.db import transaction

from duru.blocks.access.actors import Actor
from duru.blocks.access.enums import Role
from duru.blocks.access.errors import NotAllowed
from duru.blocks.access.models import Membership, Organisation, User
from duru.blocks.access.permissions import check_may
from duru.blocks.audit.api import record_deed


def add_organisation(*, by: Actor, name: str, kind: str, **columns) -> Organisation:
    """Register an agency, or return the one that already has this name (safe to repeat).

    Raises:
        NotAllowed: the actor may not manage organisations.
        ValidationError: RRNs are allowed without a public body or without a named legal basis.
    """
    check_may(by, "access.manage")
    if existing := Organisation.objects.filter(name=name).first():
        return existing
    organisation = Organisation(name=name, kind=kind, **columns)
    organisation.full_clean(exclude=["tenant_id"])
    with transaction.atomic():
        organisation.save()
        record_deed(
            actor=by.audit,
            action="기관 등록",
            subjects=[f"organisation:{organisation.public_id}"],
            detail={"kind": kind, "may_hold_rrn": organisation.may_hold_rrn},
        )
    return organisation


def change_organisation(*, by: Actor, organisation: Organisation, **columns) -> Organisation:
    """Correct what is known of an agency; what did not change is not logged. Safe to repeat.

    Raises:
        NotAllowed: the actor may not manage organisations.
        ValidationError: RRNs are allowed without a public body or a named legal basis.
    """
    check_may(by, "access.manage")
    before = {name: getattr(organisation, name) for name in columns}
    for name, value in columns.items():
        setattr(organisation, name, value)
    organisation.full_clean(exclude=["tenant_id"])
    changed = {name: [before[name], value] for name, value in columns.items() if before[name] != value}
    if changed:
        with transaction.atomic():
            organisation.save(update_fields=list(changed))
            record_deed(
                actor=by.audit,
                action="기관 정보 고치기",
                subjects=[f"organisation:{organisation.public_id}"],
                detail={"changed": changed},
            )
    return organisation


def add_member(
    *,
    by: Actor,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    password: str | None = None,
    department: str = "",
    duty: str = "",
    named_officer: bool = False,
    started_on: date | None = None,
) -> Membership:
    """Give a person a role in an agency, making the user when the e-mail is new (safe to repeat).

    A membership that had ended begins again under its old row, with the new department, duty and day.

    Raises:
        NotAllowed: the actor may not manage memberships.
    """
    check_may(by, "access.manage")
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            user = User.objects.create_user(email=email, password=password, name=name)
        membership, created = Membership.objects.get_or_create(
            user=user,
            organisation=organisation,
            role=role,
            defaults={
                "department": department,
                "duty": duty,
                "named_officer": named_officer,
                "started_on": started_on,
            },
        )
        if not created and not membership.is_active:
            membership.is_active, membership.ended_on = True, None
            membership.department, membership.duty = department, duty
            membership.named_officer, membership.started_on = named_officer, started_on
            membership.save()
            created = True
        if created:
            record_deed(
                actor=by.audit,
                action="소속 등록",
                subjects=[f"user:{user.id}", f"organisation:{organisation.public_id}"],
                detail={"role": role, "named_officer": named_officer},
            )
    return membership


def end_membership(*, by: Actor, membership_id: int, on: date) -> None:
    """End a membership at a day; the row stays as the record of rights (안전성 확보조치 기준 §5③). Safe to repeat.

    Raises:
        NotAllowed: the actor may not manage memberships, or it is the actor's own.
        Membership.DoesNotExist: there is none with this id in this tenant.
    """
    check_may(by, "access.manage")
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(id=membership_id)
        if not membership.is_active:
            return
        if membership.id == by.membership_id:
            raise NotAllowed("자기 소속은 스스로 끝낼 수 없습니다. 다른 시스템 관리자에게 요청하세요.")
        membership.is_active, membership.ended_on = False, on
        membership.save(update_fields=["is_active", "ended_on"])
        record_deed(
            actor=by.audit,
            action="소속 종료",
            subjects=[f"user:{membership.user_id}"],
            detail={"role": membership.role},
        )


def ensure_recorder(*, by: Actor, organisation: Organisation, on: date) -> Membership:
    """Return the one 기록전용 membership of an agency, making it when there is none: nobody knows its password, links open it.

    No permission is asked here: who may issue a link decides. Safe to repeat.
    """
    email = f"recorder-{organisation.public_id.lower()}@recorder.invalid"
    with transaction.atomic():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email=email, password=None, name="기록전용")
        membership, created = Membership.objects.get_or_create(
            user=user, organisation=organisation, role=Role.RECORDER, defaults={"started_on": on}
        )
        if created:
            record_deed(
                actor=by.audit,
                action="소속 등록",
                subjects=[f"user:{user.id}", f"organisation:{organisation.public_id}"],
                detail={"role": Role.RECORDER},
            )
    return membership
