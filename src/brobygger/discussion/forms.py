"""What one fills in: a comment, and how one wants to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from brobygger.discussion.actions.reading import Wishes
from brobygger.discussion.queries.thread import Person
from brobygger.discussion.rules.kinds import Frequency, Topic
from brobygger.discussion.rules.text import LONGEST, tidy
from brobygger.partnerships.models import FocusArea

# More people than one can look through are addressed by name only.
LISTED_AT_MOST = 60

_TOPICS = (
    (Topic.NEW.value, _("Nye aktiviteter")),
    (Topic.CHANGES.value, _("Endringer")),
    (Topic.COMMENTS.value, _("Kommentarer")),
    (Topic.STANDING.value, _("Kastet, hentet tilbake eller slått sammen")),
    (Topic.CONFIRMATIONS.value, _("Bekreftet at ingenting er endret")),
)
_FREQUENCIES = (
    (Frequency.OFF.value, _("Aldri")),
    (Frequency.DAILY.value, _("Hver dag")),
    (Frequency.WEEKLY.value, _("Hver uke")),
)


class CommentForm(forms.Form):
    """A comment, an answer, or other words for one. `mark` keeps several of these forms on one page apart.

    `people` are those one can tick off to tell; others are addressed by an @ and their name.
    """

    text = forms.CharField(
        label=_("Kommentar"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "data-mentions": ""}),
        error_messages={"required": _("Skriv noe før du lagrer.")},
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Varsle"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, mark: str = "ny", label: str = "", people: Sequence[Person] = (), **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = f"{mark}_%s"
        super().__init__(*args, **kwargs)
        self.mark = mark
        if label:
            self.fields["text"].label = label
        if 0 < len(people) <= LISTED_AT_MOST:
            self.fields["people"].choices = [(each.user_id, each.name) for each in people]  # type: ignore[attr-defined]
        else:
            del self.fields["people"]

    @property
    def addressed(self) -> list[int]:
        """Those who were ticked off."""
        return list(self.cleaned_data.get("people", []))

    def clean_text(self) -> str:
        """The text as it is kept."""
        text = tidy(self.cleaned_data["text"])
        if not text:
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text


class WishesForm(forms.Form):
    """How one wants to be told."""

    in_app = forms.BooleanField(label=_("Vis antall nye varsler øverst på siden"), required=False)
    digest = forms.ChoiceField(label=_("E-post med det som er nytt"), choices=_FREQUENCIES, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Språk i e-posten"), choices=settings.LANGUAGES)
    follows_own = forms.BooleanField(
        label=_("Følg det jeg registrerer, endrer, kommenterer eller blir nevnt i"), required=False
    )
    focus_areas = forms.TypedMultipleChoiceField(
        label=_("Følg alt i disse innsatsområdene"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    topics = forms.MultipleChoiceField(
        label=_("Fortell meg om"),
        help_text=_("Når noen nevner deg, får du alltid vite det."),
        required=False,
        choices=_TOPICS,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, areas: Sequence[FocusArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["focus_areas"].choices = [(area.pk, area.name) for area in areas]  # type: ignore[attr-defined]
        if not areas:
            del self.fields["focus_areas"]

    def wishes(self) -> Wishes:
        """What was chosen."""
        data = self.cleaned_data
        return Wishes(
            in_app=data["in_app"],
            digest=Frequency(data["digest"]),
            language=data["language"],
            follows_own=data["follows_own"],
            topics=[Topic(topic) for topic in data["topics"]],
            focus_area_ids=data.get("focus_areas", []),
        )
