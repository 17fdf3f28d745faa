"""What stands after the question mark, where it is the same for several resources."""

from __future__ import annotations

from pydantic import BaseModel, Field

NO_NUL = "^[^\\x00]*$"


class LimitQuestion(BaseModel):
    """How many."""

    limit: int = Field(50, ge=1, le=200)


class CursorQuestion(BaseModel):
    """Where to read on from."""

    cursor: str = Field("", max_length=1000, description="from the address of the next page")


class PageQuestion(LimitQuestion, CursorQuestion):
    """How to page through a list."""


class NameQuestion(PageQuestion):
    """Names to look for, a page at a time."""

    q: str = Field("", max_length=100, pattern=NO_NUL, description="a part of any name")


class CountedQuestion(CursorQuestion):
    """Which of the activities behind a number."""

    aar: str = Field(
        "",
        max_length=20,
        pattern=NO_NUL,
        description="a year; uten: without a year; venter-2025: those that wait; empty: all",
    )
