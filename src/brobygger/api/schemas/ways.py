"""The register seen in other ways than as a list: by state, in a month, on a map, as a density map, as a sample."""

from __future__ import annotations

from pydantic import BaseModel, Field

from brobygger.api.schemas.activities import ActivityFilter, ActivityRow
from brobygger.api.schemas.questions import NO_NUL
from brobygger.dates.rules import FIRST_YEAR, LAST_YEAR
from brobygger.portfolio.presenters.density import MapKind
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneKind, State
from brobygger.portfolio.rules.sampling import SEED_LENGTH, SIZE_AT_MOST, USUAL_SIZE


class Card(BaseModel):
    """An activity on the board."""

    id: str
    kind: Kind
    title: str
    focus_areas: list[str]
    start: str | None
    end: str | None


class BoardColumn(BaseModel):
    """One state: how many there are, and the first of them."""

    state: State
    total: int
    is_exact: bool = Field(description="if not, there are at least so many")
    items: list[Card]


class Board(BaseModel):
    """What matches, by state, in the order of a life. States without any are left out."""

    columns: list[BoardColumn]


class MonthQuestion(ActivityFilter):
    """A filter, and which month."""

    maaned: str = Field("", pattern="^([0-9]{4}-(0[1-9]|1[0-2]))?$", description="2026-03; empty: the present one")


class Happening(BaseModel):
    """A milestone with the activity it belongs to."""

    date: str = Field(description="a day, or the month when no more is known")
    kind: MilestoneKind
    is_planned: bool
    note: str
    activity: str
    title: str
    activity_kind: Kind


class MonthOut(BaseModel):
    """What is dated to a month, in order."""

    month: str
    is_whole: bool = Field(description="if not, there is more than is told")
    items: list[Happening]


class PlaceOut(BaseModel):
    """A place, how much happens there, and where it is when we know."""

    name: str
    activities: int
    latitude: float | None
    longitude: float | None


class PlaceList(BaseModel):
    """All places of what matches, those with most first."""

    items: list[PlaceOut]


class DensityQuestion(BaseModel):
    """Which map."""

    vis: MapKind = Field(MapKind.DEPARTMENTS, description="by department, discipline or focus area")
    aar: int = Field(0, ge=0, le=LAST_YEAR, description=f"from {FIRST_YEAR}; 0: all years")


class Pair(BaseModel):
    """How many activities have both."""

    row: str
    column: str
    activities: int


class DensityOut(BaseModel):
    """The pairs that occur. Totals are of all years and count each activity once."""

    rows: dict[str, int]
    columns: dict[str, int]
    pairs: list[Pair]


class SampleQuestion(ActivityFilter):
    """A filter, how many, and the word that decides which."""

    fro: str = Field(min_length=1, max_length=SEED_LENGTH, pattern=NO_NUL, description="the word that is drawn with")
    antall: int = Field(USUAL_SIZE, ge=1, le=SIZE_AT_MOST)


class SampleRow(ActivityRow):
    """An activity that was drawn, and the department it was drawn for."""

    department: str | None


class SampleOut(BaseModel):
    """A sample: the same word and the same activities give the same one."""

    word: str
    among: int = Field(description="how many it was drawn from")
    departments: int = Field(description="how many it is spread over")
    checksum: str
    items: list[SampleRow]
