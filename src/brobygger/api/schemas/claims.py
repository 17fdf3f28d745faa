"""What the parties say the collaboration meant."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import Named, Note, Strict
from brobygger.contributions.rules.credit import Did, Otherwise


class ClaimOut(BaseModel):
    """One answer of a party. Nothing is overwritten: a new answer stands beside the old."""

    party: str
    did: str
    otherwise: str
    evidence: str
    link: str
    spoken_for: str
    claimed_at: datetime
    claimed_by: str


class ClaimsOut(BaseModel):
    """What holds for an activity, and all that was ever said of it, the newest first."""

    layer: str = Field(description="strict, decisive, contributed, registered or unknown")
    differs: bool
    holding: list[ClaimOut]
    missing: list[str] = Field(description="parties that have not answered")
    history: list[ClaimOut]


class ClaimIn(Strict):
    """The same answer for one activity or many."""

    activities: list[Named] = Field(min_length=1, max_length=500)
    did: Did
    otherwise: Otherwise
    evidence: Note = Field("", max_length=2000)
    link: str = Field("", max_length=500, pattern=r"^(https?://[^\s\x00-\x1f]+)?$")


class ClaimedOut(BaseModel):
    """The activities for which this was something new."""

    activities: list[str]
