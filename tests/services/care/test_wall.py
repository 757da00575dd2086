"""The wall between the two sides of a case, role by role, with something behind it that could leak."""

from datetime import timedelta

import pytest
from django.urls import reverse

from duru.blocks.access.api import GlassOpening, Role, open_glass, review_glass
from duru.blocks.audit.api import list_entries
from duru.blocks.consent.api import consents_in_force, withdraw_consent
from duru.services.care.api import Agreement, NoteKind, Origin, answer_survey, open_joint_case, write_note
from duru.services.care.enums import Side
from duru.services.care.permissions import OTHER_SIDE
from duru.services.care.queries import answers_for, case_subject, cases_visible_to, flags_for, notes_for, sides_of
from tests.clients import client_of
from tests.services.conftest import NOW

pytestmark = pytest.mark.django_db
SECRET, MONEY = "췌장암 4기, 항암 중단", "통장 잔액 3만 원"
HOUR = timedelta(hours=1)


@pytest.fixture
def shared(desk):
    """A case shared with the health centre, something told in confidence on each side, welfare agreed to nothing of health."""

    def begin(**agreed):
        case = open_joint_case(
            by=desk.dong, record=desk.record, origin=Origin.OFFICE, reason="혼자 지내며 끼니를 거름", at=NOW,
            agreed=Agreement("동의-1", **agreed),
        )  # fmt: skip
        write_note(by=desk.health, case_id=case.public_id, kind=NoteKind.DIAGNOSIS, text=SECRET, at=NOW)
        write_note(by=desk.dong, case_id=case.public_id, kind=NoteKind.ECONOMY, text=MONEY, at=NOW)
        answer_survey(by=desk.health, case_id=case.public_id, answers={"move": "못 함", "falls": "2번 이상"}, at=NOW)
        return case

    return begin


def page(actor, case) -> str:
    return client_of(actor).get(reverse("care:case", args=[case.public_id])).content.decode()


def seen(actor, case, at=NOW) -> tuple[list[str], list[str], list[str]]:
    return (
        [each.text for each in notes_for(actor, case, at=at)],
        [each.item for each in answers_for(actor, case, at=at)],
        [each.flag for each in flags_for(actor, case, at=at)],
    )


NOTHING = ([], [], [])


def test_without_consent_each_side_sees_its_own(desk, shared):
    case = shared()
    assert seen(desk.dong, case) == ([MONEY], [], [])
    assert seen(desk.lead, case) == ([MONEY], [], [])
    assert seen(desk.health, case) == ([SECRET], ["move", "falls"], ["immobile", "fall_risk"])
    for actor in (desk.other_dong, desk.hospital, desk.privacy, desk.mayor):
        assert seen(actor, case) == NOTHING
        assert sides_of(actor, case, at=NOW) == {}


def test_marks_alone_tell_what_to_do_and_not_why(desk, shared):
    case = shared(flags=True)
    assert seen(desk.dong, case) == ([MONEY], [], ["immobile", "fall_risk"])
    text = page(desk.dong, case)
    assert [word for word in ("거동 불가", "낙상 위험", MONEY) if word not in text] == []
    assert [word for word in (SECRET, "췌장암") if word in text] == []
    assert SECRET in page(desk.health, case)


def test_the_health_centre_reads_what_welfare_notes_where_the_person_agreed(desk, shared):
    assert set(seen(desk.health, shared(welfare=True))[0]) == {SECRET, MONEY}


def test_a_separate_consent_opens_the_diagnosis_until_it_is_withdrawn(desk, shared):
    case = shared(flags=True, details=True)
    assert set(seen(desk.dong, case)[0]) == {SECRET, MONEY}
    for consent in consents_in_force(NOW.date()).filter(with_sensitive=True):
        withdraw_consent(by=desk.dong, public_id=consent.public_id, at=NOW)
    assert seen(desk.dong, case, NOW + 24 * HOUR) == ([MONEY], [], [])


def test_a_case_the_person_keeps_from_the_health_centre_is_not_there_for_it(desk):
    case = open_joint_case(by=desk.dong, record=desk.record, origin=Origin.REQUEST, reason="집수리", at=NOW)
    visible = {name for name in vars(desk) if name != "record" and case in cases_visible_to(getattr(desk, name))}
    assert visible == {"lead", "dong"}
    assert client_of(desk.health).get(reverse("care:case", args=[case.public_id])).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_the_list_opens_for_those_who_work_on_cases(browse, role):
    allowed = {Role.WELFARE_LEAD, Role.CASEWORKER, Role.HEALTH_WORKER}
    assert browse(role).get(reverse("care:cases")).status_code == (200 if role in allowed else 403)


def test_an_emergency_opens_the_other_side_for_one_person_and_hours_and_is_reviewed(desk, shared):
    case = shared()
    client = client_of(desk.dong)
    address = reverse("care:glass", args=[case.public_id])
    client.post(address, {"reason": "급함"})
    assert SECRET not in page(desk.dong, case)
    client.post(address, {"reason": "현관에서 쓰러져 의식이 없음, 119 동행"})
    assert SECRET in page(desk.dong, case)
    assert SECRET not in page(desk.lead, case)
    opening = GlassOpening.objects.get()
    later = opening.until_at + HOUR
    assert seen(desk.dong, case, later)[0] == [MONEY]
    looks = list_entries().filter(
        kind="look", flags__contains=["비상 열람"], subject_refs__contains=[case_subject(case)]
    )
    assert looks.count() == 1
    assert review_glass(
        by=desk.privacy, public_id=opening.public_id, is_justified=True, note="", at=later
    ).verdict == "justified"  # fmt: skip


def test_glass_opens_no_case_that_is_none_of_ones_business(desk, shared):
    case = shared()
    open_glass(by=desk.other_dong, key=OTHER_SIDE.key, subject=case_subject(case), reason="급한 일이 있다고 함", at=NOW)
    assert seen(desk.other_dong, case) == NOTHING


def test_each_side_writes_only_its_own(desk, shared):
    case = shared(flags=True, details=True)
    for actor, name, sent in (
        (desk.dong, "note", {"kind": "diagnosis", "text": "몰래"}),
        (desk.health, "note", {"kind": "economy", "text": "몰래"}),
        (desk.dong, "flags", {"flags": ["infection"]}),
    ):
        client_of(actor).post(reverse(f"care:{name}", args=[case.public_id]), sent)
    assert Side.HEALTH not in {each.side for each in case.notes.filter(text="몰래")}
    assert not case.notes.filter(text="몰래").exists()
    assert "infection" not in seen(desk.health, case)[2]
