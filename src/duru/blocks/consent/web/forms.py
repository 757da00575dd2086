"""The form of one consent."""

from django import forms

from duru.blocks.consent.enums import Item, ProofKind, Purpose, Recipient

FORM_VERSION = "2026-01"


class ConsentForm(forms.Form):
    """What a paper consent says; `mention` names the record of the agency that took it."""

    mention = forms.ChoiceField(label="동의를 받은 기록")
    purpose = forms.ChoiceField(label="목적", choices=Purpose.choices)
    recipient = forms.ChoiceField(label="제공받는 자", choices=Recipient.choices)
    items = forms.MultipleChoiceField(label="항목", choices=Item.choices, widget=forms.CheckboxSelectMultiple)
    with_sensitive = forms.BooleanField(label="민감정보에 따로 동의함", required=False)
    with_unique_id = forms.BooleanField(
        label="고유식별정보에 따로 동의함", required=False, help_text="주민등록번호는 동의로도 받을 수 없습니다."
    )
    from_on = forms.DateField(label="시작일", widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label="마지막 날", widget=forms.DateInput(attrs={"type": "date"}))
    form_version = forms.CharField(label="서식 판", max_length=20, initial=FORM_VERSION)
    proof_kind = forms.ChoiceField(label="증빙", choices=ProofKind.choices)
    proof_reference = forms.CharField(label="증빙 번호", max_length=80, help_text="종이 서식의 일련번호나 녹취 번호")

    def __init__(self, *args, mentions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["mention"].choices = mentions
