"""The indicator framework: as the text of its file, what it lacks, and the versions of an indicator."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import Strict


class FrameworkOut(BaseModel):
    """The framework of the current period, as docs/reference/framework-file.md tells it."""

    id: str
    text: str = Field(description="YAML; the same framework is always written the same way")


class FrameworkIn(Strict):
    """A framework file. Everything that is recorded must stand in it as it is; the rest is added."""

    text: str = Field(min_length=1, max_length=500_000, description="YAML")
    seal: str | None = Field(
        default=None,
        max_length=64,
        description="what the check answered: taken in only if nothing has changed since; without it, at once",
    )


class FrameworkCheck(Strict):
    """A framework file to look through."""

    text: str = Field(min_length=1, max_length=500_000, description="YAML")


class FrameworkAdds(BaseModel):
    """What a file adds, a sentence each."""

    adds: list[str]
    seal: str


class RemarkOut(BaseModel):
    """What a careful reader would ask. `code` is empty for what concerns the goal area."""

    flaw: str
    goal_area: str
    code: str
    facts: dict[str, Any]


class RemarkList(BaseModel):
    """All of them; nothing of it stops anybody."""

    items: list[RemarkOut]


class DefinitionOut(BaseModel):
    """One version of what an indicator means."""

    version: int
    valid_from: int
    text: dict[str, str]
    unit: dict[str, str]
    counting: dict[str, Any] | None
    reason: dict[str, str] | None
    recorded_at: datetime
    recorded_by: str


class TargetOut(BaseModel):
    """One version of what is aimed at."""

    version: int
    valid_from: int
    kind: str
    value: Decimal | None
    baseline_year: int | None
    baseline_value: Decimal | None
    baseline_source: str
    due_years: list[int]
    criteria: list[dict[str, Any]]
    owner: dict[str, str] | None
    method: dict[str, str] | None
    mandate: dict[str, str] | None
    exception: dict[str, str] | None = Field(description="why it is set without owner, method or mandate")
    decision: str | None
    reason: dict[str, str] | None
    recorded_at: datetime
    recorded_by: str


class IndicatorVersions(BaseModel):
    """Every version, the oldest first. Nothing is overwritten."""

    definitions: list[DefinitionOut]
    targets: list[TargetOut]
