"""How problems look."""

from __future__ import annotations

from pydantic import BaseModel, Field


class ErrorOut(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="where it stands, for example milestones.2.date; empty for the request as a whole")
    code: str
    detail: str


class ProblemOut(BaseModel):
    """A problem (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[ErrorOut] = []
