"""Forms of welfare: under an overlap, at the counter, for a rule."""

from itertools import groupby

from django import forms

from duru.blocks.benefits.api import Category
from duru.services.welfare.enums import (
    Counts,
    Decision,
    GivesWay,
    Order,
    Provider,
    Reason,
    RuleStatus,
    Same,
    TurnDecision,
    TurnReason,
    Unit,
    Verdict,
    Window,
)
from duru.services.welfare.models import OverlapRule


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


class RememberedSelect(forms.Select):
    """A select drawn once for the same choices and choice: a hundred options take longer to draw than the whole check."""

    _drawn: dict[tuple, str] = {}
    _most = 256

    def render(self, name, value, attrs=None, renderer=None):
        key = (name, str(value), str(sorted((attrs or {}).items())), str(list(self.choices)))
        if key not in self._drawn:
            if len(self._drawn) >= self._most:
                self._drawn.clear()
            self._drawn[key] = super().render(name, value, attrs, renderer)
        return self._drawn[key]


class CounterForm(forms.Form):
    """One field for the person and one for the thing; the thing stays chosen from person to person."""

    who = forms.CharField(
        label="누구에게",
        max_length=80,
        help_text="이름, 태어난 해(또는 생년월일), 전화 끝 네 자리. 예: 박말순 1941 1234",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    gift = forms.ChoiceField(label="무엇을", widget=RememberedSelect)

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


class ListForm(forms.Form):
    """A list of recipients and what they are to get."""

    title = forms.CharField(label="명단 이름", max_length=120, help_text="예: 2026 김장 나눔")
    gift = forms.ChoiceField(label="무엇을")
    given_on = forms.DateField(label="나눌 날", widget=forms.DateInput(attrs={"type": "date"}))
    file = forms.FileField(
        label="명단 파일", help_text="XLSX 또는 CSV, 10,000명까지. 이름, 생년월일, 전화번호, 주소 열이 있으면 됩니다."
    )

    def __init__(self, *args, gifts, **kwargs):
        super().__init__(*args, **kwargs)
        groups = groupby(gifts, key=lambda each: each.group)
        self.fields["gift"].choices = [
            ("", "무엇을 드릴지 고르세요"),
            *((group, [(each.key, each.label) for each in members]) for group, members in groups),
        ]


class SheetForm(forms.Form):
    """Why a sheet with names leaves the house."""

    reason = forms.CharField(
        label="내려받는 사유",
        min_length=4,
        max_length=100,
        help_text="예: 김장 나눔 배부 준비. 사유는 접속기록에 남고 파일에도 적힙니다.",
    )


class RuleForm(forms.Form):
    """One rule from a day on; what is left empty on a side fits everything."""

    code = forms.RegexField(
        r"^[A-Z][A-Z0-9]{1,9}$", label="번호", error_messages={"invalid": "대문자와 숫자로 적어 주세요. 예: L01"}
    )
    from_on = forms.DateField(label="시행일", widget=forms.DateInput(attrs={"type": "date"}))
    title = forms.CharField(label="규칙", max_length=120)
    verdict = forms.ChoiceField(label="판정", choices=Verdict.choices)
    unit = forms.ChoiceField(label="단위", choices=Unit.choices)
    left_programmes = forms.CharField(
        label="한쪽 급여·품목", required=False, help_text="여럿이면 | 로 나눕니다. 비우면 모든 지원입니다."
    )
    left_categories = forms.MultipleChoiceField(label="한쪽 분류", choices=Category.choices, required=False)
    left_side = forms.ChoiceField(label="한쪽 구분", required=False)
    right_programmes = forms.CharField(label="다른 쪽 급여·품목", required=False)
    right_categories = forms.MultipleChoiceField(label="다른 쪽 분류", choices=Category.choices, required=False)
    right_side = forms.ChoiceField(label="다른 쪽 구분", required=False)
    same = forms.ChoiceField(label="같아야 하는 것", choices=Same.choices, required=False)
    provider = forms.ChoiceField(label="기관", choices=Provider.choices)
    window = forms.ChoiceField(label="때", choices=Window.choices)
    days = forms.IntegerField(
        label="며칠", required=False, min_value=1, max_value=3_650, help_text="‘며칠 안’과 ‘끝난 뒤 며칠 안’일 때만"
    )
    counts = forms.ChoiceField(label="세는 것", choices=Counts.choices, required=False)
    most = forms.IntegerField(label="많아야", required=False, min_value=1, max_value=999, help_text="셀 때만")
    gives_way = forms.ChoiceField(label="물러나는 쪽", choices=GivesWay.choices, required=False)
    basis = forms.CharField(label="근거", max_length=200)
    sentence = forms.CharField(label="설명", max_length=300)
    what_to_do = forms.CharField(label="할 일", max_length=300)
    source = forms.CharField(label="출처", max_length=200)
    status = forms.ChoiceField(label="상태", choices=RuleStatus.choices)

    def __init__(self, *args, row: OverlapRule | None, **kwargs):
        super().__init__(*args, **kwargs)
        sides = [("", "모두"), ("public", "공적급여"), ("private", "민간 제공")]
        self.fields["left_side"].choices = self.fields["right_side"].choices = sides
        if row is not None:
            for name in self.fields:
                if name != "from_on":
                    value = getattr(row, name)
                    self.fields[name].initial = "|".join(value) if name.endswith("_programmes") else value
            self.fields["code"].widget.attrs["readonly"] = True

    def clean(self):
        data = super().clean()
        needs_days = data.get("window") in (Window.WITHIN_DAYS, Window.SINCE_END)
        if needs_days != bool(data.get("days")):
            self.add_error("days", "‘며칠 안’을 고르면 날수를 적고, 아니면 비워 주세요.")
        if bool(data.get("counts")) != bool(data.get("most")):
            self.add_error("most", "횟수나 개월을 셀 때는 많아야 얼마인지 적고, 아니면 비워 주세요.")
        return data

    def revision(self) -> dict:
        """Return code, first day and columns, as `revise_rule` takes them."""
        values = dict(self.cleaned_data)
        for name in ("left_programmes", "right_programmes"):
            values[name] = [each.strip() for each in values[name].split("|") if each.strip()]
        return {"code": values.pop("code"), "from_on": values.pop("from_on"), "values": values}


class EndRuleForm(forms.Form):
    """The first day on which a rule no longer holds."""

    until_on = forms.DateField(label="이날부터 쓰지 않음", widget=forms.DateInput(attrs={"type": "date"}))


class TurnForm(forms.Form):
    """One resource to spread, how many there are, and how the order is found."""

    title = forms.CharField(label="이름", max_length=120, help_text="예: 12월 전기장판 후원")
    gift = forms.ChoiceField(label="무엇을")
    n_places = forms.IntegerField(label="줄 수 있는 수", min_value=1, max_value=500)
    order = forms.ChoiceField(label="정하는 방법", choices=Order.choices, widget=forms.RadioSelect, initial=Order.NEED)
    seed_source = forms.CharField(
        label="씨앗을 정하는 방법", required=False, max_length=120,
        help_text="추첨일 때만. 아직 아무도 모르는 것을 적습니다. 예: 12월 5일 로또 당첨번호 여섯 개",
    )  # fmt: skip

    def __init__(self, *args, gifts, **kwargs):
        super().__init__(*args, **kwargs)
        groups = groupby(gifts, key=lambda each: each.group)
        self.fields["gift"].choices = [
            ("", "무엇을 나눌지 고르세요"),
            *((group, [(each.key, each.label) for each in members]) for group, members in groups),
        ]


class SeedForm(forms.Form):
    """The published seed of a draw."""

    seed = forms.CharField(
        label="공개된 씨앗", max_length=80, help_text="미리 적은 방법으로 나온 값 그대로. 한 번만 뽑습니다."
    )


class DecideTurnForm(forms.Form):
    """What became of one turn; passing over needs its reason."""

    decision = forms.ChoiceField(label="결정", choices=TurnDecision.choices)
    reason = forms.ChoiceField(label="건너뛴 사유", choices=[("", "건너뛸 때만"), *TurnReason.choices], required=False)
    note = forms.CharField(label="메모", required=False, max_length=200)
