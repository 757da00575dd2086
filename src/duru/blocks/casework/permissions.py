"""Who may see and work on cases. Within these, a case is open to the departments that have to do with it (rules.duty)."""

from duru.blocks.access.api import Role, declare

SEE = "casework.see"
SEE_ALL = "casework.see_all"
WORK = "casework.work"
APPROVE = "casework.approve"
ARRANGE = "casework.arrange"
CALENDAR = "casework.calendar"
ERASE = "casework.erase"

_WORKERS = (Role.WELFARE_LEAD, Role.CASEWORKER, Role.HEALTH_WORKER, Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)

declare(SEE, "민원 처리 현황 보기", Role.MAYOR, *_WORKERS)
declare(SEE_ALL, "모든 부서의 민원 보기", Role.MAYOR, Role.WELFARE_LEAD)
declare(WORK, "민원 처리하기", *_WORKERS)
declare(APPROVE, "결정안 승인", Role.MAYOR, Role.WELFARE_LEAD, Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)
declare(ARRANGE, "민원 배정·인수인계·일괄 처리", Role.WELFARE_LEAD, Role.PERMIT_OFFICER)
declare(CALENDAR, "공휴일·근무시간 관리", Role.ADMIN)
declare(ERASE, "보존기간이 끝난 민원 파기", Role.PRIVACY_OFFICER)
