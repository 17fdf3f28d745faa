"""What one fills in: a round, what one says in it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.dates.rules import DateRefused, PartialDate, read_date
from brobygger.partnerships.forms import DecisionForm
from brobygger.partnerships.models import Decision, FocusArea
from brobygger.results.models import Indicator
from brobygger.results.presenters.words import in_language
from brobygger.results.rules.drafts import ReportedDraft
from brobygger.rounds.actions.adopt import NewDecision
from brobygger.rounds.actions.opening import Days
from brobygger.rounds.rules.kinds import Ending

LONGEST = 2000
MINUTES_AT_MOST = 10_000


class _Day(forms.DateField):
    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d.%m.%Y"],
            error_messages={"required": _("Velg en dato."), "invalid": _("Skriv datoen som 31.12.2026.")},
        )


class DaysForm(forms.Form):
    """The three days of a round."""

    submission_due = _Day(_("Områdene leverer innen"))
    review_due = _Day(_("Koordinatorene går gjennom innen"))
    adoption_due = _Day(_("Styringsgruppen vedtar innen"))

    def clean(self) -> dict[str, Any]:
        """The days come one after another."""
        data = super().clean() or {}
        if not self.errors and not self.days.are_in_order:
            self.add_error("review_due", _("Fristene må komme etter hverandre: levere, gå gjennom, vedta."))
        return data

    @property
    def days(self) -> Days:
        """What was chosen."""
        data = self.cleaned_data
        return Days(data["submission_due"], data["review_due"], data["adoption_due"])


class MoveForm(DaysForm):
    """Other days, and why."""

    reason = forms.CharField(label=_("Hvorfor flyttes fristene?"), required=False, max_length=LONGEST)


class OpenForm(DaysForm):
    """A round: which year, which areas, and who is asked for the numbers that cannot be counted."""

    year = forms.TypedChoiceField(label=_("År"), coerce=int)
    areas = forms.TypedMultipleChoiceField(
        label=_("Innsatsområder"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Velg minst ett område.")},
    )
    field_order = ["year", "areas"]

    def __init__(
        self,
        *args: Any,
        years: Sequence[int],
        areas: Sequence[FocusArea],
        indicators: Sequence[Indicator],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        named = [(area.pk, area.name) for area in areas]
        self.fields["areas"].choices = named  # type: ignore[attr-defined]
        self.indicators = indicators
        for each in indicators:
            self.fields[f"asked_{each.pk}"] = forms.TypedChoiceField(
                label=in_language(each.name),
                choices=[("", _("Koordinatorene")), *named],
                coerce=int,
                empty_value=None,
                required=False,
            )
            # Nobody chosen are the coordinators, so there is always an answer.
            self.fields[f"asked_{each.pk}"].is_asked = True  # type: ignore[attr-defined]

    @property
    def asked_fields(self) -> list[Any]:
        """Who is asked for what."""
        return [self[f"asked_{each.pk}"] for each in self.indicators]

    @property
    def asked(self) -> dict[int, int | None]:
        """The area that is asked for the number of each indicator; None: the coordinators."""
        return {each.pk: self.cleaned_data.get(f"asked_{each.pk}") for each in self.indicators}


class ReasonForm(forms.Form):
    """Why. It is kept."""

    reason = forms.CharField(
        label=_("Begrunnelse"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv en begrunnelse. Den blir stående i historikken.")},
    )

    def __init__(self, *args: Any, mark: str = "", label: Any = "", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{mark or 'id'}_%s"
        super().__init__(*args, **kwargs)
        if label:
            self.fields["reason"].label = label


class SubmitForm(forms.Form):
    """Handing in."""

    minutes = forms.IntegerField(
        label=_("Hvor mange minutter tok det?"),
        help_text=_("Frivillig. Vi bruker det til å gjøre rapporteringen kortere."),
        required=False,
        min_value=0,
        max_value=MINUTES_AT_MOST,
    )


class ValueForm(forms.Form):
    """A number that the register cannot count, with where it comes from. `mark` keeps several on one page apart."""

    value = forms.DecimalField(
        label=_("Tall"), required=False, min_value=0, max_digits=14, decimal_places=2, localize=True
    )
    source = forms.CharField(
        label=_("Kilde"),
        max_length=300,
        error_messages={"required": _("Skriv hvor tallet kommer fra.")},
    )
    quality = forms.CharField(
        label=_("Merknad"),
        help_text=_("Må fylles ut når det ikke finnes noe tall."),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, mark: str = "", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{mark or 'id'}_%s"
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Without a number one says why."""
        data = super().clean() or {}
        if not self.errors and data.get("value") is None and not data.get("quality", "").strip():
            self.add_error("quality", _("Skriv hvorfor det ikke finnes noe tall."))
        return data

    def draft(self, code: str, year: int, as_of: str) -> ReportedDraft:
        """What was given."""
        data = self.cleaned_data
        value: Decimal | None = data["value"]
        return ReportedDraft(
            indicator=code,
            year=year,
            value=value,
            state="final",
            as_of=as_of,
            quality=data["quality"],
            source=data["source"],
        )


class AdoptForm(DecisionForm):
    """The steering group's decision: one that is recorded, or one that is written down now."""

    decision = forms.TypedChoiceField(label=_("Vedtaket er ført inn før"), coerce=int, empty_value=None, required=False)
    title = forms.CharField(label=_("Hva styringsgruppen vedtok"), required=False, max_length=200)
    date = forms.CharField(label=_("Dato"), help_text=_("For eksempel 20.1.2027."), required=False, max_length=40)
    source = forms.CharField(label=_("Sak eller protokoll"), required=False, max_length=300)
    leave_out = forms.BooleanField(label=_("Det som er omstridt, holdes utenfor"), required=False)

    no_decision = _("Nei, jeg skriver det inn nå")

    def __init__(self, *args: Any, has_disputes: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_disputes:
            del self.fields["leave_out"]

    def clean_date(self) -> str:
        """A date as exact as it is known."""
        text: str = self.cleaned_data["date"].strip()
        if text:
            try:
                PartialDate.parse(text := read_date(text))
            except (DateRefused, ValueError):
                raise forms.ValidationError(_("Skriv datoen som 20.1.2027.")) from None
        return text

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        data = super().clean() or {}
        if not self.errors and not data.get("decision"):
            for name in ("title", "date"):
                if not data.get(name, "").strip():
                    self.add_error(name, _("Velg et vedtak, eller fyll ut hva som ble vedtatt og når."))
        return data

    @property
    def decided(self) -> Decision | NewDecision:
        """What was chosen or written."""
        data = self.cleaned_data
        return self.chosen or NewDecision(data["title"].strip(), data["date"], source=data["source"])


class SettleForm(DecisionForm):
    """How a dispute ended."""

    ending = forms.ChoiceField(
        label=_("Hvordan ble det?"),
        choices=[
            (Ending.COUNTS.value, _("Teller med")),
            (Ending.CORRECTED.value, _("Er rettet i registeret, og teller slik det nå står")),
            (Ending.LEFT_OUT.value, _("Holdes utenfor")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvordan det ble.")},
    )
    words = forms.CharField(
        label=_("Begrunnelse"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Skriv en begrunnelse. Den blir stående i historikken.")},
    )
    decision = forms.TypedChoiceField(
        label=_("Vedtak i styringsgruppen"),
        help_text=_("Trengs når den andre parten meldte uenigheten og dette likevel skal telle."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    no_decision = _("Ikke noe vedtak")

    def __init__(self, *args: Any, mark: str = "", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{mark or 'id'}_%s"
        super().__init__(*args, **kwargs)
