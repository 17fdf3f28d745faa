"""What is new to a member, and how they want to be told."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import LARGEST_ID, ROWS_AT_MOST, Named, Strict
from brobygger.discussion.rules.kinds import Frequency, Topic


class NoticeQuestion(BaseModel):
    """Whether what is read is told too."""

    all: bool = Field(False, description="also what was read before")


class NoticeOut(BaseModel):
    """One thing somebody did to what one follows."""

    at: datetime
    by: str
    verb: str
    activity: str | None = Field(description="null for what concerns the partnership")
    title: str
    fields: list[str] = Field(description="what was changed")
    comment: int | None
    text: str = Field(description="what the comment says")


class NoticeList(BaseModel):
    """What is new, newest first, at most two hundred."""

    items: list[NoticeOut]
    until: int = Field(description="send it to say that all of this is read")
    more: bool = Field(description="there is more than is told")


class ReadIn(Strict):
    """How far one has read."""

    until: int = Field(ge=0, le=LARGEST_ID)


class WishesOut(Strict):
    """How one wants to be told."""

    in_app: bool = Field(description="how much is new is shown at the top of every page")
    digest: Frequency = Field(description="how often by mail")
    language: Literal["nb", "nn", "en"] = Field(description="of the mail")
    follows_own: bool = Field(description="what one registers, changes, comments or is mentioned in")
    topics: list[Topic] = Field(max_length=ROWS_AT_MOST)
    focus_areas: list[Named] = Field(max_length=ROWS_AT_MOST, description="those of which one follows everything")
