"""Suggestions and forms in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.changes import when_in_words
from brobygger.portfolio.presenters.labels import kind_label
from brobygger.portfolio.presenters.panels import Panel
from brobygger.suggestions.models import FormLink, Suggestion
from brobygger.suggestions.permissions import may_decide, may_read_origin
from brobygger.suggestions.queries import suggestions_behind
from brobygger.suggestions.rules.kinds import Answer, FormKind, Refusal
from brobygger.suggestions.rules.limits import LINKS_AT_MOST

_REFUSALS = {
    Refusal.TRAP: __("Ett av feltene skal stå tomt. Tøm det, og send på nytt."),
    Refusal.TOO_FAST: __("Det gikk så fort at vi tok det for en robot. Vent noen sekunder, og send på nytt."),
    Refusal.TOO_OLD: __("Skjemaet har stått åpent lenge. Det du skrev, er her fortsatt. Send på nytt."),
    Refusal.FORGED: __("Noe gikk galt med skjemaet. Det du skrev, er her fortsatt. Send på nytt."),
    Refusal.SENT_BEFORE: __("Dette skjemaet er sendt før. Send på nytt hvis du vil tipse om noe mer."),
    Refusal.TOO_OFTEN: __("Det har kommet mange tips fra deg i dag. Ta vare på teksten, og send den i morgen."),
    Refusal.FULL: __("Det har kommet så mange tips at vi må ta unna først. Ta vare på teksten, og prøv igjen senere."),
}
_ANSWERS = {
    Answer.WAITING: (__("Venter"), "warning"),
    Answer.TAKEN: (__("Tatt videre"), "info"),
    Answer.KNOWN: (__("Var registrert"), "success"),
    Answer.DECLINED: (__("Avslått"), "neutral"),
}


@dataclass(frozen=True)
class SuggestionRow:
    """One suggestion. Empty addresses are what does not apply."""

    pk: int
    title: str
    url: str
    kind: str
    about: str
    participants: str
    when: str
    address: str
    sender: str
    sender_email: str
    came: str
    answer: str
    color: str
    decided: str
    reason: str
    activity_title: str
    activity_url: str
    draft_url: str
    is_waiting: bool
    may_put_back: bool


@dataclass(frozen=True)
class LinkRow:
    """One form."""

    pk: int
    name: str
    is_public: bool
    is_on: bool
    state: str
    came: int
    url: str


def refusal_in_words(refusal: Refusal) -> str:
    """Why something was not received, and what to do."""
    if refusal is Refusal.TOO_MANY_LINKS:
        return _("Det er for mange lenker. Ha med høyst %(count)s.") % {"count": LINKS_AT_MOST}
    return str(_REFUSALS[refusal])


def suggestion_row(scope: Scope, suggestion: Suggestion) -> SuggestionRow:
    """A suggestion as coordinators see it."""
    named = {"partnership": scope.partnership.slug}
    label, color = _ANSWERS[Answer(suggestion.answer)]
    activity = suggestion.activity
    is_mine = suggestion.unfinished is not None and suggestion.unfinished.user_id == scope.membership.user_id
    draft = reverse("portfolio:register", kwargs=named) + f"?kladd={suggestion.unfinished_id}" if is_mine else ""
    return SuggestionRow(
        pk=suggestion.pk,
        title=suggestion.title,
        url=reverse("suggestions:suggestion", kwargs={**named, "number": suggestion.pk}),
        kind=kind_label(suggestion.kind) if suggestion.kind else "",
        about=suggestion.about,
        participants=suggestion.participants,
        when=suggestion.when,
        address=suggestion.address,
        sender=suggestion.sender_name or suggestion.sender_email,
        sender_email=suggestion.sender_email,
        came=_came(suggestion),
        answer=str(label),
        color=color,
        decided=_decided(suggestion),
        reason=suggestion.reason,
        activity_title=activity.title if activity else "",
        activity_url=reverse("portfolio:activity", kwargs={**named, "slug": activity.slug}) if activity else "",
        draft_url=draft,
        is_waiting=suggestion.answer == Answer.WAITING,
        may_put_back=suggestion.answer != Answer.WAITING and activity is None,
    )


def link_rows(scope: Scope, links: Iterable[FormLink]) -> list[LinkRow]:
    """The forms of a partnership. Where a partner's link leads is kept nowhere, so it cannot be told again."""
    rows = []
    for link in links:
        is_public = link.kind == FormKind.PUBLIC
        name = _("Åpent skjema for alle") if is_public else str(link.organisation or "")
        url = reverse("tips:form", kwargs={"to": scope.partnership.slug}) if is_public else ""
        state = _("på") if link.is_on else _("av")
        rows.append(LinkRow(link.pk, name, is_public, link.is_on, state, link.came, url))  # type: ignore[attr-defined]
    return rows


def panel(scope: Scope, activity: Activity) -> Panel | None:
    """What an activity was suggested as, among the facts; for those who write."""
    if not may_read_origin(scope):
        return None
    found = suggestions_behind(activity)
    if not found:
        return None
    rows = [suggestion_row(scope, each) for each in found]
    return Panel("suggestions/_origin.html", {"rows": rows, "may_decide": may_decide(scope)}, in_aside=True)


def _came(suggestion: Suggestion) -> str:
    by = (
        _("skjemaet til %(name)s") % {"name": suggestion.link.organisation}
        if suggestion.link.organisation
        else _("det åpne skjemaet")
    )
    return _("Kom %(when)s, gjennom %(form)s") % {"when": when_in_words(suggestion.sent), "form": by}


def _decided(suggestion: Suggestion) -> str:
    if suggestion.decided_at is None:
        return ""
    return _("%(name)s, %(when)s") % {"name": suggestion.decided_by, "when": when_in_words(suggestion.decided_at)}
