"""Webhooks, for coordinators."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.schemas.webhooks import DeliveryList, NewWebhook, SwitchIn, WebhookIn, WebhookList, WebhookOut
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.webhooks.actions.manage import add_webhook, remove_webhook, renew_secret, turn
from brobygger.webhooks.models import Webhook
from brobygger.webhooks.permissions import may_manage_webhooks
from brobygger.webhooks.queries import deliveries_of, webhook_of, webhooks_of

router = Router(tags=["Webhooks"])
ONE = "/webhooks/{int:number}"
NEED = ApiScope.COORDINATE


@router.get("/webhooks", **reading({200: WebhookList}, may=may_manage_webhooks, need=NEED))
def list_webhooks(request: Request, partnership: Slug) -> HttpResponse:
    """The webhooks, oldest first."""
    return answer({"items": [_as_json(webhook) for webhook in webhooks_of(request.scope.partnership)]})


@router.post("/webhooks", **writing({201: NewWebhook}, may=may_manage_webhooks, need=NEED, conflicts=True))
def add(request: Request, partnership: Slug, webhook: WebhookIn) -> HttpResponse:
    """Tell an address of every change from now on. The secret is told only in this answer."""
    made = add_webhook(
        partnership=request.scope.partnership,
        address=webhook.address,
        # A receiver on this machine is for trying things out.
        local_allowed=bool(settings.DEMO or settings.DEBUG),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer({**_as_json(made), "secret": made.secret}, status=201)


# With a key the answer would be kept, and the secret with it.
add.keeps_no_answer = True


@router.get(ONE, **reading({200: WebhookOut}, may=may_manage_webhooks, need=NEED))
def read_webhook(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One webhook."""
    return answer(_as_json(_webhook(request, number)))


@router.patch(ONE, **writing({200: WebhookOut}, may=may_manage_webhooks, need=NEED))
def switch(request: Request, partnership: Slug, number: Number, switch: SwitchIn) -> HttpResponse:
    """Turn it on or off. It goes on where it stopped."""
    webhook = _webhook(request, number)
    turn(webhook=webhook, is_on=switch.is_on, by=actor_of(request), now=timezone.now())
    return answer(_as_json(webhook))


@router.post(f"{ONE}/secret", **writing({200: NewWebhook}, may=may_manage_webhooks, need=NEED))
def renew(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """A new secret, which signs every message from now on. It is told only in this answer."""
    webhook = _webhook(request, number)
    secret = renew_secret(webhook=webhook, by=actor_of(request), now=timezone.now())
    return answer({**_as_json(webhook), "secret": secret})


renew.keeps_no_answer = True


@router.get(f"{ONE}/deliveries", **reading({200: DeliveryList}, may=may_manage_webhooks, need=NEED))
def list_deliveries(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """The latest messages, latest first, at most twenty."""
    names = ("sent", "event_count", "status", "outcome", "took_ms")
    found = deliveries_of(_webhook(request, number))
    return answer({"items": [{name: getattr(each, name) for name in names} for each in found]})


@router.delete(ONE, **writing({204: None}, may=may_manage_webhooks, need=NEED))
def remove(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Tell the address nothing more."""
    remove_webhook(webhook=_webhook(request, number), by=actor_of(request), now=timezone.now())
    return answer(None)


def _webhook(request: Request, number: int) -> Webhook:
    webhook = webhook_of(request.scope.partnership, number)
    if webhook is None:
        raise Refusal(Fault.NOT_FOUND)
    return webhook


def _as_json(webhook: Webhook) -> dict[str, Any]:
    return {
        "id": webhook.pk,
        "address": webhook.address,
        "is_on": webhook.is_on,
        "failures": webhook.failures,
        "gave_up": webhook.gave_up,
        "made_at": webhook.made_at,
        "made_by": webhook.made_by,
    }
