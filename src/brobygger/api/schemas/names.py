"""The other names of organisations and units, and those somebody has proposed."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, Field, model_validator

from brobygger.api.schemas.values import DateOrNothing, Named, Strict
from brobygger.dates.rules import PartialDate
from brobygger.organisations.rules.aliases import ALIAS_KINDS
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.kinds import NameKind, OrganisationKind, UnitKind
from brobygger.organisations.rules.names import looks_like_abbreviation

AliasKind = StrEnum("AliasKind", {kind.name: kind.value for kind in ALIAS_KINDS})  # type: ignore[misc]
PartyKind = StrEnum("PartyKind", {kind.name: kind.value for kind in (*OrganisationKind, *UnitKind)})  # type: ignore[misc]


class AliasIn(Strict):
    """A name that is to lead to an organisation or unit."""

    text: Named
    kind: AliasKind | None = Field(
        None, description="left out: an abbreviation when it looks like one, else a spelling"
    )
    language: Literal["", "nb", "nn", "en"] = ""
    valid_from: DateOrNothing = ""
    valid_to: DateOrNothing = ""
    is_shared: bool = Field(False, description="others go by it, and that is as it should be")

    @model_validator(mode="after")
    def _in_order(self) -> AliasIn:
        if not any(letter.isalnum() for letter in self.text):
            raise ValueError("a name has letters or digits")
        if self.valid_from and self.valid_to:
            first, last = PartialDate.parse(self.valid_from).earliest, PartialDate.parse(self.valid_to).latest
            if first and last and last < first:
                raise ValueError("it ends before it begins")
        return self

    def draft(self) -> NameDraft:
        """The name as it is written down."""
        guess = NameKind.ABBREVIATION if looks_like_abbreviation(self.text) else NameKind.SPELLING
        kind = NameKind(self.kind.value) if self.kind else guess
        return NameDraft(self.text, kind, self.language, self.valid_to, self.valid_from)


class AliasOut(BaseModel):
    """A name that leads to an organisation or unit."""

    id: int
    text: str
    kind: str
    language: str
    valid_from: str
    valid_to: str
    etag: str = Field(description="send it as If-Match when you change or remove it")


class WrittenAlias(AliasOut):
    """A name after it was written."""

    is_searched: bool = Field(
        description="false when so many activities name the party that the search in them knows it after reindexing"
    )


class AliasList(BaseModel):
    """All other names, in the order they were given."""

    items: list[AliasOut]


class AlikeParty(BaseModel):
    """A known organisation or unit with a name that is like the proposed one."""

    id: str
    name: str


class ProposedOut(BaseModel):
    """An organisation or unit somebody named while registering, and nobody has looked at."""

    id: str
    name: str
    kind: str
    is_unit: bool
    organisation: str | None
    used_in: list[str] = Field(description="the first activities that name it")
    use_count: int
    alike: list[AlikeParty]


class ProposedList(BaseModel):
    """One page, those named first first."""

    items: list[ProposedOut]
    next: str | None


class AcceptIn(Strict):
    """What it is called, and what it is."""

    name: Named
    kind: PartyKind


class SameIn(Strict):
    """Who it is: slug or any name that leads to one organisation or unit alone."""

    organisation: Named


class SameOut(BaseModel):
    """What followed."""

    organisation: str
    changed_activities: int
    is_gone: bool = Field(description="false while another partnership uses the proposal")
