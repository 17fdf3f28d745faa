"""The forms of an import: the file, Airtable, and what the columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.intake.presenters.fields import field_choices, group_label
from brobygger.intake.rules.mapping import Mapping as ColumnMapping
from brobygger.intake.rules.mapping import MappingFault, faults_in
from brobygger.intake.rules.words import PLANNED, plain
from brobygger.portfolio.forms.entry import kind_choices
from brobygger.portfolio.presenters import labels
from brobygger.tables.presenters import limits_in_words
from brobygger.tables.rules.limits import Limits

WORDS_AT_MOST = 60
_NAMES = {"autocomplete": "off", "list": "kilder"}


class UploadForm(forms.Form):
    """A file, and what to call where it comes from."""

    file = forms.FileField(label=__("Fil"), error_messages={"required": __("Velg en fil.")})
    source = forms.CharField(
        label=__("Kilde"), max_length=120,
        help_text=__("Et navn på det du importerer fra. Bruk samme navn neste gang, så oppdateres det som er importert."),
        widget=forms.TextInput(attrs=_NAMES),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = _("Også CSV fra Airtable, og JSON-eksport fra en annen Brobygger.")
        self.fields["file"].help_text = f"{limits_in_words(Limits())} {others}"


class AirtableForm(forms.Form):
    """Which table, and the token, which is used once and kept nowhere."""

    source = forms.CharField(
        label=__("Kilde"), max_length=120,
        help_text=__("Et navn på det du importerer fra. Bruk samme navn neste gang, så oppdateres det som er importert."),
        widget=forms.TextInput(attrs=_NAMES),
    )  # fmt: skip
    base = forms.RegexField(
        r"^app[A-Za-z0-9]{5,40}$", label=__("Base-id"), help_text=__("Begynner med «app» og står i adressen til basen."),
        error_messages={"invalid": __("En base-id begynner med «app», for eksempel appA1b2C3d4E5f6G7.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    table = forms.CharField(
        label=__("Tabell"), max_length=200, help_text=__("Navnet på tabellen, eller id-en som begynner med «tbl».")
    )
    token = forms.CharField(
        label=__("Tilgangsnøkkel"), max_length=300,
        help_text=__("En «personal access token» fra Airtable. Den brukes bare til denne hentingen og lagres ikke."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class SheetForm(forms.Form):
    """Which sheet, and where its headers stand."""

    sheet = forms.ChoiceField(label=__("Ark"), required=False)
    header = forms.IntegerField(
        label=__("Rad med overskrifter"), required=False, min_value=0, max_value=100,
        help_text=__("Tomt betyr at vi finner den. 0 betyr at det ikke er noen."),
    )  # fmt: skip

    def __init__(self, *args: Any, sheets: Sequence[tuple[str, bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["sheet"]).choices = [
            (name, _("%(name)s (skjult)") % {"name": name} if is_hidden else name or "–") for name, is_hidden in sheets
        ]


class MappingForm(forms.Form):
    """What each column means (`c0`, `c1` …), what words mean (`w-kind-0` …), and what holds for rows that say nothing."""

    def __init__(
        self,
        *args: Any,
        columns: Sequence[str],
        told: ColumnMapping,
        unknown: Mapping[str, Mapping[str, int]],
        sides: Mapping[str, str],
        areas: Sequence[tuple[int, str]],
        disciplines: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.columns, self._told = columns, told
        self.column_names = [f"c{at}" for at in range(len(columns))]
        choices = field_choices(sides)
        for name, column in zip(self.column_names, columns, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=column, choices=choices, initial=told.columns.get(column, "ignore")
            )
        self._words: dict[str, tuple[str, str]] = {}
        meanings = meanings_offered(areas, disciplines)
        for group, word in _asked_words(told, unknown):
            name = f"w-{group}-{len(self._words)}"
            self._words[name] = (group, word)
            self.fields[name] = forms.ChoiceField(
                label=_("%(group)s: «%(word)s» betyr") % {"group": group_label(group), "word": word},
                choices=[("?", _("Velg …")), ("", _("Ingenting, se bort fra ordet")), *meanings.get(group, [])],
                required=False,
                initial=told.meaning(group, word) if told.meaning(group, word) is not None else "?",
            )
        self._defaults(areas, told)

    def _defaults(self, areas: Sequence[tuple[int, str]], told: ColumnMapping) -> None:
        self.fields["kind"] = forms.ChoiceField(
            label=_("Type"), choices=kind_choices(), required=False, initial=told.kind
        )
        self.fields["focus_area"] = forms.ChoiceField(
            label=_("Innsatsområde"), choices=[("", "–"), *((str(pk), name) for pk, name in areas)], required=False,
            initial=told.focus_area,
        )  # fmt: skip
        for name, label, value in (("party", _("Deltaker"), told.party), ("funder", _("Finansiert av"), told.funder)):
            self.fields[name] = forms.CharField(
                label=label, required=False, max_length=300, initial=value,
                widget=forms.TextInput(attrs={"list": "parter", "autocomplete": "off"}),
            )  # fmt: skip
        self.fields["propose"] = forms.BooleanField(
            label=_("Foreslå organisasjoner som ikke finnes fra før. En koordinator ser over dem."),
            required=False,
            initial=told.propose,
        )

    @property
    def column_fields(self) -> list[Any]:
        """The fields of the columns, bound."""
        return [self[name] for name in self.column_names]

    @property
    def word_fields(self) -> list[Any]:
        """The fields of unknown words, bound."""
        return [self[name] for name in self._words]

    @property
    def mapping(self) -> ColumnMapping:
        """What was said. Call after `is_valid`."""
        told = self.cleaned_data
        meanings = {group: dict(words) for group, words in self._told.meanings.items()}
        for name, (group, word) in self._words.items():
            if told[name] == "?":
                meanings.get(group, {}).pop(plain(word), None)
            else:
                meanings.setdefault(group, {})[plain(word)] = told[name]
        columns = dict(zip(self.columns, (told[name] for name in self.column_names), strict=True))
        return ColumnMapping(
            {name: to for name, to in columns.items() if to not in {"", "ignore"}},
            meanings,
            told["kind"],
            told["focus_area"],
            " ".join(told["funder"].split()),
            " ".join(told["party"].split()),
            told["propose"],
        )

    def clean(self) -> dict[str, Any]:
        """Whether an import can come of it."""
        told = super().clean() or self.cleaned_data
        if self.errors:
            return told
        for fault, field in faults_in(self.mapping, self.columns) if self.columns else ():
            if fault is MappingFault.NO_TITLE:
                self.add_error(None, _("Velg hvilken kolonne som er tittelen."))
            elif fault is MappingFault.NO_KIND:
                self.add_error("kind", _("Velg en type, eller en kolonne som sier hva slags aktivitet raden er."))
            else:
                self._add_twice(field)
        return told

    def _add_twice(self, field: str) -> None:
        names = [name for name in self.column_names if self.cleaned_data[name] == field]
        for name in names[1:]:
            self.add_error(name, _("Bare én kolonne kan bety dette."))


def _asked_words(told: ColumnMapping, unknown: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str]]:
    """Words nobody knows, and those somebody has explained before."""
    words: list[tuple[str, str]] = []
    seen: set[tuple[str, str]] = set()
    asked = [(group, word) for group, each in unknown.items() for word in each]
    explained = [(group, word) for group, each in told.meanings.items() for word in each]
    for group, word in [*asked, *explained]:
        if (group, plain(word)) not in seen:
            seen.add((group, plain(word)))
            words.append((group, word))
    return words[:WORDS_AT_MOST]


def meanings_offered(areas: Sequence[tuple[int, str]], disciplines: Mapping[str, str]) -> dict[str, list[Any]]:
    """What words of each group may mean, as (value, label)."""

    def listed(texts: Mapping[Any, Any]) -> list[tuple[str, str]]:
        return [(str(getattr(code, "value", code)), str(text)) for code, text in texts.items()]

    return {
        "kind": kind_choices()[1:],
        "state": [*listed(labels.MILESTONES), (PLANNED, _("Planlagt"))],
        "form": listed(labels.FORMS),
        "purposes": listed(labels.PURPOSES),
        "focus_areas": [(str(pk), name) for pk, name in areas],
        "disciplines": list(disciplines.items()),
    }
