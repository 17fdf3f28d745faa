"""Where a partnership wants its changes told."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from brobygger.api.schemas.values import Named, Strict


class WebhookIn(Strict):
    """The address that is to be told."""

    address: Named


class SwitchIn(Strict):
    """On or off."""

    is_on: bool


class WebhookOut(BaseModel):
    """A webhook."""

    id: int
    address: str
    is_on: bool
    failures: int
    gave_up: bool
    made_at: datetime
    made_by: str


class NewWebhook(WebhookOut):
    """A webhook with the secret that signs its messages, which is told only this once."""

    secret: str = Field(min_length=1)


class WebhookList(BaseModel):
    """All of them, oldest first."""

    items: list[WebhookOut]


class DeliveryOut(BaseModel):
    """One message that was sent, or tried."""

    sent: datetime
    event_count: int = Field(description="how many changes it told")
    status: int | None = Field(description="what the receiver answered; null when no answer came")
    outcome: str
    took_ms: int


class DeliveryList(BaseModel):
    """The latest messages, latest first."""

    items: list[DeliveryOut]
