"""Who issues keys, and who changes those of the own agency."""

from duru.blocks.access.api import Role, declare

ISSUE = "programs.issue"
SEE_OWN = "programs.see_own"

declare(ISSUE, "연동 열쇠 발급·회수", Role.ADMIN)
declare(SEE_OWN, "우리 기관 연동 열쇠 보기·바꾸기", Role.AGENCY_WORKER, Role.ADMIN)
