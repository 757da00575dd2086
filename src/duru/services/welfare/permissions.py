"""Who may see findings and act on them."""

from duru.blocks.access.api import Role, declare

SEE = "welfare.see_overlaps"
SEE_REPORT = "welfare.see_report"
SEE_CARD = "welfare.see_card"
MARK = "welfare.mark_overlap"
RUN = "welfare.run_check"

declare(SEE, "중복·누락 목록 보기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(SEE_REPORT, "점검 보고서와 규칙표 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(SEE_CARD, "12개월 수혜 카드 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)
declare(MARK, "중복 확인·중단 요청", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(RUN, "점검 실행", Role.WELFARE_LEAD)
