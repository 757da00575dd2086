"""Who may see links, decide about them, and start a run."""

from duru.blocks.access.api import Role, declare

SEE = "linkage.see"
DECIDE = "linkage.decide"
RUN = "linkage.run"
FIND = "linkage.find"

declare(SEE, "이어진 기록과 까닭 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(DECIDE, "같은 사람인지 정하기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(RUN, "사람 잇기 실행", Role.WELFARE_LEAD)
declare(FIND, "신청인이 누구인지 찾기", Role.WELFARE_LEAD, Role.CASEWORKER)
