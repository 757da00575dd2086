"""The consents of one person at the counter: what each agency may know, ask, give, withdraw."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.audit.api import record_look
from duru.blocks.consent.enums import Purpose, Recipient
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import Consent
from duru.blocks.consent.operations import record_consent, withdraw_consent
from duru.blocks.consent.permissions import RECORD, SEE
from duru.blocks.consent.queries import get_consent, list_changes, list_sights
from duru.blocks.consent.rules.sheets import TERMS
from duru.blocks.consent.web.forms import AskForm, ConsentForm
from duru.blocks.consent.web.panels import consents_context
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import Person, get_person, person_ref, purpose_or_question
from duru.blocks.tenancy.api import readonly_view
from duru.blocks.ui.api import confirm_page, render_page
from duru.kernel.masking import mask_name


@needs(SEE)
@readonly_view
def of_person(request: HttpRequest, ref: str) -> HttpResponse:
    person = person_or_404(request, ref)
    why, question = purpose_or_question(request, person.public_id)
    if question:
        return question
    asked = request.GET.get("for", "")
    purpose = asked if asked in TERMS else Purpose.OVERLAP_CHECK
    _log_look(request, person, why, "동의 보기")
    here = reverse("consent:of", args=[person.public_id])
    return render_page(
        request,
        "consent/consents_of_person.html",
        {
            "sights": list_sights(request.actor, person, purpose=purpose, on=timezone.localdate()),
            "tabs": [
                {"label": each.label, "url": f"{here}?for={each.value}", "is_current": each == purpose}
                for each in TERMS
            ],
            "ask": AskForm(initial={"purpose": purpose, "recipient": Recipient.WELFARE_CENTRE}),
            "has_mentions": mentions_of(request, person).exists(),
            "print_url": reverse("consent:print", args=[person.public_id]),
            **consents_context(request, person),
        },
        title="동의",
        lead="묻고, 받고, 거둡니다. 바꾸면 각 기관의 화면이 그 자리에서 달라집니다.",
        breadcrumbs=[("주민 카드", reverse("registry:person", args=[person.public_id])), ("동의", "")],
    )


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, ref: str) -> HttpResponse:
    person = person_or_404(request, ref)
    mentions = {mention.public_id: mention for mention in mentions_of(request, person)}
    choices = [(key, f"{mention.organisation.name} · {mask_name(mention.name)}") for key, mention in mentions.items()]
    today = timezone.localdate()
    start = {
        "from_on": today,
        "last_on": today + timedelta(days=365 * 2),
        "items": TERMS[Purpose.OVERLAP_CHECK].items,
        "recipient": Recipient.WELFARE_CENTRE,
    }
    form = ConsentForm(request.POST or None, mentions=choices, initial=start)
    back = reverse("consent:of", args=[ref])
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        # The form names the last day, the ledger the day after it.
        data["until_on"] = data.pop("last_on") + timedelta(days=1)
        before = list_sights(request.actor, person, purpose=data["purpose"], on=today)
        try:
            record_consent(by=request.actor, record=mentions[data.pop("mention")], at=timezone.now(), **data)
        except ConsentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "동의를 기록했습니다.")
            _tell_changes(request, before, list_sights(request.actor, person, purpose=data["purpose"], on=today))
            return redirect(f"{back}?for={data['purpose']}")
    return render_page(
        request,
        "consent/consent_record.html",
        {"form": form, "back": back, "has_mentions": bool(mentions)},
        title="동의 기록",
        lead="종이나 화면으로 받은 동의를 한 건씩 적습니다. 제공받는 자가 여럿이면 따로 적습니다.",
        breadcrumbs=[("동의", back), ("동의 기록", "")],
    )


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        consent = get_consent(public_id)
        person = get_person(request.actor, _person_of(consent))
    except (Consent.DoesNotExist, Person.DoesNotExist):
        raise Http404 from None
    back = reverse("consent:of", args=[person.public_id])
    today = timezone.localdate()
    before = list_sights(request.actor, person, purpose=consent.purpose, on=today)
    after = list_sights(request.actor, person, purpose=consent.purpose, on=today, without=[consent.id])
    if request.method == "POST":
        try:
            withdraw_consent(by=request.actor, public_id=public_id, at=timezone.now())
        except ConsentRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "철회를 기록했습니다. 지금부터 이 동의로는 제공하지 않습니다.")
            _tell_changes(request, before, after)
        return redirect(f"{back}?for={consent.purpose}")
    return confirm_page(
        request,
        title="동의 철회",
        question=f"‘{consent.get_purpose_display()}’ 동의({consent.get_recipient_display()})를 철회로 기록할까요?",
        consequences=[
            *(list_changes(before, after) or ["다른 동의가 남아 있어 기관들이 볼 수 있는 것은 그대로입니다."]),
            "기록은 원장에 남습니다. 다시 동의하면 새 줄로 적습니다.",
        ],
        confirm_label="철회 기록",
        cancel_url=back,
        is_danger=True,
    )


def person_or_404(request: HttpRequest, ref: str) -> Person:
    """Return the person of an address, hidden persons like unknown ones."""
    try:
        return get_person(request.actor, ref)
    except Person.DoesNotExist:
        raise Http404 from None


def mentions_of(request: HttpRequest, person: Person):
    """Return the records a consent of this person may hang on, for this actor."""
    found = SourceRecord.objects.filter(links__person_id=person.id).select_related("organisation").order_by("id")
    return found if request.actor.is_official else found.filter(organisation_id=request.actor.organisation_id)


def _tell_changes(request: HttpRequest, before, after) -> None:
    for sentence in list_changes(before, after):
        messages.info(request, sentence)


def _log_look(request: HttpRequest, person: Person, why: str, action: str) -> None:
    record_look(actor=request.actor.audit, action=action, purpose=why, subjects=[person_ref(person.public_id)])


def _person_of(consent: Consent) -> str:
    return (
        SourceRecord.objects.filter(id=consent.record_id).values_list("links__person__public_id", flat=True).first()
        or ""
    )
