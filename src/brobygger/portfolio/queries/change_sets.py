"""Operations on many activities, as they are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, ChangeSet, ChangeSetItem, Confirmation

CHANGE_SETS_A_PAGE = 50


def change_sets_of(partnership: Partnership) -> QuerySet[ChangeSet]:
    """The operations of a partnership, newest first, each with how many activities it touched (`touched`)."""
    touched = _count_of(ChangeSetItem.objects.all()) + _count_of(Confirmation.objects.all())
    return ChangeSet.objects.filter(partnership=partnership).annotate(touched=touched).order_by("-at", "-pk")


def _count_of(parts: QuerySet[Any]) -> Coalesce:
    of_one = parts.filter(change_set=OuterRef("pk")).order_by().values("change_set")
    return Coalesce(Subquery(of_one.annotate(n=Count("pk")).values("n")[:1]), 0)


def change_set_of(partnership: Partnership, number: int) -> ChangeSet | None:
    """One operation of a partnership."""
    return change_sets_of(partnership).select_related("partnership").filter(pk=number).first()


def titles_by_slug(partnership: Partnership, slugs: Sequence[str], *, at_most: int = 100) -> list[tuple[str, str]]:
    """(slug, title) of entries, also merged and removed ones; so many at most, by title."""
    found = Activity.every.filter(partnership=partnership, slug__in=list(slugs)[:at_most])
    return list(found.order_by("title_key").values_list("slug", "title"))
