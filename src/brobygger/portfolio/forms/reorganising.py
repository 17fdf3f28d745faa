"""A reorganisation as a coordinator writes it: from when, why, and what became of whom."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import Party, fold
from brobygger.organisations.rules.reorganise import (
    Change,
    Close,
    Merge,
    Move,
    NewUnit,
    Order,
    Part,
    Problem,
    Refused,
    Rename,
    Split,
    Standing,
)
from brobygger.portfolio.forms.fields import PartyField, WrittenDateField, WrittenNumberField

OTHERS = 5
PARTS = 4


class ReorganiseForm(forms.Form):
    """What all of them ask. `party` is whose page it is, `below` the units that hang under it."""

    def __init__(self, *args: Any, party: Party, names: PartyNames, below: Sequence[Standing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party, self.names, self.below = party, names, below
        self.add_fields()
        self.fields["date"] = WrittenDateField(
            label=__("Fra når?"),
            help_text=__("Så nøyaktig som du vet: 1.8.2024, august 2024, sommeren 2024 eller 2024."),
            error_messages={"required": __("Skriv fra når det gjelder, så nøyaktig som du vet.")},
        )
        self.fields["reason"] = forms.CharField(
            label=__("Hvorfor?"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=__("For eksempel et vedtak. Alle i samarbeidet kan lese det."),
            error_messages={"required": __("Skriv hvorfor, så andre forstår det siden.")},
        )
        for field in self.fields.values():
            if isinstance(field, PartyField):
                field.names = names

    def add_fields(self) -> None:
        """What this one asks first."""

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields as they stand on the page: a share beside its part, all others by themselves."""
        rows: list[list[forms.BoundField]] = []
        for field in self:
            if field.name.startswith("share_"):
                rows[-1].append(field)
            else:
                rows.append([field])
        return rows

    def order(self) -> Order:
        """What is wanted. Call after `is_valid`. Raises Refused when what is written cannot be said as an order."""
        raise NotImplementedError

    def _unit(self, value: Any) -> int:
        """A unit that must be there."""
        if isinstance(value, Party) and value.unit_id:
            return value.unit_id
        problem = Problem.NOT_A_UNIT if isinstance(value, Party) else Problem.NOBODY
        raise Refused(problem, [self.names.directory.label(value)] if isinstance(value, Party) else [])

    def _into(self, name: str) -> int | NewUnit:
        """One that is there, or a new one of a name nobody here goes by; what others elsewhere are called is no hindrance."""
        value, text = self.cleaned_data[name], " ".join(str(self.data.get(name, "")).split())
        if isinstance(value, Party):
            is_elsewhere = value.organisation_id != self.party.organisation_id
            if is_elsewhere and fold(self.names.directory.label(value)) == fold(text):
                return NewUnit(text)
            return self._unit(value)
        return NewUnit(str(value))


class RenameForm(ReorganiseForm):
    """Another name."""

    def add_fields(self) -> None:
        """The name."""
        self.fields["name"] = forms.CharField(
            label=__("Hva heter den nå?"),
            max_length=300,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={"required": __("Skriv navnet.")},
        )

    def order(self) -> Order:
        """The name, with single spaces."""
        return Rename(self.party, " ".join(self.cleaned_data["name"].split()))


class MergeForm(ReorganiseForm):
    """With whom, and what they became. One of them may be what they became: it goes on, the others into it."""

    def add_fields(self) -> None:
        """Some others, and the one."""
        for number in range(1, OTHERS + 1):
            label = _("Sammen med") if number == 1 else _("Sammen med, nummer %(number)s") % {"number": number}
            self.fields[f"other_{number}"] = PartyField(label=label, required=False)
        self.fields["into"] = PartyField(
            label=__("Hva heter den de er blitt?"),
            help_text=__("Et nytt navn, eller en enhet som finnes. Er det en av dem, går de andre inn i den."),
            error_messages={"required": __("Skriv hva enheten heter etterpå.")},
        )

    def order(self) -> Order:
        """All of them but the one that goes on."""
        others = [self.cleaned_data[f"other_{number}"] for number in range(1, OTHERS + 1)]
        units = [self._unit(self.party), *(self._unit(each) for each in others if each)]
        into = self._into("into")
        return Merge(tuple(dict.fromkeys(each for each in units if each != into)), into)


class SplitForm(ReorganiseForm):
    """Into whom, with which shares, and where those below go."""

    def add_fields(self) -> None:
        """A row for each part, and a choice for each unit below."""
        for number in range(1, PARTS + 1):
            is_first = number == 1
            self.fields[f"part_{number}"] = PartyField(
                label=_("Del %(number)s") % {"number": number},
                required=False,
                help_text=_("Et nytt navn, eller en enhet som finnes.") if is_first else "",
            )
            self.fields[f"share_{number}"] = WrittenNumberField(
                label=_("Andel av del %(number)s i prosent") % {"number": number},
                required=False,
                help_text=_("La stå tomt hvis ingen vet.") if is_first else "",
            )
        choices = [("", _("Velg")), *((str(n), _("Del %(number)s") % {"number": n}) for n in range(1, PARTS + 1))]
        for unit in self.below:
            self.fields[f"below_{unit.unit_id}"] = forms.ChoiceField(
                label=_("Hvor hører «%(name)s» til etterpå?") % {"name": unit.name}, choices=choices, required=False
            )
        # Two parts at least, and a place for all that are below: the plan says so when one is missing.
        for name in ("part_1", "part_2", *(f"below_{unit.unit_id}" for unit in self.below)):
            self.fields[name].is_asked = True  # type: ignore[attr-defined]

    def order(self) -> Order:
        """The parts that are written; what is empty in between does not matter."""
        written = [n for n in range(1, PARTS + 1) if self.cleaned_data[f"part_{n}"]]
        parts = []
        for number in written:
            share: Decimal | None = self.cleaned_data[f"share_{number}"]
            parts.append(Part(self._into(f"part_{number}"), None if share is None else share / 100))
        below = {}
        for unit in self.below:
            chosen = self.cleaned_data[f"below_{unit.unit_id}"]
            if chosen and int(chosen) in written:
                below[unit.unit_id] = written.index(int(chosen))
        return Split(self._unit(self.party), tuple(parts), below)


class MoveForm(ReorganiseForm):
    """To where."""

    def add_fields(self) -> None:
        """The unit or organisation above."""
        self.fields["to"] = PartyField(
            label=__("Hvor hører den til nå?"),
            help_text=__("Enheten den ligger under, eller organisasjonen."),
            error_messages={"required": __("Skriv hvor den hører til.")},
        )

    def order(self) -> Order:
        """The place."""
        to = self.cleaned_data["to"]
        if not isinstance(to, Party):
            raise Refused(Problem.NOBODY)
        return Move(self._unit(self.party), to.organisation_id, to.unit_id)


class CloseForm(ReorganiseForm):
    """Nothing more."""

    def order(self) -> Order:
        """The unit."""
        return Close(self._unit(self.party))


FORMS: dict[Change, type[ReorganiseForm]] = {
    Change.RENAME: RenameForm,
    Change.MERGE: MergeForm,
    Change.SPLIT: SplitForm,
    Change.MOVE: MoveForm,
    Change.CLOSE: CloseForm,
}
