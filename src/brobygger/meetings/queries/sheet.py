"""What a meeting is shown: as it is known today, or as it was kept when the meeting was held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from brobygger.doubts.queries.doubts import Answered, doubts_of
from brobygger.doubts.rules.kinds import Answer, is_open
from brobygger.meetings.models import Meeting
from brobygger.meetings.queries.meetings import follow_up_of, held_before, outcome_of
from brobygger.meetings.rules.sheet import AreaStatus, Doubted, Earlier, Sheet, YearStatus, by_weight, sheet_from
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partner_organisations
from brobygger.results.queries.frameworks import Figures, figures_of
from brobygger.results.queries.frozen import figure_items
from brobygger.results.queries.thawed import GROUPS, thawed
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.queries.adopted import adopted_years
from brobygger.rounds.queries.rounds import leads_of, round_of
from brobygger.rounds.queries.standing import Standing, series_jumps, standings
from brobygger.rounds.rules.days import due_of
from brobygger.rounds.rules.kinds import Due, Stage
from brobygger.snapshots.rules.canonical import plain


@dataclass(frozen=True)
class Shown:
    """The sheet and the figures. `is_kept`: as they were when the meeting was held."""

    sheet: Sheet
    figures: Figures | None
    is_kept: bool


def shown_in(meeting: Meeting, *, today: date) -> Shown:
    """What a meeting is shown: what was kept of a held one (no query), else what is known today (a fixed number)."""
    if meeting.shown is not None:
        return kept(meeting.shown)
    partnership = meeting.partnership
    found = doubts_of(partnership, today=today)
    sheet = Sheet(
        as_of=today.isoformat(),
        year=_year(partnership, meeting.year, today) if meeting.year else None,
        doubts=by_weight(_doubted(each) for each in found if _waits(each)),
        doubts_total=len(found),
        earlier=_earlier(meeting),
        adopted={str(year): snapshot.number for year, snapshot in adopted_years(partnership).items()},
    )
    return Shown(sheet, figures_of(partnership, today=today), is_kept=False)


def to_keep(shown: Shown) -> dict[str, Any]:
    """What a meeting keeps of what it was shown, as JSON: the figures as a snapshot has them."""
    groups: dict[str, list[Any]] = {}
    for path, value in figure_items(shown.figures) if shown.figures else ():
        groups.setdefault(path.partition("/")[0], []).append(value)
    figures = {group: groups.get(group, []) for group in GROUPS} if groups else None
    told: dict[str, Any] = plain({"sheet": shown.sheet.as_json(), "figures": figures})
    return told


def kept(told: dict[str, Any]) -> Shown:
    """What `to_keep` gave, as it was."""
    then = thawed(told["figures"]) if told["figures"] else None
    return Shown(sheet_from(told["sheet"]), then.figures if then else None, is_kept=True)


def _waits(each: Answered) -> bool:
    return is_open(Answer(each.answer.answer) if each.answer else None, holds=each.holds)


def _doubted(each: Answered) -> Doubted:
    is_postponed = each.answer is not None and each.holds and each.answer.answer == Answer.POSTPONED
    return Doubted(each.doubt.kind.value, each.doubt.subject, dict(each.doubt.facts), is_postponed)


def _year(partnership: Partnership, year: int, today: date) -> YearStatus | None:
    round_ = round_of(partnership, year)
    if round_ is None:
        return None
    found = standings(round_, series_jumps(round_, today))
    led = set(leads_of(partnership).by_area)
    parties = partner_organisations(partnership)
    submissions = sorted(round_.submissions.all(), key=lambda each: (each.focus_area_id is None, each.pk))
    return YearStatus(
        year=round_.year,
        state=round_.state,
        submission_due=round_.submission_due.isoformat(),
        review_due=round_.review_due.isoformat(),
        adoption_due=round_.adoption_due.isoformat(),
        disputes=round_.disputes.filter(outcome="").count(),
        frozen_as=round_.frozen_as,
        areas=tuple(_area(round_, each, found[each.pk], led, parties, today) for each in submissions),
    )


def _area(
    round_: ReportingRound,
    submission: Submission,
    standing: Standing,
    led: set[int],
    parties: list[Organisation],
    today: date,
) -> AreaStatus:
    given = {each.organisation_id for each in submission.approvals.all()}
    stage = Stage(submission.stage)
    is_over = stage in {Stage.ADOPTED, Stage.CANCELLED}
    due = due_of(stage)
    day = {Due.SUBMIT: round_.submission_due, Due.REVIEW: round_.review_due, Due.ADOPT: round_.adoption_due}
    return AreaStatus(
        name=submission.focus_area.name if submission.focus_area else "",
        stage=submission.stage,
        has_lead=submission.focus_area_id in led,
        waits_for=tuple(each.name for each in parties if each.pk not in given) if stage is Stage.SUBMITTED else (),
        unconfirmed=0 if is_over else standing.unconfirmed,
        unexplained=0 if is_over else standing.unexplained,
        unanswered=0 if is_over else standing.unanswered,
        is_silent=not is_over and standing.is_silent,
        is_late=bool(due and day[due] < today),
    )


def _earlier(meeting: Meeting) -> tuple[Earlier, ...]:
    before = held_before(meeting)
    rows = []
    for case in before.cases.all() if before else ():
        outcome, since = outcome_of(case), follow_up_of(case)
        rows.append(
            Earlier(
                meeting=before.title if before else "",
                date=before.date.isoformat() if before else "",
                title=case.title,
                outcome=outcome.outcome if outcome else "",
                decision=outcome.words if outcome else "",
                follow_up=since.state if since else "",
                words=since.words if since else "",
            )
        )
    return tuple(rows)
