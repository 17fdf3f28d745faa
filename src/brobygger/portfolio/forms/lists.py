"""The name of a saved view."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as __

from brobygger.portfolio.rules.pages import NAME_LENGTH


class ViewForm(forms.Form):
    """What a view is called, and who sees it."""

    name = forms.CharField(
        label=__("Navn"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": __("Skriv hva visningen skal hete.")},
    )
    is_shared = forms.BooleanField(label=__("Del med alle i samarbeidet"), required=False)

    def clean_name(self) -> str:
        """Single spaces."""
        return " ".join(self.cleaned_data["name"].split())
