"""What a coordinator fills in to make an erratum."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as __

from brobygger.snapshots.actions.errata import DECIDER_LENGTH, REASON_LENGTH
from brobygger.snapshots.presenters.errata import kind_choices


class ErratumForm(forms.Form):
    """Why, of what kind, and who decides."""

    kind = forms.ChoiceField(label=__("Hva er det?"), choices=kind_choices)
    reason = forms.CharField(
        label=__("Hva var galt, og hvordan ble det funnet?"),
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    decider = forms.CharField(
        label=__("Hvem bestemmer dette?"),
        max_length=DECIDER_LENGTH,
        help_text=__(
            "Organet eller vervene, gjerne med saksnummer: «Styringsgruppen, sak 14/26». Ikke navn på personer."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decider"].widget.attrs["autocomplete"] = "off"
