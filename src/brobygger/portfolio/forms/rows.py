"""The rows of an activity's lists as they are filled in: who takes part, what happened when, who pays …"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.dates.rules import UNKNOWN
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.forms.fields import (
    CHOOSE,
    PartyField,
    WrittenDateField,
    WrittenNumberField,
    choices,
)
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.rules.drafts import FundingDraft, ParticipantDraft, QuantityDraft, RelationDraft
from brobygger.portfolio.rules.kinds import Certainty, FundingKind, IdScheme, ParticipantRole, RelationKind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

NEW_ORGANISATION = "ny"


class RowForm(forms.Form):
    """One row. An empty one is no row; `row` gives the value it stands for."""

    # Fields that alone do not make a row: they come filled in.
    idle: tuple[str, ...] = ()
    source = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written in it."""
        if not hasattr(self, "cleaned_data"):
            return True
        return not any(
            value for name, value in self.cleaned_data.items() if name not in {*self.idle, "source", "DELETE"}
        )

    def row(self) -> Any:
        """The value of a filled row."""
        raise NotImplementedError


class PartyRowForm(RowForm):
    """A row with a party, which may be one nobody has named yet."""

    party_field = "party"
    is_new = forms.ChoiceField(label=__("Hva er den nye parten?"), required=False)

    def settle(self, owners: list[tuple[str, str]]) -> None:
        """Say which organisations a new unit can belong to."""
        self.fields["is_new"].choices = [  # type: ignore[attr-defined]
            ("", _("Velg")),
            (NEW_ORGANISATION, _("En ny organisasjon")),
            *((pk, _("En ny enhet i %(organisation)s") % {"organisation": name}) for pk, name in owners),
        ]

    def clean(self) -> dict[str, Any]:
        """A name nobody goes by is accepted when somebody says what it is the name of."""
        cleaned = super().clean() or {}
        party = cleaned.get(self.party_field)
        if isinstance(party, str) and not cleaned.get("is_new"):
            self.add_error(
                self.party_field,
                _("Ingen i registeret heter «%(name)s». Velg et navn fra listen, eller si under hva den nye parten er.")
                % {"name": party},
            )
        if party is None and not self.is_empty_but_for_party(cleaned):
            self.add_error(self.party_field, _("Skriv hvem det gjelder."))
        return cleaned

    def is_empty_but_for_party(self, cleaned: dict[str, Any]) -> bool:
        """Whether everything else is empty too."""
        return not any(
            value for name, value in cleaned.items() if name not in {*self.idle, "source", "DELETE", "is_new"}
        )

    @property
    def asks_what_is_new(self) -> bool:
        """Whether the name is unknown, so that the question of what it is must be shown."""
        value = self[self.party_field].value()
        field = self.fields[self.party_field]
        if not value or isinstance(value, Party) or not isinstance(field, PartyField) or field.names is None:
            return False
        try:
            return isinstance(field.clean(value), str)
        except ValidationError:
            return False


class ParticipantForm(PartyRowForm):
    """Who takes part, as what, from when to when."""

    idle = ("role",)
    party = PartyField(label=__("Organisasjon eller enhet"), required=False)
    role = forms.ChoiceField(label=__("Rolle"), choices=lambda: choices(labels.ROLES), initial=ParticipantRole.PARTNER)
    start = WrittenDateField(label=__("Fra"), required=False)
    end = WrittenDateField(label=__("Til"), required=False)
    note = forms.CharField(label=__("Merknad"), required=False, max_length=2000)

    def row(self) -> ParticipantDraft:
        """The participation; its party may still be a text."""
        d = self.cleaned_data
        return ParticipantDraft(d["party"], ParticipantRole(d["role"]), d["start"], d["end"], d["note"], d["source"])


