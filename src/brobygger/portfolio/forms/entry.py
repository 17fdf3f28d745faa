"""The form of a whole activity: its own fields and the rows of its lists. It makes a draft; it saves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.dates.presenters import date_in_words
from brobygger.dates.rules import UNKNOWN, DateRefused, read_date
from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.proposals import Proposal
from brobygger.portfolio.forms.fields import CHOOSE, LinesField, PartyField, choices
from brobygger.portfolio.forms.rows import (
    NEW_ORGANISATION,
    ExternalIdForm,
    FundingForm,
    MilestoneForm,
    ParticipantForm,
    PartyRowForm,
    QuantityForm,
    RelationForm,
    RowForm,
)
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.rules.asked import asked_of
from brobygger.portfolio.rules.drafts import TITLE_LENGTH, ActivityDraft
from brobygger.portfolio.rules.kinds import Kind, Purpose

ROWS: Mapping[str, type[RowForm]] = {
    "milestones": MilestoneForm,
    "participants": ParticipantForm,
    "fundings": FundingForm,
    "relations": RelationForm,
    "external_ids": ExternalIdForm,
    "quantities": QuantityForm,
}
ALWAYS_ASKED = frozenset({"milestones", "participants"})
ROWS_AT_MOST = 200
ADD = "legg-til"


@dataclass(frozen=True)
class FormChoices:
    """What the form lets one choose among in this partnership. `activities` finds a slug by slug or exact title."""

    names: PartyNames
    areas: Sequence[tuple[int, str]]
    owners: Sequence[tuple[int, str, str]]
    disciplines: Mapping[str, str]
    activities: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    """A filled-in form. Parties below zero in the draft are proposals, by that number."""

    draft: ActivityDraft
    proposals: Mapping[int, Proposal]


def kind_choices() -> list[tuple[str, Any]]:
    """Kinds as they are grouped where one chooses."""
    return [
        ("", CHOOSE),
        *(
            (str(group), [(kind.value, labels.kind_label(kind)) for kind in kinds])
            for group, kinds in labels.KIND_GROUPS
        ),
    ]


class OwnFieldsForm(forms.Form):
    """The fields that are not lists."""

    kind = forms.ChoiceField(label=__("Type"), choices=kind_choices)
    title = forms.CharField(
        label=__("Tittel"), max_length=TITLE_LENGTH, help_text=__("Det dere kaller den til daglig."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    acronym = forms.CharField(
        label=__("Kortnavn"), required=False, max_length=60, help_text=__("Forkortelse eller akronym.")
    )
    title_en = forms.CharField(label=__("Tittel på engelsk"), required=False, max_length=TITLE_LENGTH)
    form = forms.ChoiceField(
        label=__("Formidlingsform"), required=False, choices=lambda: choices(labels.FORMS, empty=CHOOSE)
    )
    description = forms.CharField(
        label=__("Hva den går ut på"), required=False, max_length=20_000,
        help_text=__("Alle i samarbeidet kan lese dette, og andre kan be om innsyn."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    focus_areas = forms.TypedMultipleChoiceField(
        label=__("Innsatsområder"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=__("Hører den til flere, telles den likevel én gang."),
    )  # fmt: skip
    purposes = forms.MultipleChoiceField(
        label=__("Målområder"), required=False, choices=lambda: choices(labels.PURPOSES),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    places = LinesField(label=__("Steder"), required=False, help_text=__("Ett på hver linje."))
    plans = LinesField(
        label=__("Planer og strategier den følger opp"), required=False, help_text=__("Én på hver linje.")
    )
    disciplines = forms.MultipleChoiceField(
        label=__("Fag"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=__("Uten valg gjelder fagene til universitetsenhetene som deltar."),
    )  # fmt: skip
    source = forms.CharField(
        label=__("Kilde"), required=False, max_length=300, help_text=__("Hvor dette er hentet fra.")
    )

    def __init__(self, *args: Any, options: FormChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["focus_areas"]).choices = options.areas
        cast(forms.ChoiceField, self.fields["disciplines"]).choices = list(options.disciplines.items())
        for _pk, slug, name in options.owners:
            self.fields[f"value-{slug}"] = forms.CharField(
                label=_("Verdi for %(name)s") % {"name": name},
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def values(self) -> list[forms.BoundField]:
        """The fields that ask what it is worth to each partner."""
        return [self[name] for name in self.fields if name.startswith("value-")]


class EntryForm:
    """The whole form. `data` when somebody has sent it, else filled in from a draft or from what they had written before."""

    def __init__(
        self,
        options: FormChoices,
        *,
        data: MultiValueDict[str, str] | None = None,
        draft: ActivityDraft | None = None,
        written: Mapping[str, Sequence[str]] | None = None,
        one_more: str = "",
    ) -> None:
        self.options = options
        initial = _written(written) if written is not None else _initial(draft) if draft else {}
        self.fields = OwnFieldsForm(data, initial=initial.get("", {}), options=options)
        self.rows: dict[str, BaseFormSet[RowForm]] = {}
        asked = ALWAYS_ASKED | (asked_of(draft.kind).parts if draft else set())
        for name, row in ROWS.items():
            rows = initial.get(name, [])
            # An empty row where one is asked for; in the other lists a button brings one.
            empty = int(data is None and (one_more == name if written is not None else bool(rows) or name in asked))
            factory = formset_factory(
                row, extra=empty, can_delete=True, max_num=ROWS_AT_MOST, absolute_max=ROWS_AT_MOST
            )
            if name == "milestones" and draft is not None:
                rows = [*rows, *_expected(draft)]
            self.rows[name] = factory(data, prefix=name, initial=rows)
            for form in self.rows[name]:
                self._settle(form)

    def _settle(self, form: RowForm) -> None:
        for each in form.fields.values():
            if isinstance(each, PartyField):
                each.names = self.options.names
        if isinstance(form, PartyRowForm):
            form.settle([(str(pk), name) for pk, _slug, name in self.options.owners])

    def is_valid(self) -> bool:
        """Whether all that was filled in can be saved; errors stand at the fields they belong to."""
        own = self.fields.is_valid()
        rows = [formset.is_valid() for formset in self.rows.values()]
        if own and all(rows):
            self._resolve_relations()
        return (
            own and all(rows) and self.fields.is_valid() and not any(f.total_error_count() for f in self.rows.values())
        )

    def _resolve_relations(self) -> None:
        for form in self.rows["relations"]:
            text = getattr(form, "cleaned_data", {}).get("to")
            if text and text not in self.options.activities:
                form.add_error("to", _("Fant ingen aktivitet som heter «%(title)s».") % {"title": text})

    @property
    def errors(self) -> list[tuple[str, str]]:
        """All that is wrong, as (id of the control, what to do), in the order of the page."""
        found = []
        for form in [self.fields, *(form for formset in self.rows.values() for form in formset)]:
            found += [
                (bound.id_for_label or bound.auto_id, f"{bound.label}: {error}")
                for bound in form
                for error in bound.errors
            ]
            found += [("", str(error)) for error in form.non_field_errors()]
        for formset in self.rows.values():
            found += [("", str(error)) for error in formset.non_form_errors()]
        return found

    def entry(self, base: ActivityDraft) -> Entry:
        """The draft that was filled in; what the form does not ask for is as in `base`. Call after `is_valid`."""
        own = self.fields.cleaned_data
        proposals: dict[int, Proposal] = {}
        rows = {
            name: tuple(form.row() for form in formset if not form.is_empty and not form.cleaned_data.get("DELETE"))
            for name, formset in self.rows.items()
        }
        value = {**base.value, **{slug: own[f"value-{slug}"] for _pk, slug, _name in self.options.owners}}
        draft = replace(
            base,
            kind=Kind(own["kind"]),
            title=" ".join(own["title"].split()),
            acronym=own["acronym"],
            title_en=own["title_en"],
            form=own["form"],
            description=own["description"].replace("\r\n", "\n"),
            focus_area_ids=tuple(own["focus_areas"]),
            purposes=tuple(Purpose(purpose) for purpose in own["purposes"]),
            places=own["places"],
            plans=own["plans"],
            disciplines=tuple(own["disciplines"]),
            source=own["source"],
            value={slug: text for slug, text in value.items() if text},
            milestones=rows["milestones"],
            participants=self._parties("participants", "party", rows["participants"], proposals),
            fundings=self._parties("fundings", "funder", rows["fundings"], proposals),
            relations=tuple(replace(r, to=self.options.activities[r.to]) for r in rows["relations"]),
            external_ids=tuple(dict.fromkeys(rows["external_ids"])),
            quantities=rows["quantities"],
        )
        return Entry(draft, proposals)

    def _parties(
        self, name: str, attribute: str, rows: Iterable[Any], proposals: dict[int, Proposal]
    ) -> tuple[Any, ...]:
        """Rows whose new names are numbered as proposals."""
        said = [
            form.cleaned_data["is_new"]
            for form in self.rows[name]
            if not form.is_empty and not form.cleaned_data.get("DELETE")
        ]
        settled = []
        for row, is_new in zip(rows, said, strict=True):
            text = getattr(row, attribute)
            if isinstance(text, str):
                proposal = Proposal(text, None if is_new == NEW_ORGANISATION else int(is_new))
                number = next((n for n, known in proposals.items() if known == proposal), -1 - len(proposals))
                proposals[number] = proposal
                row = replace(row, **{attribute: Party(number)})
            settled.append(row)
        return tuple(settled)


def texts_in_relations(data: MultiValueDict[str, str]) -> list[str]:
    """What was written as other activities, to look them up before the form is read."""
    return [
        text.strip()
        for key in data
        for text in data.getlist(key)
        if key.startswith("relations-") and key.endswith("-to")
    ]


def _initial(draft: ActivityDraft) -> dict[str, Any]:
    """What a form is filled in with from a draft: own fields under the empty name, rows under theirs."""
    own = {
        "kind": draft.kind.value, "title": draft.title, "acronym": draft.acronym, "title_en": draft.title_en,
        "form": draft.form, "description": draft.description, "focus_areas": list(draft.focus_area_ids),
        "purposes": [purpose.value for purpose in draft.purposes], "places": draft.places, "plans": draft.plans,
        "disciplines": list(draft.disciplines), "source": draft.source,
        **{f"value-{slug}": text for slug, text in draft.value.items()},
    }  # fmt: skip
    return {
        "": own,
        "milestones": [_row(fact) for fact in draft.milestones],
        "participants": [_row(participant) for participant in draft.participants],
        "fundings": [_row(funding) for funding in draft.fundings],
        "relations": [_row(relation) for relation in draft.relations],
        "external_ids": [{"scheme": scheme.value, "value": value} for scheme, value in draft.external_ids],
        "quantities": [_row(quantity) for quantity in draft.quantities],
    }


def _row(value: Any) -> dict[str, Any]:
    """A row as it is shown: dates and numbers as people write them."""
    return {each.name: _shown(each.name, getattr(value, each.name)) for each in fields(value)}


def _shown(name: str, value: Any) -> Any:
    if name in {"date", "start", "end"} and value:
        words = _("ukjent") if value == UNKNOWN else date_in_words(value)
        try:
            # In words only where the words are read as the same date again, in whichever language.
            return words if read_date(words) == value else value
        except DateRefused:
            return value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return value


def _expected(draft: ActivityDraft) -> list[dict[str, Any]]:
    """Rows for the milestones that are asked for of this kind and are not there yet."""
    there = {fact.kind for fact in draft.milestones}
    return [{"kind": kind.value} for kind in asked_of(draft.kind).milestones if kind not in there]


def _written(data: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What somebody had written, as it came from the browser; nothing is checked until they send it."""
    several = {"focus_areas", "purposes", "disciplines"}
    found: dict[str, Any] = {"": {}}
    rows: dict[str, dict[int, dict[str, str]]] = {name: {} for name in ROWS}
    for key, values in data.items():
        name, _dash, rest = key.partition("-")
        number, _dash, column = rest.partition("-")
        if name in rows and number.isdigit() and column:
            rows[name].setdefault(int(number), {})[column] = values[-1] if values else ""
        elif name not in rows:
            found[""][key] = list(values) if key in several else (values[-1] if values else "")
    for name, numbered in rows.items():
        found[name] = [row for _number, row in sorted(numbered.items())[:ROWS_AT_MOST] if not row.get("DELETE")]
    return found
