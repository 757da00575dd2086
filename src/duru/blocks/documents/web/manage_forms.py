"""Forms of what the administrator keeps."""

from collections.abc import Sequence

from django import forms

from duru.blocks.documents.enums import LetterKind, Rank, TextStatus
from duru.blocks.documents.models import LetterTemplate

_DAY = {"type": "date"}


def _day(label: str, **more) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=_DAY), **more)


def _person(label: str, people: Sequence[tuple[int, str]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, choices=[("", "고르세요"), *people], coerce=int)


class DelegationForm(forms.Form):
    kind = forms.ChoiceField(label="문서 종류", choices=[("", "모든 문서"), *LetterKind.choices], required=False)
    department = forms.CharField(label="처리과", max_length=60, required=False, help_text="비워 두면 모든 부서입니다.")
    rank = forms.TypedChoiceField(label="전결권자", choices=Rank.choices, coerce=int)
    basis = forms.CharField(label="근거", max_length=200, help_text="사무전결처리규칙의 항목")
    effective_from = _day("시행일")


class SignatoryForm(forms.Form):
    rank = forms.TypedChoiceField(label="직위", choices=Rank.choices, coerce=int)
    department = forms.CharField(label="처리과", max_length=60, required=False)
    from_on = _day("시작일")

    def __init__(self, *args, people: Sequence[tuple[int, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {"membership_id": _person("누가", people), **self.fields}


class AbsenceForm(forms.Form):
    from_on = _day("첫날")
    until_on = _day("돌아오는 날", help_text="이날부터는 직접 서명합니다.")
    reason = forms.CharField(label="사유", max_length=40, help_text="휴가, 출장, 교육")

    def __init__(self, *args, people: Sequence[tuple[int, str]], away: Sequence[tuple[int | None, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {
            "member": _person("자리를 비우는 사람", away),
            "deputy": _person("대결하는 사람", people),
            **self.fields,
        }
        if len(away) == 1:
            self.initial["member"] = away[0][0]


class SealForm(forms.Form):
    title = forms.CharField(label="직인 이름", max_length=60, help_text="예: 해오름구청장인")
    file = forms.FileField(label="직인 그림(PNG)")
    effective_from = _day("사용 시작일")


class TemplateForm(forms.Form):
    title = forms.CharField(label="제목", max_length=200)
    body = forms.CharField(label="본문", max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}))
    needs_approval = forms.BooleanField(label="결재를 받아야 시행합니다", required=False)
    source = forms.CharField(label="출처", max_length=200)
    effective_from = _day("시행일")

    def __init__(self, *args, template: LetterTemplate, **kwargs):
        super().__init__(*args, **kwargs)
        names = ", ".join(f"{each['label']} {{{{ {each['name']} }}}}" for each in template.fields)
        laws = ", ".join(f"{{{{ law.{code} }}}}" for code in template.legal_texts)
        self.fields["body"].help_text = f"쓸 수 있는 값: {names}. 꼭 있어야 하는 법령 문구: {laws or '없음'}"


class LegalTextForm(forms.Form):
    sentence = forms.CharField(
        label="문구", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}), help_text="기간은 {days}로 적습니다."
    )
    law = forms.CharField(label="법령", max_length=80)
    article = forms.CharField(label="조문", max_length=40)
    days = forms.IntegerField(label="기간(일)", min_value=1, max_value=3650, required=False)
    status = forms.ChoiceField(label="상태", choices=TextStatus.choices)
    source = forms.CharField(label="출처", max_length=200, help_text="누가 언제 원문을 보았는지")
    effective_from = _day("시행일")
