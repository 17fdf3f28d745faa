"""What may be registered twice: likely twins, the queue of pairs, decisions, merges, and the numbers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field, model_validator

from brobygger.api.schemas.questions import NO_NUL, PageQuestion
from brobygger.api.schemas.values import Named, Note, Strict, date_or_nothing
from brobygger.portfolio.rules.content import FIELDS
from brobygger.portfolio.rules.kinds import Kind, RelationKind

NOTE_LENGTH = 2000
ShortNote = Annotated[Note, Field(max_length=NOTE_LENGTH)]
_INSIDE = {"focus_areas": "focus_area_ids"}
MergeField = StrEnum("MergeField", [(name, "focus_areas" if name in _INSIDE.values() else name) for name in FIELDS])  # type: ignore[misc]


class AlikeQuestion(BaseModel):
    """What somebody is about to register, as far as they have written it."""

    title: str = Field(min_length=1, max_length=500, pattern=NO_NUL)
    kind: Kind | None = None
    date: Annotated[str, Field(max_length=10), AfterValidator(date_or_nothing)] = ""


class ReasonOut(BaseModel):
    """One piece of evidence. `bits` is its weight, below zero when it speaks against; `words` are what it rests on."""

    code: str
    bits: float
    words: list[str]
    text: str = Field(description="in bokmål")


class TwinOut(BaseModel):
    """An entry that may be the same thing."""

    id: str
    title: str
    kind: str
    score: float = Field(description="0 to 1")
    answer: str = Field(description="what is proposed: same, related or review")
    reasons: list[ReasonOut]


class TwinList(BaseModel):
    """Three at most, the likeliest first."""

    items: list[TwinOut]


class TwinAnswer(Strict):
    """What the new entry is to a likely twin that is not the same: related (then how), or different."""

    other: Named
    answer: Literal["related", "different"]
    relation: RelationKind | None = Field(None, description="what the new entry is to the other, when they are related")

    @model_validator(mode="after")
    def _says_how(self) -> TwinAnswer:
        if (self.answer == "related") != (self.relation is not None):
            raise ValueError("relation goes with related, and only with that")
        return self


class PairQuestion(PageQuestion):
    """Which pairs."""

    decided: bool = Field(False, description="those that were decided, the latest first, instead of those that wait")


class EntryOut(BaseModel):
    """One of two entries."""

    id: str
    title: str
    kind: str
    version: int
    standing: str


class PairRow(BaseModel):
    """Two entries that may be the same. `one` was registered first."""

    id: int
    one: EntryOut
    other: EntryOut
    score: float
    answer: str
    effect: int = Field(description="how many indicators count both this year")
    is_open: bool
    decision: str = Field(description="empty, same, related or different")
    relation: str
    note: str
    decided_at: datetime | None
    decided_by: str


class PairList(BaseModel):
    """One page: the most important first."""

    items: list[PairRow]
    next: str | None


class DifferenceOut(BaseModel):
    """One field of both."""

    field: str
    one: Any
    other: Any


class ConsentOut(BaseModel):
    """A yes to a merge that still holds."""

    organisation: str | None
    by: str
    at: datetime
    choices: dict[str, str]


class PairOut(PairRow):
    """A pair with all that helps one decide."""

    reasons: list[ReasonOut] = Field(description="the weightiest first")
    differences: list[DifferenceOut]
    same: list[DifferenceOut] = Field(description="fields in which they are equal")
    others: list[int] = Field(description="further open pairs either is in")
    further: list[EntryOut] = Field(description="further entries that may be the same too, and can be merged with them")
    consents: list[ConsentOut]


class ProposePair(Strict):
    """Two activities that may be the same, though the finder has not seen it."""

    one: Named
    other: Named


class DecisionIn(Strict):
    """The two are not the same: related (then how), or different."""

    decision: Literal["related", "different"]
    relation: RelationKind | None = Field(None, description="what `of` is to the other, when they are related")
    of: Named | None = Field(None, description="which of them has the relation; the one registered first when left out")
    note: ShortNote = ""

    @model_validator(mode="after")
    def _says_how(self) -> DecisionIn:
        if (self.decision == "related") != (self.relation is not None):
            raise ValueError("relation goes with related, and only with that")
        return self


class ChoiceOut(BaseModel):
    """A field in which they differ: what it could be, by the id of the entry that says so."""

    field: str
    values: dict[str, Any]
    proposed: str = Field(description="the id of one of them, or * for everything of a list")
    chosen: str = Field(description="as the latest yes says, else as proposed")


class ProposalQuestion(BaseModel):
    """What is to be put together besides the two."""

    also: list[Named] = Field([], max_length=10, description="ids of further entries that are the same too")


class ProposalOut(BaseModel):
    """How they would be put together, who has said yes, and whose yes is missing."""

    members: list[EntryOut] = Field(description="the one that was registered first is first")
    choices: list[ChoiceOut]
    consents: list[ConsentOut]
    missing: list[str] = Field(description="organisations that have not said yes")
    may_say_yes: bool


class FurtherIn(Strict):
    """A further entry that is the same too, as it was read."""

    id: Named
    version: int = Field(ge=1, le=2**31 - 1)


class YesIn(Strict):
    """Yes, they are one: for each field that differs, which of them it is taken from, or * for all of a list."""

    also: list[FurtherIn] = Field([], max_length=10, description="further entries that are the same too")
    choices: dict[MergeField, Named] = Field({}, description="what is left out is as proposed", max_length=40)
    note: ShortNote = ""

    def chosen(self) -> dict[str, str]:
        """The choices, by what the register calls the fields."""
        return {_INSIDE.get(field.value, field.value): source for field, source in self.choices.items()}


class YesOut(BaseModel):
    """The activity that stands for both, or whose yes is still missing."""

    activity: str | None
    missing: list[str]


class MergeMemberOut(BaseModel):
    """One of the entries another stands for."""

    id: str
    title: str
    registered_by: list[str]
    fields: list[str] = Field(description="what was taken from it where they differed")


class MergeOut(BaseModel):
    """What an activity stands for."""

    made_at: datetime
    made_by: str
    note: str
    members: list[MergeMemberOut]


class PartedOut(BaseModel):
    """The activities that are in the register again."""

    activities: list[str]


class EstimateOut(BaseModel):
    """How much is probably not registered at all, with its 95 % interval."""

    missing: float
    missing_from: float
    missing_to: float


class CountsOut(BaseModel):
    """How much is registered, and how much of it is counted once."""

    raw: int
    once: int
    unreviewed: int = Field(description="pairs nobody has looked at; counting stops at 4000")
    likely: int = Field(description="of them those that are probably the same")
    waiting: int = Field(description="entries that are not compared yet")
    first: int = Field(description="things the first partner has registered, by id of the organisation")
    second: int
    both: int = Field(description="things both have registered, each for itself")
    partners: list[str] = Field(description="the first and the second")
    estimate: EstimateOut | None
