"""The forms of log-in with Danish labels. What they do is django-allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as MfaReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms


class Danish(forms.Form):
    """Labels, hints and what an empty field says, by the name of the field."""

    words: dict[str, tuple[str, str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, (label, hint, missing) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)
            described = [f"h-{name}"] if hint else []
            if self.is_bound and name in self.errors:
                described.append(f"e-{name}")
                field.widget.attrs["aria-invalid"] = "true"
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)
            field.widget.attrs["class"] = "form-input"


_CODE = ("Kode", "Seks cifre fra appen, eller en af dine nødkoder", "Skriv koden fra appen, eller en nødkode.")


class LogIn(Danish, LoginForm):
    words = {
        "login": ("Kontonavn", "", "Skriv dit kontonavn."),
        "password": ("Adgangskode", "", "Skriv din adgangskode."),
    }


class AskAgain(Danish, ReauthenticateForm):
    words = {"password": ("Adgangskode", "", "Skriv din adgangskode.")}


class ChangePassword(Danish, ChangePasswordForm):
    words = {
        "oldpassword": ("Din nuværende adgangskode", "", "Skriv den adgangskode, du har nu."),
        "password1": ("Ny adgangskode", "Mindst 12 tegn. Flere ord i træk er lette at huske og svære at gætte", "Skriv en ny adgangskode."),
        "password2": ("Ny adgangskode igen", "", "Skriv den nye adgangskode en gang til."),
    }


class Code(Danish, AuthenticateForm):
    words = {"code": _CODE}


class CodeAgain(Danish, MfaReauthenticateForm):
    words = {"code": _CODE}


class FirstCode(Danish, ActivateTOTPForm):
    words = {"code": ("Kode fra appen", "Seks cifre. De skifter hvert halve minut", "Skriv de seks cifre, appen viser.")}
