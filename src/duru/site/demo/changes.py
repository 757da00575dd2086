"""Deaths and moves of the demo district on their desk: early signs, a rumour, a visit, somebody who lives after all, matters ended.

All invented; made by the product's own deeds. What each source told when is made up here from the day of death (모의): the delays are
guesses, marked 시험자료 wherever they are shown.
"""

from datetime import date, datetime, timedelta
from zlib import crc32

from duru.blocks.access.api import Actor, Membership, actor_of
from duru.blocks.benefits.api import held_by_persons
from duru.blocks.registry.api import LifeEvent, Person, PersonStatus
from duru.blocks.tenancy.api import tenant_scope
from duru.services.changes.api import (
    Change,
    ChangeKind,
    ChangeState,
    Proof,
    Recovery,
    Sign,
    SignSource,
    confirm_change,
    deny_change,
    end_services,
    gather_changes,
    give_notice,
    record_visit,
    tell_sign,
)

_LEAD, _DONG = "lead@haeoreum.example", "dong@haeoreum.example"
_TOLD_BY = "시험자료(모의)"
_CAST = ("박말순", "최봉례", "서정만", "윤태식", "이영숙", "정복동", "한순자", "조영호", "조영훈", "문서영", "나복동")
# Source, of a hundred deaths how many it tells, after how many days at least and at most.
_EARLY = (
    (SignSource.CREMATION, 62, 1, 3),
    (SignSource.FUNERAL, 35, 1, 4),
    (SignSource.FACILITY_LEFT, 18, 1, 6),
    (SignSource.HEADMAN, 22, 3, 12),
    (SignSource.MAIL_BACK, 12, 8, 25),
    (SignSource.AGENCY, 16, 2, 14),
)
_N_ENDED = 12
_JAILED_AGO, _NOTICED_AGO = timedelta(days=100), timedelta(days=20)
_HEARD = (
    (ChangeKind.DEATH, SignSource.HEADMAN, 1, "며칠째 인기척이 없다고 함"),
    (ChangeKind.DEATH, SignSource.MAIL_BACK, 3, "안내문이 수취인 없음으로 돌아옴"),
    (ChangeKind.HOSPITAL, SignSource.HOSPITAL, 40, "석 달 넘게 입원"),
    (ChangeKind.ABROAD, SignSource.BORDER, 6, "국외 체류 60일이 됨"),
    (ChangeKind.JAILED, SignSource.PRISON, 20, "형 확정 수용 통보"),
    (ChangeKind.FACILITY, SignSource.AGENCY, 9, "요양시설에 들어감"),
)


def make_changes(tenant_id: int, *, now: datetime) -> int:
    """Put early signs beside the register's deaths, gather, hear of six living people, deny one, end some; returns how many matters.

    Safe to repeat: does nothing where signs of the demo stand.
    """
    with tenant_scope(tenant_id):
        if Sign.objects.filter(told_by=_TOLD_BY).exists():
            return Change.objects.count()
        members = Membership.objects.select_related("user", "organisation").filter(user__email__in=[_LEAD, _DONG])
        who = {member.user.email: actor_of(member) for member in members}
        early_signs(now.date())
    gather_changes(tenant_id=tenant_id, now=now)
    if {_LEAD, _DONG} <= who.keys():
        with tenant_scope(tenant_id):
            _hear(who[_DONG], now)
            _end_some(who[_LEAD], now)
            _overpay(who[_LEAD], now)
    with tenant_scope(tenant_id):
        return Change.objects.count()


