"""Forms of papers: a letter's own fields come from its template."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from duru.blocks.documents.enums import DeliveryMethod, Disclosure, Retention, StepRole
from duru.blocks.documents.values import LineStep, Recipient

_DAY = {"type": "date"}
CLAUSES = (
    (1, "1호 법령상 비밀"), (2, "2호 안보·국방·통일·외교"), (3, "3호 생명·신체·재산 보호"), (4, "4호 재판·수사"),
    (5, "5호 감사·입찰·의사결정 과정"), (6, "6호 개인정보"), (7, "7호 영업비밀"), (8, "8호 투기·매점매석"),
)  # fmt: skip


class ListField(forms.CharField):
    """One thing a line."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> list[str]:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


def _field(asked: Mapping[str, Any]) -> forms.Field:
    common = {"label": asked["label"], "required": asked.get("required", True)}
    match asked.get("type", "text"):
        case "day":
            return forms.DateField(widget=forms.DateInput(attrs=_DAY), **common)
        case "number":
            return forms.IntegerField(**common)
        case "list":
            return ListField(widget=forms.Textarea(attrs={"rows": 4}), help_text="한 줄에 하나씩 적습니다.", **common)
        case "lines":
            return forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), **common)
    return forms.CharField(**common)


class LetterForm(forms.Form):
    """What a letter's template asks for, and to whom it goes."""

    to_name = forms.CharField(label="받는 이", max_length=80)
    to_title = forms.ChoiceField(
        label="높임말", choices=[("귀하", "귀하"), ("귀중", "귀중"), ("", "없음")], initial="귀하", required=False
    )
    to_address = forms.CharField(label="주소", max_length=200, required=False, help_text="우편으로 보낼 때 필요합니다.")
    to_postcode = forms.CharField(label="우편번호", max_length=5, required=False)
    to_email = forms.EmailField(label="전자우편", required=False)

    def __init__(self, *args, asked: Sequence[Mapping[str, Any]] = (), with_class: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self._asked = [each["name"] for each in asked]
        own = {f"x_{each['name']}": _field(each) for each in asked}
        self.fields = own | self.fields
        if with_class:
            self.fields |= {
                "disclosure": forms.ChoiceField(label="공개구분", choices=Disclosure.choices, initial=Disclosure.PARTIAL),
                "clauses": forms.TypedMultipleChoiceField(
                    label="비공개 근거(정보공개법 제9조제1항)", choices=CLAUSES, coerce=int, initial=[6], required=False,
                    widget=forms.CheckboxSelectMultiple,
                ),
                "retention": forms.ChoiceField(label="보존기간", choices=Retention.choices, initial=Retention.YEARS_10),
            }  # fmt: skip

    @property
    def letter_fields(self) -> dict[str, Any]:
        """Return the template's fields that were filled."""
        found = {name: self.cleaned_data[f"x_{name}"] for name in self._asked}
        return {name: value for name, value in found.items() if value not in (None, "", [])}

    @property
    def recipient(self) -> Recipient:
        data = self.cleaned_data
        return Recipient(data["to_name"], data["to_address"], data["to_postcode"], data["to_email"], data["to_title"])


class EditForm(forms.Form):
    """A draft mended by hand."""

    title = forms.CharField(label="제목", max_length=200)
    body = forms.CharField(
        label="본문",
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="# 은 작은 제목, - 는 항목, | 는 표의 줄, > 는 법령 문구입니다. 법령 문구는 지우거나 바꿀 수 없습니다.",
    )
    reason = forms.CharField(label="고친 까닭", max_length=200, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenForm(forms.Form):
    """The revision the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class CommentForm(SeenForm):
    comment = forms.CharField(label="의견", max_length=500, required=False)


class ReasonForm(SeenForm):
    reason = forms.CharField(label="까닭", max_length=200)


class LineForm(SeenForm):
    """Up to four people, in order; the last one decides."""

    def __init__(self, *args, people: Sequence[tuple[int, str]] = (), line: Sequence[LineStep] = (), **kwargs):
        super().__init__(*args, **kwargs)
        reviewers = [each for each in line if each.role != StepRole.APPROVE][:3]
        for n in range(3):
            given = reviewers[n] if n < len(reviewers) else None
            self.fields[f"person_{n}"] = forms.TypedChoiceField(
                label=f"{n + 1}번째", choices=[("", "없음"), *people], coerce=int, empty_value=None, required=False,
                initial=given.membership_id if given else None,
            )  # fmt: skip
            self.fields[f"role_{n}"] = forms.ChoiceField(
                label=f"{n + 1}번째가 하는 일", choices=[(StepRole.REVIEW, "검토"), (StepRole.COOPERATE, "협조")],
                initial=given.role if given else StepRole.REVIEW,
            )  # fmt: skip
        self.fields["decider"] = forms.TypedChoiceField(
            label="결재",
            choices=[("", "고르세요"), *people],
            coerce=int,
            initial=line[-1].membership_id if line else None,
        )

    @property
    def line(self) -> list[LineStep]:
        data = self.cleaned_data
        steps = [LineStep(data[f"role_{n}"], data[f"person_{n}"]) for n in range(3) if data[f"person_{n}"] is not None]
        return [*steps, LineStep(StepRole.APPROVE, data["decider"])]


class OnnaraForm(SeenForm):
    number = forms.CharField(label="온-나라 문서번호", max_length=60)
    effective_on = forms.DateField(label="시행일", widget=forms.DateInput(attrs=_DAY))
    approved_by = forms.CharField(label="결재한 사람", max_length=60)


class DeliverForm(forms.Form):
    """How an issued document goes out."""

    how = forms.ChoiceField(label="방법", choices=DeliveryMethod.choices)
    to_name = forms.CharField(label="받는 이", max_length=80)
    to_address = forms.CharField(label="주소", max_length=200, required=False)
    to_postcode = forms.CharField(label="우편번호", max_length=5, required=False)
    to_email = forms.EmailField(label="전자우편", required=False)
    agreed = forms.BooleanField(label="받는 사람이 전자우편 송달에 동의하고 주소를 정했습니다", required=False)
    note = forms.CharField(label="적요", max_length=200, required=False, help_text="등기번호, 공고 매체 등")


class ServedForm(forms.Form):
    on = forms.DateField(label="도달일", widget=forms.DateInput(attrs=_DAY))
    note = forms.CharField(label="적요", max_length=200, required=False, help_text="누가 받았는지, 수령확인서 번호 등")


class FailedForm(forms.Form):
    on = forms.DateField(label="돌아온 날", widget=forms.DateInput(attrs=_DAY))
    reason = forms.CharField(label="까닭", max_length=200, help_text="폐문부재, 수취인불명, 이사감 등")


class PaperForm(forms.Form):
    file = forms.FileField(label="서류")
    label = forms.CharField(label="무슨 서류인가요", max_length=80, required=False)


class DownloadForm(forms.Form):
    """Why a paper is taken out of the house."""

    purpose = forms.CharField(label="내려받는 까닭", max_length=100)
