"""Meetings, their cases and what they are shown as JSON. No name of a person, as on their pages and papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from brobygger.api.rules.tags import mark_tag
from brobygger.designsystem.rules.sent import number_in
from brobygger.doubts.presenters import doubt_view
from brobygger.doubts.queries.doubts import Answered
from brobygger.meetings.models import CaseItem, CaseOutcome, Meeting
from brobygger.meetings.queries.meetings import follow_up_of
from brobygger.meetings.queries.sheet import Shown
from brobygger.meetings.rules.sheet import YearStatus
from brobygger.partnerships.models import Partnership

MEETING = "m"


def tag_of_meeting(meeting: Meeting) -> str:
    """Another one when anything that is told of it is: its version, and the last that was said of its decisions."""
    said = [each.pk for case in meeting.cases.all() for each in case.follow_ups.all()]
    return mark_tag(MEETING, meeting.pk, f"{meeting.version}-{max(said, default=0)}")


def version_in(mark: str) -> int:
    """The version of the meeting that a mark is of; 0, which is none, for what is no mark of ours."""
    return number_in(mark.partition("-")[0], 0)


def meeting_row(meeting: Meeting) -> dict[str, Any]:
    """A meeting in the list."""
    return {**_head(meeting), "cases": len(meeting.cases.all())}


def meeting_as_json(meeting: Meeting) -> dict[str, Any]:
    """A meeting that was read with its cases."""
    return {**_head(meeting), "held_at": meeting.held_at, "cases": [_case(each) for each in meeting.cases.all()]}


def sheet_as_json(partnership: Partnership, shown: Shown, indicators: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a meeting is shown; `indicators` are its figures as JSON."""
    sheet = shown.sheet
    views = [doubt_view(partnership, Answered(each.doubt, None, holds=False), shown.figures) for each in sheet.doubts]
    return {
        "as_of": sheet.as_of,
        "is_kept": shown.is_kept,
        "year": _year(sheet.year) if sheet.year else None,
        "doubts": [
            {
                "kind": each.kind,
                "subject": view.subject,
                "title": view.sentence,
                "evidence": list(view.evidence),
                "is_postponed": each.is_postponed,
            }
            for each, view in zip(sheet.doubts, views, strict=True)
        ],
        "doubts_total": sheet.doubts_total,
        "earlier": [asdict(each) for each in sheet.earlier],
        "adopted": dict(sheet.adopted),
        "indicators": indicators,
    }


def _head(meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.slug,
        "title": meeting.title,
        "date": meeting.date,
        "place": meeting.place,
        "year": meeting.year,
        "state": meeting.state,
    }


def _case(case: CaseItem) -> dict[str, Any]:
    said, since = [_outcome(each) for each in case.outcomes.all()], follow_up_of(case)
    return {
        "number": case.number,
        "title": case.title,
        "text": case.text,
        "proposal": case.proposal,
        "year": case.year,
        "indicator": case.indicator or None,
        "outcome": said[-1] if said else None,
        "replaced": said[:-1],
        "follow_up": {"state": since.state, "words": since.words, "said_at": since.said_at} if since else None,
    }


def _outcome(outcome: CaseOutcome) -> dict[str, Any]:
    return {
        "outcome": outcome.outcome,
        "words": outcome.words,
        "decision": outcome.decision.slug if outcome.decision else None,
        "recorded_at": outcome.recorded_at,
    }


def _year(year: YearStatus) -> dict[str, Any]:
    told = asdict(year)
    return {**told, "snapshot": told.pop("frozen_as")}
