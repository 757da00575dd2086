"""Who may send and answer."""

from duru.blocks.access.api import Role, declare

SEND = "handover.send"
RECEIVE = "handover.receive"

declare(SEND, "전출지 인계 보내기·거두기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(RECEIVE, "전출지 인계 보기·받기", Role.WELFARE_LEAD, Role.CASEWORKER)
