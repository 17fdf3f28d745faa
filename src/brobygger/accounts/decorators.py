"""What is sent twice, by a double click or by going back, is done once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from brobygger.accounts.actions import Outcome, do_once

View = Callable[..., HttpResponse]

_TOKEN = "csrfmiddlewaretoken"


def sent_once(view: View) -> View:
    """A view whose forms do one thing however often they are sent: the second answer leads to what the first one did.

    The token every form has against forgery is drawn anew with every page, so it tells one showing of a form from
    another: the same page, person, address and content is the same sending. Whoever goes back and writes something else
    means something else. What the view answers with a redirect was done; other answers are done when they say so
    (`done_at`). Stands innermost, so that who may do it is asked the second time too. Costs four queries, and only when
    a form is sent.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST" or not request.POST.get(_TOKEN):
            return view(request, *args, **kwargs)
        answer = do_once(
            key=_key(request), do=lambda: view(request, *args, **kwargs), outcome=_outcome, now=timezone.now()
        )
        if isinstance(answer, HttpResponse):
            return answer
        if request.headers.get("HX-Request") != "true":
            messages.info(request, _words(answer))
        return HttpResponseRedirect(answer.address)

    guarded.is_sent_once = True  # type: ignore[attr-defined]
    return guarded


def done_at(response: HttpResponse, address: str, *, has_secret: bool = False) -> HttpResponse:
    """Say of an answer that is no redirect that something was done, and where it is seen."""
    response.outcome = Outcome(address, has_secret)  # type: ignore[attr-defined]
    return response


def _outcome(response: HttpResponse) -> Outcome | None:
    if response.status_code in {302, 303}:
        return Outcome(response["Location"])
    return getattr(response, "outcome", None)


def _words(outcome: Outcome) -> str:
    if outcome.had_secret:
        return _(
            "Skjemaet ble sendt mer enn én gang, og er tatt imot én gang. Det hemmelige vises bare i det første svaret. "
            "Fikk du det ikke med deg, så fjern det som ble laget, og lag et nytt."
        )
    return _("Skjemaet ble sendt mer enn én gang. Det er tatt imot én gang.")


def _key(request: HttpRequest) -> str:
    files = []
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest = hashlib.sha256()
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
            files.append([name, upload.name, digest.hexdigest()])
    told = [request.user.pk, request.get_full_path(), sorted(request.POST.lists()), files]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
