"""Where papers appear: the main menu and what waits today."""

from django.utils import timezone

from duru.blocks.documents.enums import DocumentState
from duru.blocks.documents.permissions import ABSENCE, APPROVE, DRAFT, MANAGE, SEE
from duru.blocks.documents.queries import documents_waiting_for, list_documents
from duru.blocks.ui.api import Attention, MenuEntry

_GROUP = "문서"

MENU = (
    MenuEntry("문서 목록", "documents:list", order=50, needs=SEE, group=_GROUP),
    MenuEntry("내 결재", "documents:waiting", order=51, needs=APPROVE, group=_GROUP),
    MenuEntry("기안하기", "documents:new", order=52, needs=DRAFT, group=_GROUP),
    MenuEntry("법령 문구", "documents:words", order=53, needs=SEE, group=_GROUP),
    MenuEntry("부재 등록", "documents:absences", order=54, needs=ABSENCE, group=_GROUP),
    MenuEntry("전결·직위·직인", "documents:delegations", order=55, needs=MANAGE, group=_GROUP),
)

ATTENTION = (
    Attention(
        "documents.waiting", "내 결재", "문서 {n}건이 서명을 기다립니다", needs=APPROVE,
        count=lambda actor: documents_waiting_for(actor, on=timezone.localdate()).count(), url_name="documents:waiting", order=15,
    ),
    Attention(
        "documents.returned", "반려된 문서", "{n}건을 고쳐 다시 올려야 합니다", needs=DRAFT,
        count=lambda actor: list_documents(actor).filter(state=DocumentState.RETURNED, drafted_by_id=actor.membership_id).count(),
        url_name="documents:list", query="state=returned", order=16,
    ),
)  # fmt: skip
