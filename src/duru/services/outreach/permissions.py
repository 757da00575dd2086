"""Who may seek households in need. Which leads somebody knows of is held in `queries.leads_visible_to`."""

from duru.blocks.access.api import Role, declare

SEE = "outreach.see"
WORK = "outreach.work"
ARRANGE = "outreach.arrange"
SEE_RATES = "outreach.see_rates"
SEE_REPORTER = "outreach.see_reporter"

declare(SEE, "위기가구 발굴 보기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(WORK, "발굴 대상 연락·결과 적기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(ARRANGE, "발굴 대상 배정", Role.WELFARE_LEAD)
declare(SEE_RATES, "발굴 현황과 적중률 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER)
declare(SEE_REPORTER, "신고한 사람의 연락처 보기", Role.WELFARE_LEAD)
