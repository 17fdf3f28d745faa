"""The page where a member makes tokens for programs, and ends them."""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.api.actions.tokens import TokenRefused, TooManyTokens, make_token, revoke_token
from brobygger.api.forms.tokens import TokenForm
from brobygger.api.permissions import scopes_held
from brobygger.api.presenters.tokens import token_rows
from brobygger.api.queries.tokens import own_token, tokens_of
from brobygger.api.rules.tokens import ApiScope

USUAL_LIFE = timedelta(days=90)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def tokens(request: HttpRequest) -> HttpResponse:
    """The member's tokens; and where new ones are made."""
    scope, today = request.scope, timezone.localdate()
    held = scopes_held(scope)
    first = {"scopes": [ApiScope.READ.value], "expires": today + USUAL_LIFE}
    form = TokenForm(request.POST or None, held=held, today=today, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            token, secret = make_token(
                scope=scope,
                name=form.cleaned_data["name"],
                scopes=form.chosen,
                expires=form.cleaned_data["expires"],
                today=today,
                by=cast(User, request.user).as_actor,
                now=timezone.now(),
            )
        except TooManyTokens:
            form.add_error(None, _("Du har nok tilganger. Trekk tilbake en du ikke bruker, før du lager en ny."))
        except TokenRefused:
            form.add_error(None, _("Du kan ikke gi et program mer enn du selv har."))
        else:
            page = render(request, "api/token.html", {"token": token, "secret": secret})
            return done_at(page, request.path, has_secret=True)
    rows = token_rows(tokens_of(scope.membership), held, today=today)
    return render(request, "api/tokens.html", {"rows": rows, "form": form}, status=422 if form.errors else 200)


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End one of one's own tokens at once."""
    token = own_token(request.scope.membership, number)
    if token is None:
        raise Http404
    revoke_token(token=token, by=cast(User, request.user).as_actor, now=timezone.now())
    messages.success(request, _("Tilgangen «%(name)s» er trukket tilbake.") % {"name": token.name})
    return redirect("tokens:list", partnership=request.scope.partnership.slug)
