"""One change to many activities: what it is, what it would do, and what it did."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from brobygger.api.schemas.lists import ABOUT, FilterText
from brobygger.api.schemas.values import DateText, FilledLine, Named, Strict
from brobygger.portfolio.rules.bulk import BULK_AT_MOST, Doing
from brobygger.portfolio.rules.kinds import Kind, ParticipantRole, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneKind

SEAL_LENGTH = 400_000


class ChangeAreas(Strict):
    """Add a focus area, or take one away."""

    doing: Literal[Doing.ADD_AREA, Doing.REMOVE_AREA]
    focus_area: Named


class ChangePurposes(Strict):
    """Add a purpose, or take one away."""

    doing: Literal[Doing.ADD_PURPOSE, Doing.REMOVE_PURPOSE]
    purpose: Purpose


class AddMilestone(Strict):
    """Add a milestone."""

    doing: Literal[Doing.ADD_MILESTONE]
    kind: MilestoneKind
    date: DateText
    planned: bool = False


class AddParticipant(Strict):
    """Add somebody who takes part."""

    doing: Literal[Doing.ADD_PARTICIPANT]
    party: Named = Field(description="slug or any name of an organisation or unit")
    role: ParticipantRole


class AddPlan(Strict):
    """Add a plan."""

    doing: Literal[Doing.ADD_PLAN]
    plan: FilledLine


class ChangeKind(Strict):
    """Make them of another kind."""

    doing: Literal[Doing.CHANGE_KIND]
    kind: Kind


class WithoutMore(Strict):
    """Say that nothing has changed this year (confirm), or throw them in the wastebasket (remove)."""

    doing: Literal[Doing.CONFIRM, Doing.REMOVE]


Change = Annotated[
    ChangeAreas | ChangePurposes | AddMilestone | AddParticipant | AddPlan | ChangeKind | WithoutMore,
    Field(discriminator="doing"),
]


class BulkQuestion(Strict):
    """A change, and which activities: either their ids or a filter."""

    change: Change
    ids: list[Named] | None = Field(None, min_length=1, max_length=BULK_AT_MOST)
    filter: FilterText | None = Field(None, description=ABOUT)


class TitledActivity(BaseModel):
    """An activity by name."""

    id: str
    title: str


class RefusedActivity(TitledActivity):
    """One that the change would make faulty; each fault with the field it is about."""

    faults: list[str]


class BulkPreview(BaseModel):
    """What the change would do. Nothing is done yet."""

    activities: int = Field(description="how many would change")
    same: int = Field(description="how many are like that already")
    first: list[TitledActivity] = Field(description="the first of those that would change")
    refused: list[RefusedActivity] = Field(description="the first of those it cannot be done to; they stay as they are")
    refused_total: int
    not_found: list[str] = Field(description="the first of the ids that lead to nothing in the register")
    is_whole: bool = Field(description=f"if not, the filter finds more than the {BULK_AT_MOST} that can change at once")
    seal: str | None = Field(description="send it along to do it; good for a day, and null when nothing would change")


class BulkOrder(Strict):
    """The change, and the seal of the preview that showed what it would do."""

    change: Change
    seal: str = Field(min_length=1, max_length=SEAL_LENGTH)


class BulkDone(BaseModel):
    """What was done."""

    activities: int
    change_set: int = Field(description="by which it can be undone")
