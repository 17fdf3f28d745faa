"""What somebody says to a doubt."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from brobygger.doubts.rules.kinds import Answer

ANSWERS = {
    Answer.EXPLAINED: _("Det er riktig, og kan forklares"),
    Answer.RESOLVED: _("Det er ordnet"),
    Answer.POSTPONED: _("Vi må se på det senere"),
}


class AnswerForm(forms.Form):
    """An answer with its words. What was on the page is sent along beside it (`views.seen_in`)."""

    answer = forms.ChoiceField(
        label=_("Hva sier du til det?"),
        choices=[(answer.value, label) for answer, label in ANSWERS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et svar.")},
    )
    words = forms.CharField(
        label=_("Forklar"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Teksten følger tallet til styringsgruppen. Ikke skriv navn på personer."),
        error_messages={"required": _("Skriv noen ord om hvorfor.")},
    )
