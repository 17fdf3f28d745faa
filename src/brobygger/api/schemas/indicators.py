"""Indicators and their figures."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from brobygger.api.schemas.questions import NO_NUL, CursorQuestion, PageQuestion
from brobygger.results.rules.by_unit import Part, Tree

_TREE = "rapportert: each year as it was organised then; i-dag: on the units of today"


class FigureOut(BaseModel):
    """A value for a year or the period, named as the command `figures` names it."""

    year: str = Field(description="a year, or period")
    target_kind: str
    target: str | None
    value: str | None
    basis: str | None = Field(description="reported or counted")
    state: str = Field(description="final or provisional")
    pending: int
    verdict: str
    reason: str
    left_out: int = Field(description="activities that are disputed and not counted")
    disputed: bool = Field(description="the number as a whole is disputed, and no value")
    credit: str | None = Field(description="of a counted value, which part of the band it is; null where none is told")


class IndicatorOut(BaseModel):
    """What is followed. Names and reasons are in the language asked for by Accept-Language."""

    code: str
    goal_area: str
    name: str
    figures: list[FigureOut]


class IndicatorList(BaseModel):
    """All of the current framework."""

    items: list[IndicatorOut]


class PastFigures(BaseModel):
    """Figures as they stood at the end of a day. `touched`: activities that have been written since."""

    date: str
    touched: int
    items: list[IndicatorOut]


class DayQuestion(BaseModel):
    """Which day."""

    dato: date = Field(description="a day that is over")


class CountedActivity(BaseModel):
    """An activity a figure consists of."""

    id: str
    kind: str
    title: str
    version: int


class UnitFigure(BaseModel):
    """A row of a figure by unit. Numbers by year, and by `period`, as text; each thing once in every row it belongs to.

    `total` is what those directly below have `alone`, and `shared` (several of them), and `own` (none of them).
    """

    row: list[str] = Field(description="ids from the organisation down; empty for the whole")
    name: str
    note: str = Field(description="what became of the unit, in words; mostly empty")
    total: dict[str, str]
    alone: dict[str, str] = Field(description="what the row above has through this one only")
    shared: dict[str, str]
    own: dict[str, str]


class UnitFigureList(BaseModel):
    """One page: the whole first, then each row after the one it stands under."""

    items: list[UnitFigure]
    next: str | None


class UnitFigureQuestion(PageQuestion):
    """Which of the two trees."""

    tre: Tree = Field(Tree.REPORTED, description=_TREE)


class BehindUnitQuestion(CursorQuestion):
    """Which of the numbers of a row."""

    tre: Tree = Field(Tree.REPORTED, description=_TREE)
    rad: str = Field("", max_length=1000, pattern=NO_NUL, description="the ids of the row, with a full stop between")
    part: Part = Field(
        Part.TOTAL,
        alias="del",
        description="empty: all of the row; felles: what several below have; egne: what none has",
    )
    aar: str = Field("", max_length=4, pattern=NO_NUL, description="a year; empty: the whole period")


class CountedList(BaseModel):
    """One page."""

    items: list[CountedActivity]
    next: str | None
