"""Forms of hand-overs."""

from django import forms

from duru.services.handover.queries import list_others


class SendForm(forms.Form):
    to_code = forms.ChoiceField(label="새 주소지")
    address = forms.CharField(
        label="새 주소", max_length=200, required=False, help_text="본인이 알려 준 만큼. 모르면 비워 둡니다."
    )
    note = forms.CharField(
        label="전하는 말", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="이어서 도울 일. 건강 정보와 다른 사람의 이름은 적지 않습니다.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_code"].choices = [
            (each.code, f"{each.parent_name} {each.name}".strip()) for each in list_others()
        ]


class AcceptForm(forms.Form):
    address = forms.CharField(
        label="우리 구의 주소", max_length=200, required=False, help_text="보낸 주소와 다르면 고쳐 적습니다."
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="까닭", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
