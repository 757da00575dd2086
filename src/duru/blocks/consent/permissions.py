"""Who may see and write consents."""

from duru.blocks.access.api import Role, declare

SEE = "consent.see"
RECORD = "consent.record"
NAME_BODY = "consent.name_body"
SEE_LAW = "consent.see_law"

declare(SEE, "동의 내역 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER, Role.PRIVACY_OFFICER)
declare(RECORD, "동의 기록·철회", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)
declare(NAME_BODY, "정보공유 기관 지정", Role.PRIVACY_OFFICER, Role.WELFARE_LEAD)
declare(SEE_LAW, "제공 허용표 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.PRIVACY_OFFICER, Role.AGENCY_WORKER)
