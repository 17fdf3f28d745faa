"""The form people sign in with."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """User name and password. One answer for everything that is wrong, so that nobody learns which names exist."""

    error_messages = {"invalid_login": _("Brukernavnet eller passordet stemmer ikke. Prøv igjen.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Brukernavn")
        self.fields["password"] = forms.CharField(
            label=_("Passord"),
            strip=False,
            max_length=4096,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )
        # The error of a wrong password names no field, so it stands in the summary above them.
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)
