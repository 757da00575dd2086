"""Forms of the deeds on a case."""

from typing import Any

from django import forms

from duru.blocks.casework.enums import HolidayKind, Opinion
from duru.blocks.casework.kinds import CaseKind
from duru.blocks.casework.models.clock import EXTENSION_CHOICES, PAUSE_CHOICES
from duru.kernel.days import EXTENSION_RULES, PAUSE_RULES, Extendable, ExtensionReason, Matter, PauseReason

_DAY = {"type": "date"}
_TIME = {"type": "time"}


def _text(label: str, *, rows: int = 3, required: bool = True, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=4_000, widget=forms.Textarea(attrs={"rows": rows}), **more
    )


class CaseForm(forms.Form):
    """Base: every deed builds on the case as it was read."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Any = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if case is not None:
            self.fields["version"].initial = case.version


class NoteForm(CaseForm):
    note = _text("메모", required=False, rows=2)


class OpinionForm(CaseForm):
    opinion = forms.ChoiceField(
        label="의견",
        choices=[choice for choice in Opinion.choices if choice[0] != Opinion.DEEMED],
        widget=forms.RadioSelect,
    )
    note = _text("조건이나 이유, 근거 법조문", required=False, help_text="‘가능’이 아니면 꼭 적습니다.")


class DecisionForm(CaseForm):
    outcome = forms.ChoiceField(label="결정", widget=forms.RadioSelect)
    reason = _text("이유와 근거 법조문", required=False, help_text="거부할 때는 꼭 적습니다(행정절차법 제23조).")
    conditions = _text("조건", required=False, rows=2)

    def __init__(self, *args: Any, kind: CaseKind, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = list(kind.outcomes.items())


class CommentForm(forms.Form):
    text = _text("의견", rows=2, help_text="@이름을 적으면 그 사람을 부릅니다.")


class PauseForm(CaseForm):
    reason = forms.ChoiceField(label="사유")
    note = _text("내용", required=False, help_text="보완이면 무엇을 보완해야 하는지 적습니다.")

    def __init__(self, *args: Any, case: Any, **kwargs: Any):
        super().__init__(*args, case=case, **kwargs)
        lawful = {each.value for each in PauseReason if Matter(case.matter) in PAUSE_RULES[each].matters}
        self.fields["reason"].choices = [
            (key, f"{label} ({PAUSE_RULES[PauseReason(key)].basis})") for key, label in PAUSE_CHOICES if key in lawful
        ]


class ExtendForm(CaseForm):
    period = forms.CharField(label="늘릴 기간", max_length=20, help_text="처음 정한 기간 안에서, 예: 5일")
    reason = forms.ChoiceField(
        label="사유", help_text="업무 과중, 담당자 지정 지연, 담당자 부재로는 연장할 수 없습니다."
    )
    consented = forms.BooleanField(
        label="민원인이 동의함", required=False, help_text="두 번째 연장에는 동의가 필요합니다."
    )
    note = _text("내용", required=False)

    def __init__(self, *args: Any, case: Any, extendable: Extendable, **kwargs: Any):
        super().__init__(*args, case=case, **kwargs)
        listed = {reason for rule in EXTENSION_RULES if rule.what == extendable for reason in rule.reasons}
        self.fields["reason"].choices = [pair for pair in EXTENSION_CHOICES if ExtensionReason(pair[0]) in listed]


class AskForm(CaseForm):
    departments = forms.CharField(label="부서", max_length=300, help_text="쉼표로 나눠 적습니다. 예: 산림과, 건설과")
    question = _text("물을 것")
    period = forms.CharField(label="회신기간", max_length=20, initial="5일", help_text="처리기한 안에서, 예: 5일")

    def clean_departments(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["departments"].split(",") if each.strip()]


class ReplyExtensionForm(CaseForm):
    period = forms.CharField(label="늘릴 기간", max_length=20, initial="3일")
    note = _text("연장하는 까닭")


class TransferForm(CaseForm):
    to = forms.CharField(label="이송할 기관", max_length=80)
    note = _text("내용", required=False)


class ReasonForm(CaseForm):
    reason = _text("이유")


class SendBackForm(CaseForm):
    note = _text("되돌리는 까닭")


class MergeForm(CaseForm):
    into = forms.CharField(label="남길 민원의 접수번호", max_length=40)
    note = _text("내용", required=False)


class AssignForm(CaseForm):
    member = forms.ChoiceField(label="담당자")
    note = _text("메모", required=False, rows=2)

    def __init__(self, *args: Any, members: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["member"].choices = members


class BulkForm(forms.Form):
    action = forms.ChoiceField(label="할 일", widget=forms.RadioSelect)
    from_member = forms.ChoiceField(label="넘기는 사람(인수인계)", required=False)
    to_member = forms.ChoiceField(label="받는 사람(인수인계·담당자 지정)", required=False)
    text = _text("내용(의견 적기)", required=False)

    def __init__(self, *args: Any, actions: list[tuple[str, str]], members: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = actions
        for name in ("from_member", "to_member"):
            self.fields[name].choices = [("", "고르십시오"), *members]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = {"hand_over": ("from_member", "to_member"), "assign": ("to_member",), "comment": ("text",)}
        for name in wanted.get(data.get("action", ""), ()):
            if not data.get(name):
                self.add_error(name, "이 일에는 꼭 필요합니다.")
        return data

    def arguments(self) -> dict[str, Any]:
        """Give the arguments of the chosen deed."""
        data = self.cleaned_data
        match data["action"]:
            case "hand_over":
                return {"from_id": int(data["from_member"]), "to_id": int(data["to_member"])}
            case "assign":
                return {"to_id": int(data["to_member"])}
            case _:
                return {"text": data["text"]}


class OpenForm(forms.Form):
    applicant_name = forms.CharField(label="신청인", max_length=60)
    applicant_phone = forms.CharField(
        label="전화",
        max_length=20,
        required=False,
        help_text="신청인이 접수번호와 이 전화로 진행 상황을 볼 수 있습니다.",
    )
    applicant_email = forms.EmailField(label="전자우편", max_length=120, required=False)
    title = forms.CharField(label="제목", max_length=120, required=False)
    receipt_no = forms.CharField(
        label="새올 접수번호", max_length=40, required=False, help_text="비우면 두루가 번호를 매깁니다."
    )
    received_at = forms.DateTimeField(
        label="접수 시각",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text="비우면 지금부터 셉니다.",
    )


class HolidayForm(forms.Form):
    on = forms.DateField(label="날짜", widget=forms.DateInput(attrs=_DAY))
    name = forms.CharField(label="이름", max_length=60, initial="임시공휴일")
    kind = forms.ChoiceField(label="종류", choices=HolidayKind.choices)
    source = forms.CharField(label="근거", max_length=120, help_text="예: 관보 제21234호(2026-11-20)")


class HoursForm(forms.Form):
    from_on = forms.DateField(label="시행일", widget=forms.DateInput(attrs=_DAY))
    opens = forms.TimeField(label="시작", initial="09:00", widget=forms.TimeInput(attrs=_TIME))
    closes = forms.TimeField(label="끝", initial="18:00", widget=forms.TimeInput(attrs=_TIME))
    lunch_from = forms.TimeField(
        label="점심 시작", initial="12:00", required=False, widget=forms.TimeInput(attrs=_TIME)
    )
    lunch_until = forms.TimeField(label="점심 끝", initial="13:00", required=False, widget=forms.TimeInput(attrs=_TIME))
    source = forms.CharField(label="근거", max_length=120, help_text="예: 민원실 운영 조례 제5조")


class ReceiptForm(forms.Form):
    receipt_no = forms.CharField(
        label="접수번호", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"})
    )
    phone = forms.CharField(
        label="전화번호", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
    )


class ExportForm(forms.Form):
    reason = forms.CharField(
        label="내려받는 사유", min_length=4, max_length=100, help_text="사유는 접속기록에 남고 파일에도 적힙니다."
    )
