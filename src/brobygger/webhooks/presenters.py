"""Webhooks on screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.webhooks.models import Delivery, Webhook
from brobygger.webhooks.rules.addresses import AddressFault
from brobygger.webhooks.rules.kinds import Outcome


@dataclass(frozen=True)
class WebhookRow:
    """One webhook. `problem` says what is wrong when messages do not arrive."""

    pk: int
    address: str
    added: str
    state: str
    color: str
    is_on: bool
    problem: str
    deliveries: Sequence[DeliveryRow]


@dataclass(frozen=True)
class DeliveryRow:
    """One message."""

    when: str
    about: str
    outcome: str
    took: str


def webhook_row(webhook: Webhook, deliveries: Sequence[Delivery]) -> WebhookRow:
    """A webhook with its latest messages."""
    state, color = _state(webhook)
    added = _("Lagt til av %(who)s, %(when)s") % {"who": webhook.made_by, "when": when_in_words(webhook.made_at)}
    return WebhookRow(
        webhook.pk,
        webhook.address,
        added,
        state,
        color,
        webhook.is_on,
        _problem(webhook),
        [_delivery(delivery) for delivery in deliveries],
    )


def fault_in_words(fault: AddressFault) -> str:
    """What is wrong with an address, and what to do."""
    return {
        AddressFault.NO_ADDRESS: _("Dette er ikke en nettadresse. Skriv den slik: https://eksempel.no/mottak"),
        AddressFault.NOT_HTTPS: _("Adressen må begynne med https://, så ingen kan lese med underveis."),
        AddressFault.HAS_PASSWORD: _("Ta bort brukernavn og passord fra adressen. Signaturen viser at det er oss."),
        AddressFault.NOT_PUBLIC: _("Adressen går til en maskin som ikke kan nås fra internett. Bruk en åpen adresse."),
    }[fault]


def _state(webhook: Webhook) -> tuple[str, str]:
    if webhook.gave_up:
        return _("Slått av etter feil"), "danger"
    if not webhook.is_on:
        return _("Av"), "neutral"
    return (_("Prøver igjen"), "warning") if webhook.failures else (_("På"), "success")


def _problem(webhook: Webhook) -> str:
    if webhook.gave_up:
        return _(
            "Mottakeren har ikke tatt imot noe på et døgn, så utsendingen er slått av. Rett feilen hos mottakeren og slå "
            "den på igjen: Da kommer alt som har skjedd i mellomtiden."
        )
    if webhook.failures and webhook.is_on:
        return _("Mottakeren svarer ikke som den skal. Vi prøver igjen %(when)s, og gir opp etter et døgn.") % {
            "when": when_in_words(webhook.next_try)
        }
    return ""


def _delivery(delivery: Delivery) -> DeliveryRow:
    about = ngettext("%(count)s hendelse", "%(count)s hendelser", delivery.event_count) % {
        "count": delivery.event_count
    }
    outcome = {
        Outcome.RECEIVED: _("Mottatt (%(status)s)"),
        Outcome.REFUSED: _("Avvist (%(status)s)"),
        Outcome.NO_ANSWER: _("Ikke svar"),
        Outcome.NOT_ALLOWED: _("Ikke sendt: adressen går til en lukket maskin"),
    }[Outcome(delivery.outcome)]
    return DeliveryRow(
        when_in_words(delivery.sent), about, outcome % {"status": delivery.status}, f"{delivery.took_ms} ms"
    )