def early_signs(today: date) -> None:
    """Make up what each source told of the register's deaths before the register did, by the same draw for the same death."""
    deaths = LifeEvent.objects.filter(is_death=True, state="confirmed", person__isnull=False).select_related("person")
    signs = []
    for event in deaths.order_by("id"):
        if event.person is None:
            continue
        draw = crc32(f"{event.person.name}{event.person.birth_on}{event.on}".encode())
        for n, (source, share, least, most) in enumerate(_EARLY):
            own = crc32(f"{draw}{n}".encode())
            told = event.on + timedelta(days=least + own // 100 % (most - least + 1))
            if own % 100 < share and told <= min(today, event.reported_on or today):
                signs.append(
                    Sign(
                        person_ref=event.person.public_id, kind=ChangeKind.DEATH, source=source, happened_on=event.on, told_on=told,
                        told_by=_TOLD_BY,
                    )
                )  # fmt: skip
    Sign.objects.bulk_create(signs)


def _hear(by: Actor, now: datetime) -> None:
    found = Person.objects.filter(status=PersonStatus.LIVING, is_register=True, is_protected=False, birth_year__lt=1952)
    people = list(found.exclude(name__in=_CAST).order_by("name", "birth_on", "id")[:400])
    pensions = {
        each.person
        for each in held_by_persons([p.id for p in people], since=now.date())
        if each.programme == "기초연금" and each.until_on is None and not each.is_doubtful
    }
    chosen = [person for person in people if person.id in pensions][: len(_HEARD) + 1]
    for person, (kind, source, ago, note) in zip(chosen, _HEARD, strict=False):
        tell_sign(
            person.public_id, kind=kind, source=source, happened_on=now.date() - timedelta(days=ago), note=note, by=by, at=now
        )  # fmt: skip
    for person in chosen[len(_HEARD) :]:
        heard = now - timedelta(days=2)
        change = tell_sign(
            person.public_id, kind=ChangeKind.DEATH, source=SignSource.AGENCY, happened_on=heard.date(), note="안 보인다고 함", by=by,
            at=heard,
        )  # fmt: skip
        record_visit(change.public_id, visited_on=now.date(), note="댁에서 뵘. 딸 집에 다녀오심", by=by, at=now)
        deny_change(change.public_id, reason="방문하여 본인을 뵘", by=by, at=now)


def _end_some(by: Actor, now: datetime) -> None:
    cast = set(Person.objects.filter(name__in=_CAST).values_list("public_id", flat=True))
    waiting = Change.objects.filter(kind=ChangeKind.DEATH, state=ChangeState.CONFIRMED, is_protected=False)
    for change in waiting.exclude(person_ref__in=cast).order_by("-n_effects", "happened_on", "id")[:_N_ENDED]:
        end_services(change.public_id, reason="주민등록 말소(사망) 확인", by=by, at=now)


def _overpay(by: Actor, now: datetime) -> None:
    """Let one stay in prison be known late: 생계급여 went on for months, the person was told twenty days ago, and somebody must decide now.

    Nobody who lives is made dead for it: what a check finds stays what the known truth says.
    """
    found = Person.objects.filter(status=PersonStatus.LIVING, is_register=True, is_protected=False, birth_year__lt=2005)
    told = set(Change.objects.values_list("person_ref", flat=True))
    people = [
        each for each in found.exclude(name__in=_CAST).order_by("birth_on", "name", "id") if each.public_id not in told
    ]
    living = {
        each.person
        for each in held_by_persons([p.id for p in people], since=now.date())
        if each.programme == "생계급여" and each.until_on is None and not each.is_doubtful
    }
    person = next((each for each in reversed(people) if each.id in living), None)
    if person is None:
        return
    since, noticed = (now - _JAILED_AGO).date(), now - _NOTICED_AGO
    change = tell_sign(
        person.public_id, kind=ChangeKind.JAILED, source=SignSource.PRISON, happened_on=since, note="형 확정 수용 통보가 늦게 옴", by=by,
        at=noticed,
    )  # fmt: skip
    confirm_change(
        change.public_id, proof=Proof.OFFICIAL_NOTICE, happened_on=since, reason="교정시설 문서 확인", by=by, at=noticed
    )
    end_services(change.public_id, reason="수감 확인", by=by, at=noticed)
    for each in Recovery.objects.filter(change=change, programme="생계급여"):
        give_notice(each.public_id, payee_name=person.name, payee_address="", by=by, at=noticed)
