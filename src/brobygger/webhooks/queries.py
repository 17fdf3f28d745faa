"""Reading webhooks, and what they are to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from brobygger.audit.models import Event
from brobygger.discussion.queries.log import settled_until
from brobygger.discussion.rules.kinds import ACTIVITY
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.webhooks.models import Delivery, Webhook
from brobygger.webhooks.rules.messages import Told

BATCH = 100
SHOWN = 20


@dataclass(frozen=True)
class Batch:
    """What one message tells. `read_to` is the event up to which everything is told with it, or is no change."""

    changes: Sequence[Told]
    read_to: int


def webhooks_of(partnership: Partnership) -> list[Webhook]:
    """The webhooks of a partnership, oldest first."""
    return list(Webhook.objects.filter(partnership=partnership).order_by("pk"))


def webhook_of(partnership: Partnership, pk: int) -> Webhook | None:
    """One of them."""
    return Webhook.objects.filter(partnership=partnership, pk=pk).first()


def deliveries_of(webhook: Webhook) -> list[Delivery]:
    """The latest messages to a webhook, latest first."""
    return list(Delivery.objects.filter(webhook=webhook).order_by("-pk")[:SHOWN])


def due_webhooks(now: datetime) -> list[Webhook]:
    """Those that are on and may be told now, the one that has waited longest first."""
    due = Webhook.objects.select_related("partnership").filter(is_on=True, next_try__lte=now)
    return list(due.order_by("next_try", "pk"))


def next_batch(webhook: Webhook, *, activity_url: str) -> Batch | None:
    """What a webhook is to be told next; None when nothing is new, or it is not yet known how far one can read.

    `activity_url` is where an activity is seen, with `{slug}` in it.
    """
    end = settled_until(webhook.partnership_id)
    if end is None or end <= webhook.cursor:
        return None
    events = Event.objects.filter(partnership_id=webhook.partnership_id, id__gt=webhook.cursor, id__lte=end)
    changes = list(events.filter(subject_type=ACTIVITY).order_by("id")[:BATCH])
    ids = {event.subject_id for event in changes}
    slugs = dict(Activity.every.filter(partnership_id=webhook.partnership_id, pk__in=ids).values_list("pk", "slug"))
    told = [_told(event, slugs.get(event.subject_id, ""), activity_url) for event in changes]
    return Batch(told, told[-1].id if len(told) == BATCH else end)


def _told(event: Event, slug: str, activity_url: str) -> Told:
    version = event.data.get("version")
    return Told(
        id=event.pk,
        verb=event.verb,
        at=event.at,
        activity_id=event.subject_id,
        slug=slug,
        url=activity_url.format(slug=slug) if slug else "",
        version=int(version) if version is not None else None,
        fields=[str(field) for field in event.data.get("fields", [])],
    )
