"""What a map shows."""

from django import forms
from django.utils import timezone

from duru.blocks.maps.demands import list_demands
from duru.blocks.places.api import FacilityKind

WALKS = ((300, "300m"), (500, "500m"), (800, "800m"), (1200, "1.2km"))


class DemandForm(forms.Form):
    """A form in the address: what is not asked has its usual value, so that a map is there at once."""

    demand = forms.ChoiceField(label="누가")

    def __init__(self, asked, *, for_everybody: bool = False):
        super().__init__({**self.usual(), **asked.dict()})
        shown = [each for each in list_demands() if each.is_public or not for_everybody]
        self.fields["demand"].choices = [(each.key, each.label) for each in shown]

    def usual(self) -> dict[str, object]:
        return {"demand": list_demands()[0].key}


class DongForm(DemandForm):
    """A group, and the day whose boundaries count."""

    on = forms.DateField(label="경계의 날", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def usual(self):
        return {**super().usual(), "on": timezone.localdate().isoformat()}


class GapForm(DemandForm):
    """A group, a kind of place, and how far one walks."""

    kind = forms.ChoiceField(label="어떤 곳", choices=FacilityKind.choices)
    walk_m = forms.TypedChoiceField(label="걷는 거리", choices=WALKS, coerce=int)

    def usual(self):
        return {**super().usual(), "kind": FacilityKind.SENIOR_CENTRE, "walk_m": 500}
