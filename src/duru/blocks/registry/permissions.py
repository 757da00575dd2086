"""Who may search and see persons, and who may decide about them."""

from duru.blocks.access.api import Role, declare

declare("registry.search", "주민 찾기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
# An agency opens the page of its own clients only, and of the register's own parts nothing.
declare("registry.see", "주민 카드 열기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER, Role.AGENCY_WORKER)
declare(
    "registry.see_register",
    "주민 명단의 인적 사항·세대·변동 보기",
    Role.WELFARE_LEAD,
    Role.CASEWORKER,
    Role.PRIVACY_OFFICER,
)
declare("registry.see_clients", "우리 기관 이용자 찾기", Role.AGENCY_WORKER)
declare("registry.see_looks", "누가 봤나 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare("registry.decide_status", "생존 확인 결정", Role.WELFARE_LEAD, Role.CASEWORKER)
declare("registry.protect", "비공개 지정·해제", Role.PRIVACY_OFFICER)
