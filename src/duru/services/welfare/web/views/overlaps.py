"""Overlaps: the list, one of them, and a decision about it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import gated_export, record_look
from duru.blocks.registry.api import person_ref
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import list_page, render_page
from duru.services.welfare.errors import MarkRefused
from duru.services.welfare.models import Overlap
from duru.services.welfare.operations import mark_overlap
from duru.services.welfare.permissions import MARK, SEE
from duru.services.welfare.queries import find_last_run, get_overlap_detail, list_overlaps, names_of
from duru.services.welfare.web.filters import OverlapFilter
from duru.services.welfare.web.forms import MarkForm
from duru.services.welfare.web.people import CAUTION, CRUMB, person_url, record_list_look
from duru.services.welfare.web.tables import OverlapTable

TITLE = "겹친 지원"


@needs(SEE)
@readonly_view
def overlaps(request: HttpRequest) -> HttpResponse:
    answer = list_page(
        request,
        list_overlaps(request.actor),
        OverlapTable,
        title=TITLE,
        lead="같은 사람이나 가구가 같은 것을 거듭 받은 묶음입니다. 법으로 금지된 것부터, 금액이 큰 것부터 보입니다.",
        filterset=OverlapFilter,
        export=gated_export("겹친지원", "겹친 지원 목록 내려받기", caution=CAUTION),
        template="welfare/overlaps.html",
        context={"run": find_last_run()},
        breadcrumbs=[CRUMB, (TITLE, "")],
    )
    record_list_look(request, "겹친 지원 목록(가린 이름)", "중복 확인")
    return answer


@needs(SEE)
@readonly_view
def overlap(request: HttpRequest, public_id: str) -> HttpResponse:
    return _overlap_page(request, public_id, MarkForm())


@needs(MARK)
@require_POST
def mark(request: HttpRequest, public_id: str) -> HttpResponse:
    form = MarkForm(request.POST)
    if form.is_valid():
        try:
            mark_overlap(by=request.actor, public_id=public_id, at=timezone.now(), **form.cleaned_data)
        except Overlap.DoesNotExist:
            raise Http404 from None
        except MarkRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "결정을 기록했습니다.")
            return redirect("welfare:overlap", public_id=public_id)
    return _overlap_page(request, public_id, form)


def _overlap_page(request: HttpRequest, public_id: str, form: MarkForm) -> HttpResponse:
    try:
        detail = get_overlap_detail(request.actor, public_id, as_of=timezone.localdate())
    except Overlap.DoesNotExist:
        raise Http404 from None
    found, refs = detail.overlap, detail.person_refs
    people = names_of(list(refs.values()))
    record_look(
        actor=request.actor.audit,
        action="겹친 지원 보기",
        purpose="중복 확인",
        subjects=[person_ref(ref) for ref in sorted(set(refs.values()))],
    )
    form.initial["digest"] = found.digest
    return render_page(
        request,
        "welfare/overlap.html",
        {
            "overlap": found,
            "rule": found.rule,
            "rows": [(row, people.get(refs[row.side, row.id], "")) for row in detail.received],
            "marks": detail.marks,
            "is_stale": detail.is_stale,
            "form": form,
            "can_mark": may(request.actor, MARK),
            "person_url": person_url(found.person_ref),
        },
        title=f"{found.campaign_key.replace('-', ' ') or found.rule.title}",
        breadcrumbs=[CRUMB, (TITLE, "/welfare/"), ("한 건", "")],
    )
