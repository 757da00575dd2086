"""What the law lets into an answer, as a page; and the bodies that may hear of public benefits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import check_may, find_organisation, may, needs
from duru.blocks.consent.enums import Item, Purpose
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import SharingBody
from duru.blocks.consent.operations import end_sharing_body, name_sharing_body
from duru.blocks.consent.permissions import NAME_BODY, SEE_LAW
from duru.blocks.consent.rules import never_shown
from duru.blocks.consent.rules.lawful import LawfulItem, Status, list_lawful_rows
from duru.blocks.consent.web.forms import BodyForm
from duru.blocks.ui.api import render_page
from duru.kernel.dated_rows import rows_on

_CATEGORIES = {"medical": "의료", "emotional": "정서", "legal": "법률"}


@needs(SEE_LAW)
@require_http_methods(["GET", "POST"])
def law(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    form = BodyForm(request.POST or None)
    if request.method == "POST":
        check_may(request.actor, NAME_BODY)
        if form.is_valid() and _name(request, form):
            return redirect("consent:law")
    never = never_shown(today)
    return render_page(
        request,
        "consent/law.html",
        {
            "rows": [_shown(row) for row in rows_on(list_lawful_rows(), today)],
            "never_categories": ", ".join(_CATEGORIES.get(key, key) for key in never.categories),
            "never_words": ", ".join(never.words),
            "bodies": SharingBody.objects.select_related("organisation").order_by("organisation__name", "-from_on"),
            "can_name": may(request.actor, NAME_BODY),
            "form": form,
        },
        title="제공 허용표",
        lead="물은 것, 동의한 것, 법이 허용한 것이 겹치는 만큼만 답합니다.",
    )


@needs(NAME_BODY)
@require_POST
def end_body(request: HttpRequest, body_id: int) -> HttpResponse:
    try:
        end_sharing_body(by=request.actor, body_id=body_id, on=timezone.localdate(), at=timezone.now())
    except SharingBody.DoesNotExist:
        raise Http404 from None
    except ConsentRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "지정을 끝냈습니다. 오늘부터 공적급여를 알리지 않습니다.")
    return redirect("consent:law")


def _name(request: HttpRequest, form: BodyForm) -> bool:
    data = dict(form.cleaned_data)
    organisation = find_organisation(public_id=data.pop("organisation"))
    try:
        name_sharing_body(by=request.actor, organisation=organisation, at=timezone.now(), **data)
    except ConsentRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"{organisation.name}을(를) 정보공유 기관으로 지정했습니다.")
    return True


def _shown(row: LawfulItem) -> dict:
    parts = ["그 사람의 동의" if row.needs_consent else "동의 없이", "정보공유 기관만" if row.needs_body else ""]
    return {
        "asker": row.asker.label,
        "purposes": ", ".join(str(each.label) for each in Purpose if each in row.purposes),
        "items": ", ".join(str(each.label) for each in Item if each in row.items),
        "condition": ", ".join(part for part in parts if part),
        "basis": row.basis,
        "note": row.note,
        "from_on": row.effective_from,
        "is_checked": row.status is Status.CHECKED,
    }
