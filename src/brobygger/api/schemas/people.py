"""People, what is held about them, and handing over."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, BaseModel, Field

from brobygger.api.schemas.values import LARGEST_ID, FilledLine, Line, Named, Source, Strict
from brobygger.people.rules.kinds import ContactRole, HeldFor

_PHONE = re.compile(r"\+?[0-9 ()/-]{3,40}")


def _address(text: str) -> str:
    if text:
        try:
            validate_email(text)
        except ValidationError:
            raise ValueError("this is no e-mail address") from None
    return text


def _phone(text: str) -> str:
    if text and not _PHONE.fullmatch(text):
        raise ValueError("only digits, spaces and a leading +")
    return text


def _name(text: str) -> str:
    if not any(letter.isalpha() for letter in text):
        raise ValueError("a name has letters")
    return text


Mail = Annotated[Line, Field(max_length=254), AfterValidator(_address)]
Phone = Annotated[Line, Field(max_length=40), AfterValidator(_phone)]
PersonName = Annotated[FilledLine, AfterValidator(_name)]
Ids = Annotated[list[Annotated[int, Field(ge=1, le=LARGEST_ID)]], Field(max_length=1000)]


class RoleOut(BaseModel):
    """What somebody is or was to an activity."""

    id: int
    activity: str
    title: str
    role: ContactRole
    start: date
    end: date | None


class PersonRow(BaseModel):
    """Somebody in the list. How they are reached is empty for those who may not see it."""

    id: int
    name: str
    organisation: str | None
    unit: str | None
    email: str
    phone: str
    roles: list[RoleOut] = Field(description="the first three that hold now")
    role_count: int


class PersonList(BaseModel):
    """One page, by name."""

    items: list[PersonRow]
    next: str | None


class HandOverOut(BaseModel):
    """Something was given from one to another."""

    id: int
    giver: int
    taker: int
    made_at: datetime
    made_by: str
    undone_at: datetime | None
    undone_by: str


class PersonOut(BaseModel):
    """Somebody the partnership is in touch with, as the owner of the token sees them."""

    id: int
    name: str
    is_user: bool
    is_erased: bool
    organisation: str | None
    unit: str | None
    email: str
    phone: str
    note: str
    purpose: str
    keep_until: date | None
    kept_because: str
    roles: list[RoleOut]
    hand_overs: list[HandOverOut] = Field(description="for coordinators, and for oneself")


class PersonIn(Strict):
    """How somebody is reached, and why that is kept. What is left out becomes empty."""

    name: PersonName
    email: Mail = ""
    phone: Phone = ""
    party: Named | None = Field(None, description="slug or any name of an organisation or unit")
    purpose: HeldFor = HeldFor.ACTIVITY_CONTACT
    note: Annotated[Source, Field(max_length=500)] = ""


class DueOut(BaseModel):
    """Somebody who will be forgotten soon."""

    id: int
    name: str
    keep_until: date


class DueList(BaseModel):
    """Those who will be forgotten within a month, at most two hundred."""

    items: list[DueOut]
    is_whole: bool


class KeepIn(Strict):
    """Until when, and why."""

    until: date
    because: Annotated[FilledLine, Field(max_length=300)]


class SureIn(Strict):
    """It cannot be undone."""

    sure: Literal[True]


class HeldOut(BaseModel):
    """One piece of data."""

    field: str
    what: str = Field(description="in bokmål")
    at: str | None
    value: Any
    more: dict[str, Any]
    purpose: str
    kept: str


class ObstacleOut(BaseModel):
    """What stands in the way of erasing."""

    obstacle: str
    count: int
    activities: list[str] = Field(description="the first of them")


class HeldList(BaseModel):
    """Everything that is held about somebody, and what stands in the way of erasing it."""

    items: list[HeldOut]
    obstacles: list[ObstacleOut]


class MeOut(BaseModel):
    """The owner of the token."""

    name: str
    username: str
    email: str
    phone: str
    person: int | None = Field(description="whom they are among the people of the partnership")
    keep_until: date | None
    is_whole: bool = Field(description="their account belongs to this partnership alone, and is erased with it")


class MeIn(Strict):
    """What is to be corrected; what is left out stays."""

    name: PersonName | None = None
    email: Mail | None = None
    phone: Phone | None = None


class ThingOut(BaseModel):
    """Something that can be handed over."""

    id: int
    label: str


class PartOut(BaseModel):
    """A kind of things besides roles."""

    part: str
    title: str = Field(description="in bokmål")
    things: list[ThingOut]


class TakerOut(BaseModel):
    """A member who can take over."""

    id: int
    name: str


class ToHandOver(BaseModel):
    """What somebody has, and who can take it over."""

    roles: list[RoleOut]
    parts: list[PartOut]
    takers: list[TakerOut]
    unfinished: int = Field(description="unfinished forms; what is in them is theirs alone")


class HandOverIn(Strict):
    """What is given, and to whom."""

    to: int = Field(ge=1, le=LARGEST_ID, description="id of a member")
    roles: Ids = []
    parts: dict[Annotated[str, Field(max_length=40)], Ids] = Field({}, max_length=20)


class GivenBack(BaseModel):
    """How many roles went back."""

    roles: int


class ContactOut(BaseModel):
    """Who is in touch about an activity."""

    id: int
    person: int
    name: str
    role: ContactRole
    start: date
    end: date | None


class ContactList(BaseModel):
    """Those who are now, the responsible first."""

    items: list[ContactOut]


class ContactIn(Strict):
    """Somebody who is known, or somebody new with how they are reached."""

    role: ContactRole = ContactRole.CONTACT
    person: int | None = Field(
        None, ge=1, le=LARGEST_ID, description="somebody who is known; then nothing more is said"
    )
    name: PersonName | None = Field(None, description="of a member, or of somebody new")
    email: Mail = ""
    phone: Phone = ""
    keep_until: date | None = None
