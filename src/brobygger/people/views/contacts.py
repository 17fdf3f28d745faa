"""The contacts of an activity. Whoever has no JavaScript comes back to the page of the activity."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.people.actions.contacts import add_contact, end_contact, remove_contact
from brobygger.people.actions.people import make_person, person_for
from brobygger.people.decorators import those_who_keep_contacts
from brobygger.people.forms import ContactForm
from brobygger.people.models import Contact, Person
from brobygger.people.permissions import may_keep_contacts
from brobygger.people.presenters.panel import contacts_of
from brobygger.people.queries.people import contact_of, member_called, names_like, people_called
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.editing import entry_named


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """The contacts of an activity on a page of its own; and where new ones are sent."""
    activity = entry_named(request.scope.partnership, slug)
    if activity is None:
        raise Http404
    if request.method != "POST":
        return _page(request, activity)
    if not may_keep_contacts(request.scope):
        raise PermissionDenied
    form = ContactForm(request.POST, today=timezone.localdate())
    person = _settled(request, form) if form.is_valid() else None
    if person is None:
        return _page(request, activity, form, status=422)
    _contact, is_new = add_contact(
        activity=activity, person=person, role=form.role_chosen, by=_user(request).as_actor, now=timezone.now()
    )
    done = _("%(name)s er lagt til.") if is_new else _("%(name)s hadde denne rollen fra før.")
    return _done(request, activity, done % {"name": person.name})


@those_who_keep_contacts
@require_POST
def end(request: HttpRequest, number: int) -> HttpResponse:
    """A contact holds no more from today."""
    contact = _contact_of(request, number)
    end_contact(contact=contact, by=_user(request).as_actor, now=timezone.now())
    return _done(request, contact.activity, _("Rollen er avsluttet i dag."))


@those_who_keep_contacts
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """A contact was written down by mistake."""
    contact = _contact_of(request, number)
    remove_contact(contact=contact, by=_user(request).as_actor, now=timezone.now())
    return _done(request, contact.activity, _("Kontakten er fjernet."))


@those_who_keep_contacts
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Names one may be writing, as the options of a data list."""
    text = str(request.GET.get("name", ""))[:100].replace("\x00", "")
    return render(request, "people/_names.html", {"names": names_like(request.scope.partnership, text)})


def _settled(request: HttpRequest, form: ContactForm) -> Person | None:
    """Whoever the form means; made when they are new. None when the form must be corrected."""
    partnership, name = request.scope.partnership, form.cleaned_data["name"]
    by, now = _user(request).as_actor, timezone.now()
    called = people_called(partnership, name)
    person = form.settle(called)
    if person or not form.is_valid():
        return person
    member = member_called(partnership, name) if not called else None
    if member:
        return person_for(partnership=partnership, user=member, by=by, now=now)
    return make_person(
        partnership=partnership,
        details=form.details(),
        keep_until=form.cleaned_data["keep_until"],
        by=by,
        now=now,
    )


def _page(
    request: HttpRequest,
    activity: Activity,
    tried: ContactForm | None = None,
    *,
    done: str = "",
    status: int = 200,
) -> HttpResponse:
    template = "people/_contacts.html" if _wants_part(request) else "people/contacts.html"
    shown = contacts_of(request.scope, activity, tried=tried, done=done)
    context = {"activity": activity, "panel": {"contacts": shown}, "form": tried}
    return render(request, template, context, status=status)


def _done(request: HttpRequest, activity: Activity, done: str) -> HttpResponse:
    """The contacts anew for htmx; for others back to the page of the activity."""
    if _wants_part(request):
        named = {"partnership": request.scope.partnership.slug, "slug": activity.slug}
        return done_at(_page(request, activity, done=done), reverse("people:contacts", kwargs=named))
    messages.success(request, done)
    response = redirect("portfolio:activity", partnership=request.scope.partnership.slug, slug=activity.slug)
    response["Location"] += "#kontakter"
    return response


def _contact_of(request: HttpRequest, number: int) -> Contact:
    contact = contact_of(request.scope.partnership, number)
    if contact is None:
        raise Http404
    return contact


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
