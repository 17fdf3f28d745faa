"""Meetings of the steering group: their cases, what was decided, and the sheet they are shown."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from brobygger.api.schemas.indicators import IndicatorOut
from brobygger.api.schemas.values import FilledLine, FilledNote, Line, Note, Strict
from brobygger.meetings.rules import kinds
from brobygger.meetings.rules.kinds import FIRST_DAY, LAST_DAY, LONGEST, FollowUp

# Imports have outcomes of another sort.
CaseOutcomeKind = StrEnum("CaseOutcomeKind", {kind.name: kind.value for kind in kinds.Outcome})  # type: ignore[misc]
MeetingYear = Annotated[int, Field(ge=1900, le=2200)]
MeetingText = Annotated[Note, Field(max_length=LONGEST)]


class MeetingIn(Strict):
    """A meeting. `year` is the reporting year it is about, null when about none."""

    title: FilledLine
    date: Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
    place: Line = ""
    year: MeetingYear | None = None


class CaseIn(Strict):
    """What the group is asked to decide. No names of people: a paper is copied and filed."""

    title: FilledLine
    text: MeetingText = ""
    proposal: MeetingText = ""
    year: MeetingYear | None = None
    indicator: Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,80}$")] | None = Field(
        None, description="the code of one it is about"
    )


class CaseOutcomeIn(Strict):
    """What the meeting did with a case. Saying it again puts it right by a new decision, and the old one stays."""

    outcome: CaseOutcomeKind
    words: Annotated[FilledNote, Field(max_length=LONGEST)]
    decision: Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,80}$")] | None = Field(
        None, description="one that is recorded already, such as that of an adopted year; else a new one is"
    )


class CaseFollowUpIn(Strict):
    """What has become of what was decided."""

    state: FollowUp
    words: MeetingText = ""


class CaseOutcomeOut(BaseModel):
    """What the meeting did with a case. `decision` is the id of the decision; null when it was put off."""

    outcome: str
    words: str
    decision: str | None
    recorded_at: datetime


class CaseFollowUpOut(BaseModel):
    """What was said last of what has become of it."""

    state: str
    words: str
    said_at: datetime


class CaseOut(BaseModel):
    """A case. `replaced` is what was written down before `outcome`, and put right since."""

    number: int
    title: str
    text: str
    proposal: str
    year: int | None
    indicator: str | None
    outcome: CaseOutcomeOut | None
    replaced: list[CaseOutcomeOut]
    follow_up: CaseFollowUpOut | None


class MeetingShort(BaseModel):
    """A meeting in the list."""

    id: str
    title: str
    date: date
    place: str
    year: int | None
    state: str = Field(description="planned or held")


class MeetingRow(MeetingShort):
    """A meeting, and how many cases it has."""

    cases: int


class MeetingOut(MeetingShort):
    """A meeting with its cases."""

    held_at: datetime | None
    cases: list[CaseOut]


class MeetingList(BaseModel):
    """One page, the newest first."""

    items: list[MeetingRow]
    next: str | None


class SheetArea(BaseModel):
    """One area in the year. The name is empty for what belongs to none."""

    name: str
    stage: str
    has_lead: bool
    waits_for: list[str] = Field(description="parties that have not approved")
    unconfirmed: int
    unexplained: int
    unanswered: int
    is_silent: bool
    is_late: bool


class SheetYear(BaseModel):
    """Where the reporting year stands."""

    year: int
    state: str
    submission_due: str
    review_due: str
    adoption_due: str
    disputes: int
    snapshot: int | None = Field(description="the number it was adopted with")
    areas: list[SheetArea]


class SheetDoubt(BaseModel):
    """A doubt that waits for an answer."""

    kind: str
    subject: str
    title: str
    evidence: list[str]
    is_postponed: bool


class SheetEarlier(BaseModel):
    """A case of the meeting before: what was decided, and what has become of it."""

    meeting: str
    date: str
    title: str
    outcome: str
    decision: str
    follow_up: str
    words: str


class MeetingSheet(BaseModel):
    """What a meeting is shown, as known today or (`is_kept`) as it was when it was held. Words follow Accept-Language."""

    as_of: str
    is_kept: bool
    year: SheetYear | None
    doubts: list[SheetDoubt] = Field(description="those that wait for an answer, the heaviest first")
    doubts_total: int = Field(description="with those that are answered")
    earlier: list[SheetEarlier]
    adopted: dict[str, int] = Field(description="the years that are adopted, with the number of the snapshot")
    indicators: list[IndicatorOut]
