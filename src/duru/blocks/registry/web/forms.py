"""Forms of the register."""

from django import forms

from duru.blocks.places.api import list_dongs
from duru.blocks.registry.enums import Purpose


class SearchForm(forms.Form):
    name = forms.CharField(label="이름", max_length=60, help_text="두 글자 이상. 초성(ㅎㄱㄷ)이나 로마자로도 찾습니다.")
    birth_year = forms.IntegerField(label="태어난 해", required=False, min_value=1880, max_value=2100, localize=False)
    phone_tail = forms.RegexField(
        r"^\d{4}$", label="전화 끝 네 자리", required=False, error_messages={"invalid": "숫자 네 자리로 적어 주세요."}
    )
    dong_code = forms.ChoiceField(label="행정동", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["dong_code"].choices = [("", "전체"), *((dong.code, dong.name) for dong in list_dongs())]
        # A year with a thousands separator (1,955) cannot be typed back.
        self.fields["birth_year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
        self.fields["phone_tail"].widget.attrs.update({"inputmode": "numeric", "maxlength": 4})
        self.fields["name"].widget.attrs.update({"autocomplete": "off"})


class ClientForm(forms.Form):
    """Search among the own clients; any one field will do."""

    name = forms.CharField(
        label="이름", max_length=60, required=False, help_text="두 글자 이상. 초성(ㅎㄱㄷ)도 됩니다."
    )
    birth_year = forms.IntegerField(label="태어난 해", required=False, min_value=1880, max_value=2100, localize=False)
    phone_tail = forms.RegexField(
        r"^\d{4}$", label="전화 끝 네 자리", required=False, error_messages={"invalid": "숫자 네 자리로 적어 주세요."}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["birth_year"].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4})
        self.fields["phone_tail"].widget.attrs.update({"inputmode": "numeric", "maxlength": 4})
        self.fields["name"].widget.attrs.update({"autocomplete": "off"})

    def clean(self):
        if not any(self.cleaned_data.get(name) for name in self.fields) and not self.errors:
            raise forms.ValidationError("이름, 태어난 해, 전화 끝 네 자리 가운데 하나를 적어 주세요.")
        return self.cleaned_data


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(choices=Purpose.choices)
    note = forms.CharField(
        label="덧붙일 말 (선택)",
        max_length=100,
        required=False,
        help_text="기록에 남고 본인이 볼 수 있습니다. 병명 같은 민감한 내용은 적지 마세요.",
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="확인한 방법", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ProtectionForm(forms.Form):
    reason = forms.CharField(label="근거", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
