"""Comments and following."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import LARGEST_ID, Strict
from brobygger.discussion.rules.text import LONGEST


class CommentIn(Strict):
    """What one writes. Members whose name follows an @ are told; so are those in `addressed`, by their number."""

    text: str = Field(min_length=1, max_length=LONGEST)
    addressed: list[Annotated[int, Field(ge=1, le=LARGEST_ID)]] = Field([], max_length=60)


class WordingIn(Strict):
    """What a comment is to say instead."""

    text: str = Field(min_length=1, max_length=LONGEST)


class CommentOut(BaseModel):
    """A comment; an answer when `answer_to` is set. The text of one that is gone is not told."""

    id: int
    answer_to: int | None
    text: str
    at: datetime
    by: str
    reworded_at: datetime | None
    gone: str = Field(description="empty, deleted or hidden")
    mentions: list[str]


class CommentList(BaseModel):
    """All comments on an activity, in the order they were written."""

    items: list[CommentOut]


class FollowingOut(BaseModel):
    """Whether one follows, and whether one has chosen so oneself."""

    is_following: bool
    chosen: bool
