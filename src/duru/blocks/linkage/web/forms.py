"""What people type about links."""

from django import forms

from duru.blocks.linkage.enums import Answer, UnsureReason
from duru.blocks.linkage.operations.samples import SAMPLE_SIZES
from duru.blocks.linkage.web.sitting import PURPOSES

# One press says "모르겠음" and why.
UNSURE_KEYS = [
    (f"{Answer.UNSURE}:{reason.value}", reason.label, key) for reason, key in zip(UnsureReason, "3456", strict=True)
]


class SplitForm(forms.Form):
    reason = forms.CharField(
        label="까닭",
        min_length=2,
        max_length=200,
        help_text="예: 통화로 확인, 생년월일이 다른 동명이인. 결정한 사람의 이름과 함께 남습니다.",
    )


class AnswerForm(forms.Form):
    """An answer in one press: same, other, later, or the reason of not knowing ("unsure:too_little")."""

    answer = forms.ChoiceField(
        choices=[
            (Answer.SAME, Answer.SAME.label),
            (Answer.OTHER, Answer.OTHER.label),
            (Answer.LATER, Answer.LATER.label),
            *((value, label) for value, label, _ in UNSURE_KEYS),
        ]
    )
    person = forms.CharField(max_length=26, required=False)
    seen = forms.CharField(max_length=60, required=False)
    reason = forms.CharField(
        label="메모(선택)", max_length=200, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    @property
    def parts(self) -> tuple[str, str]:
        """Answer and reason of not knowing."""
        answer, _, unsure_reason = self.cleaned_data["answer"].partition(":")
        return answer, unsure_reason


class ReviewPurposeForm(forms.Form):
    purpose = forms.ChoiceField(choices=[(purpose.value, purpose.label) for purpose in PURPOSES])
    note = forms.CharField(
        label="덧붙일 말(선택)", max_length=100, required=False, help_text="기록에 남습니다. 민감한 내용은 적지 마세요."
    )


class SettleForm(forms.Form):
    CONFIRM, REFUSE = "confirm", "refuse"

    answer = forms.ChoiceField(choices=[(CONFIRM, "확인"), (REFUSE, "받아들이지 않음")])
    note = forms.CharField(label="메모", max_length=200, required=False, help_text="받아들이지 않을 때는 꼭 적습니다.")


class RuleForm(forms.Form):
    ONE, TWO = "one", "two"

    mode = forms.ChoiceField(
        label="급여에 영향이 있는 결정",
        choices=[(ONE, "한 사람이 정함"), (TWO, "다른 담당자가 한 번 더 확인")],
        widget=forms.RadioSelect,
    )
    effective_from = forms.DateField(label="시행일", widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(label="까닭", min_length=2, max_length=200)


class SampleForm(forms.Form):
    n = forms.TypedChoiceField(
        label="표본 크기",
        coerce=int,
        choices=[(size, f"약 {size}건") for size in SAMPLE_SIZES],
        initial=SAMPLE_SIZES[1],
    )


class TrainForm(forms.Form):
    reason = forms.CharField(
        label="까닭", min_length=2, max_length=200, help_text="예: 새 기관 세 곳의 자료가 들어와 적는 버릇이 달라짐"
    )
