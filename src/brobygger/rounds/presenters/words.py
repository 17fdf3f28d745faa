"""Stages, steps, days and refusals in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.portfolio.presenters.labels import kind_label
from brobygger.results.presenters.words import in_language
from brobygger.rounds.models import Submission, SubmissionEvent
from brobygger.rounds.queries.standing import Odd
from brobygger.rounds.rules.days import days_left
from brobygger.rounds.rules.kinds import Due, Ending, RoundState, Stage
from brobygger.rounds.rules.workflow import Refusal


def area_name(submission: Submission) -> str:
    """What a submission is called."""
    return submission.focus_area.name if submission.focus_area else _("Felles og uten innsatsområde")


def stage_label(stage: str) -> str:
    """Where a submission is."""
    return {
        Stage.WORKING: _("Under arbeid"),
        Stage.SUBMITTED: _("Levert"),
        Stage.RETURNED: _("Sendt tilbake"),
        Stage.APPROVED: _("Godkjent"),
        Stage.ADOPTED: _("Vedtatt"),
        Stage.CANCELLED: _("Avlyst"),
    }[Stage(stage)]


def stage_color(stage: str) -> str:
    """The colour that goes with it; the word says the same."""
    return {
        Stage.WORKING: "neutral",
        Stage.SUBMITTED: "info",
        Stage.RETURNED: "warning",
        Stage.APPROVED: "success",
        Stage.ADOPTED: "success",
        Stage.CANCELLED: "neutral",
    }[Stage(stage)]


def round_label(state: str) -> str:
    """Where a round is as a whole."""
    return {
        RoundState.OPEN: _("Åpen"),
        RoundState.ADOPTED: _("Vedtatt"),
        RoundState.CANCELLED: _("Avlyst"),
    }[RoundState(state)]


def due_label(due: Due) -> str:
    """What is to be done by a day."""
    return {Due.SUBMIT: _("Lever innen"), Due.REVIEW: _("Gå gjennom innen"), Due.ADOPT: _("Vedtas innen")}[due]


def days_in_words(today: date, day: date) -> str:
    """«3 dager igjen», «frist i dag», «2 dager over fristen»."""
    left = days_left(today, day)
    if left == 0:
        return _("frist i dag")
    if left < 0:
        return ngettext("%(n)s dag over fristen", "%(n)s dager over fristen", -left) % {"n": -left}
    return ngettext("%(n)s dag igjen", "%(n)s dager igjen", left) % {"n": left}


def ending_label(ending: str) -> str:
    """How a dispute ended."""
    if not ending:
        return _("Ikke avgjort")
    return {
        Ending.COUNTS: _("Teller med"),
        Ending.CORRECTED: _("Rettet i registeret"),
        Ending.LEFT_OUT: _("Holdes utenfor"),
    }[Ending(ending)]


def odd_sentence(odd: Odd, name: str = "") -> str:
    """«Masteroppgave: fra 3 til 40»."""
    subject = name or kind_label(odd.subject.removeprefix("kind:"))
    return _("%(what)s: fra %(before)s året før til %(value)s") % {
        "what": subject,
        "before": format(odd.before.normalize(), "f"),
        "value": format(odd.value.normalize(), "f"),
    }


def refusal_in_words(why: Refusal) -> str:
    """Why a step was not taken, and what to do."""
    return {
        Refusal.WRONG_STAGE: _(
            "Dette kan ikke gjøres nå. Innleveringen er kommet et annet sted enn da du åpnet siden."
        ),
        Refusal.REASON_MISSING: _("Skriv en begrunnelse. Den blir stående i historikken."),
        Refusal.NOT_A_PARTY: _("Bare koordinatorene hos partene kan gjøre dette, hver for sin part."),
        Refusal.APPROVED_ALREADY: _("Din part har godkjent allerede."),
        Refusal.NOT_APPROVED: _("Din part har ikke godkjent, så det er ingenting å trekke tilbake."),
        Refusal.INCOMPLETE: _("Noe mangler eller er endret siden. Se hva som venter på svar."),
        Refusal.NOT_ALL_APPROVED: _("Alle områdene må være godkjent av begge parter før året kan vedtas."),
        Refusal.DISPUTED: _("Noe er omstridt. Avgjør det, eller kryss av for at det holdes utenfor."),
        Refusal.DECISION_MISSING: _("Velg vedtaket styringsgruppen har gjort, eller skriv det inn."),
        Refusal.CHANGED_MEANWHILE: _(
            "Noen har gjort noe her etter at du åpnet siden. Ingenting er lagret. Se hva som er nytt, og prøv igjen."
        ),
    }[why]


def event_sentence(event: SubmissionEvent) -> str:
    """«Kari Eksempel godkjente for Trondheim kommune»."""
    texts = {
        "open": _("%(who)s åpnet runden"),
        "move_days": _("%(who)s flyttet fristene"),
        "nothing": _("%(who)s meldte at det ikke er noe å rapportere"),
        "submit": _("%(who)s leverte"),
        "approve": _("%(who)s godkjente for %(party)s"),
        "undo_approval": _("%(who)s trakk godkjenningen for %(party)s tilbake"),
        "return": _("%(who)s sendte tilbake for %(party)s"),
        "void": _("%(who)s endret noe vesentlig i registeret, og godkjenninger falt bort"),
        "adopt": _("Vedtatt av styringsgruppen, ført inn av %(who)s"),
        "adopt_round": _("Året ble vedtatt, ført inn av %(who)s"),
        "undo_adoption": _("%(who)s gjorde vedtaket om"),
        "cancel": _("%(who)s avlyste runden"),
        "cancel_round": _("%(who)s avlyste runden"),
        "dispute": _("%(who)s meldte uenighet for %(party)s"),
        "settle": _("%(who)s avgjorde en uenighet for %(party)s"),
    }
    redefined = {
        "definition": _("%(who)s endret hva «%(name)s» betyr, fra %(since)s"),
        "target": _("%(who)s endret målet for «%(name)s», fra %(since)s"),
        "indicator": _("%(who)s la til måltallet «%(name)s»"),
    }
    texts |= {"redefine": redefined.get(str(event.data.get("what")), "")}
    of_void = event.data.get("indicator") if event.step == "void" else None
    if of_void:
        texts |= {"void": _("%(who)s endret måltallet «%(name)s», og godkjenninger falt bort")}
    name = in_language((of_void or event.data).get("name"))
    party = event.organisation.name if event.organisation else ""
    facts = {"who": event.by_label, "party": party, "name": name, "since": event.data.get("valid_from", "")}
    return texts.get(event.step, _("%(who)s gjorde noe i runden")) % facts
