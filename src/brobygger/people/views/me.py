"""«Det vi vet om deg»: what is held about whoever is signed in, and what they can do with it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.models import User
from brobygger.people.actions.erase import NameTakenByAnother, StandsInTheWay, erase
from brobygger.people.actions.oneself import correct_oneself
from brobygger.people.forms import EraseForm, MeForm
from brobygger.people.permissions import may_hand_over
from brobygger.people.presenters.person import address_of, day, held_groups, obstacle_rows
from brobygger.people.queries.held import copies_of, how_much, human_of_user
from brobygger.people.queries.people import obstacles_of, person_of_user
from brobygger.people.views.people import answer_json, answer_xlsx


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Everything that is held, and a form to correct what one is called and how one is reached."""
    partnership, user = request.scope.partnership, _user(request)
    person = person_of_user(partnership, user)
    now_is = {"name": user.display_name, "email": user.email, "phone": person.phone if person else ""}
    form = MeForm(request.POST if request.method == "POST" else None, initial=now_is)
    if request.method == "POST" and form.is_valid() and _correct(request, form):
        return redirect("people:me", partnership=partnership.slug)
    human = human_of_user(partnership, user)
    hands_over = person is not None and may_hand_over(request.scope, person)
    context = {
        "form": form,
        "groups": held_groups(how_much(human)),
        "username": user.username,
        "person_url": address_of(request.scope, person) if person else "",
        "hand_over_url": address_of(request.scope, person, "hand_over") if person and hands_over else "",
        "kept": day(person.keep_until) if person else "",
        "is_whole": human.is_whole,
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def take_json(request: HttpRequest) -> HttpResponse:
    """A copy for programs."""
    return answer_json(copies_of(human_of_user(request.scope.partnership, _user(request))))


@never_cache
@require_safe
def take_xlsx(request: HttpRequest) -> HttpResponse:
    """A copy as a workbook."""
    return answer_xlsx(copies_of(human_of_user(request.scope.partnership, _user(request))))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_me(request: HttpRequest) -> HttpResponse:
    """Erase oneself, after asking. Whoever is in no other partnership is signed out for good."""
    scope, user = request.scope, _user(request)
    human = human_of_user(scope.partnership, user)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase(partnership=scope.partnership, human=human, by=user.as_actor, now=timezone.now())
        except StandsInTheWay:
            messages.error(request, _("Noe står i veien. Ingenting er slettet."))
        else:
            if human.is_whole:
                logout(request)
            messages.success(request, _("Alt om deg her er slettet."))
            return redirect("accounts:sign_in" if human.is_whole else "web:home")
    obstacles = obstacles_of(scope.partnership, human.person, user)
    context = {
        "form": form,
        "groups": held_groups(how_much(human)),
        "obstacles": obstacle_rows(scope, human.person, obstacles),
        "is_whole": human.is_whole,
    }
    return render(request, "people/erase_me.html", context, status=422 if form.errors else 200)


def _correct(request: HttpRequest, form: MeForm) -> bool:
    user, data = _user(request), form.cleaned_data
    try:
        changed = correct_oneself(
            partnership=request.scope.partnership,
            user=user,
            name=data["name"],
            email=data["email"],
            phone=data["phone"],
            by=user.as_actor,
            now=timezone.now(),
        )
    except NameTakenByAnother:
        form.add_error("name", _("En annen bruker heter dette. Skriv navnet så dere kan skilles fra hverandre."))
        return False
    messages.success(request, _("Opplysningene er rettet.") if changed else _("Ingenting var endret."))
    return True


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
