"""Record a consent, withdraw one."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from duru.blocks.access.api import needs
from duru.blocks.consent.errors import ConsentRefused
from duru.blocks.consent.models import Consent
from duru.blocks.consent.operations import record_consent, withdraw_consent
from duru.blocks.consent.permissions import RECORD
from duru.blocks.consent.queries import get_consent
from duru.blocks.consent.web.forms import ConsentForm
from duru.blocks.exchange.api import SourceRecord
from duru.blocks.registry.api import Person, get_person
from duru.blocks.ui.api import confirm_page, render_page
from duru.kernel.masking import mask_name


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, person_ref: str) -> HttpResponse:
    try:
        person = get_person(request.actor, person_ref)
    except Person.DoesNotExist:
        raise Http404 from None
    mentions = {mention.public_id: mention for mention in _mentions(request, person)}
    choices = [(key, f"{mention.organisation.name} · {mask_name(mention.name)}") for key, mention in mentions.items()]
    today = timezone.localdate()
    start = {"from_on": today, "last_on": today + timedelta(days=365 * 2)}
    form = ConsentForm(request.POST or None, mentions=choices, initial=start)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        # The form names the last day, the ledger the day after it.
        data["until_on"] = data.pop("last_on") + timedelta(days=1)
        try:
            record_consent(by=request.actor, record=mentions[data.pop("mention")], at=timezone.now(), **data)
        except ConsentRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "동의를 기록했습니다.")
            return redirect("registry:person", person_ref)
    return render_page(
        request,
        "consent/consent_record.html",
        {"form": form, "back": reverse("registry:person", args=[person_ref]), "has_mentions": bool(mentions)},
        title="동의 기록",
        lead="종이나 화면으로 받은 동의를 한 건씩 적습니다. 제공받는 자가 여럿이면 따로 적습니다.",
        breadcrumbs=[("주민 카드", reverse("registry:person", args=[person_ref])), ("동의 기록", "")],
    )


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    try:
        consent = get_consent(public_id)
        person = get_person(request.actor, _person_of(consent))
    except (Consent.DoesNotExist, Person.DoesNotExist):
        raise Http404 from None
    back = reverse("registry:person", args=[person.public_id])
    if request.method == "POST":
        try:
            withdraw_consent(by=request.actor, public_id=public_id, at=timezone.now())
        except ConsentRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "철회를 기록했습니다. 지금부터 이 동의로는 제공하지 않습니다.")
        return redirect(back)
    return confirm_page(
        request,
        title="동의 철회",
        question=f"‘{consent.get_purpose_display()}’ 동의({consent.get_recipient_display()})를 철회로 기록할까요?",
        consequences=[
            "지금부터 이 동의로는 제공하지 않습니다.",
            "기록은 원장에 남습니다.",
            "다시 동의하면 새 줄로 적습니다.",
        ],
        confirm_label="철회 기록",
        cancel_url=back,
        is_danger=True,
    )


def _mentions(request: HttpRequest, person: Person):
    found = SourceRecord.objects.filter(links__person_id=person.id).select_related("organisation").order_by("id")
    return found if request.actor.is_official else found.filter(organisation_id=request.actor.organisation_id)


def _person_of(consent: Consent) -> str:
    return (
        SourceRecord.objects.filter(id=consent.record_id).values_list("links__person__public_id", flat=True).first()
        or ""
    )
