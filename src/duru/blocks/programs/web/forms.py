"""Forms of keys and receipts."""

from datetime import timedelta

from django import forms
from django.utils import timezone

from duru.blocks.access.api import list_organisations
from duru.blocks.programs.enums import Scope


class KeyForm(forms.Form):
    """A new key: for which agency and program, for what, how often, until when."""

    organisation = forms.ChoiceField(label="기관")
    label = forms.CharField(label="어느 프로그램", max_length=60, help_text="예: 복지관 회원관리 프로그램")
    scopes = forms.MultipleChoiceField(label="쓸 곳", choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    limit_a_minute = forms.IntegerField(label="1분에 몇 번까지", min_value=1, max_value=6_000, initial=60)
    until_on = forms.DateField(
        label="이날부터 쓸 수 없음", widget=forms.DateInput(attrs={"type": "date"}), help_text="오늘부터 한 해 안"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agencies = [(each.public_id, each.name) for each in list_organisations()]
        self.fields["organisation"].choices = [("", "기관을 고르세요"), *agencies]
        self.fields["until_on"].initial = timezone.localdate() + timedelta(days=180)


class ReceiptForm(forms.Form):
    """A receipt, and the answer it may be about."""

    receipt = forms.CharField(
        label="영수증", max_length=4_000, widget=forms.Textarea(attrs={"rows": 4}), help_text="Duru-Receipt 머리글의 값"
    )
    answer = forms.CharField(
        label="받은 답", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="받은 그대로 붙여 넣으면 영수증이 그 답의 것인지도 봅니다. 저장하지 않습니다.",
    )  # fmt: skip
