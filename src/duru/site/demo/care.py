"""Shared cases and a round of crisis households in the demo district. All invented; made by the product's own deeds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from duru.blocks.access.api import (
    Actor,
    Membership,
    Organisation,
    OrganisationKind,
    actor_of,
    change_organisation,
    open_glass,
    system_actor,
)
from duru.blocks.casework.api import Task, approve_decision, complete_task, propose_decision
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.places.api import Boundary
from duru.blocks.tenancy.api import tenant_scope
from duru.kernel.days import KST
from duru.services.care.api import (
    OTHER_SIDE,
    Agreement,
    NeedLevel,
    NoteKind,
    Origin,
    Service,
    VisitState,
    agree_plan,
    answer_survey,
    ask_other_side,
    case_subject,
    cases_visible_to,
    find_needs,
    make_plan,
    notify_discharge,
    open_joint_case,
    plan_visit,
    reply_referral,
    report_visit,
    take_notice,
    write_note,
)
from duru.services.outreach.api import (
    TryKind,
    TryOutcome,
    add_lead,
    close_lead,
    give_lead,
    leads_visible_to,
    receive_tip,
    record_try,
)

_LEAD, _DONG, _HEALTH, _HOSPITAL = (f"{each}@haeoreum.example" for each in ("lead", "dong", "health", "hospital"))
DONG = "미리내2동"
N_YOUNGER, N_OLDER = 18, 4
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)
_CALL, _VISIT, _NOTE = TryKind.CALL, TryKind.VISIT, TryKind.NOTE
_MET, _NO, _LEFT = TryOutcome.MET, TryOutcome.NO_ANSWER, TryOutcome.LEFT
_GONE = ((_CALL, _NO), (_CALL, _NO), (_CALL, _NO), (_VISIT, _NO), (_NOTE, _LEFT))
_SPOKEN = ((_CALL, _NO), (_VISIT, _MET))
# Of the earlier round: signals, tries, result. Enough closed ones that a rate can be shown.
_EARLIER = (
    (("health_arrears", "power_cut"), _SPOKEN, "emergency"),
    (("health_arrears",), _SPOKEN, "basic"),
    (("health_arrears", "telecom_arrears"), _SPOKEN, "informed"),
    (("health_arrears",), _SPOKEN, "not_needed"),
    (("health_arrears", "loan_arrears"), _SPOKEN, "private"),
    (("health_arrears",), _GONE, "absent"),
    (("power_cut", "gas_cut"), _SPOKEN, "near_poor"),
    (("telecom_arrears",), ((_CALL, TryOutcome.REFUSED),), "refused"),
    (("telecom_arrears",), ((_CALL, _MET),), "already"),
    (("apartment_fee_arrears",), ((_VISIT, _NO),), "moved"),
)
# Of the round that has just come: signals, tries so far.
_NOW = (
    (("power_cut", "health_arrears"), ((_CALL, _NO), (_CALL, _NO))),
    (("gas_cut", "telecom_arrears"), ((_CALL, _NO), (_VISIT, _NO), (_NOTE, _LEFT))),
    (("health_arrears",), ()),
    (("loan_arrears", "card_arrears"), ()),
    (("apartment_fee_arrears", "water_cut"), ((_CALL, _MET),)),
    (("public_rent_arrears",), ()),
    (("telecom_arrears",), ()),
    (("medical_costs", "health_arrears"), ()),
)


def make_care(tenant_id: int, *, now: datetime) -> int:
    """Put leads, tips, notices and shared cases on the desks; returns how many shared cases there are. Safe to repeat."""
    with tenant_scope(tenant_id):
        machine = system_actor("시험자료 만들기")
        members = {
            member.user.email: member
            for member in Membership.objects.select_related("user", "organisation").filter(
                user__email__in=[_LEAD, _DONG, _HEALTH, _HOSPITAL]
            )
        }
        if len(members) < 4 or cases_visible_to(machine).exists():
            return cases_visible_to(machine).count()
        who = {email: actor_of(member) for email, member in members.items()}
        codes = dict(Boundary.objects.order_by("valid_from").values_list("name", "region_code"))
        for office in Organisation.objects.filter(kind=OrganisationKind.DONG_OFFICE, dong_code=""):
            if code := codes.get(office.name.removesuffix(" 주민센터")):
                change_organisation(by=machine, organisation=office, dong_code=code)
        people = _people(codes.get(DONG, ""), now.date())
        if not people:
            return 0
        _rounds(who, members[_DONG], people[:N_YOUNGER], now)
        _tips(now)
        _cases(who, members, people[N_YOUNGER:], now)
        return cases_visible_to(machine).count()


def _people(dong_code: str, today: date) -> list[SourceRecord]:
    """Choose residents in an order that hangs on what they are, not on when they were made: of the 동 where enough live there.

    Twenty who are younger come first, then six of the oldest.
    """
    found = SourceRecord.objects.filter(
        is_register=True, birth_on__lt=today.replace(year=today.year - 30), links__person__is_protected=False,
        links__person__status="living",
    )  # fmt: skip
    for among in (found.filter(dong_code=dong_code), found):
        younger = list(among.filter(birth_on__gte=date(1955, 1, 1)).order_by("name", "birth_on", "id")[:N_YOUNGER])
        older = list(among.filter(birth_on__lt=date(1955, 1, 1)).order_by("birth_on", "name", "id")[:N_OLDER])
        if len(younger) == N_YOUNGER and len(older) == N_OLDER:
            return younger + older
    return []


def _rounds(who: dict[str, Actor], member: Membership, people: Sequence[SourceRecord], now: datetime) -> None:
    dong, lead = who[_DONG], who[_LEAD]
    year, number = now.year, (now.month + 1) // 2
    earlier = (year, number - 1) if number > 1 else (year - 1, 6)
    begun = _at_ten(now - 62 * _DAY)
    for record, (signals, tries, result) in zip(people, _EARLIER, strict=False):
        made = add_lead(by=dong, record=record, signals=signals, words="", at=begun, of=earlier)
        for n, (kind, outcome) in enumerate(tries, start=1):
            record_try(by=dong, public_id=made.public_id, kind=kind, outcome=outcome, at=begun + n * 2 * _DAY)
        close_lead(by=dong, public_id=made.public_id, result=result, at=begun + 14 * _DAY)
    arrived = _at_ten(now - 6 * _DAY)
    for record, (signals, _) in zip(people[10:], _NOW, strict=False):
        add_lead(by=lead, record=record, signals=signals, words="", at=arrived, of=(year, number))
    office, worker = member.organisation, member
    found = leads_visible_to(lead).filter(round__year=year, round__number=number).order_by("id")
    for made, (_, tries) in list(zip(found, _NOW, strict=False))[:-2]:  # two are left to be given out
        give_lead(by=lead, public_id=made.public_id, to=office, worker=worker, at=arrived + _HOUR)
        for n, (kind, outcome) in enumerate(tries, start=1):
            record_try(by=dong, public_id=made.public_id, kind=kind, outcome=outcome, at=arrived + n * _DAY)


def _tips(now: datetime) -> None:
    receive_tip(
        reporter="meter", place="시험자료: 나래로 7 다세대 반지하", seen=["meter", "mail"], at=now - 20 * _HOUR,
        words="계량기가 두 달째 그대로이고 고지서가 쌓여 있습니다.",
    )  # fmt: skip
    receive_tip(reporter="post", place="시험자료: 미리내로 21 옥탑", seen=["mail", "dark"], at=now - 5 * _HOUR)


def _cases(
    who: dict[str, Actor], members: dict[str, Membership], people: Sequence[SourceRecord], now: datetime
) -> None:
    hospital = who[_HOSPITAL]
    begun = _at_ten(now - 12 * _DAY)
    notices = [
        notify_discharge(
            by=hospital, typed=_typed(record), discharged_on=(at - _DAY).date(), consented_on=(at - _DAY).date(), needs=needs,
            diagnosis=diagnosis, at=at,
        )
        for record, needs, diagnosis, at in (
            (people[0], "식사와 이동 도움, 문턱 고치기", "뇌경색 뒤 왼쪽 편마비, 혈전약 복용", begun),
            (people[1], "목욕과 병원 동행", "고관절 골절 수술", now - _DAY),
            (people[2], "약 챙기기, 끼니", "심부전 악화", now - 2 * _HOUR),
        )
    ]  # fmt: skip
    _discharged(who, members, notices[0].public_id, begun + _DAY, now)
    alone = open_joint_case(
        by=who[_DONG],
        record=people[3],
        origin=Origin.OFFICE,
        reason="혼자 지내며 집이 낡고 사람을 만나지 않음",
        at=now - 4 * _DAY,
    )
    found = {
        "housing": (NeedLevel.GREAT, "보일러 고장"),
        "social": (NeedLevel.GREAT, "찾는 이 없음"),
        "economy": (NeedLevel.SOME, ""),
    }
    find_needs(by=who[_DONG], case_id=alone.public_id, found=found, at=_at_ten(now - 3 * _DAY))


def _discharged(
    who: dict[str, Actor], members: dict[str, Membership], notice: str, begun: datetime, now: datetime
) -> None:
    """The story of the five minutes: from the notice to the joint plan and the joint visits."""
    dong = who[_DONG]
    case = take_notice(
        by=dong, public_id=notice, reason="퇴원 뒤 혼자 지내며 끼니와 이동에 도움이 필요함", at=begun,
        agreed=Agreement("시험-통합-0001", flags=True),
    )  # fmt: skip
    ref = case.public_id
    _asked(who, ref, begun)
    _walk(case.case_ref, who, begun + 5 * _DAY)
    _planned(dong, ref, begun)
    _visited(who, members, ref, begun, now)
    # An emergency of last week that the privacy officer has not reviewed yet.
    open_glass(
        by=dong,
        key=OTHER_SIDE.key,
        subject=case_subject(case),
        reason="시험자료: 현관에서 쓰러져 119와 함께 있음, 먹는 약을 물음",
        at=now - 7 * _HOUR,
    )


def _asked(who: dict[str, Actor], ref: str, begun: datetime) -> None:
    """Let both sides ask and write what they find: household, survey, needs, a question to the other side and its answer."""
    dong, health = who[_DONG], who[_HEALTH]
    write_note(
        by=dong,
        case_id=ref,
        kind=NoteKind.HOUSEHOLD,
        text="딸은 지방에 살고 한 달에 한 번 옴. 이웃 한 분이 들여다봄.",
        at=begun,
    )
    answer_survey(
        by=health, case_id=ref, at=begun + _DAY,
        answers={"move": "도움이 있으면", "eat": "차려 주면", "falls": "2번 이상", "pills": "챙겨 주면", "memory": "가끔 잊음"},
    )  # fmt: skip
    answer_survey(
        by=dong, case_id=ref, at=begun + _DAY,
        answers={"household_size": "1", "carer": "없음", "dwelling": "월세", "stairs": "계단(승강기 없음)", "stay": "지금 집", "wish": "살던 집에서 지내기"},
    )  # fmt: skip
    needs = {
        "health": (NeedLevel.GREAT, "약을 거르지 않게"), "daily_life": (NeedLevel.GREAT, "끼니와 이동"),
        "housing": (NeedLevel.GREAT, "문턱과 욕실"), "social": (NeedLevel.SOME, "이웃 한 분"), "economy": (NeedLevel.NONE, ""),
    }  # fmt: skip
    find_needs(by=dong, case_id=ref, found=needs, at=begun + _DAY)
    asked = ask_other_side(by=dong, case_id=ref, asked="약을 챙기는 방법을 정해 주세요", at=begun + _DAY)
    reply_referral(
        by=health, public_id=asked.public_id, reply="요일 약상자를 두고 월·목에 확인하겠습니다.", at=begun + 3 * _DAY
    )
    ask_other_side(by=health, case_id=ref, asked="욕실 손잡이와 문턱 공사를 이어 주세요", at=begun + 4 * _DAY)


def _planned(dong: Actor, ref: str, begun: datetime) -> None:
    """Make the joint plan, and let the person agree."""
    plan = make_plan(
        by=dong, case_id=ref, goal="살던 집에서 넘어지지 않고 끼니를 거르지 않고 지내기", from_on=(begun + 6 * _DAY).date(),
        until_on=(begun + 188 * _DAY).date(), at=begun + 6 * _DAY,
        services=[
            Service("daily_life", "밑반찬 배달", "주 2회", "해오름종합사회복지관", linked="못 받으면 그날 동에 알림"),
            Service("health", "방문건강관리", "주 1회", "해오름구보건소", linked="동 복지팀과 첫 주는 함께 방문"),
            Service("housing", "문턱·욕실 고치기", "1번", "미리내2동 주민센터"),
        ],
    )  # fmt: skip
    agree_plan(
        by=dong, public_id=plan.public_id, on=(begun + 6 * _DAY).date(), proof="시험-계획-0001", at=begun + 6 * _DAY
    )


def _visited(who: dict[str, Actor], members: dict[str, Membership], ref: str, begun: datetime, now: datetime) -> None:
    """Go together once, and plan two more visits."""
    dong, health = who[_DONG], who[_HEALTH]
    together = {"welfare_by": members[_DONG], "health_by": members[_HEALTH]}
    first = plan_visit(
        by=dong,
        case_id=ref,
        visit_at=_at_ten(begun + 7 * _DAY),
        purpose="집 안에서 넘어질 곳 살피기",
        at=begun + 6 * _DAY,
        **together,
    )
    report_visit(
        by=health,
        public_id=first.public_id,
        state=VisitState.DONE,
        result="욕실에 미끄럼 방지 깔개를 깔고 문턱 두 곳을 표시함",
        at=begun + 8 * _DAY,
    )
    plan_visit(
        by=dong, case_id=ref, visit_at=_at_ten(now + 2 * _DAY), purpose="공사 확인, 약상자 보기", at=now, **together
    )
    plan_visit(
        by=health,
        case_id=ref,
        visit_at=_at_ten(now + 5 * _DAY),
        purpose="혈압과 약 확인",
        at=now,
        health_by=members[_HEALTH],
    )


def _walk(case_ref: str, who: dict[str, Actor], at: datetime) -> None:
    """Walk the steps of the case up to its plan."""
    dong, day = who[_DONG], at.date().isoformat()
    for key, answers in (
        ("counsel", {"met_on": day, "how": "visit"}), ("assess", {"is_asked": True}), ("conference", {"held_on": day, "kind": "joint"}),
    ):  # fmt: skip
        task = Task.objects.get(case__public_id=case_ref, key=key, state="open")
        complete_task(by=dong, task_id=task.public_id, answers=answers, at=at)
    task = Task.objects.get(case__public_id=case_ref, key="decide", state="open")
    propose_decision(by=dong, task_id=task.public_id, outcome="manage", reason="여러 영역에 큰 욕구가 있습니다.", at=at)
    approve_decision(by=who[_LEAD], public_id=case_ref, at=at)
    task = Task.objects.get(case__public_id=case_ref, key="plan", state="open")
    complete_task(by=dong, task_id=task.public_id, answers={"agreed_on": (at + _DAY).date().isoformat()}, at=at + _DAY)


def _typed(record: SourceRecord) -> dict[str, str]:
    """Write a resident as a hospital does."""
    return {
        "name": record.name, "birth": f"{record.birth_on:%Y-%m-%d}", "phone": record.phone_typed or "",
        "address": record.address_typed or "",
    }  # fmt: skip


def _at_ten(at: datetime) -> datetime:
    """Return ten in the morning in Korea of a day."""
    return at.astimezone(KST).replace(hour=10, minute=0, second=0, microsecond=0)
