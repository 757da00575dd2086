"""Who may see and ask for numbers."""

from duru.blocks.access.api import Role, declare

SEE = "statistics.see"
SEE_PUBLISHED = "statistics.see_published"
ASK = "statistics.ask"
DRILL = "statistics.drill"
MANAGE = "statistics.manage"

declare(SEE, "통계표 보기", Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare(
    SEE_PUBLISHED, "작은 칸을 가린 통계표 보기",
    Role.MAYOR, Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER, Role.AGENCY_WORKER,
)  # fmt: skip
declare(ASK, "통계표를 직접 만들고 나누기", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(DRILL, "통계 칸 뒤의 사람 보기(목적 기록)", Role.WELFARE_LEAD, Role.CASEWORKER)
declare(MANAGE, "월말 자료 만들기·견주기", Role.WELFARE_LEAD)
