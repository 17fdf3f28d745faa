"""The page where coordinators decide which systems are told of changes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.audit.rules import Actor
from brobygger.webhooks.actions.manage import TooMany, add_webhook, remove_webhook, renew_secret, turn
from brobygger.webhooks.forms import AddressForm
from brobygger.webhooks.models import Webhook
from brobygger.webhooks.permissions import may_manage_webhooks
from brobygger.webhooks.presenters import fault_in_words, webhook_row
from brobygger.webhooks.queries import deliveries_of, webhook_of, webhooks_of
from brobygger.webhooks.rules.addresses import AddressRefused

View = Callable[..., HttpResponse]


def _managers_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage_webhooks(request.scope):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@never_cache
@_managers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks there are; and where new ones are added."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            webhook = add_webhook(
                partnership=request.scope.partnership,
                address=form.cleaned_data["address"].strip(),
                local_allowed=_local_allowed(),
                by=_actor(request),
                now=timezone.now(),
            )
        except AddressRefused as refused:
            form.add_error("address", fault_in_words(refused.fault))
        except TooMany:
            form.add_error(None, _("Det er nok webhooks her. Fjern en før du legger til en ny."))
        else:
            return done_at(_secret_page(request, webhook, webhook.secret), request.path, has_secret=True)
    rows = [webhook_row(webhook, deliveries_of(webhook)) for webhook in webhooks_of(request.scope.partnership)]
    return render(request, "webhooks/list.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@never_cache
@_managers_only
@require_POST
def renew(request: HttpRequest, number: int) -> HttpResponse:
    """A new secret, shown once."""
    webhook = _webhook(request, number)
    return _secret_page(request, webhook, renew_secret(webhook=webhook, by=_actor(request), now=timezone.now()))


@_managers_only
@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Turn one on or off."""
    is_on = request.POST.get("paa") == "1"
    turn(webhook=_webhook(request, number), is_on=is_on, by=_actor(request), now=timezone.now())
    messages.success(request, _("Webhooken er slått på.") if is_on else _("Webhooken er slått av."))
    return redirect("webhooks:list", partnership=request.scope.partnership.slug)


@_managers_only
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove one."""
    remove_webhook(webhook=_webhook(request, number), by=_actor(request), now=timezone.now())
    messages.success(request, _("Webhooken er fjernet."))
    return redirect("webhooks:list", partnership=request.scope.partnership.slug)


def _secret_page(request: HttpRequest, webhook: Webhook, secret: str) -> HttpResponse:
    return render(request, "webhooks/secret.html", {"webhook": webhook, "secret": secret})


def _webhook(request: HttpRequest, number: int) -> Webhook:
    webhook = webhook_of(request.scope.partnership, number)
    if webhook is None:
        raise Http404
    return webhook


def _actor(request: HttpRequest) -> Actor:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user).as_actor


def _local_allowed() -> bool:
    """A receiver on this machine is for trying things out."""
    return bool(settings.DEMO or settings.DEBUG)
