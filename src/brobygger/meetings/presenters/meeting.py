"""Meetings and their cases as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.dates.presenters import date_in_words
from brobygger.meetings.models import CaseItem, Meeting
from brobygger.meetings.presenters.words import (
    follow_up_color,
    follow_up_label,
    outcome_color,
    outcome_label,
    state_color,
    state_label,
)
from brobygger.meetings.queries.meetings import follow_up_of, outcome_of
from brobygger.meetings.rules.kinds import MeetingState, Outcome
from brobygger.results.presenters.words import in_language
from brobygger.results.queries.frameworks import Figures
from brobygger.rounds.rules.kinds import RoundState


@dataclass(frozen=True)
class MeetingRow:
    """One meeting in the list."""

    title: str
    day: str
    place: str
    state: str
    color: str
    cases: str
    url: str


@dataclass(frozen=True)
class OutcomeView:
    """What became of a case."""

    label: str
    color: str
    words: str


@dataclass(frozen=True)
class CaseView:
    """One case. `about` are titles with addresses, empty where there is nothing to open; `replaced` what was written down before and put right since."""

    number: int
    title: str
    text: str
    proposal: str
    about: Sequence[tuple[str, str]]
    outcome: OutcomeView | None
    replaced: Sequence[OutcomeView]
    may_follow: bool
    follow_up: str
    follow_up_color: str
    follow_up_words: str
    adopt_url: str


@dataclass(frozen=True)
class MeetingView:
    """One meeting with its cases."""

    slug: str
    title: str
    day: str
    place: str
    state: str
    color: str
    is_held: bool
    version: int
    may_reopen: bool
    cases: Sequence[CaseView]


def meeting_rows(meetings: Sequence[Meeting], partnership: str) -> list[MeetingRow]:
    """The list of meetings."""
    rows = []
    for each in meetings:
        n = len(each.cases.all())
        cases = ngettext("%(n)s sak", "%(n)s saker", n) % {"n": n} if n else _("ingen saker ennå")
        url = reverse("meetings:show", kwargs={"partnership": partnership, "slug": each.slug})
        day = date_in_words(each.date.isoformat())
        rows.append(
            MeetingRow(each.title, day, each.place, state_label(each.state), state_color(each.state), cases, url)
        )
    return rows


def meeting_view(meeting: Meeting, figures: Figures | None, rounds: Mapping[int, str] | None = None) -> MeetingView:
    """One meeting; `figures` are those it is shown, for the names of indicators, `rounds` how each year stands."""
    cases = [case_view(meeting, each, figures, rounds) for each in meeting.cases.all()]
    is_held = meeting.state == MeetingState.HELD
    return MeetingView(
        slug=meeting.slug,
        title=meeting.title,
        day=date_in_words(meeting.date.isoformat()),
        place=meeting.place,
        state=state_label(meeting.state),
        color=state_color(meeting.state),
        is_held=is_held,
        version=meeting.version,
        may_reopen=is_held and not any(each.outcome for each in cases),
        cases=cases,
    )


def case_view(
    meeting: Meeting, case: CaseItem, figures: Figures | None = None, rounds: Mapping[int, str] | None = None
) -> CaseView:
    """One case."""
    partnership, state = meeting.partnership.slug, (rounds or {}).get(case.year or 0)
    outcome, since = outcome_of(case), follow_up_of(case)
    said = [
        OutcomeView(outcome_label(each.outcome), outcome_color(each.outcome), each.words)
        for each in case.outcomes.all()
    ]
    about = []
    if case.year:
        url = reverse("rounds:status", kwargs={"partnership": partnership, "year": case.year})
        about.append((_("Rapporteringen for %(year)s") % {"year": case.year}, url if state else ""))
    if case.indicator:
        found = figures.indicator(case.indicator) if figures else None
        url = reverse("results:indicator", kwargs={"partnership": partnership, "code": case.indicator})
        about.append((in_language(found.name), url) if found else (case.indicator, ""))
    may_follow = outcome is not None and outcome.outcome != Outcome.POSTPONED
    is_adopted = outcome is not None and outcome.outcome in {Outcome.ADOPTED, Outcome.CHANGED}
    adopt = {"partnership": partnership, "year": case.year}
    return CaseView(
        number=case.number,
        title=case.title,
        text=case.text,
        proposal=case.proposal,
        about=about,
        outcome=said[-1] if said else None,
        replaced=said[:-1],
        may_follow=may_follow,
        follow_up=follow_up_label(since.state if since else "") if may_follow else "",
        follow_up_color=follow_up_color(since.state if since else ""),
        follow_up_words=since.words if since else "",
        adopt_url=reverse("rounds:adoption", kwargs=adopt) if is_adopted and state == RoundState.OPEN else "",
    )


def decision_source(case: CaseItem) -> str:
    """Where a decision stands: «Styringsgruppemøte 3. desember 2026, sak 2»."""
    facts = {
        "meeting": case.meeting.title,
        "date": date_in_words(case.meeting.date.isoformat()),
        "n": case.number,
    }
    return (_("%(meeting)s %(date)s, sak %(n)s") % facts)[:300]


def indicator_choices(figures: Figures | None, present: str = "") -> list[tuple[str, str]]:
    """The indicators a case can be about; among them the one it is about, though it is followed no longer."""
    found = {each.code: in_language(each.name) for each in figures.indicators()} if figures else {}
    return list(({present: present} | found if present else found).items())
