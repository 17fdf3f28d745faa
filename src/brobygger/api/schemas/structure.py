"""The partnership, its areas and bodies, and the directory of organisations."""

from __future__ import annotations

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import Named, Strict


class TokenOut(BaseModel):
    """The token one uses: whose it is, and what it may do now."""

    name: str
    owner: str
    partnership: str
    role: str
    organisation: str | None
    scopes: list[str]
    expires: str


class PartnerOut(BaseModel):
    """One of the owning sides."""

    id: str
    name: str
    side: str


class PeriodOut(BaseModel):
    """An agreement period."""

    id: str
    name: str
    first_year: int
    last_year: int


class PartnershipOut(BaseModel):
    """A partnership."""

    id: str
    name: str
    description: str
    partners: list[PartnerOut]
    periods: list[PeriodOut]


class FocusAreaOut(BaseModel):
    """An area the partners work in together."""

    id: str
    name: str
    definition: str
    value: dict[str, str] = Field(description="what it has been worth, by id of the partner")
    start: str
    end: str
    source: str


class FocusAreaList(BaseModel):
    """All of them."""

    items: list[FocusAreaOut]


class SeatOut(BaseModel):
    """A place in a body, tied to an office and never to a person."""

    id: str
    office: str
    organisation: str | None
    unit: str | None
    position: str
    status: str
    focus_areas: list[str]
    start: str
    end: str


class BodyOut(BaseModel):
    """A group with a task."""

    id: str
    kind: str
    name: str
    focus_area: str | None
    start: str
    end: str
    source: str
    seats: list[SeatOut]


class BodyList(BaseModel):
    """All of them."""

    items: list[BodyOut]


class MemberOut(BaseModel):
    """A member one may address in a comment."""

    id: int
    name: str
    organisation: str


class MemberList(BaseModel):
    """All active members but oneself."""

    items: list[MemberOut]


class PartyOut(BaseModel):
    """An organisation, or a unit of one."""

    id: str
    name: str
    names: list[str] = Field(description="all it goes or went by")
    kind: str
    organisation: str | None = Field(description="of a unit: the organisation it is part of")
    parent: str | None = Field(description="of a unit: the unit it was placed under last")
    is_proposed: bool
    valid_from: str
    valid_to: str


class PartyList(BaseModel):
    """One page: organisations first, then units."""

    items: list[PartyOut]
    next: str | None


class ProposalIn(Strict):
    """A name nobody goes by yet: of an organisation, or of a unit of the organisation given."""

    name: Named
    organisation: Named | None = None
