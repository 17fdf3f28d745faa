"""Making the paper of a meeting."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from brobygger.meetings.rules.paper import MeetingPaper
from brobygger.reports.actions import typeset

_TEMPLATE = Path(__file__).resolve().parent.parent / "typst" / "meeting.typ"


def write_meeting_paper(paper: MeetingPaper) -> bytes:
    """The paper as tagged PDF/UA-1. The same paper gives the same bytes: its only time is the day of what it shows."""
    return typeset(_TEMPLATE, asdict(paper), made_on=paper.made_on)
