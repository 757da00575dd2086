"""Who may search and see persons, and who may decide about them."""

from duru.blocks.access.api import Role, declare

declare("registry.search", "주민 찾기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare("registry.see", "주민 정보 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare("registry.see_looks", "누가 봤나 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER)
declare("registry.decide_status", "생존 확인 결정", Role.WELFARE_LEAD, Role.CASEWORKER)
declare("registry.protect", "비공개 지정·해제", Role.PRIVACY_OFFICER)
