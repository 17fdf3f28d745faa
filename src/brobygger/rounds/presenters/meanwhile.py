"""What has happened around an open year, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.organisations.presenters.reorganising import done_in_words
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.rounds.models import ReportingRound, SubmissionEvent
from brobygger.rounds.presenters.words import area_name, event_sentence
from brobygger.rounds.queries.meanwhile import approved_before, redefined_meanwhile, reorganised_meanwhile


@dataclass(frozen=True)
class MeanwhileRow:
    """One thing, with where more is told, and what it came to."""

    text: str
    when: str
    url: str
    about: str = ""


@dataclass(frozen=True)
class Meanwhile:
    """Reorganisations, and new definitions and targets; the newest first."""

    reorganised: list[MeanwhileRow]
    redefined: list[MeanwhileRow]


def meanwhile_of(round_: ReportingRound) -> Meanwhile:
    """Both. Four queries where the round is open, else none."""
    partnership = round_.partnership.slug
    reorganised = []
    for each in reorganised_meanwhile(round_):
        of = each.done.organisation or min(each.done.units.all(), key=lambda unit: unit.pk)
        url = reverse("organisations:party", kwargs={"partnership": partnership, "slug": of.slug})
        reorganised.append(MeanwhileRow(done_in_words(each.done), when_in_words(each.at), url))
    redefined = []
    for event in redefined_meanwhile(round_):
        url = reverse("results:indicator", kwargs={"partnership": partnership, "code": event.data["code"]})
        about = [_number(round_, event), _approved(round_, event)]
        redefined.append(
            MeanwhileRow(event_sentence(event), when_in_words(event.at), url, " ".join(text for text in about if text))
        )
    return Meanwhile(reorganised, redefined)


def _number(round_: ReportingRound, event: SubmissionEvent) -> str:
    facts = {"year": round_.year, "before": event.data["before"] or "–", "value": event.data["value"] or "–"}
    if facts["before"] == facts["value"] and event.data.get("is_other"):
        return _("Tallet for %(year)s er det samme, men vurderingen er en annen.") % facts
    if facts["before"] == facts["value"]:
        return _("Tallet for %(year)s er det samme.") % facts
    return _("Tallet for %(year)s gikk fra %(before)s til %(value)s.") % facts


def _approved(round_: ReportingRound, event: SubmissionEvent) -> str:
    names = [area_name(each) for each in approved_before(round_, event.at)]
    return _("Godkjent før endringen, og det står: %(areas)s.") % {"areas": ", ".join(names)} if names else ""
