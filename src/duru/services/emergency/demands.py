"""Groups the gap map can look for: people whose known need says they are at risk."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from duru.blocks.benefits.api import need_facts
from duru.blocks.maps.api import Demand, register_demand
from duru.services.emergency.enums import Factor
from duru.services.emergency.rules import risks_on

_ASKED = ("bedridden", "dialysis", "dementia", "severe", "cellar", "lonely")


def register_demands() -> None:
    """Register one group for each need of the table of risks that a place can help."""
    for code in _ASKED:
        label = next((risk.label for risk in risks_on(timezone.localdate()) if risk.code == code), "")
        if label:
            register_demand(Demand(code, label, "욕구·위기 명단", partial(_persons, code)))


def _persons(code: str, day: date) -> QuerySet:
    words = [word for risk in risks_on(day) if risk.code == code and risk.factor == Factor.NEED for word in risk.words]
    wanted = Q(pk=None)
    for word in words:
        wanted |= Q(kind__contains=word)
    return need_facts().filter(wanted, since_on__lte=day).values_list(F("record__links__person_id"), flat=True)
