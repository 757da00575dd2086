"""Forms of requests and destruction."""

from django import forms

from duru.services.rights.enums import RequestKind


class AskForm(forms.Form):
    """What a person asks for at the counter; `organisations` are those that wrote about them."""

    kind = forms.ChoiceField(label="무엇을 요구하나요?", choices=RequestKind.choices)
    organisation = forms.ChoiceField(label="어느 기관의 기록", required=False)
    words = forms.CharField(label="내용", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    by_proxy = forms.CharField(
        label="대리인", required=False, max_length=60, help_text="본인이 아니면 대리인의 관계와 위임장 번호"
    )

    def __init__(self, *args, organisations=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = [("", "모든 기관"), *((one.public_id, one.name) for one in organisations)]


class AnswerForm(forms.Form):
    is_granted = forms.ChoiceField(
        label="결과", choices=[("yes", "들어줌"), ("no", "들어주지 못함")], widget=forms.RadioSelect
    )
    answer = forms.CharField(
        label="본인에게 알릴 말",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="들어주지 못하면 까닭과 이의제기 방법을 함께 적습니다.",
    )


class DestroyForm(forms.Form):
    reason = forms.CharField(label="사유", max_length=200, min_length=4, initial="보유기간 만료 정기 파기")
