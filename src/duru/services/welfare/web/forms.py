"""The form under an overlap."""

from django import forms

from duru.services.welfare.enums import Decision, Reason


class MarkForm(forms.Form):
    """A decision about an overlap; the reason belongs to 정당함 alone."""

    decision = forms.ChoiceField(label="결정", choices=Decision.choices, widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label="정당한 사유",
        choices=[("", "고르지 않음"), *Reason.choices],
        required=False,
        help_text="정당함일 때만 고릅니다.",
    )
    note = forms.CharField(
        label="메모", required=False, max_length=200, help_text="이름, 전화번호, 병명은 적지 마세요."
    )
    digest = forms.CharField(widget=forms.HiddenInput)

    def clean(self):
        data = super().clean()
        if data.get("decision") == Decision.JUSTIFIED and not data.get("reason"):
            self.add_error("reason", "정당함으로 표시하려면 사유를 골라 주세요.")
        if data.get("decision") != Decision.JUSTIFIED:
            data["reason"] = ""
        return data
