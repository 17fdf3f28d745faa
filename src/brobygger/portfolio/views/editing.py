"""Writing in the register: registering, correcting, going back, throwing away. For project leads and coordinators."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.designsystem.rules.sent import ID_DIGITS, number_in, text_in
from brobygger.organisations.actions import NameTaken
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile, Order, VersionUnknown, restore_version
from brobygger.portfolio.actions.confirm import confirm_unchanged
from brobygger.portfolio.actions.entries import change_entry, register_entry
from brobygger.portfolio.actions.register import Registrar, RegistrationRefused
from brobygger.portfolio.actions.standing import bring_back, remove_activities
from brobygger.portfolio.actions.unfinished import keep_unfinished, throw_away
from brobygger.portfolio.decorators import writers_only
from brobygger.portfolio.forms.entry import ADD, Entry, EntryForm, FormChoices, texts_in_relations
from brobygger.portfolio.forms.quick import QuickForm, answers_in
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import Words, when_in_words
from brobygger.portfolio.presenters.editing import (
    BASE,
    basket_rows,
    edit_page,
    fault_in_words,
    kept_fields,
    unfinished_rows,
)
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.queries.editing import (
    areas_of,
    entry_named,
    form_reading,
    in_basket,
    slugs_of,
    titles_like,
    unfinished_change,
    unfinished_form,
    unfinished_of,
)
from brobygger.portfolio.queries.history import content_at, versions_of
from brobygger.portfolio.rules.changes import changes_between, chosen, merge
from brobygger.portfolio.rules.content import content_of, draft_from
from brobygger.portfolio.rules.drafts import TITLE_LENGTH, ActivityDraft
from brobygger.portfolio.rules.kinds import Standing


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """The first step: kind, title, area, when. Saving leads on to the rest."""
    partnership: Partnership = request.scope.partnership
    kept = unfinished_form(
        partnership,
        _user(request),
        number_in(request.POST.get("kladd") or request.GET.get("kladd"), 0, digits=ID_DIGITS),
    )
    areas = areas_of(partnership)
    form = QuickForm(request.POST or None, areas=areas, initial=_first(kept.data) if kept else {})
    if request.method == "POST" and form.is_valid():
        organisation_id = request.scope.membership.organisation_id
        try:
            activity = register_entry(
                partnership=partnership,
                draft=form.draft(today=timezone.localdate(), organisation_id=organisation_id),
                proposals={},
                registrar=Registrar(organisation_id, form_key=form.key()),
                unfinished=kept,
                answers=answers_in(request.POST),
                by=_user(request).as_actor,
                now=timezone.now(),
            )
        except RegistrationRefused as refused:
            _tell_faults(form, refused)
        else:
            messages.success(
                request,
                _("«%(title)s» er registrert. Fyll gjerne ut mer mens du husker det.") % {"title": activity.title},
            )
            # A form that is sent again long after may be of an entry that is thrown away or merged since.
            page = "portfolio:edit" if activity.standing == Standing.REGISTERED else "portfolio:activity"
            return redirect(page, partnership=partnership.slug, slug=activity.slug)
    context = {
        "form": form,
        "kept": kept,
        "unfinished": unfinished_rows(unfinished_of(partnership, _user(request)), Addresses(partnership.slug)),
    }
    return render(request, "portfolio/register.html", context, status=422 if form.errors else 200)


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole form of one activity."""
    partnership: Partnership = request.scope.partnership
    found = draft_of(partnership, slug)
    if found is None:
        raise Http404
    activity, present = found
    if request.method == "POST":
        return _save(request, activity, present)
    begun = unfinished_change(activity, _user(request))
    written = begun.data if begun and request.GET.get("kladd") else None
    options = _options(partnership, [relation.to for relation in present.relations])
    form = EntryForm(options, draft=present, written=written)
    base = number_in((written or {}).get(BASE, [""])[0], 0) or activity.version
    return _edit_page(request, activity, form, base=base, begun=None if written else begun)


def _save(request: HttpRequest, activity: Activity, present: ActivityDraft) -> HttpResponse:
    partnership: Partnership = request.scope.partnership
    options = _options(partnership, texts_in_relations(request.POST))
    base = number_in(request.POST.get(BASE), 0)
    if request.POST.get(ADD):
        written = dict(request.POST.lists())
        form = EntryForm(options, written=written, one_more=request.POST[ADD])
        return _edit_page(request, activity, form, base=base)
    form = EntryForm(options, data=request.POST)
    if not form.is_valid():
        return _edit_page(request, activity, form, base=base, status=422)
    entry = form.entry(present)
    if base != activity.version:
        return _put_together(request, activity, present, base, entry)
    return _change(request, activity, Order(activity.pk, base, entry.draft), entry, form)


