"""States, outcomes and refusals in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from brobygger.meetings.rules.kinds import FollowUp, MeetingState, Outcome


def state_label(state: str) -> str:
    """Where a meeting is."""
    return {MeetingState.PLANNED: _("Planlagt"), MeetingState.HELD: _("Holdt")}[MeetingState(state)]


def state_color(state: str) -> str:
    """The colour that goes with it; the word says the same."""
    return {MeetingState.PLANNED: "info", MeetingState.HELD: "success"}[MeetingState(state)]


def outcome_label(outcome: Outcome | str) -> str:
    """What became of a case in the meeting; empty when nothing is written down."""
    if not outcome:
        return ""
    return {
        Outcome.ADOPTED: _("Vedtatt som foreslått"),
        Outcome.CHANGED: _("Vedtatt med endringer"),
        Outcome.NOTED: _("Tatt til orientering"),
        Outcome.REJECTED: _("Avslått"),
        Outcome.POSTPONED: _("Utsatt"),
    }[Outcome(outcome)]


def outcome_color(outcome: Outcome | str) -> str:
    """The colour that goes with it."""
    if not outcome:
        return "neutral"
    return {Outcome.REJECTED: "danger", Outcome.POSTPONED: "warning"}.get(Outcome(outcome), "success")


def follow_up_label(state: FollowUp | str) -> str:
    """What has become of a decision."""
    if not state:
        return _("Ikke fulgt opp ennå")
    return {FollowUp.UNDERWAY: _("I gang"), FollowUp.DONE: _("Gjort"), FollowUp.DROPPED: _("Lagt bort")}[
        FollowUp(state)
    ]


def follow_up_color(state: FollowUp | str) -> str:
    """The colour that goes with it."""
    return {FollowUp.UNDERWAY: "info", FollowUp.DONE: "success"}.get(FollowUp(state), "neutral") if state else "warning"


def refusal_in_words(why: str) -> str:
    """Why it was not done, and what to do."""
    return {
        "changed": _("Noen andre har gjort noe med møtet i mellomtiden. Se over, og prøv en gang til."),
        "held": _("Møtet er holdt. Saker og opplysninger kan ikke endres lenger."),
        "planned": _("Møtet er ikke holdt ennå. Si at det er holdt først."),
        "to_come": _("Møtet har ikke vært ennå. Vent til dagen, eller endre datoen hvis møtet er flyttet."),
        "decided": _("Det er ført inn vedtak fra møtet. Da kan det ikke gjøres om til planlagt."),
        "undecided": _("Det er ikke ført inn noe vedtak i saken ennå."),
        "postponed": _("Saken er utsatt. Da er det ikke noe vedtak å følge opp."),
        "decision": _("Vedtaket hører ikke til dette samarbeidet."),
        "many": _("Møtet har så mange saker som det er plass til. Lag et møte til."),
    }[why]
