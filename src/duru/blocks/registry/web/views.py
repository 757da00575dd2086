"""Pages of the register: find, say why, see. A hidden person answers like one that does not exist."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from duru.blocks.access.api import may, needs
from duru.blocks.audit.api import record_denial, record_look
from duru.blocks.registry.clients import known_as
from duru.blocks.registry.enums import Purpose
from duru.blocks.registry.errors import SearchTooWide
from duru.blocks.registry.models import Person
from duru.blocks.registry.operations import record_alive, set_protection
from duru.blocks.registry.panels import panels_for
from duru.blocks.registry.purposes import current_purpose, end_purpose, person_ref, state_purpose
from duru.blocks.registry.queries import flags_of_look, get_person, search_people
from duru.blocks.registry.web.forms import ProtectionForm, PurposeForm, ReasonForm, SearchForm
from duru.blocks.registry.web.panels import household_of
from duru.blocks.registry.web.tables import HitTable
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import confirm_page, render_page
from duru.kernel.errors import Refused
from duru.kernel.masking import mask_birth, mask_name

_SHOWN = {"birth": "생년월일", "phone": "전화번호", "address": "주소"}


@needs("registry.search")
@require_http_methods(["GET", "POST"])
@readonly_view
def search(request: HttpRequest) -> HttpResponse:
    # Names travel in the body: an address with names would stay in histories and logs of proxies.
    form = SearchForm(request.POST or None)
    result = None
    if request.method == "POST" and form.is_valid():
        try:
            result = search_people(request.actor, **form.cleaned_data)
        except SearchTooWide as refusal:
            form.add_error("name", refusal.message)
    if result and result.hits:
        record_look(
            actor=request.actor.audit,
            action="주민 찾기(가린 목록)",
            purpose="찾기",
            subjects=[person_ref(hit.public_id) for hit in result.hits],
        )
    table = HitTable(result.hits, request=request) if result else None
    return render_page(
        request,
        "registry/person_search.html",
        {"form": form, "result": result, "table": table},
        title="주민 찾기",
        lead="이름과 태어난 해로 찾습니다. 결과는 가려서 보이고, 열 때 목적을 한 번 묻습니다.",
    )


@needs("registry.see")
@require_http_methods(["GET", "POST"])
@readonly_view
def purpose(request: HttpRequest, public_id: str) -> HttpResponse:
    known = known_as(request.actor, _person(request, public_id))
    form = PurposeForm(request.POST or None)
    target = _target(request, public_id)
    if request.method == "POST" and form.is_valid():
        state_purpose(
            request.session, public_id, form.cleaned_data["purpose"], form.cleaned_data["note"], now=timezone.now()
        )
        return redirect(target)
    return render_page(
        request,
        "registry/person_purpose.html",
        {
            "form": form,
            "purposes": Purpose.choices,
            "next": target,
            "masked_name": mask_name(known.name),
            "masked_birth": mask_birth(known.birth_year),
        },
        title="왜 보시나요?",
        lead="업무 하나에 한 번만 묻습니다. 30분 동안 이 사람에게 적용됩니다.",
        breadcrumbs=[_start(request), ("목적", "")],
    )


@needs("registry.see")
@readonly_view
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    return _person_page(request, public_id)


@needs("registry.see")
@require_POST
@readonly_view
def show(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one masked value in this answer only; each such look is an entry of its own."""
    return _person_page(request, public_id, shown=request.POST.get("field", ""))


def _person_page(request: HttpRequest, public_id: str, shown: str = "") -> HttpResponse:
    found = _person(request, public_id)
    why = current_purpose(request.session, public_id, now=timezone.now())
    if not why:
        return redirect("registry:purpose", public_id)
    request.shown_field = shown if shown in _SHOWN else ""  # type: ignore[attr-defined]  # read by the identity panel
    # Who may not see the household looks at one person only.
    card = household_of(request, found) if may(request.actor, "registry.see_register") else None
    known = known_as(request.actor, found)
    panels = [(panel, html) for panel in panels_for(request.actor) if (html := panel.render(request, found))]
    record_look(
        actor=request.actor.audit,
        action=f"{_SHOWN[shown]} 보기" if shown in _SHOWN else "주민 카드 보기",
        purpose=why,
        subjects=[person_ref(public_id), *(person_ref(member.public_id) for member in (card.members if card else ()))],
        flags=flags_of_look(request.actor, found),
    )
    return render_page(
        request,
        "registry/person_page.html",
        {"person": found, "panels": panels, "why": why},
        title=known.name,
        breadcrumbs=[_start(request), (mask_name(known.name), "")],
    )


