"""Operations on many activities."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel


class ChangeSetOut(BaseModel):
    """One operation: a bulk edit, an import, a hand-over."""

    id: int
    cause: str
    title: str
    at: datetime
    by: str
    activities: int
    undone_at: datetime | None
    undone_by: str | None


class ChangeSetList(BaseModel):
    """One page, latest first."""

    items: list[ChangeSetOut]
    next: str | None


class Undone(BaseModel):
    """How many activities were set back."""

    activities: int
