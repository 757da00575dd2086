"""Forms of the ledger."""

from django import forms
from django.utils import timezone

from duru.blocks.access.api import list_organisations
from duru.blocks.consent.enums import BodyClause, Item, ProofKind, Purpose, Recipient, SheetAnswer
from duru.blocks.consent.rules.sheets import FORM_VERSION, TERMS

ASKED_FOR = [(str(purpose), str(purpose.label)) for purpose in TERMS]
WITHOUT_GRANTS = "without_grants"
_DAY = {"type": "date"}


class ConsentForm(forms.Form):
    """What a paper consent says; `mention` names the record of the agency that took it."""

    mention = forms.ChoiceField(label="동의를 받은 기록")
    purpose = forms.ChoiceField(label="목적", choices=Purpose.choices, initial=Purpose.OVERLAP_CHECK)
    recipient = forms.ChoiceField(label="제공받는 자", choices=Recipient.choices)
    items = forms.MultipleChoiceField(label="항목", choices=Item.choices, widget=forms.CheckboxSelectMultiple)
    with_sensitive = forms.BooleanField(label="민감정보에 따로 동의함", required=False)
    with_unique_id = forms.BooleanField(
        label="고유식별정보에 따로 동의함", required=False, help_text="주민등록번호는 동의로도 받을 수 없습니다."
    )
    from_on = forms.DateField(label="시작일", widget=forms.DateInput(attrs=_DAY))
    last_on = forms.DateField(label="마지막 날", widget=forms.DateInput(attrs=_DAY))
    form_version = forms.CharField(label="서식 판", max_length=20, initial=FORM_VERSION)
    proof_kind = forms.ChoiceField(label="증빙", choices=ProofKind.choices)
    proof_reference = forms.CharField(label="증빙 번호", max_length=80, help_text="종이 서식의 일련번호나 녹취 번호")

    def __init__(self, *args, mentions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mention"].choices = mentions


class AskForm(forms.Form):
    """For whom consent forms are printed: class of recipients and the items beyond those of the purpose."""

    purpose = forms.ChoiceField(label="목적", choices=ASKED_FOR)
    recipient = forms.ChoiceField(label="제공받는 자", choices=Recipient.choices)
    with_grants = forms.BooleanField(
        label="공적급여 수급 내용도 묻기",
        required=False,
        help_text="정보공유 기관으로 지정된 곳에만 알릴 수 있습니다(사회보장급여법 시행령 §9③·§14⑥).",
    )


class MissingForm(forms.Form):
    """Whose missing consents are listed; an agency has no choice of agency."""

    organisation = forms.ChoiceField(label="기관", required=False)
    purpose = forms.ChoiceField(label="목적", choices=ASKED_FOR, required=False)
    state = forms.ChoiceField(
        label="동의서",
        required=False,
        choices=[("", "모두"), ("new", "아직 인쇄하지 않음"), ("out", "인쇄했으나 돌아오지 않음")],
    )

    def __init__(self, *args, may_choose: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if may_choose:
            choices = list_organisations().values_list("public_id", "name")
            self.fields["organisation"].choices = list(choices)
        else:
            del self.fields["organisation"]


class ScanForm(forms.Form):
    """Numbers as a scanner types them: one a line."""

    numbers = forms.CharField(
        label="바코드 번호",
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True, "inputmode": "numeric", "autocomplete": "off"}),
        help_text="스캐너로 동의서를 차례로 찍으세요. 한 줄에 하나씩 들어갑니다.",
        max_length=14_000,
    )
    answer = forms.ChoiceField(
        label="돌아온 답",
        choices=[
            (SheetAnswer.AGREED, SheetAnswer.AGREED.label),
            (WITHOUT_GRANTS, "동의(공적급여는 거부)"),
            (SheetAnswer.REFUSED, SheetAnswer.REFUSED.label),
            (SheetAnswer.VOID, SheetAnswer.VOID.label),
        ],
        initial=SheetAnswer.AGREED,
    )


class BodyForm(forms.Form):
    """Name an agency as a body of 영 §9③·§14⑥."""

    organisation = forms.ChoiceField(label="기관")
    clause = forms.ChoiceField(label="근거", choices=BodyClause.choices)
    proof = forms.CharField(label="근거 서류", max_length=120, help_text="법인·시설 신고번호나 협의체 회의 문서번호")
    from_on = forms.DateField(label="시작일", widget=forms.DateInput(attrs=_DAY), initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].choices = list(list_organisations().values_list("public_id", "name"))
