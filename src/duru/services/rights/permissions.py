"""Who may show a person what is kept, answer requests, destroy."""

from duru.blocks.access.api import Role, declare

SHOW = "rights.show"
ANSWER = "rights.answer"
SEE_RETENTION = "rights.see_retention"
DESTROY = "rights.destroy"

declare(SHOW, "본인에게 알려 주기·요구 받기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(ANSWER, "권리 요구 처리", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER, Role.AGENCY_WORKER)
declare(SEE_RETENTION, "보유기간과 파기대장 보기", Role.WELFARE_LEAD, Role.PRIVACY_OFFICER)
declare(DESTROY, "보유기간이 끝난 정보 파기", Role.PRIVACY_OFFICER)
