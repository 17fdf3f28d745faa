"""Finding the form an address leads to, and reading what was sent."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils.crypto import constant_time_compare

from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.suggestions.models import FormLink, Suggestion
from brobygger.suggestions.rules.kinds import Answer, FormKind
from brobygger.suggestions.rules.limits import DAYS_AFTER_ANSWER, DAYS_UNANSWERED, token_hash

PAGE = 25


def open_form(slug: str, token: str = "") -> FormLink | None:
    """The form at an address, for anybody: None when there is none, it is off, or the link is another's. One query."""
    links = FormLink.objects.select_related("partnership", "organisation").filter(partnership__slug=slug, is_on=True)
    if not token:
        return links.filter(kind=FormKind.PUBLIC.value).first()
    wanted = token_hash(token)
    found = links.filter(kind=FormKind.PARTNER.value, token_hash=wanted).first()
    return found if found and constant_time_compare(found.token_hash, wanted) else None


def links_of(partnership: Partnership) -> list[FormLink]:
    """The forms of a partnership, the public one first, with how much came by each (`came`)."""
    links = FormLink.objects.filter(partnership=partnership).select_related("organisation")
    return list(links.annotate(came=Count("suggestions")).order_by("-kind", "pk"))


def link_of(partnership: Partnership, pk: int) -> FormLink | None:
    """One of them."""
    return FormLink.objects.filter(partnership=partnership, pk=pk).first()


def organisations_of(partnership: Partnership) -> list[Organisation]:
    """Those one may give a link to, by name."""
    return list(Organisation.objects.filter(directory_id=partnership.directory_id, is_proposed=False).order_by("name"))


def inbox(partnership: Partnership, *, waiting: bool, number: int) -> Page[Suggestion]:
    """One page of what waits, the oldest first, or of what was decided, the latest first."""
    return Paginator(suggestions_in(partnership, waiting=waiting), PAGE).get_page(number)


def suggestions_in(partnership: Partnership, *, waiting: bool) -> QuerySet[Suggestion]:
    """What waits, the oldest first, or what was decided, the latest first."""
    found = _of(partnership)
    if waiting:
        return found.filter(answer=Answer.WAITING.value).order_by("pk")
    return found.exclude(answer=Answer.WAITING.value).order_by("-pk")


def waiting_count(partnership: Partnership) -> int:
    """How many wait."""
    return Suggestion.objects.filter(partnership=partnership, answer=Answer.WAITING.value).count()


def suggestion_of(partnership: Partnership, pk: int) -> Suggestion | None:
    """One of them."""
    return _of(partnership).filter(pk=pk).first()


def suggestions_behind(activity: Activity) -> list[Suggestion]:
    """What an activity was registered from. One query: for nearly all there is nothing, and nothing to join."""
    found = Suggestion.objects.filter(activity=activity).prefetch_related("link__organisation")
    return list(found.order_by("pk")[:5])


def with_senders_to_forget(today: date) -> QuerySet[Suggestion]:
    """Those whose sender was answered long ago, or has waited for ever."""
    answered = Q(decided_at__date__lt=today - timedelta(days=DAYS_AFTER_ANSWER))
    waited = Q(decided_at=None, sent__date__lt=today - timedelta(days=DAYS_UNANSWERED))
    return Suggestion.objects.filter(answered | waited).exclude(sender_name="", sender_email="")


def _of(partnership: Partnership) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(partnership=partnership).select_related(
        "link", "link__organisation", "activity", "unfinished"
    )
