"""Whose task a task is."""

from collections.abc import Collection


def may_work_on(
    *,
    department: str,
    assignee_id: int | None,
    actor_department: str,
    actor_id: int | None,
    stands_in_for: Collection[int],
) -> bool:
    """Say whether a member may do a task: the one who has it, who stands in for them, or, free, anyone of its department.

    Args:
        department, assignee_id: of the task.
        actor_department, actor_id: of the member; `actor_id` None is the machine, which may.
        stands_in_for: members who are away today and whose deputy the actor is (대결).
    """
    if actor_id is None:
        return True
    if assignee_id is None:
        return department == actor_department
    return assignee_id == actor_id or assignee_id in stands_in_for


def may_lead(
    *, department: str, officer_id: int | None, actor_department: str, actor_id: int | None, sees_all: bool
) -> bool:
    """Say whether a member may steer a case (pause, ask, end it): the responsible department, its officer, or who oversees all.

    Args:
        department, officer_id: of the case.
        actor_department, actor_id: of the member; `actor_id` None is the machine, which may.
        sees_all: whether the member may see the cases of all departments.
    """
    return actor_id is None or sees_all or department == actor_department or officer_id == actor_id


def may_open(*, departments: Collection[str], members: Collection[int], actor_department: str, actor_id: int) -> bool:
    """Say whether a member may open a case: its department has to do with it, or the member was given it or called on.

    Source: 개인정보 보호법 제3조제1항, 안전성 확보조치 기준 제5조 (업무 수행에 필요한 최소한의 범위).
    """
    return actor_department in departments or actor_id in members
