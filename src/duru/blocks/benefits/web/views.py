"""The catalogue: what can be given here, by whom, to whom, how often and how much; and its import."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_export
from duru.blocks.benefits.errors import CatalogueRefused
from duru.blocks.benefits.operations.catalogue import AMOUNT_COLUMNS, PROGRAMME_COLUMNS, import_catalogue
from duru.blocks.benefits.permissions import EDIT_CATALOGUE, SEE_CATALOGUE
from duru.blocks.benefits.queries import amounts_on, list_programmes
from duru.blocks.benefits.web.tables import CatalogueFilter, CatalogueTable
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import Export, list_page, render_page

TITLE = "급여·자원 목록"
CRUMB = ("복지", "")
_LARGEST = 2 << 20


class CatalogueForm(forms.Form):
    """A CSV of the catalogue, in the columns of its own export."""

    file = forms.FileField(label="CSV 파일", help_text="UTF-8 또는 한글 윈도우(CP949). 아래 열 이름을 첫 줄에 둡니다.")


@needs(SEE_CATALOGUE)
@readonly_view
def catalogue(request: HttpRequest) -> HttpResponseBase:
    today = timezone.localdate()
    return list_page(
        request,
        list_programmes(on=today),
        CatalogueTable,
        title=TITLE,
        lead="공적급여와 민간 자원을 한 목록에 둡니다. 주기 전 확인과 규칙표가 이 이름과 단위를 씁니다.",
        filterset=CatalogueFilter,
        export=Export("급여자원목록", gate=_note),
        template="benefits/catalogue.html",
        context={"amounts": list(amounts_on(today)), "can_edit": may(request.actor, EDIT_CATALOGUE), "today": today},
        breadcrumbs=[CRUMB, (TITLE, "")],
    )


@needs(EDIT_CATALOGUE)
@require_http_methods(["GET", "POST"])
def take_in(request: HttpRequest) -> HttpResponseBase:
    """Take a CSV in, whole or not at all; what cannot be read is told line by line."""
    form, problems = CatalogueForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        try:
            done = import_catalogue(by=request.actor, text=_text(form.cleaned_data["file"]), at=timezone.now())
        except CatalogueRefused as refusal:
            problems = refusal.problems
        else:
            messages.success(
                request, f"{done.added:,}줄을 넣고 {done.changed:,}줄을 고쳤습니다. {done.same:,}줄은 그대로입니다."
            )
            return redirect("benefits:catalogue")
    return render_page(
        request,
        "benefits/catalogue_import.html",
        {"form": form, "problems": problems, "columns": PROGRAMME_COLUMNS, "amount_columns": AMOUNT_COLUMNS},
        title="목록 넣기",
        lead="같은 이름과 시행일의 줄은 고치고, 나머지는 새로 넣습니다. 파일에 없는 줄은 그대로 둡니다.",
        breadcrumbs=[CRUMB, (TITLE, "/benefits/"), ("넣기", "")],
    )


def _text(file) -> str:
    content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise CatalogueRefused(["목록 파일은 2MB까지 넣을 수 있습니다."])
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CatalogueRefused(["글자를 읽을 수 없습니다. CSV UTF-8로 저장해 올려 주세요."])


def _note(request: HttpRequest, n_rows: int) -> None:
    record_export(
        actor=request.actor.audit, action="급여·자원 목록 내려받기", purpose="목록", detail={"n_rows": n_rows}
    )
