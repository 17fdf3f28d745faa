"""Rounds, submissions, approvals and disputes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import Amount, DateText, FilledLine, Note, Source, Strict

_Name = Annotated[str, Field(pattern="^[-a-zA-Z0-9_]{1,80}$")]
Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class ApprovalOut(BaseModel):
    """A party, and whether it stands behind the submission now."""

    party: str
    given_at: datetime | None
    given_by: str


class OddOut(BaseModel):
    """A number far from the year before: `kind:<kind>` of an area, `indicator:<code>` of all. `text` is empty until it is explained."""

    subject: str
    before: str
    value: str
    text: str


class SubmissionOut(BaseModel):
    """What an area hands in. The area `felles` is what belongs to none; `version` is sent back with every step."""

    area: str
    stage: str = Field(description="working, submitted, returned, approved, adopted or cancelled")
    version: int
    activities: int
    unconfirmed: int
    unexplained: int
    odd: list[OddOut]
    unanswered: int
    minutes: int | None
    submitted_at: datetime | None
    approvals: list[ApprovalOut]


class RoundOut(BaseModel):
    """A year on its way to the steering group."""

    year: int
    state: str = Field(description="open, adopted or cancelled")
    version: int
    submission_due: date
    review_due: date
    adoption_due: date
    decision: str | None
    snapshot: int | None
    submissions: list[SubmissionOut]


class RoundShort(BaseModel):
    """A round in the list."""

    year: int
    state: str


class RoundList(BaseModel):
    """The rounds there are and have been, the newest year first."""

    items: list[RoundShort]


class RoundIn(Strict):
    """A round to open. `asked` says which area is asked for the number of an indicator that cannot be counted."""

    year: Annotated[int, Field(ge=1900, le=2200)]
    submission_due: date
    review_due: date
    adoption_due: date
    areas: list[_Name] = Field(min_length=1, max_length=200)
    asked: dict[str, _Name] = Field({}, max_length=200)


class MoveIn(Strict):
    """Other days of a round: the version one has read, and why, which is kept."""

    version: Version
    submission_due: date
    review_due: date
    adoption_due: date
    reason: Annotated[str, Field(max_length=2000)] = ""


class SeenIn(Strict):
    """The version one has read."""

    version: Version


class SubmitIn(Strict):
    """Handing in: the version one has read, and how many minutes it took."""

    version: Version
    minutes: Annotated[int, Field(ge=0, le=10_000)] | None = None


class ReasonIn(Strict):
    """The version one has read, and a reason that is kept."""

    version: Version
    reason: Reason


class ConfirmedIn(Strict):
    """An activity as one has read it."""

    id: _Name
    version: Version


class ConfirmIn(Strict):
    """Activities that stand as they should."""

    activities: list[ConfirmedIn] = Field(min_length=1, max_length=500)


class ConfirmOut(BaseModel):
    """How many were confirmed, and the ids of those that have changed since they were read."""

    confirmed: int
    changed: list[str]


class ExplainIn(Strict):
    """Why a number is far from the year before; it holds for the two numbers as they are now."""

    subject: Annotated[str, Field(min_length=1, max_length=100)]
    text: Reason


class ValueIn(Strict):
    """A number that was asked for, with its source. Without a number, `quality` says why."""

    indicator: _Name
    value: Amount | None = None
    source: Annotated[Source, Field(min_length=1)]
    quality: Note = ""


class RoundDecisionIn(Strict):
    """What the steering group decided, as it is written down for it."""

    title: FilledLine
    date: DateText
    source: Source = ""


class AdoptIn(Strict):
    """Adopting: by a decision that is recorded already, named by its slug, or one that is written down now."""

    version: Version
    decision: _Name | None = None
    new_decision: RoundDecisionIn | None = None
    leave_out_disputed: bool = False


class DisputeIn(Strict):
    """What one's party does not stand behind: an activity, or the number of an indicator."""

    activity: _Name | None = None
    indicator: _Name | None = None
    reason: Reason


class SettleIn(Strict):
    """How a dispute ended."""

    outcome: Literal["counts", "corrected", "left_out"]
    reason: Reason
    decision: _Name | None = None


class DisputeOut(BaseModel):
    """A dispute; it stays out of the totals while `outcome` is empty or left_out."""

    id: int
    activity: str | None
    indicator: str | None
    party: str
    reason: str
    opened_at: datetime
    opened_by: str
    outcome: str
    settlement: str
    settled_at: datetime | None
    decision: str | None


class DisputeList(BaseModel):
    """The disputes of a round."""

    items: list[DisputeOut]
