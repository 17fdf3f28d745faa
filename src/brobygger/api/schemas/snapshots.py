"""What was adopted."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from brobygger.api.schemas.questions import NO_NUL, CursorQuestion
from brobygger.api.schemas.values import Named, Strict
from brobygger.snapshots.rules.errata import ErratumKind


class SnapshotOut(BaseModel):
    """One snapshot. `sha256` is of its file; `previous_sha256` of the one with the number before."""

    number: int
    year: int
    words: str
    decision: str
    frozen: str
    items: int
    size: int
    sha256: str
    previous_sha256: str | None
    errata: int | None = Field(description="how many; told of one, not in the list")


class SnapshotList(BaseModel):
    """All of them, the newest first."""

    items: list[SnapshotOut]


class FrozenFigure(BaseModel):
    """A figure as it was adopted. Numbers are texts, as everywhere."""

    code: str
    year: int | None = Field(description="null is the whole period")
    value: str | None
    basis: str | None
    is_final: bool
    pending: int
    counted: str | None
    target: str | None
    target_kind: str
    verdict: str
    definition: int | None = Field(description="the version of the definition it was counted under")


class FrozenFigureList(BaseModel):
    """Every figure of a snapshot."""

    items: list[FrozenFigure]


class FrozenMember(BaseModel):
    """An activity as it was then."""

    id: str
    number: int
    version: int
    title: str


class FrozenMemberList(BaseModel):
    """One page."""

    items: list[FrozenMember]
    next: str | None


class ErratumChange(BaseModel):
    """How one total changes. The adopted value follows the count only where it was counted."""

    code: str
    year: int | None
    before: str | None
    after: str | None
    value_before: str | None
    value_after: str | None
    went: list[int]
    came: list[int]


class ErratumActivity(BaseModel):
    """An activity an erratum is about."""

    id: str
    number: int
    title: str


class ErratumOut(BaseModel):
    """One erratum."""

    number: int
    kind: str
    reason: str
    decider: str
    written: str
    then: list[ErratumActivity]
    now: list[ErratumActivity]
    changes: list[ErratumChange]
    sha256: str


class ErratumList(BaseModel):
    """The errata of a snapshot, in order."""

    items: list[ErratumOut]


class PreviewIn(Strict):
    """Activities somebody thinks were wrong in a snapshot, by slug or exact title."""

    activities: list[Named] = Field(min_length=1, max_length=100)


class PreviewOut(BaseModel):
    """What an erratum would say; nothing is written. `is_new`: something is different from what is told already."""

    then: list[ErratumActivity]
    now: list[ErratumActivity]
    changes: list[ErratumChange]
    is_new: bool
    seal: str


class ErratumIn(PreviewIn):
    """An erratum. `decider` is the body or the offices that decide, never a person."""

    kind: ErratumKind
    reason: Annotated[str, Field(min_length=1, max_length=2000)]
    decider: Annotated[str, Field(min_length=1, max_length=300)]
    seal: str | None = Field(
        default=None,
        max_length=64,
        description="what the preview answered: written only if nothing has changed since; without it, at once",
    )


class MembersQuestion(CursorQuestion):
    """Which of the activities behind a frozen number."""

    aar: str = Field(
        "",
        max_length=20,
        pattern=NO_NUL,
        description="a year; uten: without a year; venter-2025: those that waited; empty: the whole period",
    )
