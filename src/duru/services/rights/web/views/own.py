"""Everything kept of one person: on one page, on one paper; and what they ask for then."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from duru.blocks.access.api import find_organisation, needs
from duru.blocks.audit.api import record_export, record_look
from duru.blocks.registry.api import Person, get_person, person_ref, purpose_or_question
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import render_page
from duru.services.rights.errors import RequestRefused
from duru.services.rights.operations import receive_request
from duru.services.rights.permissions import SHOW
from duru.services.rights.queries import get_own
from duru.services.rights.queries.own import Own
from duru.services.rights.web.forms import AskForm
from duru.services.rights.web.printing import own_response


@needs(SHOW)
@readonly_view
def own(request: HttpRequest, person_ref: str) -> HttpResponse:
    person, why, question = _asked(request, person_ref)
    if question:
        return question
    found = get_own(request.actor, person, as_of=timezone.localdate())
    _log(record_look, request, person, why, "본인에게 알려 주기")
    here = reverse("rights:own", args=[person.public_id])
    return render_page(
        request,
        "rights/own.html",
        {
            **_shown(found, person),
            "paper_url": reverse("rights:paper", args=[person.public_id]),
            "ask_url": reverse("rights:ask", args=[person.public_id]),
            "consent_url": reverse("consent:of", args=[person.public_id]),
            "form": AskForm(organisations=_organisations(found)),
            "here": here,
        },
        title="나에 대해 적힌 것",
        lead="본인에게 보여 주거나 인쇄해 드리는 쪽입니다. 다른 사람의 정보와 직원의 이름은 나오지 않습니다.",
        breadcrumbs=[("주민 카드", reverse("registry:person", args=[person.public_id])), ("본인에게 알려 주기", "")],
    )


@needs(SHOW)
@require_POST
@readonly_view
def paper(request: HttpRequest, person_ref: str) -> HttpResponse:
    person, why, question = _asked(request, person_ref)
    if question:
        return question
    found = get_own(request.actor, person, as_of=timezone.localdate())
    _log(record_export, request, person, f"본인 열람 요구: {why}", "본인에게 인쇄해 드림")
    return own_response(
        request, {**_shown(found, person), "tenant": request.tenant, "at": timezone.localtime(), "actor": request.actor}
    )


@needs(SHOW)
@require_POST
def ask(request: HttpRequest, person_ref: str) -> HttpResponse:
    person, _, question = _asked(request, person_ref)
    if question:
        return question
    found = get_own(request.actor, person, as_of=timezone.localdate())
    form = AskForm(request.POST, organisations=_organisations(found))
    if not form.is_valid():
        messages.error(request, "무엇을 요구하는지 내용을 적어 주세요.")
    else:
        data = dict(form.cleaned_data)
        agency = data.pop("organisation")
        organisation = find_organisation(public_id=agency) if agency else None
        try:
            asked = receive_request(
                by=request.actor, person=person, organisation=organisation, at=timezone.now(), **data
            )
        except RequestRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(
                request, f"{asked.get_kind_display()} 요구를 받았습니다. 처리기한 {asked.due_on:%Y. %-m. %-d.}"
            )
    return redirect("rights:own", person.public_id)


def _asked(request: HttpRequest, ref: str):
    try:
        person = get_person(request.actor, ref)
    except Person.DoesNotExist:
        raise Http404 from None
    why, question = purpose_or_question(request, person.public_id)
    return person, why, question


def _log(write, request: HttpRequest, person: Person, why: str, action: str) -> None:
    write(actor=request.actor.audit, action=action, purpose=why, subjects=[person_ref(person.public_id)])


def _shown(found: Own, person: Person) -> dict:
    return {
        "person": person,
        "own": found,
        "n_agencies": len({record.organisation_id for record in found.records}),
        "n_departments": len({look.department for look in found.looks}),
    }


def _organisations(found: Own) -> list:
    return list({record.organisation_id: record.organisation for record in found.records}.values())
