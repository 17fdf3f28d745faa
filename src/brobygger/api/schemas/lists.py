"""Saved views and calendar feeds."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from brobygger.api.schemas.questions import NO_NUL
from brobygger.api.schemas.values import Strict, filled
from brobygger.portfolio.rules.pages import NAME_LENGTH, QUERY_LENGTH, ListPage

FilterText = Annotated[str, Field(max_length=QUERY_LENGTH, pattern=NO_NUL)]
ViewName = Annotated[str, Field(min_length=1, max_length=NAME_LENGTH), AfterValidator(filled)]
ABOUT = "as it stands after the question mark on screen, for example type=phd&aar=2025; empty: everything"


class ViewIn(Strict):
    """A filter to keep under a name."""

    name: ViewName
    page: ListPage = Field(ListPage.TABLE, description="how it is seen on screen")
    filter: FilterText = Field("", description=f"{ABOUT}; sorter and kolonner are kept too")
    is_shared: bool = Field(False, description="all of the partnership see it; needs a token with the scope write")


class ViewChange(Strict):
    """What a view is called from now on, and who sees it."""

    name: ViewName
    is_shared: bool


class ViewOut(BaseModel):
    """A saved view."""

    id: int
    name: str
    page: str
    filter: str = Field(description="send it along with any list")
    address: str = Field(description="the page on screen")
    is_shared: bool
    is_mine: bool
    made_at: datetime
    made_by: str


class ViewList(BaseModel):
    """One's own and those that others share, by name."""

    items: list[ViewOut]


class FeedIn(Strict):
    """What a calendar shall show."""

    filter: FilterText = Field("", description=ABOUT)


class FeedOut(BaseModel):
    """A calendar feed of one's own."""

    id: int
    filter: str
    language: str
    made_at: datetime
    last_used: datetime | None


class NewFeed(FeedOut):
    """A feed with its address, which is told only this once: whoever has it can read the feed."""

    address: str = Field(min_length=1)


class FeedList(BaseModel):
    """One's own feeds, newest first."""

    items: list[FeedOut]
