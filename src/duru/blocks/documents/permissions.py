"""Who may see, write, decide, send and keep the rules of papers."""

from duru.blocks.access.api import EVERY_OFFICIAL, Role, declare

SEE = "documents.see"
ATTACH = "documents.attach"
DRAFT = "documents.draft"
APPROVE = "documents.approve"
DELIVER = "documents.deliver"
MANAGE = "documents.manage"
ABSENCE = "documents.note_absence"

_WRITERS = (Role.WELFARE_LEAD, Role.CASEWORKER, Role.PERMIT_OFFICER, Role.DEPARTMENT_OFFICER)

declare(SEE, "문서 보기", *EVERY_OFFICIAL)
declare(ATTACH, "서류 첨부", *_WRITERS)
declare(DRAFT, "기안", *_WRITERS, Role.PRIVACY_OFFICER)
declare(APPROVE, "검토·협조·결재", *_WRITERS, Role.MAYOR, Role.PRIVACY_OFFICER)
declare(DELIVER, "문서 보내기·도달일 적기", *_WRITERS)
declare(MANAGE, "문구·전결·직위 관리", Role.ADMIN)
declare(ABSENCE, "부재·대결자 등록", *_WRITERS, Role.MAYOR, Role.PRIVACY_OFFICER, Role.ADMIN)
