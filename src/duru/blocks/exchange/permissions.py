"""Who may send, see and accept files: agencies their own, officials with the permission all."""

from duru.blocks.access.api import Actor, NotAllowed, Role, declare, may
from duru.blocks.exchange.models import Intake

SENDERS = (Role.AGENCY_WORKER, Role.RECORDER, Role.WELFARE_LEAD, Role.CASEWORKER)

declare("exchange.see", "받은 자료 보기", *SENDERS, Role.PRIVACY_OFFICER)
declare("exchange.upload", "자료 올리기", *SENDERS)
declare("exchange.accept", "자료 반영", *SENDERS)
declare("exchange.cancel", "올린 자료 취소", *SENDERS)


def can_act_for(actor: Actor, organisation_id: int) -> bool:
    """Say whether an actor may touch the files of an organisation: officials of all, others of their own."""
    return actor.is_system or actor.is_official or actor.organisation_id == organisation_id


def can_read_rows(actor: Actor, intake: Intake) -> bool:
    """Say whether an actor sees the rows of a file unmasked: the organisation that sent it, and whoever sent it for her."""
    if actor.is_system or actor.organisation_id == intake.organisation_id:
        return True
    return intake.uploader_id is not None and intake.uploader_id == actor.membership_id


def check_reads_rows(actor: Actor, intake: Intake) -> None:
    """Refuse somebody of another office the rows themselves.

    Raises:
        NotAllowed: with a Korean sentence.
    """
    if not can_read_rows(actor, intake):
        raise NotAllowed("줄의 내용은 자료를 보낸 기관과 올린 사람만 봅니다. 그 기관에 요청하세요.")


def check_may_for(actor: Actor | None, code: str, organisation_id: int) -> None:
    """Refuse an actor without the permission, or of another agency.

    Raises:
        NotAllowed: with a Korean sentence.
    """
    if actor is None or not may(actor, code):
        raise NotAllowed("이 자료를 다룰 권한이 없습니다. 필요한 업무라면 시스템 관리자에게 역할 변경을 요청하세요.")
    if not can_act_for(actor, organisation_id):
        raise NotAllowed("다른 기관의 자료입니다. 소속 기관의 자료만 다룰 수 있습니다.")


def check_may_for_intake(actor: Actor | None, code: str, intake: Intake) -> None:
    """Like `check_may_for`, for one file."""
    check_may_for(actor, code, intake.organisation_id)
