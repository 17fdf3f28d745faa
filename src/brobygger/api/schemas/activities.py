"""Activities: their content, whole as it is read and written, and how they are listed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, create_model

from brobygger.api.schemas.values import (
    ROWS_AT_MOST,
    Amount,
    DateOrNothing,
    DateText,
    FilledLine,
    FilledTitle,
    Line,
    LongText,
    Measure,
    Named,
    Note,
    ShortText,
    Source,
    Strict,
    Title,
)
from brobygger.portfolio.rules.columns import Column
from brobygger.portfolio.rules.kinds import (
    Certainty,
    Form,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
    Standing,
)
from brobygger.portfolio.rules.lifecycle import MilestoneKind, State


class Milestone(Strict):
    """What happened, or is planned, and when."""

    kind: MilestoneKind
    date: DateText = "unknown"
    planned: bool = False
    quantity: Amount | None = Field(None, description="what was counted then, for example participants")
    note: Note = ""
    source: Source = ""


class Participant(Strict):
    """Who takes part, as what, from when to when."""

    party: Named = Field(description="slug or any name of an organisation or unit; always a slug when it is read")
    role: ParticipantRole = ParticipantRole.PARTNER
    start: DateOrNothing = ""
    end: DateOrNothing = ""
    note: Note = ""
    source: Source = ""


class Funding(Strict):
    """Who pays how much, in money or in effort."""

    funder: Named = Field(description="as party of a participant")
    kind: FundingKind = FundingKind.CASH
    amount_nok: Amount | None = None
    note: Note = ""
    source: Source = ""


class Quantity(Strict):
    """A number told about the activity."""

    label: FilledLine
    value: Measure
    before: Measure | None = None
    unit: ShortText = ""
    certainty: Certainty | None = None
    note: Note = ""
    source: Source = ""


class ExternalId(Strict):
    """What another system calls it."""

    scheme: IdScheme
    value: FilledLine


class Relation(Strict):
    """How the activity belongs to another."""

    kind: RelationKind
    to: Named = Field(description="id of the other activity")
    source: Source = ""


Lines = Annotated[list[Line], Field(max_length=ROWS_AT_MOST)]


class ActivityContent(Strict):
    """The content of an activity: what one writes, and what is compared between versions."""

    kind: Kind
    form: Form | Literal[""] = Field("", description="what a dissemination item is")
    title: FilledTitle
    title_en: Title = ""
    acronym: ShortText = ""
    description: LongText = ""
    focus_areas: list[Named] = Field([], max_length=ROWS_AT_MOST, description="ids of focus areas")
    purposes: list[Purpose] = Field([], max_length=ROWS_AT_MOST)
    milestones: list[Milestone] = Field([], max_length=ROWS_AT_MOST)
    participants: list[Participant] = Field([], max_length=ROWS_AT_MOST)
    fundings: list[Funding] = Field([], max_length=ROWS_AT_MOST)
    quantities: list[Quantity] = Field([], max_length=ROWS_AT_MOST)
    value: dict[str, Note] = Field(
        {}, max_length=ROWS_AT_MOST, description="what it is worth to each partner, by id of the organisation"
    )
    places: Lines = []
    plans: Lines = []
    disciplines: list[Named] = Field([], max_length=ROWS_AT_MOST)
    external_ids: list[ExternalId] = Field([], max_length=ROWS_AT_MOST)
    relations: list[Relation] = Field([], max_length=ROWS_AT_MOST)
    source: Source = ""


def _maybe(name: str) -> Any:
    field = ActivityContent.model_fields[name]
    kind: Any = field.annotation
    for constraint in field.metadata:
        kind = Annotated[kind, constraint]
    return (kind | None, Field(None, description=field.description))


# A merge patch (RFC 7396): what is left out stays, null empties, lists are replaced whole.
ActivityPatch: Any = create_model(
    "ActivityPatch",
    __base__=Strict,
    __doc__="Some fields of the content. What is left out stays, null empties a field, a list replaces the whole list.",
    **{name: _maybe(name) for name in ActivityContent.model_fields},
)


class ActivityOut(BaseModel):
    """An activity with its content and what follows from it."""

    id: str
    version: int
    standing: Standing
    merged_into: str | None = Field(description="id of the entry that stands for this one")
    state: State
    start: str | None
    end: str | None
    amount_nok: float | None
    registered_at: datetime
    registered_by: str
    changed_at: datetime
    changed_by: str
    content: ActivityContent


class ActivityRow(BaseModel):
    """An activity in a list, named as in the exports; organisations, units and funders by name."""

    id: str
    kind: Kind
    title: str
    focus_areas: list[str]
    partners: list[str]
    municipal_units: list[str]
    university_units: list[str]
    funders: list[str]
    amount_nok: float | None
    start: str | None
    end: str | None
    state: State
    source: str | None


class ExportedActivity(BaseModel):
    """A row with the columns that were asked for; without any, those of a row in a list."""

    id: str
    title: str
    kind: Kind | None = None
    focus_areas: list[str] = []
    partners: list[str] = []
    municipal_units: list[str] = []
    university_units: list[str] = []
    purposes: list[Purpose] = []
    funders: list[str] = []
    amount_nok: float | None = None
    start: str | None = None
    end: str | None = None
    state: State | None = None
    places: list[str] = []
    plans: list[str] = []
    credit: str | None = None
    source: str | None = None
    registered_at: datetime | None = None
    changed_at: datetime | None = None


class ListedActivity(ActivityRow):
    """A row with the version it shows."""

    version: int
    changed_at: datetime


class ActivityList(BaseModel):
    """One page. A page can be shorter than was asked for although more follow."""

    items: list[ListedActivity] | list[ActivityOut]
    next: str | None = Field(description="address of the next page")


class Order(StrEnum):
    """Orders one can page through."""

    ID = "id"
    CHANGED = "changed"


class Shape(StrEnum):
    """How much is told of each."""

    ROW = "row"
    WHOLE = "whole"


Word = Annotated[str, Field(max_length=80, pattern="^[^\\x00]*$")]
Words = Annotated[list[Word], Field(max_length=40)]


class ActivityFilter(BaseModel):
    """The same filter as the list on screen: all parameters must match, any value within one."""

    q: str = Field("", max_length=200, pattern="^[^\\x00]*$", description="words to search for")
    type: Words = Field([], description="kinds, for example phd")
    omrade: Words = Field([], description="ids of focus areas")
    maalomrade: Words = Field([], description="purposes: research, education, innovation, dissemination")
    enhet: Words = Field([], description="slugs of organisations or units that take part, with all below them")
    finansiering: Words = Field([], description="slugs of funders")
    aar: Words = Field([], description="years")
    status: Words = Field([], description="states, for example active")
    fag: Words = Field([], description="codes of disciplines")
    tjenesteomrade: Words = Field([], description="slugs of the municipality's service areas")
    institutt: Words = Field([], description="slugs of the university's units")
    delt: Words = Field([], description="focus_area or purpose: belongs to more than one")
    sted: Words = Field([], description="places")
    aktiv: date | None = Field(None, description="going on at this date")


class ExportQuestion(ActivityFilter):
    """A filter, and which columns."""

    kolonner: Words = Field([], description=f"some of {', '.join(Column)}; one at a time or with commas between")


class ActivityQuestion(ActivityFilter):
    """A filter, and how to page through what it finds."""

    order: Order = Field(Order.ID, description="changed: the longest unchanged first; not together with q")
    changed_since: datetime | None = Field(None, description="only what was changed at this moment or later")
    shape: Shape = Field(Shape.ROW, description="whole: each as when it is read alone, at most 20 on a page")
    limit: int = Field(50, ge=1, le=200)
    cursor: str = Field("", max_length=1000, description="from the address of the next page")


class JoinIn(Strict):
    """One registers what is registered already, under a title of one's own."""

    title: FilledTitle


class Joined(BaseModel):
    """Whether one had not joined before."""

    is_new: bool


class Confirmed(BaseModel):
    """Whether it was not confirmed before, and for which year."""

    year: int
    is_new: bool


class ChangeOut(BaseModel):
    """One field that differs from the version before; for lists the rows that went and those that came."""

    field: str
    before: Any
    after: Any


class VersionOut(BaseModel):
    """One version: who made it, when, and what it changed."""

    number: int
    at: datetime
    by: str
    is_present: bool
    changes: list[ChangeOut]


class VersionList(BaseModel):
    """The latest versions, newest first; older ones are read by their number."""

    items: list[VersionOut]


class VersionContent(BaseModel):
    """One version whole."""

    id: str
    number: int
    content: ActivityContent


class RemovedActivity(BaseModel):
    """An activity in the wastebasket."""

    id: str
    title: str
    version: int


class Wastebasket(BaseModel):
    """The latest registered that are in the wastebasket, at most fifty."""

    items: list[RemovedActivity]
