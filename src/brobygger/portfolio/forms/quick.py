"""The first step of registering: what must be known to save (R01)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as __

from brobygger.dates.rules import UNKNOWN, PartialDate
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.forms.entry import kind_choices
from brobygger.portfolio.forms.fields import WrittenDateField
from brobygger.portfolio.rules.asked import asked_of
from brobygger.portfolio.rules.drafts import TITLE_LENGTH, ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact

# Fields beside the form, in which one answers what others ask about the new activity: by the slug of another one.
ANSWER = "ligner-"


def answers_in(data: Mapping[str, str]) -> dict[str, str]:
    """What was answered about other activities, by their slugs; empty answers are none."""
    return {name.removeprefix(ANSWER): value for name, value in data.items() if name.startswith(ANSWER) and value}


class QuickForm(forms.Form):
    """Kind, title, area, when."""

    title = forms.CharField(
        label=__("Tittel"),
        max_length=TITLE_LENGTH,
        help_text=__("Det dere kaller den til daglig."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=__("Type"), choices=kind_choices)
    focus_areas = forms.TypedMultipleChoiceField(
        label=__("Innsatsområder"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    when = WrittenDateField(
        label=__("Når"),
        required=False,
        help_text=__("Når den startet, ble holdt eller sendt. Skriv 5.3.2026, mars 2026, våren 2026 eller bare 2026."),
    )

    # What this showing of the form is called, so that it can be sent twice and register once.
    once = forms.CharField(required=False, initial=lambda: token_urlsafe(16), widget=forms.HiddenInput)

    def __init__(self, *args: Any, areas: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["focus_areas"]).choices = areas

    def key(self) -> str:
        """What is the same when this very form is sent again with the same in it; empty when it has no name.

        Whoever goes back in the browser and writes something else has filled in another one. Call after `is_valid`.
        """
        d = self.cleaned_data
        if not d["once"]:
            return ""
        written = [d["once"], d["title"], d["kind"], sorted(d["focus_areas"]), str(d["when"] or "")]
        return sha256(json.dumps(written).encode()).hexdigest()

    def draft(self, *, today: date, organisation_id: int | None) -> ActivityDraft:
        """The draft; whoever registers takes part, and a date that lies ahead is a plan. Call after `is_valid`."""
        d = self.cleaned_data
        kind = Kind(d["kind"])
        milestones: tuple[MilestoneFact, ...] = ()
        if d["when"]:
            earliest = PartialDate(d["when"]).earliest if d["when"] != UNKNOWN else None
            planned = earliest is not None and earliest > today
            milestones = (MilestoneFact(asked_of(kind).first, d["when"], planned),)
        return ActivityDraft(
            "",
            kind,
            " ".join(d["title"].split()),
            focus_area_ids=tuple(d["focus_areas"]),
            milestones=milestones,
            participants=(ParticipantDraft(Party(organisation_id)),) if organisation_id else (),
        )
