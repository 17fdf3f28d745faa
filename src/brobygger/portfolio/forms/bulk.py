"""The one change that is to be made to many activities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.forms.entry import kind_choices
from brobygger.portfolio.forms.fields import CHOOSE, PartyField, WrittenDateField, choices
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.presenters.bulk import DOINGS
from brobygger.portfolio.rules.bulk import BulkChange, Doing
from brobygger.portfolio.rules.drafts import ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind, ParticipantRole, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

# The fields each change asks for; all but the last ones must be filled in.
FIELDS: Mapping[Doing, Sequence[str]] = {
    Doing.ADD_AREA: ("area",),
    Doing.REMOVE_AREA: ("area_gone",),
    Doing.ADD_PURPOSE: ("purpose",),
    Doing.REMOVE_PURPOSE: ("purpose_gone",),
    Doing.ADD_MILESTONE: ("milestone", "when", "planned"),
    Doing.ADD_PARTICIPANT: ("party", "role"),
    Doing.ADD_PLAN: ("plan",),
    Doing.CHANGE_KIND: ("kind",),
    Doing.CONFIRM: (),
    Doing.REMOVE: (),
}
_MAY_BE_EMPTY = frozenset({"planned"})


class BulkForm(forms.Form):
    """Which change, and what it needs to know. The fields of the other changes are not looked at."""

    doing = forms.ChoiceField(
        label=__("Hva vil du gjøre?"),
        choices=lambda: [(doing.value, DOINGS[doing]) for doing in Doing],
        error_messages={"required": __("Velg hva du vil gjøre.")},
    )
    area = forms.TypedChoiceField(label=__("Innsatsområde"), coerce=int, required=False)
    area_gone = forms.TypedChoiceField(label=__("Innsatsområde"), coerce=int, required=False)
    purpose = forms.ChoiceField(
        label=__("Målområde"), required=False, choices=lambda: choices(labels.PURPOSES, empty=CHOOSE)
    )
    purpose_gone = forms.ChoiceField(
        label=__("Målområde"), required=False, choices=lambda: choices(labels.PURPOSES, empty=CHOOSE)
    )
    milestone = forms.ChoiceField(
        label=__("Milepæl"), required=False, choices=lambda: choices(labels.MILESTONES, empty=CHOOSE)
    )
    when = WrittenDateField(
        label=__("Når"), required=False, help_text=__("Skriv 5.3.2026, mars 2026, våren 2026 eller bare 2026.")
    )
    planned = forms.BooleanField(label=__("Planlagt, har ikke skjedd ennå"), required=False)
    party = PartyField(label=__("Hvem"), required=False, help_text=__("Skriv et navn eller en forkortelse."))
    role = forms.ChoiceField(label=__("Rolle"), required=False, choices=lambda: choices(labels.ROLES, empty=CHOOSE))
    plan = forms.CharField(label=__("Plan eller strategi"), required=False, max_length=200)
    kind = forms.ChoiceField(label=__("Ny type"), required=False, choices=kind_choices)

    def __init__(self, *args: Any, areas: Sequence[tuple[int, str]], names: PartyNames, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("area", "area_gone"):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", CHOOSE), *areas]
        cast(PartyField, self.fields["party"]).names = names

    def clean(self) -> dict[str, Any]:
        """Only what the chosen change asks for counts: the rest may hold anything."""
        cleaned = super().clean() or {}
        doing = cleaned.get("doing")
        asked = FIELDS[Doing(doing)] if doing else ()
        for name in list(self.errors):
            if name != "doing" and name not in asked:
                del self.errors[name]
        for name in asked:
            if name in self.errors or name in _MAY_BE_EMPTY:
                continue
            if not cleaned.get(name):
                self.add_error(name, _("Fyll ut dette."))
            elif name == "party" and not isinstance(cleaned[name], Party):
                self.add_error(
                    name,
                    _("Ingen i registeret heter «%(name)s». Velg et navn fra listen.") % {"name": cleaned[name]},
                )
        return cleaned

    def change(self) -> BulkChange:
        """The change. Call after `is_valid`."""
        d = self.cleaned_data
        doing = Doing(d["doing"])
        match doing:
            case Doing.ADD_AREA:
                return BulkChange(doing, area_id=d["area"])
            case Doing.REMOVE_AREA:
                return BulkChange(doing, area_id=d["area_gone"])
            case Doing.ADD_PURPOSE:
                return BulkChange(doing, purpose=Purpose(d["purpose"]))
            case Doing.REMOVE_PURPOSE:
                return BulkChange(doing, purpose=Purpose(d["purpose_gone"]))
            case Doing.ADD_MILESTONE:
                return BulkChange(
                    doing, milestone=MilestoneFact(MilestoneKind(d["milestone"]), d["when"], d["planned"])
                )
            case Doing.ADD_PARTICIPANT:
                return BulkChange(doing, participant=ParticipantDraft(d["party"], ParticipantRole(d["role"])))
            case Doing.ADD_PLAN:
                return BulkChange(doing, plan=" ".join(d["plan"].split()))
            case Doing.CHANGE_KIND:
                return BulkChange(doing, kind=Kind(d["kind"]))
            case _:
                return BulkChange(doing)

    @property
    def rows(self) -> list[tuple[str, str, bool, list[forms.BoundField]]]:
        """Each change as (value, label, whether it is chosen, its fields)."""
        chosen = self["doing"].value()
        return [
            (doing.value, str(DOINGS[doing]), doing.value == chosen, [self[name] for name in names])
            for doing, names in FIELDS.items()
        ]

    def written(self) -> list[tuple[str, str]]:
        """The chosen change as hidden fields, to be sent again."""
        names = ("doing", *FIELDS[Doing(self.cleaned_data["doing"])])
        return [(name, str(self.data[name])) for name in names if self.data.get(name)]
