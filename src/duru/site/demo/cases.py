"""Cases, graves and proposals of the demo district, so that no desk is empty. All invented; made by the product's own deeds."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from duru.blocks.access.api import Actor, Membership, actor_of, system_actor
from duru.blocks.casework.api import (
    Case,
    Task,
    answer_opinion,
    approve_decision,
    complete_task,
    pause_case,
    propose_decision,
)
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.days import PauseReason
from duru.services.participation.api import receive_proposal
from duru.services.permits.api import (
    Answers,
    Facility,
    Measure,
    Owner,
    ask_departments,
    enter_grave,
    receive_application,
)

_OFFICER, _MAYOR, _LEAD = "permit@haeoreum.example", "mayor@haeoreum.example", "lead@haeoreum.example"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Story:
    """One application: how long ago, what, and how far it has come (received, asked, supplement, refused, done)."""

    days_ago: int
    applicant: str
    lot: str
    facility: Facility
    owner: Owner
    area: str
    upto: str
    columns: dict = field(default_factory=dict)
    zones: tuple[str, ...] = ()


_STORIES = (
    _Story(9, "박가람", "솔바람동 산 12-3", Facility.CEMETERY, Owner.FAMILY, "99", "asked", {"land": "forest"}),
    _Story(8, "박나루", "솔바람동 산 12-4", Facility.CEMETERY, Owner.FAMILY, "100", "asked", {"land": "forest"}),
    _Story(5, "해오름박씨종중", "윤슬동 산 31", Facility.CEMETERY, Owner.CLAN, "820", "supplement", {"land": "forest"}),
    _Story(2, "김다온", "새벽별동 402-1", Facility.CEMETERY, Owner.PERSON, "28", "received", {"land": "field"}),
    _Story(1, "이마루", "솔바람동 산 7", Facility.NATURAL_BURIAL, Owner.FAMILY, "80", "received", {"land": "forest", "is_woodland": True}),
    _Story(20, "최아라", "윤슬동 88", Facility.COLUMBARIUM_TOMB, Owner.FAMILY, "9.5", "done"),
    _Story(16, "정한별", "새벽별동 산 2", Facility.CEMETERY, Owner.PERSON, "30", "refused", zones=("water_source",)),
)  # fmt: skip

_GRAVES = (
    ("cemetery_family", "솔바람동 산 11", "박태수", 1997, 1, "박가람"),
    ("cemetery_family", "솔바람동 산 11", "김순금", 1997, 3, "박가람"),
    ("cemetery_person", "윤슬동 산 4", "이만복", 1996, 12, "이마루"),
    ("cemetery_clan", "윤슬동 산 30", "박두식", 2001, 2, "해오름박씨종중"),
    ("cemetery_clan", "윤슬동 산 30", "박천석", 2009, 9, "해오름박씨종중"),
    ("cemetery_person", "새벽별동 산 9", "정말례", 2015, 6, "정한별"),
    ("cemetery_person", "새벽별동 산 9", "최복동", 2021, 10, "최아라"),
)

_PROPOSALS = (
    (6, "횡단보도 바닥 신호등", "어르신들이 밤에 신호를 놓칩니다.", "솔바람초 앞 횡단보도에 바닥 신호등을 설치하자", {"박가람": 60, "이나루": 40}),
    (1, "경로당에 온열 의자", "겨울에 바닥이 찹니다.", "경로당마다 온열 의자를 두 개씩 놓자", {"오세찬": 100}),
)  # fmt: skip


def make_cases(tenant_id: int, *, now: datetime) -> int:
    """Receive the invented applications and proposals and write the graves; returns how many cases there are. Safe to repeat."""
    with tenant_scope(tenant_id):
        if Case.objects.exists():
            return Case.objects.count()
        members = Membership.objects.select_related("user", "organisation").filter(
            user__email__in=[_OFFICER, _MAYOR, _LEAD]
        )
        who = {member.user.email: actor_of(member) for member in members}
        for story in _STORIES:
            _tell(story, who, now)
        for kind, lot, name, year, month, keeper in _GRAVES:
            enter_grave(
                kind=kind, lot=lot, deceased_name=name, buried_on=date(year, month, 10), keeper_name=keeper,
                area_m2=Decimal(10), by=who[_OFFICER], at=now,
            )  # fmt: skip
        for days_ago, title, problem, idea, shares in _PROPOSALS:
            receive_proposal(
                title=title, problem=problem, idea=idea, shares=shares, phone="010-2000-3000", by=who[_LEAD],
                at=now - days_ago * _DAY,
            )  # fmt: skip
        return Case.objects.count()


def _tell(story: _Story, who: dict[str, Actor], now: datetime) -> None:
    officer, begun = who[_OFFICER], now - story.days_ago * _DAY
    answers = Answers(story.facility, story.owner, sizes={Measure.AREA: Decimal(story.area)}, **story.columns)
    case = receive_application(
        answers, lot=story.lot, applicant_name=story.applicant, applicant_phone="010-2000-3000", by=officer, at=begun,
        zones=story.zones,
    ).case  # fmt: skip
    if story.upto == "received":
        return
    _finish(case, "review", officer, begun + _DAY / 4, is_complete=True)
    if story.upto == "supplement":
        note = "종약과 실측도를 보완해 주시기 바랍니다."
        pause_case(by=officer, public_id=case.public_id, reason=PauseReason.SUPPLEMENT, note=note, at=begun + _DAY)
        return
    if story.upto == "asked":
        asked = ask_departments(case, by=officer, at=begun + _DAY / 3)
        # The forest department has not answered yet: that is what its account is for.
        for task, opinion, note in zip(
            [task for task in asked if task.department != "산림과"],
            ("possible", "conditional", "possible"),
            ("", "진입로 폭을 4m 이상으로 할 것", ""),
            strict=False,
        ):
            machine = system_actor("시험자료 만들기")
            answer_opinion(by=machine, task_id=task.public_id, opinion=opinion, note=note, at=begun + 2 * _DAY)
        return
    _finish(case, "consult", officer, begun + _DAY)
    outcome = "refuse" if story.upto == "refused" else "grant"
    reason = "상수원보호구역에는 설치할 수 없습니다(장사법 제17조제2호)." if outcome == "refuse" else ""
    task = Task.objects.get(case=case, key="decide", state="open")
    propose_decision(by=officer, task_id=task.public_id, outcome=outcome, reason=reason, at=begun + 2 * _DAY)
    approve_decision(by=who[_MAYOR], public_id=case.public_id, at=begun + 2 * _DAY)
    _finish(case, "refusal" if outcome == "refuse" else "certificate", officer, begun + 3 * _DAY)


def _finish(case: Case, key: str, by: Actor, at: datetime, **answers) -> None:
    task = Task.objects.get(case=case, key=key, state="open")
    complete_task(by=by, task_id=task.public_id, answers=answers, at=at)
