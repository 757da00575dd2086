"""Who may work on proposals."""

from duru.blocks.access.api import Role, declare

SEE = "participation.see"
RECEIVE = "participation.receive"
SCORE = "participation.score"

declare(SEE, "제안 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.PERMIT_OFFICER, Role.CASEWORKER)
declare(RECEIVE, "제안 접수·재심사 접수", Role.WELFARE_LEAD)
declare(SCORE, "제안 심사 점수 적기", Role.WELFARE_LEAD, Role.PERMIT_OFFICER, Role.CASEWORKER)
