"""The questions of the guide."""

from decimal import Decimal

from django import forms
from django.utils import timezone

from duru.services.permits.enums import Facility, LegalForm, Measure, Owner
from duru.services.permits.rules import Answers, Zone, rows_on

_LANDS = [("other", "대지, 잡종지 등"), ("forest", "임야"), ("field", "전·답·과수원")]


def _size(label: str) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "maxlength": 12})
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal("0.01"),
        max_digits=10,
        decimal_places=2,
        widget=widget,
        localize=False,
    )


class GuideForm(forms.Form):
    """What the applicant says; only the first two questions must be answered."""

    facility = forms.ChoiceField(label="무엇을 만드십니까", choices=Facility.choices, widget=forms.RadioSelect)
    owner = forms.ChoiceField(
        label="누구를 모십니까", choices=Owner.choices, widget=forms.RadioSelect, required=False,
        help_text="화장시설은 고르지 않아도 됩니다.",
    )  # fmt: skip
    legal_form = forms.ChoiceField(
        label="만드는 단체", choices=LegalForm.choices, initial=LegalForm.OTHER, required=False
    )
    is_own_land = forms.ChoiceField(
        label="땅 주인", choices=[("yes", "신청인 소유"), ("no", "다른 사람 소유")], required=False
    )
    land = forms.ChoiceField(label="지목", choices=_LANDS, required=False)
    alters_land = forms.BooleanField(label="땅을 깎거나 쌓아 모양을 바꿉니다", required=False)
    is_woodland = forms.BooleanField(label="수목장림입니다", required=False)
    area = _size("전체 면적(㎡)")
    grave_area = _size("분묘 1기, 상석·비석 포함(㎡)")
    joint_grave_area = _size("합장 분묘 1기(㎡)")
    tomb_area = _size("봉안묘 1기(㎡)")
    tomb_height = _size("봉안묘 높이(㎝)")
    remains = forms.IntegerField(
        label="모실 유골(구)", required=False, min_value=1, max_value=1_000_000, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 7}),
    )  # fmt: skip
    zones = forms.MultipleChoiceField(
        label="땅이 놓인 구역", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="토지이용계획확인서에 적힌 것을 고르세요.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["zones"].choices = [(row.code, row.label) for row in rows_on(Zone, timezone.localdate())]

    def clean(self):
        data = super().clean()
        if data.get("facility") not in (None, Facility.CREMATORIUM) and not data.get("owner"):
            self.add_error("owner", "누구를 모시는 시설인지 골라 주세요.")
        return data

    def questions(self):
        """Return the fields asked first."""
        return [self["facility"], self["owner"]]

    def about_land(self):
        """Return the fields about the land and the builder."""
        return [self[name] for name in ("legal_form", "is_own_land", "land", "alters_land", "is_woodland")]

    def about_size(self):
        """Return the fields about sizes."""
        return [
            self[name] for name in ("area", "grave_area", "joint_grave_area", "tomb_area", "tomb_height", "remains")
        ]

    def answers(self) -> Answers:
        """Return what was said, as the rules take it; only for a valid form."""
        data = self.cleaned_data
        return Answers(
            facility=Facility(data["facility"]),
            owner=Owner(data["owner"]) if data["owner"] else None,
            legal_form=LegalForm(data["legal_form"] or LegalForm.OTHER),
            sizes={measure: data[measure] for measure in Measure if data[measure] is not None},
            remains=data["remains"],
            is_woodland=data["is_woodland"],
            is_own_land=data["is_own_land"] != "no",
            land=data["land"] or "other",
            alters_land=data["alters_land"],
        )