@needs("registry.see")
@require_POST
@readonly_view
def done(request: HttpRequest, public_id: str) -> HttpResponse:
    end_purpose(request.session, public_id)
    return redirect(_start(request)[1])


@needs("registry.decide_status")
@require_http_methods(["GET", "POST"])
def alive(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _person(request, public_id)
    if not current_purpose(request.session, public_id, now=timezone.now()):
        return redirect(f"{reverse('registry:purpose', args=[public_id])}?next={request.path}")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_alive(found.id, by=request.actor, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, "생존을 확인했다고 기록했습니다.")
            return redirect("registry:person", public_id)
    return confirm_page(
        request,
        title="생존 확인",
        question=f"{found.name} 님이 살아 있음을 직접 확인했습니까?",
        confirm_label="확인했습니다",
        cancel_url=reverse("registry:person", args=[public_id]),
        consequences=[
            f"상태가 ‘{found.get_status_display()}’에서 ‘생존’으로 바뀝니다.",
            "같은 명단이 다시 와도 상태가 바뀌지 않습니다. 새로운 명단이 오면 다시 바뀔 수 있습니다.",
            "결정한 사람의 이름과 이유가 남습니다. 멈춘 급여는 저절로 다시 시작되지 않습니다.",
        ],
        form=form,
        breadcrumbs=[_start(request), ("생존 확인", "")],
    )


@needs("registry.protect")
@require_http_methods(["GET", "POST"])
def protection(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _person(request, public_id)
    form = ProtectionForm(request.POST or None)
    wanted = not found.is_protected
    if request.method == "POST" and form.is_valid():
        set_protection(found.id, is_protected=wanted, by=request.actor, reason=form.cleaned_data["reason"])
        messages.success(request, "비공개 대상으로 지정했습니다." if wanted else "비공개를 해제했습니다.")
        return redirect("registry:search")
    return confirm_page(
        request,
        title="비공개 지정" if wanted else "비공개 해제",
        question=f"{mask_name(found.name)} 님을 비공개 대상으로 {'지정' if wanted else '해제'}하시겠습니까?",
        confirm_label="지정" if wanted else "해제",
        cancel_url=reverse("registry:person", args=[public_id]),
        consequences=[
            "지정 담당이 아닌 사람에게는 찾기, 세대, 지도, 명단 어디에도 나타나지 않습니다."
            if wanted
            else "주민 정보를 볼 수 있는 모든 담당자에게 다시 보입니다.",
        ],
        form=form,
        is_danger=not wanted,
        breadcrumbs=[_start(request), ("비공개", "")],
    )


def _person(request: HttpRequest, public_id: str) -> Person:
    try:
        return get_person(request.actor, public_id)
    except Person.DoesNotExist:
        # The answer is the same for both, but an address that does lead to somebody was not guessed: the officer shall see it.
        if Person.objects.filter(public_id=public_id).exists():
            record_denial(actor=request.actor.audit, action="주민 카드 열기", subjects=[person_ref(public_id)])
        raise Http404("그런 주민이 없습니다.") from None


def _start(request: HttpRequest) -> tuple[str, str]:
    """Return where this actor's way to a person begins: the search, or the clients of the own agency."""
    if may(request.actor, "registry.search"):
        return "주민 찾기", reverse("registry:search")
    return "우리 기관 이용자", reverse("registry:clients")


def _target(request: HttpRequest, public_id: str) -> str:
    """Return where to go once the purpose is stated: the page that asked for it, when it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()})
    return asked if is_ours else reverse("registry:person", args=[public_id])
