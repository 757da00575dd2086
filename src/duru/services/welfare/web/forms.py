"""Forms of welfare: under an overlap, at the counter, for a rule."""

from itertools import groupby

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


class CounterForm(forms.Form):
    """One field for the person and one for the thing; the thing stays chosen from person to person."""

    who = forms.CharField(
        label="누구에게",
        max_length=80,
        help_text="이름, 태어난 해(또는 생년월일), 전화 끝 네 자리. 예: 박말순 1941 1234",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    gift = forms.ChoiceField(label="무엇을")

    def __init__(self, *args, gifts, **kwargs):
        super().__init__(*args, **kwargs)
        groups = groupby(gifts, key=lambda each: each.group)
        self.fields["gift"].choices = [
            (group, [(each.key, each.label) for each in members]) for group, members in groups
        ]


class OverrideForm(forms.Form):
    """Why something is given in spite of a warning."""

    reason = forms.ChoiceField(label="그래도 드리는 사유", choices=[("", "사유를 고르세요"), *Reason.choices])
    note = forms.CharField(
        label="메모", required=False, max_length=200, help_text="이름, 전화번호, 병명은 적지 마세요."
    )
