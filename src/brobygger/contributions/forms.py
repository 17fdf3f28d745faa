"""A party's answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.contributions.actions.claims import Statement
from brobygger.contributions.models import ContributionClaim
from brobygger.contributions.presenters.words import did_choices, otherwise_choices
from brobygger.contributions.rules.credit import Answer, Did, Otherwise


class ClaimForm(forms.Form):
    """Two questions. The second is answered by the button that saves, so that an answer is two clicks, script or not."""

    did = forms.ChoiceField(
        label=_("Hva gjorde samarbeidet?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Velg hva samarbeidet gjorde."),
            "invalid_choice": _("Velg hva samarbeidet gjorde."),
        },
    )
    otherwise = forms.ChoiceField(
        label=_("Hva hadde skjedd uten samarbeidet?"),
        error_messages={
            "required": _("Velg hva som hadde skjedd uten samarbeidet."),
            "invalid_choice": _("Velg hva som hadde skjedd uten samarbeidet."),
        },
    )
    evidence = forms.CharField(
        label=_("Belegg"),
        help_text=_("Én setning om hva svaret bygger på."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    link = forms.URLField(label=_("Lenke"), max_length=500, required=False, assume_scheme="https")

    def __init__(self, *args: Any, held: ContributionClaim | None = None, **kwargs: Any) -> None:
        if held is not None:
            kwargs["initial"] = {
                "did": held.did,
                "otherwise": held.otherwise,
                "evidence": held.evidence,
                "link": held.link,
            }
        kwargs.setdefault("auto_id", "bidrag_%s")
        super().__init__(*args, **kwargs)
        self.fields["did"].choices = did_choices()  # type: ignore[attr-defined]
        self.fields["otherwise"].choices = otherwise_choices()  # type: ignore[attr-defined]

    @property
    def did_rows(self) -> list[tuple[str, str, bool]]:
        """The answers to the first question: word, text, whether it is chosen."""
        chosen = self["did"].value()
        return [(value, label, value == chosen) for value, label in did_choices()]

    @property
    def otherwise_rows(self) -> list[tuple[str, str, bool]]:
        """The answers to the second question."""
        chosen = self["otherwise"].value()
        return [(value, label, value == chosen) for value, label in otherwise_choices()]

    def statement(self, spoken_for: str) -> Statement:
        """What was answered."""
        data = self.cleaned_data
        answer = Answer(Did(data["did"]), Otherwise(data["otherwise"]))
        return Statement(answer, " ".join(data["evidence"].split()), data["link"], spoken_for)
