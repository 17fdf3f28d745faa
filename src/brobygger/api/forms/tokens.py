"""What one fills in to make a token."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.api.presenters.tokens import scope_label
from brobygger.api.rules.tokens import NAME_LENGTH, ApiScope, latest_expiry


class TokenForm(forms.Form):
    """A name, what it may be used for, and how long. Only what its maker may do can be chosen."""

    name = forms.CharField(
        label=_("Navn"),
        help_text=_("Hvilket program som skal bruke den, for eksempel «Rapport i regneark»."),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv hva tilgangen skal brukes til.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("Hva programmet får gjøre"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst én ting programmet får gjøre.")},
    )
    expires = forms.DateField(
        label=_("Siste dag den gjelder"),
        help_text=_("Høyst et år fram i tid."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Velg den siste dagen tilgangen skal gjelde.")},
    )

    def __init__(self, *args: Any, held: Collection[ApiScope], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        choices = [(scope.value, scope_label(scope)) for scope in ApiScope if scope in held]
        cast(forms.MultipleChoiceField, self.fields["scopes"]).choices = choices
        self.fields["expires"].widget.attrs |= {"min": today.isoformat(), "max": latest_expiry(today).isoformat()}

    def clean_name(self) -> str:
        """The name on one line."""
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name:
            raise forms.ValidationError(self.fields["name"].error_messages["required"])
        return name

    def clean_expires(self) -> date:
        """A day from today to a year ahead."""
        expires: date = self.cleaned_data["expires"]
        if not self.today <= expires <= latest_expiry(self.today):
            raise forms.ValidationError(_("Velg en dag fra i dag til om et år."))
        return expires

    @property
    def chosen(self) -> list[ApiScope]:
        """What was ticked off. Call after `is_valid`."""
        return [ApiScope(scope) for scope in self.cleaned_data["scopes"]]
