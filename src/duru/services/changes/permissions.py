"""Who may see matters, act on them, and read what they cost."""

from duru.blocks.access.api import Role, declare

SEE = "changes.see"
TELL = "changes.tell"
DECIDE = "changes.decide"
SEE_LEDGER = "changes.see_ledger"
SEE_ENDED = "changes.see_ended"

declare(SEE, "사망·전출 변동 보기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(TELL, "변동 단서 적기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(DECIDE, "변동 확정·종료·생존확인·환수 결정", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(SEE_LEDGER, "새는 돈 장부 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(SEE_ENDED, "우리 기관의 종료된 서비스 보기", Role.AGENCY_WORKER)
