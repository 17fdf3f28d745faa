"""The address that is to be told."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.webhooks.rules.addresses import LONGEST


class AddressForm(forms.Form):
    """One address. Whether it may be told is decided by the rules, when it is saved."""

    address = forms.CharField(
        label=_("Adresse"),
        help_text=_("Begynner med https://"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Skriv adressen som skal få beskjed.")},
    )
