"""Who may see and write consents."""

from duru.blocks.access.api import Role, declare

SEE = "consent.see"
RECORD = "consent.record"

declare(SEE, "동의 내역 보기", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER, Role.PRIVACY_OFFICER)
declare(RECORD, "동의 기록·철회", Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)
