"""What those outside fill in, and what coordinators decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.organisations.models import Organisation
from brobygger.portfolio.forms.entry import kind_choices
from brobygger.suggestions.actions.receive import Told
from brobygger.suggestions.rules.limits import DAYS_AFTER_ANSWER, tidy


class _Text(forms.CharField):
    """Plain text: no control characters, and long texts only where asked for."""

    def __init__(self, *, rows: int = 0, max_length: int, **kwargs: Any) -> None:
        widget: forms.Widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        super().__init__(max_length=max_length, widget=kwargs.pop("widget", widget), **kwargs)

    def to_python(self, value: Any) -> str:
        """The text as it is kept."""
        text = tidy(str(value or ""))
        return text if isinstance(self.widget, forms.Textarea) else " ".join(text.split())


class SuggestionForm(forms.Form):
    """A suggestion. `stamp` and `website` are there for machines: who fills in the second is one."""

    title = _Text(label=__("Hva heter det?"), max_length=300)
    kind = forms.ChoiceField(label=__("Hva slags?"), required=False, choices=kind_choices)
    about = _Text(label=__("Hva går det ut på?"), max_length=5000, rows=6)
    participants = _Text(label=__("Hvem er med?"), required=False, max_length=2000, rows=3)
    when = _Text(
        label=__("Når?"), required=False, max_length=40, help_text=__("For eksempel 2026, våren 2026 eller 5.3.2026.")
    )
    address = _Text(
        label=__("Lenke"), required=False, max_length=500, help_text=__("Til en nettside som forteller mer.")
    )
    sender_name = _Text(label=__("Navnet ditt"), required=False, max_length=200)
    sender_email = forms.EmailField(label=__("E-postadressen din"), required=False, max_length=254)
    consent = forms.BooleanField(label=__("Dere kan kontakte meg om dette"), required=False)
    website = forms.CharField(label=__("La dette feltet stå tomt"), required=False, max_length=500)
    stamp = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender_email"].widget.attrs["autocomplete"] = "email"
        self.fields["sender_name"].widget.attrs["autocomplete"] = "name"
        self.fields["website"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def clean_title(self) -> str:
        """A title with a letter in it."""
        title: str = self.cleaned_data["title"]
        if not any(letter.isalnum() for letter in title):
            raise forms.ValidationError(_("Skriv hva det heter."))
        return title

    def clean_address(self) -> str:
        """An address of the web, or nothing."""
        text: str = self.cleaned_data["address"]
        if not text:
            return ""
        whole = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(whole)
            ok = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and not parts.username
        except ValueError:
            ok = False
        if not ok or " " in whole or len(whole) > 500:
            raise forms.ValidationError(_("Skriv adressen til en nettside, for eksempel https://example.no."))
        return whole

    def clean(self) -> dict[str, Any]:
        """Nobody's name and address are kept without their yes."""
        data = super().clean() or {}
        if (data.get("sender_name") or data.get("sender_email")) and not data.get("consent"):
            self.add_error(
                "consent", _("Kryss av her, eller la navn og e-postadresse stå tomt. Uten ja tar vi ikke vare på dem.")
            )
        return data

    def told(self, *, language: str) -> Told:
        """What was filled in."""
        data = self.cleaned_data
        return Told(
            title=data["title"],
            kind=data["kind"],
            about=data["about"],
            participants=data["participants"],
            when=data["when"],
            address=data["address"],
            sender_name=data["sender_name"],
            sender_email=data["sender_email"],
            language=language,
            trap=data["website"],
        )

    @property
    def purpose(self) -> str:
        """What name and address are used for."""
        return _("Vi bruker navn og adresse bare til å svare deg, og sletter dem %(days)s dager etter svaret.") % {
            "days": DAYS_AFTER_ANSWER
        }


class DeclineForm(forms.Form):
    """Why it is not registered."""

    reason = forms.CharField(label=__("Hvorfor ikke?"), max_length=500)


class KnownForm(forms.Form):
    """As what it is registered already."""

    activity = forms.CharField(
        label=__("Aktiviteten den er registrert som"),
        max_length=500,
        widget=forms.TextInput(attrs={"list": "aktiviteter", "autocomplete": "off"}),
        help_text=__("Tittelen, slik den står i registeret."),
    )


class LinkForm(forms.Form):
    """Whom a secret link is for."""

    organisation = forms.TypedChoiceField(label=__("Organisasjon"), coerce=int)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = {each.pk: each for each in organisations}
        field = cast(forms.ChoiceField, self.fields["organisation"])
        field.choices = [("", __("Velg")), *((each.pk, each.name) for each in organisations)]

    @property
    def chosen(self) -> Organisation:
        """The organisation."""
        return self.organisations[self.cleaned_data["organisation"]]
