"""What one fills in: a meeting, a case, what was decided, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from brobygger.dates.presenters import date_in_words
from brobygger.meetings.actions.planning import CaseDraft, MeetingDraft
from brobygger.meetings.presenters.words import follow_up_label, outcome_label
from brobygger.meetings.rules.kinds import FIRST_DAY, LAST_DAY, LONGEST, FollowUp, Outcome
from brobygger.partnerships.forms import DecisionForm

# A form has a field of the name `date`.
Day = date


class MeetingForm(forms.Form):
    """When, where, and which reporting year it is about."""

    title = forms.CharField(
        label=_("Hva heter møtet?"),
        max_length=200,
        error_messages={"required": _("Skriv hva møtet heter, for eksempel «Styringsgruppemøte».")},
    )
    date = forms.DateField(
        label=_("Dato"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"required": _("Velg en dato."), "invalid": _("Skriv datoen som 31.12.2026.")},
    )
    place = forms.CharField(label=_("Sted"), required=False, max_length=200)
    year = forms.TypedChoiceField(
        label=_("Hvilket rapporteringsår handler det om?"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = _year_choices(years)  # type: ignore[attr-defined]

    def clean_date(self) -> Day:
        """A day that somebody could have meant."""
        day: Day = self.cleaned_data["date"]
        if not FIRST_DAY <= day <= LAST_DAY:
            raise forms.ValidationError(_("Velg en dato mellom 1990 og 2199."))
        return day

    @property
    def draft(self) -> MeetingDraft:
        """What was filled in."""
        return MeetingDraft(**self.cleaned_data)


class CaseForm(forms.Form):
    """What the group is asked to decide."""

    title = forms.CharField(
        label=_("Hva er saken?"),
        max_length=200,
        error_messages={"required": _("Skriv i noen ord hva saken er.")},
    )
    text = forms.CharField(
        label=_("Bakgrunn"),
        help_text=_("Det styringsgruppen må vite. Ikke skriv navn på personer."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proposal = forms.CharField(
        label=_("Forslag til vedtak"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    year = forms.TypedChoiceField(
        label=_("Gjelder saken et rapporteringsår?"), coerce=int, empty_value=None, required=False
    )
    indicator = forms.ChoiceField(label=_("Gjelder saken en indikator?"), required=False)

    def __init__(self, *args: Any, years: Sequence[int], indicators: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = _year_choices(years)  # type: ignore[attr-defined]
        self.fields["indicator"].choices = [("", _("Nei")), *indicators]  # type: ignore[attr-defined]

    @property
    def draft(self) -> CaseDraft:
        """What was filled in."""
        return CaseDraft(**self.cleaned_data)


class OutcomeForm(DecisionForm):
    """What the meeting decided."""

    outcome = forms.ChoiceField(
        label=_("Hva ble det til?"),
        choices=lambda: [(each.value, outcome_label(each)) for each in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva det ble til.")},
    )
    words = forms.CharField(
        label=_("Vedtaket, slik det skal stå"),
        help_text=_("Ble saken utsatt, skriv til når eller hvorfor. Ikke skriv navn på personer."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv hva som ble vedtatt.")},
    )
    decision = forms.TypedChoiceField(
        label=_("Er vedtaket ført inn før?"),
        help_text=_("For eksempel da året ble vedtatt. Da føres det ikke en gang til."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    no_decision = _("Nei, før det inn nå")


class FollowUpForm(forms.Form):
    """What has become of a decision."""

    state = forms.ChoiceField(
        label=_("Hvor langt er det kommet?"),
        choices=lambda: [(each.value, follow_up_label(each)) for each in FollowUp],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvor langt det er kommet.")},
    )
    words = forms.CharField(
        label=_("Hva er gjort?"),
        help_text=_("Frivillig. Ikke skriv navn på personer."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def as_it_stands(form: forms.Form, present: object) -> list[tuple[str, str]]:
    """What stands now where somebody filled in something else, field by field: label and value."""
    rows = []
    for field in form:
        value = getattr(present, field.name)
        if form.cleaned_data[field.name] != value:
            told = date_in_words(value.isoformat()) if isinstance(value, Day) else "" if value is None else str(value)
            chosen = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
            rows.append((str(field.label), chosen.get(told, told) or gettext("tomt")))
    return rows


def _year_choices(years: Sequence[int]) -> list[tuple[Any, Any]]:
    return [("", _("Ikke noe bestemt år")), *((year, str(year)) for year in years)]
