"""Who may see findings and act on them."""

from duru.blocks.access.api import Role, declare

SEE = "welfare.see_overlaps"
SEE_REPORT = "welfare.see_report"
SEE_CARD = "welfare.see_card"
MARK = "welfare.mark_overlap"
RUN = "welfare.run_check"
EDIT_RULES = "welfare.edit_rules"
CHECK_GIFT = "welfare.check_gift"
CHECK_LIST = "welfare.check_list"
SEE_SPREAD = "welfare.see_spread"
SUGGEST = "welfare.suggest_next"

declare(SEE, "중복·누락 목록 보기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(SEE_REPORT, "점검 보고서와 규칙표 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(SEE_CARD, "12개월 수혜 카드 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)
declare(MARK, "중복 확인·중단 요청", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(RUN, "점검 실행", Role.WELFARE_LEAD)
declare(EDIT_RULES, "중복 규칙 고치기", Role.WELFARE_LEAD)
declare(CHECK_GIFT, "주기 전에 확인하기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)
declare(CHECK_LIST, "받을 사람 명단을 한꺼번에 확인하기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)
declare(SEE_SPREAD, "지원의 고름 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(SUGGEST, "다음 차례 정하기", Role.WELFARE_LEAD, Role.CASEWORKER)
