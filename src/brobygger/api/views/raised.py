"""Which problem it is that apps raise who look after names, units, duplicates, suggestions, people and meetings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import translation

from brobygger.api.actions.people import PersonChanged
from brobygger.api.rules.faults import Fault, FieldFault, Problem
from brobygger.duplicates.actions.decide import DecidedMeanwhile as PairDecided
from brobygger.duplicates.actions.merges import PartedAlready
from brobygger.meetings.actions.planning import MeetingRefused
from brobygger.organisations.actions import AliasChanged, AliasTheirs, BuiltUpon, DirectoryChanged, HasUnits
from brobygger.organisations.presenters.reorganising import refusal_in_words
from brobygger.organisations.rules.reorganise import Refused
from brobygger.people.actions.erase import NameTakenByAnother, StandsInTheWay
from brobygger.people.actions.hand_over import ChangedSinceSeen, NotToOneself
from brobygger.people.actions.people import KeptTooLong
from brobygger.people.rules.kinds import Obstacle
from brobygger.people.rules.retention import YEARS_AT_MOST
from brobygger.portfolio.actions.proposals import LookedAtMeanwhile, NotTheSame
from brobygger.suggestions.actions.decide import DecidedMeanwhile as SuggestionDecided
from brobygger.suggestions.actions.links import TooManyLinks

_LATE = "Nothing was written. Read it again, make your change to that, and send it with the new tag."
_OBSTACLES = {
    Obstacle.RESPONSIBLE: "Activities would be left without anybody who answers for them: {}. Hand them over first.",
    Obstacle.ONLY_COORDINATOR: "Nobody would be left to let people in and out.",
}


def _obstacles(error: StandsInTheWay) -> Problem:
    faults = []
    for each in error.obstacles:
        titles = ", ".join(activity.slug for activity in each.activities)
        faults.append(FieldFault("", each.obstacle.value, _OBSTACLES[each.obstacle].format(titles)))
    return Problem(Fault.CONFLICT, "Nothing was erased.", faults)


def _order(error: Refused) -> Problem:
    """Why a reorganisation cannot be done, in the words of the screen but in English, as all problems are."""
    with translation.override("en"):
        detail = refusal_in_words(error)
    field = "date" if error.problem.value.startswith("date_") else "change"
    return Problem(Fault.INVALID, errors=[FieldFault(field, error.problem.value, detail)])


_MEETINGS = {
    "held": "The meeting is held: its cases and what is said of it stay as they are.",
    "planned": "The meeting is not held. Say that it is first.",
    "to_come": "It is not held before its day.",
    "decided": "Something is decided in it, so it was held.",
    "undecided": "Nothing is decided in the case.",
    "postponed": "The case was put off, so there is nothing to follow up.",
    "decision": "The decision is of another partnership.",
    "many": "There are as many cases as there may be.",
}


def _meeting(error: MeetingRefused) -> Problem:
    if error.why == "changed":
        return Problem(Fault.CHANGED_MEANWHILE, _LATE)
    return Problem(Fault.CONFLICT, errors=[FieldFault("", error.why, _MEETINGS[error.why])])


def _one(field: str, code: str, detail: str) -> Callable[[Any], Problem]:
    return lambda _: Problem(Fault.INVALID, errors=[FieldFault(field, code, detail)])


RAISED: dict[type[BaseException], Callable[[Any], Problem]] = {
    PairDecided: lambda _: Problem(Fault.CONFLICT, "It is decided, or one of the two is gone. Nothing was done."),
    PartedAlready: lambda _: Problem(Fault.CONFLICT, "It is parted, or in the wastebasket. Nothing was done."),
    SuggestionDecided: lambda error: Problem(Fault.CONFLICT, f"{error.by} has decided it. Nothing was done."),
    TooManyLinks: lambda _: Problem(
        Fault.CONFLICT, "There are as many links as there may be. Turn one on, or renew it."
    ),
    AliasChanged: lambda _: Problem(Fault.CHANGED_MEANWHILE, _LATE),
    DirectoryChanged: lambda _: Problem(Fault.CHANGED_MEANWHILE, "Nothing was written. Ask for a new preview."),
    BuiltUpon: lambda _: Problem(Fault.STANDS_IN_THE_WAY, "It is undone already, or something rests on what it left."),
    Refused: _order,
    MeetingRefused: _meeting,
    PersonChanged: lambda _: Problem(Fault.CHANGED_MEANWHILE, _LATE),
    AliasTheirs: lambda error: Problem(Fault.CONFLICT, f"It goes by the name «{error}» already."),
    LookedAtMeanwhile: lambda _: Problem(Fault.CONFLICT, "Somebody has decided on it. Nothing was done."),
    NotTheSame: _one("organisation", "itself", "Nobody is the same as themselves."),
    HasUnits: _one("organisation", "has_units", "What is proposed has units of its own, so it is no unit."),
    StandsInTheWay: _obstacles,
    NameTakenByAnother: lambda _: Problem(Fault.CONFLICT, "Another user is called that. Be told apart from them."),
    NotToOneself: lambda _: Problem(Fault.CONFLICT, "It is theirs already, or whoever it would go to is erased."),
    ChangedSinceSeen: lambda _: Problem(Fault.CONFLICT, "Some of it is no longer theirs. Nothing was handed over."),
    KeptTooLong: _one("", "out_of_range", f"From today, and at most {YEARS_AT_MOST} years ahead."),
}
