"""What those outside have told of, for coordinators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from brobygger.api.schemas.questions import PageQuestion
from brobygger.api.schemas.values import FilledTitle, Named, Strict


class InboxQuestion(PageQuestion):
    """Which of them."""

    decided: bool = Field(False, description="those that were decided, the latest first, instead of those that wait")


class SuggestionOut(BaseModel):
    """A suggestion, in the words of whoever sent it."""

    id: int
    title: str
    kind: str
    about: str
    participants: str
    when: str
    address: str
    sender_name: str
    sender_email: str
    came_by: str = Field(description="public or partner")
    organisation: str | None = Field(description="the partner whose link it came by")
    sent: datetime
    answer: str = Field(description="waiting, taken, known or declined")
    reason: str
    decided_at: datetime | None
    decided_by: str
    activity: str | None = Field(description="what it is registered as")
    draft_address: str | None = Field(description="where the one who took it goes on registering it on screen")


class SuggestionList(BaseModel):
    """One page: of those that wait the oldest first."""

    items: list[SuggestionOut]
    next: str | None


class DeclineIn(Strict):
    """Why it is not registered."""

    reason: Annotated[FilledTitle, Field(max_length=500)]


class KnownIn(Strict):
    """What it is registered as."""

    activity: Named


class FormOut(BaseModel):
    """A form that those outside can fill in."""

    id: int
    kind: str = Field(description="public or partner")
    organisation: str | None = Field(description="the partner whose secret link it is")
    is_on: bool
    came: int = Field(description="how many suggestions came by it")
    address: str | None = Field(description="of the public form; a secret link is kept nowhere")
    made_at: datetime
    made_by: str


class NewForm(FormOut):
    """A form with its address, which for a partner is told only this once."""


class FormList(BaseModel):
    """All of them, the public one first."""

    items: list[FormOut]


class FormIn(Strict):
    """Whom a form is opened to."""

    organisation: Named | None = Field(None, description="a partner, who gets a secret link; left out: everybody")


class FormSwitch(Strict):
    """On or off."""

    is_on: bool
