"""Who may: a table with every role."""

import pytest

from duru.blocks.access.api import Actor, NotAllowed, Role, check_may, declare, may, system_actor

pytestmark = pytest.mark.unit

OFFICIALS = {
    Role.MAYOR,
    Role.WELFARE_LEAD,
    Role.CASEWORKER,
    Role.HEALTH_WORKER,
    Role.PERMIT_OFFICER,
    Role.DEPARTMENT_OFFICER,
    Role.PRIVACY_OFFICER,
    Role.ADMIN,
}


def actor(role: str) -> Actor:
    return Actor(1, 1, 1, "해오름구청", role, "김두루")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("access.see_organisations", OFFICIALS),
        ("access.manage", {Role.ADMIN}),
        ("audit.see", {Role.PRIVACY_OFFICER}),
    ],
)
def test_each_role_may_what_the_table_says(role, code, allowed):
    assert may(actor(role), code) == (role in allowed)


def test_nobody_may_without_login():
    assert not may(None, "access.see_organisations")


def test_the_machine_may_everything():
    assert may(system_actor(), "access.manage")


def test_a_refusal_is_a_sentence_that_says_what_to_do():
    with pytest.raises(NotAllowed, match="'기관·소속 관리' 권한이 없습니다.*시스템 관리자에게"):
        check_may(actor(Role.RECORDER), "access.manage")


def test_an_undeclared_permission_is_an_error_and_not_a_refusal():
    with pytest.raises(KeyError):
        may(actor(Role.ADMIN), "access.nonsense")


def test_a_permission_cannot_mean_two_things():
    with pytest.raises(ValueError, match="declared twice"):
        declare("access.manage", "다른 뜻", Role.MAYOR)


@pytest.mark.parametrize(("role", "official"), [(role, role in OFFICIALS) for role in Role])
def test_only_officials_see_beyond_one_agency(role, official):
    assert actor(role).is_official == official


def test_the_log_is_told_department_and_duty_but_not_the_name():
    told = Actor(7, 1, 1, "미리내2동 주민센터", Role.CASEWORKER, "김두루", department="맞춤형복지팀").audit
    assert (told.ref, told.department, told.duty) == ("user:7", "미리내2동 주민센터 맞춤형복지팀", "동 복지팀")
