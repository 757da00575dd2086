"""Forms of proposals."""

import re

from django import forms

from duru.services.participation.enums import Axis, Ground

_AUTHOR = re.compile(r"^(?P<name>.+?)[\s,:]+(?P<share>\d{1,3})\s*%?$")


class ProposalForm(forms.Form):
    """What a proposal must say (국민제안규정 제5조제2항)."""

    title = forms.CharField(label="제목", max_length=120)
    problem = forms.CharField(label="현황과 문제점", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    idea = forms.CharField(label="개선방안", max_length=8000, widget=forms.Textarea(attrs={"rows": 6}))
    effect = forms.CharField(
        label="기대효과", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    authors = forms.CharField(
        label="제안자와 기여도", widget=forms.Textarea(attrs={"rows": 2}),
        help_text="한 줄에 한 사람씩 이름과 기여도를 적습니다. 혼자면 이름만 적습니다. 예: 박가람 60",
    )  # fmt: skip
    phone = forms.CharField(label="주제안자 전화", max_length=20, help_text="진행 상황을 이 번호로 볼 수 있습니다.")
    is_private = forms.BooleanField(label="제목과 결과 말고는 공개하지 않기를 원함", required=False)

    def clean_authors(self) -> dict[str, int]:
        lines = [line.strip() for line in self.cleaned_data["authors"].splitlines() if line.strip()]
        if len(lines) == 1 and not any(letter.isdigit() for letter in lines[0]):
            return {lines[0]: 100}
        shares: dict[str, int] = {}
        for line in lines:
            found = _AUTHOR.match(line)
            if found is None:
                raise forms.ValidationError(f"‘{line}’: 이름 뒤에 기여도를 숫자로 적어 주세요.")
            if found["name"] in shares:
                raise forms.ValidationError(f"‘{found['name']}’ 님을 두 번 적었습니다.")
            shares[found["name"]] = int(found["share"])
        return shares


class ScoreForm(forms.Form):
    """Marks of one reviewer, 0 to 10 on each axis."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for axis in Axis:
            self.fields[axis.value] = forms.IntegerField(label=axis.label, min_value=0, max_value=10)

    def marks(self) -> dict[Axis, int]:
        """Return the marks of a valid form."""
        return {axis: self.cleaned_data[axis.value] for axis in Axis}


class AgainForm(forms.Form):
    ground = forms.ChoiceField(label="근거", choices=Ground.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="까닭", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))


class PrizeForm(forms.Form):
    """A prize to divide by shares; nothing is kept."""

    prize = forms.IntegerField(
        label="상금(원)", min_value=1, max_value=100_000_000, localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 9}),
    )  # fmt: skip
