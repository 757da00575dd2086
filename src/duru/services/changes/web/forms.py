"""Forms of the deeds of a matter; each deed has one."""

from django import forms
from django.utils import timezone

from duru.services.changes.enums import ChangeKind, DecisionKind, EffectKind, Proof, SignSource


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), help_text=help_text)


def _text(label: str, *, most: int = 300, required: bool = True, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, help_text=help_text)


class SignForm(forms.Form):
    kind = forms.ChoiceField(label="무슨 일", choices=ChangeKind.choices)
    source = forms.ChoiceField(
        label="어디서 들었나", choices=[each for each in SignSource.choices if each[0] != SignSource.REGISTER]
    )
    happened_on = _day("일어난 날", "모르면 들은 날을 적습니다.")
    note = _text("들은 내용", most=200, required=False, help_text="건강 정보나 다른 사람의 이름은 적지 않습니다.")


class VisitForm(forms.Form):
    visited_on = _day("방문한 날")
    note = _text("확인한 것")


class ConfirmForm(forms.Form):
    proof = forms.ChoiceField(label="무엇으로 확인했나", choices=Proof.choices)
    happened_on = _day("일어난 날")
    reason = _text("까닭", most=500)


class ReasonForm(forms.Form):
    reason = _text("까닭", most=500)


class HoldForm(forms.Form):
    effect_ids = forms.TypedMultipleChoiceField(
        label="미룰 것",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="법정 급여는 의심만으로 미룰 수 없어 여기에 없습니다.",
    )
    reason = _text("까닭", most=500)

    def __init__(self, *args, effects, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["effect_ids"].choices = [
            (each.id, f"{each.label} ({each.organisation.name})") for each in effects if each.kind == EffectKind.SERVICE
        ]


class NoticeForm(forms.Form):
    payee_name = forms.CharField(
        label="받는 이", max_length=80, help_text="상속인이나 부양의무자입니다. 돌아가신 분께는 보낼 수 없습니다."
    )
    payee_address = forms.CharField(label="주소", max_length=200, required=False)
    opinion_days = forms.IntegerField(label="의견제출 기간(일)", min_value=10, max_value=60, initial=14)


class LetterForm(forms.Form):
    payee_name = forms.CharField(
        label="받는 이", max_length=80, help_text="상속인이나 부양의무자입니다. 돌아가신 분께는 보낼 수 없습니다."
    )
    payee_address = forms.CharField(label="주소", max_length=200, required=False)


class RecoveryForm(forms.Form):
    outcome = forms.ChoiceField(label="결정", widget=forms.RadioSelect)
    won = forms.IntegerField(label="금액(원)", required=False, min_value=1, help_text="비우면 계산한 금액 전부입니다.")
    no_notice_reason = forms.CharField(
        label="사전통지를 하지 않은 까닭",
        max_length=200,
        required=False,
        help_text="행정절차법 제21조제4항의 사유가 있을 때만 적습니다.",
    )
    reason = _text("까닭", most=500)

    def __init__(self, *args, terms, **kwargs):
        super().__init__(*args, **kwargs)
        possible = [(DecisionKind.RECOVER, terms.recover_basis)]
        possible += [(DecisionKind.WAIVE, terms.waive_basis)] if terms.waive_basis else []
        possible += [(DecisionKind.SMALL, terms.small_basis)] if terms.small_won else []
        possible += [(DecisionKind.OFFSET, terms.offset_basis)] if terms.offset_basis else []
        self.fields["outcome"].choices = [(kind.value, f"{kind.label} ({basis})") for kind, basis in possible]


def today_first() -> dict:
    """Return what a form of a deed starts with: today."""
    return dict.fromkeys(("happened_on", "visited_on"), timezone.localdate())
