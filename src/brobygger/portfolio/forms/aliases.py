"""One of the other names of an organisation or unit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.dates.rules import PartialDate
from brobygger.organisations.presenters.labels import language_labels, name_kind_label
from brobygger.organisations.rules.aliases import ALIAS_KINDS
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import looks_like_abbreviation
from brobygger.portfolio.forms.fields import WrittenDateField

NAME_LENGTH = 300


class AliasForm(forms.Form):
    """A name, what sort it is, in which language, and when it was used."""

    text = forms.CharField(
        label=__("Navn"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=__("En forkortelse, et tidligere navn eller en skrivemåte folk bruker."),
        error_messages={"required": __("Skriv navnet.")},
    )
    kind = forms.ChoiceField(label=__("Hva slags navn er det?"), required=False)
    language = forms.ChoiceField(label=__("Språk"), required=False)
    valid_from = WrittenDateField(label=__("Brukt fra"), required=False)
    valid_to = WrittenDateField(
        label=__("Brukt til"), required=False, help_text=__("Skriv 2019, våren 2019 eller 1.8.2019.")
    )
    # Asked only when somebody else goes by the name.
    is_shared = forms.BooleanField(label=__("Ja, flere går under dette navnet"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("Finn det ut av navnet")),
            *((kind.value, name_kind_label(kind)) for kind in ALIAS_KINDS),
        ]
        self.fields["language"].choices = [("", _("Ikke sagt")), *language_labels().items()]  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        """Single spaces, and something one can read."""
        text = " ".join(str(self.cleaned_data["text"]).split())
        if not any(letter.isalnum() for letter in text):
            raise forms.ValidationError(_("Skriv et navn med bokstaver eller tall."))
        return text

    def clean(self) -> dict[str, Any]:
        """It cannot have gone out of use before it came into use."""
        data = super().clean() or {}
        start, end = data.get("valid_from"), data.get("valid_to")
        if start and end:
            first, last = PartialDate.parse(start).earliest, PartialDate.parse(end).latest
            if first and last and last < first:
                self.add_error("valid_to", _("Det gikk ut av bruk før det kom i bruk. Rett en av datoene."))
        return data

    def draft(self) -> NameDraft:
        """The name. Call after `is_valid`."""
        data = self.cleaned_data
        guess = NameKind.ABBREVIATION if looks_like_abbreviation(data["text"]) else NameKind.SPELLING
        kind = NameKind(data["kind"]) if data["kind"] else guess
        return NameDraft(data["text"], kind, data["language"], data["valid_to"], data["valid_from"])
