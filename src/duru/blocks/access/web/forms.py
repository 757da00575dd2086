"""Forms of access."""

from allauth.account.forms import LoginForm as ShippedLoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm as ShippedAddKeyForm
from django import forms

from duru.blocks.access.enums import Role
from duru.blocks.access.models import Organisation


class LoginForm(ShippedLoginForm):
    """The login form without the way to a new password by e-mail: accounts are the administrator's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "전자우편"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class AddKeyForm(ShippedAddKeyForm):
    """The form of a new passkey in our words."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "이름"
        self.fields["name"].help_text = "어느 기기의 것인지 알아볼 이름. 예: 사무실 컴퓨터"
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = "비밀번호 없이 이것만으로 로그인합니다"
            self.fields["passwordless"].help_text = "지문·얼굴·PIN을 묻는 기기라야 합니다."


class OrganisationForm(forms.ModelForm):
    """What is known of an agency; the database binds the right to resident numbers to a public body and a named law."""

    def clean_name(self):
        # The database's constraint carries the tenant, which no form knows: Django leaves it out.
        name = self.cleaned_data["name"]
        if Organisation.objects.filter(name=name).exclude(id=self.instance.id).exists():
            raise forms.ValidationError("이 이름의 기관이 이미 있습니다.")
        return name

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(value, label) for value, label in self.fields["kind"].choices if value]
        self.fields["kind"].choices = [("", "고르세요"), *kinds]

    class Meta:
        model = Organisation
        fields = ("name", "kind", "is_public", "may_hold_rrn", "rrn_basis", "phone", "is_active")
        help_texts = {
            "is_public": "구청, 동 주민센터, 보건소처럼 법으로 세운 기관이면 표시합니다.",
            "may_hold_rrn": "법률이나 대통령령에 근거가 있는 공공기관만 표시합니다. 동의나 조례는 근거가 아닙니다.",
            "rrn_basis": "예: 사회보장급여법 시행령 §28",
            "is_active": "표시를 지우면 이 기관의 사람은 로그인할 수 없습니다.",
        }


class MemberForm(forms.Form):
    """Somebody who shall work here: the rights follow the personnel order (개인정보보호법 시행령 §30의2)."""

    email = forms.EmailField(label="전자우편", help_text="로그인할 때 씁니다.")
    name = forms.CharField(label="이름", max_length=40)
    role = forms.ChoiceField(label="역할", choices=[("", "고르세요"), *Role.choices])
    department = forms.CharField(label="부서", max_length=60, required=False)
    duty = forms.CharField(label="담당 업무", max_length=80, required=False, help_text="열람 기록에 남습니다.")
    started_on = forms.DateField(label="발령일", widget=forms.DateInput(attrs={"type": "date"}))
    named_officer = forms.BooleanField(
        label="비공개 대상 지정 담당", required=False, help_text="가정폭력 피해자처럼 숨긴 사람을 볼 수 있습니다."
    )
