"""Reorganisations: what is wanted, what it would come to, and what was done."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, Field, WithJsonSchema, model_validator

from brobygger.api.schemas.values import DateText, FilledNote, Named, Strict
from brobygger.organisations.rules.reorganise import Change

_ANY_NAME = "slug or any name that leads to it alone"
Share = Annotated[
    Decimal,
    Field(gt=0, le=1, decimal_places=4),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^(0\\.[0-9]{1,4}|1(\\.0{1,4})?)$"}]}),
]


class UnitOrNew(Strict):
    """Who takes over: a unit that is there, or a new one under a name nobody there goes by. One of the two."""

    unit: Named | None = Field(None, description=_ANY_NAME)
    name: Named | None = Field(None, description="of a unit to be made")

    @model_validator(mode="after")
    def _one_of_them(self) -> UnitOrNew:
        if (self.unit is None) == (self.name is None):
            raise ValueError("say either unit or name")
        return self


class SplitPart(UnitOrNew):
    """One of those a unit becomes. `share`: how much of it went there, between 0 and 1; all of them or none are said."""

    share: Share | None = None
    below: list[Named] = Field([], max_length=200, description="units directly below that go with this part")


class RenameOrder(Strict):
    """It is the same, and is called something else."""

    how: Literal[Change.RENAME]
    name: Named


class MergeOrder(Strict):
    """It and others are one now: a new unit, or one that is there. If that is one of them, the others go into it."""

    how: Literal[Change.MERGE]
    others: list[Named] = Field(max_length=50, description=_ANY_NAME)
    into: UnitOrNew


class SplitOrder(Strict):
    """It is several now."""

    how: Literal[Change.SPLIT]
    parts: list[SplitPart] = Field(min_length=2, max_length=20)


class MoveOrder(Strict):
    """It belongs elsewhere, with all below it."""

    how: Literal[Change.MOVE]
    to: Named = Field(description="the unit it is under now, or the organisation")


class CloseOrder(Strict):
    """It is no more, and nobody has taken over."""

    how: Literal[Change.CLOSE]


class ReorganiseQuestion(Strict):
    """What has become of an organisation (only rename) or unit, and from when."""

    change: Annotated[
        RenameOrder | MergeOrder | SplitOrder | MoveOrder | CloseOrder, Field(discriminator="how")
    ]  # fmt: skip
    date: DateText = Field(description="from when, as exact as one knows; not unknown")


class ReorganiseOrder(ReorganiseQuestion):
    """The same, with the reason, which all in the partnership can read."""

    reason: Annotated[FilledNote, Field(max_length=2000)]


class PlannedUnit(BaseModel):
    """A unit in a preview. `id` is null for one that is to be made."""

    id: str | None
    name: str


class PlannedRenaming(BaseModel):
    """From what to what."""

    was: str
    name: str


class PlannedPlace(BaseModel):
    """Where a unit hangs afterwards. `under` is null directly below the organisation."""

    unit: PlannedUnit
    organisation: str
    under: PlannedUnit | None


class PlannedSuccession(BaseModel):
    """Who takes over from whom."""

    predecessor: PlannedUnit
    successor: PlannedUnit
    kind: str
    share: str | None


class ReorganisePreview(BaseModel):
    """What would be written, and what it touches. Nothing is done yet."""

    date: str
    until: str = Field(description="the last that is true of what was before")
    lines: list[str] = Field(description="all of it in words")
    renamed: PlannedRenaming | None
    made: list[PlannedUnit]
    ended: list[PlannedUnit]
    placed: list[PlannedPlace]
    successions: list[PlannedSuccession]
    activities: int = Field(description="how many name it or something below it, and still will")
    counted: int = Field(description="how many of them are counted by an indicator this year")
    is_all: bool = Field(description="if not, there are more than were looked at")


class ReorganisationOut(BaseModel):
    """What was done, in the names of then. What does not belong to its way is empty."""

    id: int
    how: str
    date: str
    reason: str
    text: str = Field(description="in words")
    was: str = Field(description="rename: the name before")
    name: str = Field(description="rename: the name since")
    units: list[str]
    into: list[str]
    shares: list[str | None]
    organisation: str = Field(description="move: where to")
    under: str = Field(description="move: the unit it came under")
    made: list[str] = Field(description="ids of the units it made")
    is_undone: bool
    may_be_undone: bool = Field(description="it is the latest that stands, and nobody has built on it")
    at: datetime | None
    by: str = Field(description="told to coordinators; empty when it was somebody outside the partnership")


class ReorganisationList(BaseModel):
    """What was done with an organisation or unit, the latest first."""

    items: list[ReorganisationOut]


class WrittenReorganisation(ReorganisationOut):
    """A reorganisation that was just done or undone."""

    is_searched: bool = Field(
        description="false when so many activities are concerned that lists and search follow after reindexing"
    )
