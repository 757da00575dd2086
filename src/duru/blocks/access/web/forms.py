"""Forms of access."""

from allauth.account.forms import LoginForm as ShippedLoginForm


class LoginForm(ShippedLoginForm):
    """The login form without the way to a new password by e-mail: accounts are the administrator's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "전자우편"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
