"""The dated words of letters, for everybody to read."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from duru.blocks.access.api import may, needs
from duru.blocks.documents.models import LegalText
from duru.blocks.documents.operations.wording import ensure_words
from duru.blocks.documents.permissions import MANAGE, SEE
from duru.blocks.documents.web.manage_tables import OwnLegalTextTable
from duru.blocks.documents.web.tables import LegalTextFilter, LegalTextTable
from duru.blocks.documents.web.views.managing import faces_of
from duru.blocks.ui.api import list_page


@needs(SEE)
@require_safe
def words(request: HttpRequest) -> HttpResponse:
    ensure_words()
    return list_page(
        request,
        LegalText.objects.all(),
        OwnLegalTextTable if may(request.actor, MANAGE) else LegalTextTable,
        title="법령 문구",
        lead="편지에 들어가는 문구입니다. 그날 시행 중인 문구가 없으면 편지를 쓸 수 없습니다. ‘확인 필요’는 조문 원문을 아직 대조하지 못한 것입니다.",
        filterset=LegalTextFilter,
        template="documents/managed.html",
        context={"faces": faces_of(request, "words")},
        breadcrumbs=[("문서", reverse("documents:list")), ("법령 문구", "")],
    )
