"""Who may use the desk for funeral facilities."""

from duru.blocks.access.api import Role, declare

GUIDE = "permits.see_guide"
RECEIVE = "permits.receive"
SEE_GRAVES = "permits.see_graves"
KEEP_GRAVES = "permits.keep_graves"
MEET = "permits.meet"
CHARGE = "permits.charge"
SEE_STATISTICS = "permits.see_statistics"

declare(GUIDE, "장사시설 길잡이 보기", Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)
declare(RECEIVE, "장사시설 민원 접수·협의 요청", Role.PERMIT_OFFICER)
declare(SEE_GRAVES, "묘적부 보기", Role.PERMIT_OFFICER)
declare(KEEP_GRAVES, "묘적부 적기", Role.PERMIT_OFFICER)
declare(SEE_STATISTICS, "장사시설 처리 통계 보기", Role.MAYOR, Role.PERMIT_OFFICER)
declare(MEET, "인허가 회의 알림·회의록", Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)
declare(CHARGE, "인허가 수수료·부담금 적기", Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)
