"""Forms of shared cases."""

from __future__ import annotations

from datetime import date

from django import forms

from duru.blocks.consent.api import ProofKind
from duru.services.care.enums import SIDE_OF, NeedLevel, NoteKind, Origin, Side, VisitState
from duru.services.care.operations.cases import Agreement
from duru.services.care.operations.together import Service
from duru.services.care.queries import members_of
from duru.services.care.rules import FlagRule, NeedDomain, SurveyItem, rows_on

_TEXT = forms.Textarea(attrs={"rows": 3})
PLAN_ROWS = 4


def day_field(label: str, **kwargs) -> forms.DateField:
    """Return a day field drawn as the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class AgreementForm(forms.Form):
    """What the person signed; health data is asked for apart (개인정보보호법 제23조제1항제1호)."""

    is_shared = forms.BooleanField(label="보건소와 함께 돕는 데 동의했습니다(성명·연락처·욕구)", required=False)
    welfare = forms.BooleanField(label="복지 쪽 상담·급여 기록을 보건소도 보는 데 동의했습니다", required=False)
    flags = forms.BooleanField(
        label="건강 표시(거동, 낙상 위험 등)를 복지 쪽도 보는 데 따로 동의했습니다", required=False
    )
    details = forms.BooleanField(label="진단·투약을 복지 쪽도 보는 데 따로 동의했습니다", required=False)
    proof_kind = forms.ChoiceField(label="동의 증빙", choices=ProofKind.choices, initial=ProofKind.PAPER)
    proof = forms.CharField(label="동의서 번호", max_length=80, required=False)

    def clean(self):
        data = super().clean()
        if any(data.get(key) for key in ("welfare", "flags", "details")) and not data.get("is_shared"):
            self.add_error("is_shared", "보건소와 함께 돕는 데 동의한 뒤에 나눌 수 있습니다.")
        if data.get("is_shared") and not data.get("proof", "").strip():
            self.add_error("proof", "동의서 번호를 적어 주세요. 동의 사실은 받은 쪽이 증명해야 합니다.")
        return data

    def agreement(self) -> Agreement | None:
        """Return what was agreed to, None when the person keeps to welfare alone."""
        data = self.cleaned_data
        if not data["is_shared"]:
            return None
        return Agreement(
            data["proof"], data["proof_kind"], welfare=data["welfare"], flags=data["flags"], details=data["details"]
        )


class OpenForm(AgreementForm):
    origin = forms.ChoiceField(label="시작", choices=[each for each in Origin.choices if each[0] != Origin.DISCHARGE])
    reason = forms.CharField(
        label="여는 까닭", max_length=500, widget=_TEXT, help_text="진단명 없이 어떤 도움이 필요한지 적습니다."
    )
    field_order = ["origin", "reason"]


class TakeForm(AgreementForm):
    reason = forms.CharField(label="어떻게 돕나", max_length=500, widget=_TEXT)
    field_order = ["reason"]


class ReasonForm(forms.Form):
    reason = forms.CharField(label="까닭", max_length=300, widget=_TEXT)


class GlassForm(forms.Form):
    reason = forms.CharField(
        label="무슨 일이 급한가요",
        max_length=300,
        widget=_TEXT,
        help_text="예: 현관에서 쓰러져 의식이 없음, 119 동행 중",
    )


class NoteForm(forms.Form):
    def __init__(self, *args, side: Side, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="종류", choices=[each for each in NoteKind.choices if SIDE_OF[each[0]] == side]
        )
        self.fields["text"] = forms.CharField(label="내용", max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))


class SurveyForm(forms.Form):
    """The items of one side; nothing chosen means not asked."""

    def __init__(self, *args, side: Side, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        for item in rows_on(SurveyItem, on):
            if item.side == side:
                self.fields[item.key] = (
                    forms.ChoiceField(
                        label=f"{item.part}: {item.label}", required=False,
                        choices=[("", "묻지 않음"), *((word, word) for word in item.words)],
                    )
                    if item.words
                    else forms.CharField(label=f"{item.part}: {item.label}", required=False, max_length=300)
                )  # fmt: skip

    def answers(self) -> dict[str, str]:
        """Return what was answered."""
        return {key: value for key, value in self.cleaned_data.items() if value}


class FlagForm(forms.Form):
    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [(row.key, f"{row.label}: {row.to_do}") for row in rows_on(FlagRule, on)]
        self.fields["flags"] = forms.MultipleChoiceField(
            label="지금 있는 표시", choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )


class NeedsForm(forms.Form):
    """Ten fields of life, each a level and words."""

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.domains = rows_on(NeedDomain, on)
        for row in self.domains:
            self.fields[row.key] = forms.TypedChoiceField(
                label=row.label,
                help_text=row.asks,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "묻지 않음"), *NeedLevel.choices],
            )
            self.fields[f"{row.key}_words"] = forms.CharField(
                label=f"{row.label}: 내용", max_length=300, required=False
            )

    def found(self) -> dict[str, tuple[NeedLevel, str]]:
        """Return what was found where somebody asked."""
        return {
            row.key: (NeedLevel(self.cleaned_data[row.key]), self.cleaned_data[f"{row.key}_words"])
            for row in self.domains
            if self.cleaned_data[row.key] is not None
        }


class ReferralForm(forms.Form):
    asked = forms.CharField(
        label="부탁", max_length=500, widget=_TEXT, help_text="두 쪽이 다 봅니다. 진단명은 적지 마세요."
    )
    due_on = day_field("회신 기한", required=False, help_text="비워 두면 기본 기한이 됩니다.")


class ReplyForm(forms.Form):
    reply = forms.CharField(
        label="회신", max_length=1000, widget=_TEXT, help_text="두 쪽이 다 봅니다. 진단명은 적지 마세요."
    )


class PlanForm(forms.Form):
    goal = forms.CharField(label="목표", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    from_on = day_field("시작일")
    last_on = day_field("마지막 날")


class ServiceForm(forms.Form):
    """One line of a plan; a blank one is left out."""

    def __init__(self, *args, on: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["domain"] = forms.ChoiceField(
            label="영역",
            required=False,
            choices=[("", "–"), *((row.key, row.label) for row in rows_on(NeedDomain, on))],
        )
        for key, label, most in (
            ("content", "내용", 200), ("amount", "양·주기", 60), ("provider", "제공기관", 80), ("method", "방법", 100),
            ("linked", "연계 방법", 200),
        ):  # fmt: skip
            self.fields[key] = forms.CharField(label=label, required=False, max_length=most)

    def service(self) -> Service | None:
        """Return the service, None for a blank line."""
        data = self.cleaned_data
        return Service(**data) if any(data.values()) else None


class AgreeForm(forms.Form):
    on = day_field("동의한 날")
    proof = forms.CharField(label="동의서 번호", max_length=80)


class VisitForm(forms.Form):
    visit_at = forms.DateTimeField(
        label="언제", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    purpose = forms.CharField(label="할 일", max_length=200)

    def __init__(self, *args, with_health: bool, **kwargs):
        super().__init__(*args, **kwargs)
        for side in Side:
            if side == Side.HEALTH and not with_health:
                continue
            self.fields[f"{side}_by"] = forms.ModelChoiceField(
                label=f"{side.label} 담당", queryset=members_of(side), required=False, empty_label="가지 않음"
            )
            self.fields[f"{side}_by"].label_from_instance = lambda each: f"{each.user.name} ({each.organisation.name})"


class ResultForm(forms.Form):
    state = forms.ChoiceField(
        label="어떻게 됐나요", widget=forms.RadioSelect,
        choices=[each for each in VisitState.choices if each[0] != VisitState.PLANNED],
    )  # fmt: skip
    result = forms.CharField(
        label="결과",
        max_length=1000,
        widget=_TEXT,
        required=False,
        help_text="두 쪽이 다 봅니다. 진단명은 적지 마세요.",
    )


class NoticeForm(forms.Form):
    """A patient who goes home, as the hospital writes it."""

    name = forms.CharField(label="환자 이름", max_length=60)
    birth = forms.CharField(label="생년월일", max_length=20, help_text="예: 1944-03-02")
    phone = forms.CharField(label="전화", max_length=20, required=False)
    address = forms.CharField(label="퇴원해서 지낼 곳의 주소", max_length=200)
    discharged_on = day_field("퇴원(예정)일")
    consented_on = day_field(
        "환자가 동의한 날", required=False, help_text="구에 알리는 데 동의한 날. 동의가 없으면 알릴 수 없습니다."
    )
    needs = forms.CharField(label="집에서 필요한 돌봄", max_length=300, widget=_TEXT)
    diagnosis = forms.CharField(label="진단·투약(보건소만 봅니다)", max_length=500, required=False, widget=_TEXT)

    def typed(self) -> dict[str, str]:
        """Return the person's fields."""
        return {key: self.cleaned_data[key] for key in ("name", "birth", "phone", "address")}
