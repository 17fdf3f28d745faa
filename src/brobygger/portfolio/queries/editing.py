"""What the forms of the register read."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from brobygger.accounts.models import User
from brobygger.organisations.queries import PartyNames, discipline_names, party_names
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.models import Activity, UnfinishedForm
from brobygger.portfolio.queries.listing import find
from brobygger.portfolio.rules.filters import Filter, Sort
from brobygger.portfolio.rules.kinds import Standing
from brobygger.portfolio.rules.text import sort_key

BASKET_PAGE = 50
TITLES = 10


@dataclass(frozen=True)
class FormReading:
    """What one can choose among. `owners` are the partners as (id, slug, name)."""

    names: PartyNames
    areas: Sequence[tuple[int, str]]
    owners: Sequence[tuple[int, str, str]]
    disciplines: dict[str, str]


def form_reading(partnership: Partnership, language: str) -> FormReading:
    """What the form of an activity lets one choose among; remembered until something in the partnership changes."""
    key = f"form:{partnership.pk}:{partnership.data_version}:{language}"
    reading: FormReading | None = cache.get(key)
    if reading is None:
        reading = FormReading(
            names=party_names(partnership.directory_id),
            areas=areas_of(partnership),
            owners=[
                (partner.organisation_id, partner.organisation.slug, partner.organisation.name)
                for partner in partnership.partners.select_related("organisation").order_by("-side")
            ],
            disciplines=dict(sorted(discipline_names(language).items(), key=lambda pair: sort_key(pair[1]))),
        )
        cache.set(key, reading, timeout=600)
    return reading


def areas_of(partnership: Partnership) -> list[tuple[int, str]]:
    """The focus areas as (id, name), in the order they were made."""
    return list(partnership.focus_areas.order_by("pk").values_list("pk", "name"))


def focus_areas_of(partnership: Partnership) -> list[FocusArea]:
    """The focus areas themselves, in the order they were made."""
    return list(partnership.focus_areas.order_by("pk"))


def slugs_of(partnership: Partnership, texts: Collection[str]) -> dict[str, str]:
    """For each text that is the slug or the exact title of one activity, its slug; two with one title are none."""
    if not texts:
        return {}
    found: dict[str, str] = {}
    # The sort key has an index, the title has none.
    keys = [sort_key(text) for text in texts]
    like = Activity.objects.filter(partnership=partnership, title_key__in=keys)
    titles = like.filter(title__in=list(texts)).values_list("title", "slug")
    for title, slug in titles:
        found[title] = "" if title in found else slug
    # Also what was merged or thrown away since the relation was made: it stays until somebody takes it out.
    slugs = Activity.every.filter(partnership=partnership, slug__in=list(texts)).values_list("slug", flat=True)
    found |= {slug: slug for slug in slugs}
    return {text: slug for text, slug in found.items() if slug}


def titles_like(partnership: Partnership, text: str) -> list[str]:
    """Titles of activities that a text may be the beginning of finding; so many as one can look through."""
    found = (
        find(partnership, Filter(text=text[:200].replace("\x00", ""), sort=Sort.RELEVANCE)) if text.strip() else None
    )
    ids = found.ids[:TITLES] if found else []
    titles = dict(Activity.every.filter(partnership=partnership, pk__in=ids).values_list("pk", "title"))
    return [titles[pk] for pk in ids if pk in titles]


def entry_named(partnership: Partnership, slug: str) -> Activity | None:
    """An activity by slug, also when it is merged or in the wastebasket."""
    return Activity.every.filter(partnership=partnership, slug=slug).select_related("merged_into").first()


def in_basket(partnership: Partnership) -> list[Activity]:
    """What is in the wastebasket, the latest changed first; so many at most."""
    removed = Activity.every.filter(partnership=partnership, standing=Standing.REMOVED.value)
    return list(removed.order_by("-pk")[:BASKET_PAGE])


def unfinished_of(partnership: Partnership, user: User) -> list[UnfinishedForm]:
    """The user's unfinished forms, latest first."""
    forms = UnfinishedForm.objects.filter(partnership=partnership, user=user).select_related("activity")
    return list(forms.order_by("-last_saved"))


def unfinished_form(partnership: Partnership, user: User, pk: int) -> UnfinishedForm | None:
    """One of the user's own."""
    return UnfinishedForm.objects.filter(partnership=partnership, user=user, pk=pk).first()


def unfinished_change(activity: Activity, user: User) -> UnfinishedForm | None:
    """What the user has begun to change in an activity and not saved."""
    return UnfinishedForm.objects.filter(activity=activity, user=user).first()
