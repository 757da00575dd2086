"""A table made by hand: what is counted, split by what, of whom, over which months."""

from __future__ import annotations

from typing import Any

from django import forms

from duru.blocks.statistics.catalogue import MONTH, StandardTable, Subject
from duru.blocks.statistics.enums import MailRhythm
from duru.blocks.statistics.rules.months import Month, parse_month
from duru.blocks.statistics.rules.question import Question

_NONE = ("", "나누지 않음")
_CHARTS = (("hbar", "가로 막대"), ("bar", "세로 막대"), ("line", "꺾은선"), ("", "그리지 않음"))


class AskForm(forms.Form):
    """The choices of one subject; values of filters are those the catalogue names, or were seen in the newest month."""

    measures = forms.MultipleChoiceField(label="셀 것", widget=forms.CheckboxSelectMultiple)
    rows = forms.ChoiceField(label="세로로 나누기", required=False)
    columns = forms.ChoiceField(label="가로로 나누기", required=False)
    first = forms.ChoiceField(label="처음 달")
    last = forms.ChoiceField(label="마지막 달")
    chart = forms.ChoiceField(label="그림", choices=_CHARTS, required=False, initial="hbar")

    def __init__(self, subject: Subject, months: list[Month], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.subject = subject
        splits = [*subject.dimensions, *([] if subject.spans_months else [MONTH])]
        choices = [_NONE, *((each.key, each.label) for each in splits)]
        named = [(str(month), month.words) for month in months]
        self.fields["measures"].choices = [(each.key, f"{each.label} ({each.unit})") for each in subject.measures]  # type: ignore[attr-defined]  # a choice field
        self.fields["measures"].initial = [subject.measures[0].key]
        for name in ("rows", "columns"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
        self.fields["rows"].initial = subject.dimensions[0].key
        for name in ("first", "last"):
            self.fields[name].choices = named  # type: ignore[attr-defined]  # a choice field
        self._filtered = [each for each in subject.dimensions if each.labels]
        for each in self._filtered:
            self.fields[f"is_{each.key}"] = forms.MultipleChoiceField(
                label=f"{each.label}: 이것만",
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=list(each.labels.items()),
            )

    def question(self) -> Question:
        """Return what is asked; whether it can be answered is another question."""
        given = self.cleaned_data
        first, last = sorted((parse_month(given["first"]), parse_month(given["last"])))
        months, at = [], first
        while at <= last:
            months.append(at)
            at = at.plus(1)
        filters = {each.key: tuple(given[f"is_{each.key}"]) for each in self._filtered if given[f"is_{each.key}"]}
        return Question(
            self.subject.key, tuple(given["measures"]), given["rows"], given["columns"], filters, tuple(months)
        )

    @property
    def filter_fields(self) -> list:
        """The bound fields of the filters."""
        return [self[f"is_{each.key}"] for each in self._filtered]


class KeepForm(forms.Form):
    """Keep a table under a name."""

    title = forms.CharField(label="이름", max_length=80)
    note = forms.CharField(label="설명", max_length=200, required=False)
    is_rolling = forms.BooleanField(label="새 달이 생기면 그 달로 셈", required=False, initial=True)
    is_shared = forms.BooleanField(label="우리 구청·동의 다른 담당자도 봄", required=False)
    mail = forms.ChoiceField(label="전자우편", choices=MailRhythm.choices, initial=MailRhythm.NEVER)


class ChangeForm(KeepForm):
    """Change a kept table; its question stays."""

    is_rolling = None  # type: ignore[assignment]  # Django's way to leave an inherited field out


class MonthForm(forms.Form):
    """Make a month's snapshot, or a new version of one."""

    month = forms.ChoiceField(label="달")
    reason = forms.CharField(
        label="새 판을 만드는 까닭",
        max_length=200,
        required=False,
        help_text="그 달의 자료가 이미 있을 때 적습니다. 예: 늦게 들어온 푸드뱅크 10월 명단",
    )

    def __init__(self, months: list[Month], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(str(month), month.words) for month in months]  # type: ignore[attr-defined]  # a choice field


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files at once: what Django gives for one, as a list."""

    def clean(self, data: Any, initial: Any = None) -> list:
        files = data if isinstance(data, (list, tuple)) else [data]
        return [super(_FilesField, self).clean(file, initial) for file in files]


class CubesForm(forms.Form):
    """Signed tables of several local governments, and the public key of each."""

    keys = forms.CharField(
        label="공개 열쇠",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=40_000,
        help_text="자치단체마다 한 줄: 코드=열쇠. 파일과 다른 길(공문, 전화)로 받은 것을 적습니다.",
    )
    files = _FilesField(
        label="집계 파일", widget=_Files(attrs={"accept": ".json"}), help_text="300개까지, 하나에 1MB까지"
    )

    def clean_keys(self) -> dict[str, bytes]:
        """Return tenant code → public key."""
        known = {}
        for line in filter(None, map(str.strip, self.cleaned_data["keys"].splitlines())):
            code, _, key = line.partition("=")
            try:
                known[code.strip()] = bytes.fromhex(key.strip())
            except ValueError:
                raise forms.ValidationError(f"열쇠로 읽을 수 없는 줄입니다: {line[:40]}") from None
            if len(known[code.strip()]) != 32:
                raise forms.ValidationError(f"열쇠의 길이가 맞지 않는 줄입니다: {line[:40]}")
        return known

    def clean_files(self) -> list:
        """Return the files, not too many and none too large to be a table."""
        files = self.cleaned_data["files"]
        if len(files) > 300 or any(file.size > 1_000_000 for file in files):
            raise forms.ValidationError("300개, 하나에 1MB까지 올릴 수 있습니다.")
        return files


class OwnCubeForm(forms.Form):
    """Which of our tables is signed and taken away."""

    table = forms.ChoiceField(label="통계표")

    def __init__(self, standards: list[StandardTable], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["table"].choices = [(each.key, f"{each.topic}: {each.title}") for each in standards]  # type: ignore[attr-defined]  # a choice field
