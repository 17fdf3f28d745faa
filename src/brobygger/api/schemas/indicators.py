"""Indicators and their figures."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field


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


class CountedList(BaseModel):
    """One page."""

    items: list[CountedActivity]
    next: str | None
