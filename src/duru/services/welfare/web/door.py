"""The light at the door: what the floor below shows above the buttons when a person stands there."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from duru.blocks.benefits.api import campaign_key, load_catalogue
from duru.blocks.giving.api import list_choices
from duru.services.welfare.enums import Light
from duru.services.welfare.permissions import CHECK_GIFT
from duru.services.welfare.queries.giving import Gift, check_choices

_TONES = {Light.CLEAR: "success", Light.SIMILAR: "caution", Light.STOP: "danger", Light.UNKNOWN: "info"}


def render_light(request: HttpRequest, person_id: int) -> str:
    """Render the light of everything the agency has to give, warnings first; "" for who may not check.

    The words are those of the counter: an agency reads category and month as far as the person agreed, and one sentence otherwise.
    """
    actor, today = request.actor, timezone.localdate()
    if not actor.may(CHECK_GIFT):
        return ""
    items = {choice.item.id: choice.item for choice in list_choices(actor, today=today)}
    catalogue = load_catalogue(today)
    gifts = [
        Gift(
            item.category, today, catalogue.kind_of(item.name),
            campaign_key(item.campaign, item.name, today, catalogue.campaigns), item.per, item.value_won,
        )
        for item in items.values()
    ]  # fmt: skip
    answers = check_choices(actor, person_id=person_id, gifts=gifts, on=today)
    warned = [(item.name, answer) for item, answer in zip(items.values(), answers, strict=True) if answer.is_warned]
    first = warned[0][1] if warned else answers[0] if answers else None
    if first is None:
        return ""
    return render_to_string(
        "welfare/_door_light.html",
        {"answer": first, "tone": _TONES[first.light], "warned": warned},
        request=request,
    )
