"""What is doubtful, and what is said to it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class DoubtAnswerOut(BaseModel):
    """The newest answer. `holds` when the evidence is what it was when it was given."""

    answer: str = Field(description="resolved, explained or postponed")
    words: str
    said: str = Field(description="by whom and when, in words")
    holds: bool


class DoubtOut(BaseModel):
    """One doubt. `seen` names its evidence and its newest answer; send it back when you answer."""

    key: str
    kind: str
    subject: str
    title: str
    evidence: list[str]
    open: bool
    seen: str
    answer: DoubtAnswerOut | None


class DoubtList(BaseModel):
    """All there are today, in the order of the page."""

    items: list[DoubtOut]


class DoubtAnswerIn(BaseModel):
    """The same answer to one or more doubts."""

    seen: list[str] = Field(min_length=1, max_length=500, description="`seen` of each doubt as you read it")
    answer: Literal["resolved", "explained", "postponed"]
    words: str = Field(min_length=1, max_length=2000)