def _change(
    request: HttpRequest, activity: Activity, order: Order, entry: Entry, form: EntryForm | None
) -> HttpResponse:
    partnership: Partnership = request.scope.partnership
    try:
        changed = change_entry(
            partnership=partnership,
            order=order,
            proposals=entry.proposals,
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        # Somebody saved between our reading and our writing: look again.
        found = draft_of(partnership, activity.slug)
        if found is None:
            raise Http404 from None
        return _put_together(request, found[0], found[1], order.base_version, entry)
    except (RegistrationRefused, NameTaken) as refused:
        options = _options(partnership, texts_in_relations(request.POST))
        form = form or EntryForm(options, written=dict(request.POST.lists()))
        problems = [fault_in_words(refused)]
        return _edit_page(request, activity, form, base=order.base_version, problems=problems, status=422)
    messages.success(request, _("Endringene er lagret.") if changed else _("Ingenting var endret."))
    return redirect("portfolio:activity", partnership=partnership.slug, slug=activity.slug)


def _put_together(
    request: HttpRequest, activity: Activity, present: ActivityDraft, base: int, entry: Entry
) -> HttpResponse:
    """Somebody else has saved since this person began: show what they did, and let this one choose field by field."""
    partnership: Partnership = request.scope.partnership
    was = content_at(activity, base)
    if was is None:
        raise Http404
    mine, theirs = content_of(entry.draft), content_of(present)
    merged = merge(was, mine, theirs)
    if not merged.clashes and not changes_between(theirs, merged.content):
        # All of it stands there already: the form was sent twice, or two people wrote the same.
        if begun := unfinished_change(activity, _user(request)):
            throw_away(partnership=partnership, user=_user(request), pk=begun.pk)
        wrote = changes_between(was, mine)
        messages.success(request, _("Endringene er lagret.") if wrote else _("Ingenting var endret."))
        return redirect("portfolio:activity", partnership=partnership.slug, slug=activity.slug)
    choices = {clash.field: request.POST.get(f"velg-{clash.field}", "") for clash in merged.clashes}
    seen = number_in(request.POST.get("sett"), 0) == activity.version
    if seen and all(choices.values()):
        content = chosen(merged, {name for name, choice in choices.items() if choice == "min"})
        order = Order(activity.pk, activity.version, draft_from(content, slug=activity.slug))
        return _change(request, activity, order, entry, None)
    words = _words(partnership)
    context = {
        "activity": activity,
        "present_version": activity.version,
        "their_changes": [words.change(change) for change in changes_between(was, theirs)],
        "my_changes": [words.change(change) for change in changes_between(theirs, merged.content)],
        "clashes": [words.clash(clash) for clash in merged.clashes],
        "by": activity.changed_by,
        "when": when_in_words(activity.changed_at),
        "kept": kept_fields(dict(request.POST.lists())),
        "must_choose": seen,
    }
    return render(request, "portfolio/put_together.html", context, status=409)


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """Every version of an activity, newest first, with what each of them changed."""
    partnership: Partnership = request.scope.partnership
    activity = _entry(partnership, slug)
    words = _words(partnership)
    context = {"activity": activity, "versions": [words.version(version) for version in versions_of(activity)]}
    return render(request, "portfolio/history.html", context)


@writers_only
@require_POST
@sent_once
def restore(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Make an activity what it was in an earlier version."""
    partnership: Partnership = request.scope.partnership
    activity = _entry(partnership, slug)
    try:
        changed = restore_version(
            partnership=partnership,
            activity=activity,
            number=number,
            base_version=number_in(request.POST.get(BASE), 0),
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except VersionUnknown:
        raise Http404 from None
    except ChangedMeanwhile:
        messages.error(
            request,
            _(
                "Noen har endret aktiviteten siden du åpnet siden. Ingenting er gjort. Se over endringene og prøv igjen."
            ),
        )
    except RegistrationRefused as refused:
        messages.error(request, fault_in_words(refused))
    else:
        done = (
            _("Versjon %(number)s er tilbake.")
            if changed
            else _("Aktiviteten er allerede slik den var i versjon %(number)s.")
        )
        messages.success(request, done % {"number": number})
    return redirect("portfolio:history", partnership=partnership.slug, slug=slug)


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw an activity in the wastebasket, after asking."""
    partnership: Partnership = request.scope.partnership
    found = draft_of(partnership, slug)
    if found is None:
        raise Http404
    activity = found[0]
    if request.method == "POST":
        try:
            remove_activities(
                partnership=partnership,
                versions=[(activity.pk, number_in(request.POST.get(BASE), 0))],
                by=_user(request).as_actor,
                now=timezone.now(),
                reason=text_in(request.POST.get("grunn"), at_most=500),
            )
        except ChangedMeanwhile:
            messages.error(
                request,
                _(
                    "Noen har endret aktiviteten siden du åpnet siden. Ingenting er gjort. Se over endringene og prøv igjen."
                ),
            )
            return redirect("portfolio:history", partnership=partnership.slug, slug=slug)
        messages.success(request, _("«%(title)s» ligger i papirkurven.") % {"title": activity.title})
        return redirect("portfolio:basket", partnership=partnership.slug)
    return render(request, "portfolio/remove.html", {"activity": activity})


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """The wastebasket."""
    partnership: Partnership = request.scope.partnership
    return render(
        request, "portfolio/basket.html", {"rows": basket_rows(in_basket(partnership), Addresses(partnership.slug))}
    )


@writers_only
@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an activity out of the wastebasket."""
    partnership: Partnership = request.scope.partnership
    activity = _entry(partnership, slug)
    if activity.standing == Standing.REMOVED:
        bring_back(partnership=partnership, activity_ids=[activity.pk], by=_user(request).as_actor, now=timezone.now())
        messages.success(request, _("«%(title)s» er tilbake i registeret.") % {"title": activity.title})
    return redirect("portfolio:activity", partnership=partnership.slug, slug=slug)


@writers_only
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """A form saves itself: what has been written so far, for this person only."""
    partnership: Partnership = request.scope.partnership
    slug = text_in(request.POST.get("aktivitet"), at_most=TITLE_LENGTH)
    activity = _entry(partnership, slug) if slug else None
    kept = keep_unfinished(
        partnership=partnership,
        user=_user(request),
        activity=activity,
        pk=number_in(request.POST.get("kladd"), 0, digits=ID_DIGITS),
        data=dict(request.POST.lists()),
        now=timezone.now(),
    )
    return render(request, "portfolio/_kept.html", {"kept": kept, "when": timezone.localtime(kept.last_saved)})


@writers_only
@require_POST
def throw(request: HttpRequest, number: int) -> HttpResponse:
    """Throw away an unfinished form."""
    partnership: Partnership = request.scope.partnership
    if not throw_away(partnership=partnership, user=_user(request), pk=number):
        raise Http404
    messages.success(request, _("Kladden er kastet."))
    return redirect("portfolio:register", partnership=partnership.slug)


@writers_only
@require_safe
def titles(request: HttpRequest) -> HttpResponse:
    """Activities whose title one may be writing, as the options of a data list."""
    text = str(next(iter(request.GET.values()), ""))
    return render(request, "portfolio/_titles.html", {"titles": titles_like(request.scope.partnership, text)})


@writers_only
@require_POST
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that nothing has changed this year."""
    partnership: Partnership = request.scope.partnership
    found = draft_of(partnership, slug)
    if found is None:
        raise Http404
    new = confirm_unchanged(
        partnership=partnership,
        activity_ids=[found[0].pk],
        year=timezone.localdate().year,
        organisation_id=request.scope.membership.organisation_id,
        by=_user(request).as_actor,
        now=timezone.now(),
    )
    messages.success(
        request,
        _("Notert: ingenting er endret i år.") if new else _("Det var notert fra før."),
    )
    return redirect("portfolio:activity", partnership=partnership.slug, slug=slug)


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)


def _entry(partnership: Partnership, slug: str) -> Activity:
    activity = entry_named(partnership, slug)
    if activity is None:
        raise Http404
    return activity


def _edit_page(
    request: HttpRequest,
    activity: Activity,
    form: EntryForm,
    *,
    base: int,
    begun: Any = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = edit_page(activity, form, begun, problems or [])
    return render(request, "portfolio/edit.html", {"page": page, "form": form, "base": base}, status=status)


def _options(partnership: Partnership, texts: list[str]) -> FormChoices:
    reading = form_reading(partnership, (get_language() or "nb")[:2])
    return FormChoices(
        names=reading.names,
        areas=reading.areas,
        owners=reading.owners,
        disciplines=reading.disciplines,
        activities=slugs_of(partnership, texts),
    )


def _words(partnership: Partnership) -> Words:
    reading = form_reading(partnership, (get_language() or "nb")[:2])
    return Words(reading.names, dict(reading.areas), reading.disciplines)


def _tell_faults(form: QuickForm, refused: RegistrationRefused) -> None:
    form.add_error(None, fault_in_words(refused))


def _first(data: dict[str, list[str]]) -> dict[str, Any]:
    return {name: values if name == "focus_areas" else values[-1] for name, values in data.items() if values}
