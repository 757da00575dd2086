"""What people type about links."""

from django import forms


class SplitForm(forms.Form):
    reason = forms.CharField(
        label="까닭",
        min_length=2,
        max_length=200,
        help_text="예: 통화로 확인, 생년월일이 다른 동명이인. 결정한 사람의 이름과 함께 남습니다.",
    )


class DecisionForm(forms.Form):
    SAME, OTHER, LATER = "same", "other", "later"

    answer = forms.ChoiceField(choices=[(SAME, "같은 사람"), (OTHER, "다른 사람"), (LATER, "나중에")])
    person = forms.CharField(max_length=26)
    reason = forms.CharField(label="메모(선택)", max_length=200, required=False)


class ExportReasonForm(forms.Form):
    reason = forms.CharField(
        label="내려받는 사유",
        min_length=4,
        max_length=100,
        help_text="예: 동별 확인 작업 나누기. 사유는 접속기록에 남고 파일에도 적힙니다.",
    )
