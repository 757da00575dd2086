"""Who may hand out, see the ledger, keep stock, issue cards and links."""

from duru.blocks.access.api import Role, declare

RECORD = "giving.record"
SEE_LEDGER = "giving.see_ledger"
KEEP_STOCK = "giving.keep_stock"
ISSUE_CARD = "giving.issue_card"
ISSUE_LINK = "giving.issue_link"

_WORKERS = (Role.WELFARE_LEAD, Role.CASEWORKER, Role.AGENCY_WORKER)

declare(RECORD, "나눔 기록하기", *_WORKERS, Role.RECORDER)
declare(SEE_LEDGER, "우리 기관 나눔 장부 보기", *_WORKERS)
declare(KEEP_STOCK, "나눔 물품 관리", *_WORKERS)
declare(ISSUE_CARD, "이용자 카드 발급", *_WORKERS)
declare(ISSUE_LINK, "기록전용 링크 발급", Role.WELFARE_LEAD, Role.ADMIN)
