"""Forms of outreach. The public one has a trap for robots and a clock: who fills it in faster than a person, is none."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.core import signing
from django.utils import timezone

from duru.blocks.access.api import OrganisationKind, list_organisations
from duru.services.outreach.enums import Seen, TryKind, TryOutcome
from duru.services.outreach.rules import Reporter, Result, SignalKind, rows_on

_SALT = "outreach.tell"
_FASTEST_S, _SLOWEST_S = 2, 3 * 3_600
_TEXT = forms.Textarea(attrs={"rows": 3})


def _offices():
    return list_organisations().filter(kind=OrganisationKind.DONG_OFFICE)


class TellForm(forms.Form):
    """What a neighbour or a meter reader saw."""

    seen = forms.MultipleChoiceField(label="무엇을 보셨나요", choices=Seen.choices, widget=forms.CheckboxSelectMultiple)
    place = forms.CharField(
        label="어디인가요", max_length=200, help_text="예: 나래로 7 반지하, 초록 대문. 이름은 몰라도 됩니다."
    )
    reporter = forms.ChoiceField(label="어떤 일을 하시나요")
    words = forms.CharField(label="더 알려 주실 것", max_length=500, required=False, widget=_TEXT)
    contact = forms.CharField(
        label="연락처", max_length=60, required=False, help_text="적지 않아도 됩니다. 적으시면 구청 담당자만 봅니다."
    )
    begun = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reporter"].choices = [
            ("", "고르세요"),
            *((row.key, row.label) for row in rows_on(Reporter, timezone.localdate())),
        ]
        self.fields["begun"].initial = signing.dumps("tell", salt=_SALT)

    def clean(self):
        data = super().clean()
        if self.data.get("website"):  # the trap of the template, which no person sees
            raise forms.ValidationError("보내지 못했습니다. 다시 적어 주세요.")
        try:
            signing.loads(data.get("begun", ""), salt=_SALT, max_age=timedelta(seconds=_SLOWEST_S))
        except signing.BadSignature:
            raise forms.ValidationError("화면을 오래 열어 두었습니다. 새로 열어 다시 적어 주세요.") from None
        if _is_fresh(data["begun"]):
            raise forms.ValidationError("너무 빨리 보냈습니다. 적은 것을 한 번 더 보고 보내 주세요.")
        return data


def _is_fresh(begun: str) -> bool:
    try:
        signing.loads(begun, salt=_SALT, max_age=timedelta(seconds=_FASTEST_S))
    except signing.SignatureExpired:
        return False
    return True


class AddForm(forms.Form):
    """A household the 동 itself has noticed."""

    words = forms.CharField(
        label="무엇을 알게 됐나요", max_length=200, required=False, widget=_TEXT, help_text="금액은 적지 않습니다."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (row.key, row.label) for row in rows_on(SignalKind, timezone.localdate()) if row.status == "confirmed"
        ]
        self.fields["signals"] = forms.MultipleChoiceField(
            label="위기 신호", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )


class TryForm(forms.Form):
    kind = forms.ChoiceField(label="방법", choices=TryKind.choices, widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label="어떻게 됐나요", choices=TryOutcome.choices, widget=forms.RadioSelect)
    note = forms.CharField(label="메모", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class CloseForm(forms.Form):
    result = forms.ChoiceField(label="결과")
    note = forms.CharField(label="설명", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    recheck_on = forms.DateField(
        label="다시 볼 날", required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text="비워 두면 결과에 따라 정합니다. 부재는 한 달 뒤에 다시 봅니다.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [row for row in rows_on(Result, timezone.localdate()) if row.key != "care"]
        self.fields["result"].choices = [("", "고르세요"), *((row.key, row.label) for row in rows)]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="까닭", max_length=300, widget=_TEXT)


class GiveForm(forms.Form):
    office = forms.ModelChoiceField(label="맡을 동", queryset=None, empty_label="고르세요")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = _offices()
        self.fields["office"].label_from_instance = lambda each: each.name


class DayForm(forms.Form):
    on = forms.DateField(label="날", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
