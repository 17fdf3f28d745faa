"""What one fills in about people. Validates, and never saves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import Party
from brobygger.people.actions.people import Details
from brobygger.people.models import Person
from brobygger.people.presenters.labels import HELD_FOR, ROLES
from brobygger.people.rules.kinds import HELD_FOR_ROLE, ContactRole, HeldFor
from brobygger.people.rules.retention import YEARS_AT_MOST, is_sensible
from brobygger.portfolio.forms.fields import PartyField

_PHONE = re.compile(r"\+?[0-9 ()/-]{3,40}")
NEW = "ny"


class DayField(forms.DateField):
    """A day, chosen in a calendar or written."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)


class PhoneField(forms.CharField):
    """A telephone number, with single spaces."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=__("Telefon"),
            max_length=40,
            required=False,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        """The number as it was written, when it can be one."""
        text = " ".join(super().clean(value).split())
        if text and not _PHONE.fullmatch(text):
            raise forms.ValidationError(_("Skriv bare tall, mellomrom og eventuelt + foran."))
        return text


class NameField(forms.CharField):
    """Somebody's name, without line breaks and needless spaces."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", **kwargs.pop("attrs", {})}
        super().__init__(label=__("Navn"), max_length=200, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        """The name."""
        name = " ".join(super().clean(value).split())
        if name and not any(letter.isalpha() for letter in name):
            raise forms.ValidationError(_("Skriv et navn."))
        return name


def _mail() -> forms.EmailField:
    return forms.EmailField(
        label=__("E-postadresse"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "off"}),
    )


class ContactForm(forms.Form):
    """A contact of an activity: somebody who is known, or somebody new. Several of one name are asked about."""

    name = NameField(attrs={"list": "kontaktnavn"}, help_text=__("Velg en som finnes, eller skriv navnet på en ny."))
    role = forms.ChoiceField(label=__("Rolle"), choices=[(code.value, ROLES[code]) for code in ContactRole])
    person = forms.CharField(label=__("Hvem av dem?"), required=False, widget=forms.RadioSelect)
    email = _mail()
    phone = PhoneField()
    keep_until = DayField(
        label=__("Slettes etter"),
        required=False,
        help_text=__("For en ny person. Lar dere det stå tomt, slettes opplysningene to år etter siste bruk."),
    )

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "kontakt_%s")
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["role"].initial = ContactRole.CONTACT.value
        self._choose_among(())

    def _choose_among(self, people: Sequence[Person]) -> None:
        told = [
            (str(each.pk), ", ".join(filter(None, [each.name, str(each.organisation or ""), each.email])))
            for each in people
        ]
        cast(forms.RadioSelect, self.fields["person"].widget).choices = [
            *told,
            (NEW, __("En ny person med samme navn")),
        ]
        self.asks_who = bool(people)

    def settle(self, called: Sequence[Person]) -> Person | None:
        """Who is meant among those who are called so; None is somebody new. Call after `is_valid`; may add an error."""
        wanted = self.cleaned_data["person"]
        if wanted == NEW or not called:
            return None
        chosen = next((each for each in called if str(each.pk) == wanted), None)
        if chosen is None and len(called) == 1:
            return called[0]
        self._choose_among(called)
        if chosen is None:
            self.add_error("person", _("Flere heter dette. Velg hvem dere mener."))
        return chosen

    def clean_keep_until(self) -> date | None:
        """A day that is not past, and not too far ahead."""
        return _sensible(self.cleaned_data["keep_until"], self.today)

    @property
    def role_chosen(self) -> ContactRole:
        """What they are to the activity."""
        return ContactRole(self.cleaned_data["role"])

    def details(self) -> Details:
        """How somebody new is reached."""
        data = self.cleaned_data
        purpose = HELD_FOR_ROLE[self.role_chosen]
        return Details(name=data["name"], email=data["email"], phone=data["phone"], purpose=purpose)


class PersonForm(forms.Form):
    """How somebody is reached, and why we keep it."""

    name = NameField()
    email = _mail()
    phone = PhoneField()
    party = PartyField(label=__("Organisasjon eller enhet"), required=False)
    purpose = forms.ChoiceField(
        label=__("Hvorfor vi har opplysningene"), choices=[(c.value, HELD_FOR[c]) for c in HeldFor]
    )
    note = forms.CharField(
        label=__("Merknad"), required=False, max_length=500, help_text=__("Bare det som trengs for å ta kontakt.")
    )

    def __init__(self, *args: Any, names: PartyNames, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(PartyField, self.fields["party"]).names = names

    def clean_party(self) -> Party | None:
        """A party somebody goes by; people are not the place to propose new ones."""
        party = self.cleaned_data["party"]
        if isinstance(party, str):
            raise forms.ValidationError(_("Vi kjenner ingen som heter «%(name)s».") % {"name": party})
        return party

    def details(self) -> Details:
        """What was filled in."""
        data = self.cleaned_data
        return Details(
            data["name"], data["email"], data["phone"], data["party"], data["note"], HeldFor(data["purpose"])
        )

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """What stands there now."""
        party = Party(person.organisation_id, person.unit_id) if person.organisation_id else None
        return {
            "name": person.name, "email": person.email, "phone": person.phone,
            "party": party, "purpose": person.purpose, "note": person.note,
        }  # fmt: skip


class MeForm(forms.Form):
    """What one corrects about oneself."""

    name = NameField(help_text=__("Byttes ut overalt der navnet ditt står."))
    email = _mail()
    phone = PhoneField()


class ExtendForm(forms.Form):
    """Keep somebody longer, and why."""

    until = DayField(label=__("Behold til"))
    because = forms.CharField(label=__("Hvorfor?"), max_length=300)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        """A day that is not past, and not too far ahead."""
        return cast(date, _sensible(self.cleaned_data["until"], self.today))


class EraseForm(forms.Form):
    """The one thing that cannot be undone is asked for twice."""

    sure = forms.BooleanField(
        label=__("Jeg vet at dette ikke kan angres"),
        error_messages={"required": __("Kryss av for at du vet at det ikke kan angres.")},
    )


def _sensible(day: date | None, today: date | None) -> date | None:
    if day is not None and today is not None and not is_sensible(day, today=today):
        raise forms.ValidationError(_("Velg en dag fra i dag og høyst %(years)s år fram.") % {"years": YEARS_AT_MOST})
    return day