class MilestoneForm(RowForm):
    """What happened, or is planned, and when."""

    idle = ("kind",)
    kind = forms.ChoiceField(label=__("Hva"), choices=lambda: choices(labels.MILESTONES, empty=CHOOSE), required=False)
    date = WrittenDateField(label=__("Når"), required=False)
    planned = forms.BooleanField(label=__("Planlagt, ikke skjedd ennå"), required=False)
    quantity = WrittenNumberField(label=__("Antall"), required=False)
    note = forms.CharField(label=__("Merknad"), required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        """A date needs something that happened."""
        cleaned = super().clean() or {}
        if any(cleaned.get(name) for name in ("date", "planned", "quantity", "note")) and not cleaned.get("kind"):
            self.add_error("kind", _("Velg hva som skjedde."))
        return cleaned

    def row(self) -> MilestoneFact:
        """The milestone; without a date it happened at an unknown time."""
        d = self.cleaned_data
        return MilestoneFact(
            MilestoneKind(d["kind"]), d["date"] or UNKNOWN, d["planned"], d["quantity"], d["note"], d["source"]
        )


class FundingForm(PartyRowForm):
    """Who pays how much, in money or in effort."""

    party_field = "funder"
    idle = ("kind",)
    funder = PartyField(label=__("Fra"), required=False)
    kind = forms.ChoiceField(label=__("Slag"), choices=lambda: choices(labels.FUNDING_KINDS), initial=FundingKind.CASH)
    amount_nok = WrittenNumberField(label=__("Beløp i kroner"), required=False)
    note = forms.CharField(label=__("Merknad"), required=False, max_length=2000)

    def row(self) -> FundingDraft:
        """The funding; its funder may still be a text."""
        d = self.cleaned_data
        return FundingDraft(d["funder"], FundingKind(d["kind"]), d["amount_nok"], d["note"], d["source"])


class QuantityForm(RowForm):
    """A number told about the activity."""

    label = forms.CharField(label=__("Hva tallet sier"), required=False, max_length=200)
    before = WrittenNumberField(label=__("Før"), decimals=4, negative=True, required=False)
    value = WrittenNumberField(label=__("Nå"), decimals=4, negative=True, required=False)
    unit = forms.CharField(label=__("Enhet"), required=False, max_length=60)
    certainty = forms.ChoiceField(
        label=__("Hvor sikkert"), choices=lambda: choices(labels.CERTAINTIES, empty=CHOOSE), required=False
    )
    note = forms.CharField(label=__("Merknad"), required=False, max_length=2000)

    @property
    def is_empty(self) -> bool:
        """Zero is a number too."""
        return super().is_empty and getattr(self, "cleaned_data", {}).get("value") is None

    def clean(self) -> dict[str, Any]:
        """A number needs a text and a text a number."""
        cleaned = super().clean() or {}
        told = any(cleaned.get(name) for name in ("label", "unit", "certainty", "note"))
        has_value = cleaned.get("value") is not None
        if told and not has_value and "value" not in self.errors:
            self.add_error("value", _("Skriv tallet."))
        if (has_value or cleaned.get("before") is not None) and not cleaned.get("label"):
            self.add_error("label", _("Skriv hva tallet sier."))
        return cleaned

    def row(self) -> QuantityDraft:
        """The quantity."""
        d = self.cleaned_data
        certainty = Certainty(d["certainty"]) if d["certainty"] else None
        return QuantityDraft(d["label"], d["value"], d["before"], d["unit"], certainty, d["note"], d["source"])


class ExternalIdForm(RowForm):
    """What another system calls it."""

    idle = ("scheme",)
    scheme = forms.ChoiceField(label=__("Hvor"), choices=lambda: choices(labels.SCHEMES, empty=CHOOSE), required=False)
    value = forms.CharField(label=__("Nummer eller kode"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """A number needs to be somebody's."""
        cleaned = super().clean() or {}
        if cleaned.get("value") and not cleaned.get("scheme"):
            self.add_error("scheme", _("Velg hvem som gir nummeret."))
        return cleaned

    def row(self) -> tuple[IdScheme, str]:
        """Scheme and value."""
        return IdScheme(self.cleaned_data["scheme"]), self.cleaned_data["value"]


class RelationForm(RowForm):
    """How the activity belongs to another, named by its address or its exact title."""

    idle = ("kind",)
    kind = forms.ChoiceField(
        label=__("Denne er"), choices=lambda: choices(labels.RELATIONS, empty=CHOOSE), required=False
    )
    to = forms.CharField(
        label=__("Den andre aktiviteten"),
        required=False,
        max_length=500,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "list": "aktiviteter",
                "hx-get": "../../forslag/",
                "hx-trigger": "input changed delay:250ms",
                "hx-target": "#aktiviteter",
            }
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Another activity needs a word for how it belongs."""
        cleaned = super().clean() or {}
        if cleaned.get("to") and not cleaned.get("kind"):
            self.add_error("kind", _("Velg hvordan de henger sammen."))
        return cleaned

    def row(self) -> RelationDraft:
        """The relation; the other activity is still a text."""
        return RelationDraft(
            RelationKind(self.cleaned_data["kind"]), self.cleaned_data["to"], self.cleaned_data["source"]
        )
