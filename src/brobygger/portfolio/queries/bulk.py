"""What one change would do to many activities, before it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Confirmation
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.bulk import BULK_AT_MOST, LEAVES_CONTENT, BulkChange, Doing
from brobygger.portfolio.rules.drafts import ActivityDraft, DraftFault, faults_of
from brobygger.portfolio.rules.filters import Filter

DRAFTS_A_QUERY = 500


@dataclass(frozen=True)
class Seen:
    """An activity as it was when somebody looked: its id and version."""

    activity_id: int
    version: int


@dataclass(frozen=True)
class Refused:
    """An activity the change cannot be made to, and why."""

    slug: str
    title: str
    faults: Sequence[tuple[DraftFault, str]]


@dataclass(frozen=True)
class Preview:
    """What would change (in order), how many are as they would become, and what cannot be changed."""

    changing: list[Seen] = field(default_factory=list)
    same: int = 0
    refused: list[Refused] = field(default_factory=list)
    first: list[tuple[str, str]] = field(default_factory=list)


def ids_of_slugs(partnership: Partnership, slugs: Sequence[str]) -> list[int]:
    """Ids of the activities in the register that have these slugs, in the order they are given; at most so many."""
    wanted = list(dict.fromkeys(slugs))[:BULK_AT_MOST]
    found = registered_ids(partnership, wanted)
    return [found[slug] for slug in wanted if slug in found]


def registered_ids(partnership: Partnership, slugs: Sequence[str]) -> dict[str, int]:
    """Ids of the activities in the register by their slugs. One query for each `DRAFTS_A_QUERY`."""
    found: dict[str, int] = {}
    for at in range(0, len(slugs), DRAFTS_A_QUERY):
        some = Activity.objects.filter(partnership=partnership, slug__in=slugs[at : at + DRAFTS_A_QUERY])
        found |= dict(some.values_list("slug", "pk"))
    return found


def ids_matching(partnership: Partnership, wanted: Filter) -> tuple[list[int], bool]:
    """The ids of what matches a filter, and whether that is all: at most so many are taken."""
    ids = list(islice(find_all(partnership, wanted), BULK_AT_MOST + 1))
    return ids[:BULK_AT_MOST], len(ids) <= BULK_AT_MOST


def titles_of(partnership: Partnership, ids: Sequence[int]) -> list[tuple[str, str]]:
    """(slug, title) of activities, in the order of the ids."""
    rows = Activity.objects.filter(partnership=partnership, pk__in=ids).values_list("pk", "slug", "title")
    found = {pk: (slug, title) for pk, slug, title in rows}
    return [found[pk] for pk in ids if pk in found]


def entries(partnership: Partnership, ids: Sequence[int]) -> Iterator[tuple[Activity, ActivityDraft]]:
    """Activities of the register with their drafts, in the order of the ids, some hundred at a time."""
    for at in range(0, len(ids), DRAFTS_A_QUERY):
        yield from _entries(partnership, ids[at : at + DRAFTS_A_QUERY])


def _entries(partnership: Partnership, ids: Sequence[int]) -> list[tuple[Activity, ActivityDraft]]:
    # By id alone, which the database finds at once; whose they are is asked of what was found.
    activities = [
        activity
        for activity in with_parts(Activity.objects.filter(pk__in=ids))
        if activity.partnership_id == partnership.pk
    ]
    found = {a.pk: (a, draft) for a, draft in zip(activities, drafts_of(activities), strict=True)}
    return [found[pk] for pk in ids if pk in found]


def preview(
    partnership: Partnership,
    ids: Sequence[int],
    change: BulkChange,
    *,
    year: int,
    organisation_id: int | None,
    at_most_shown: int = 20,
) -> Preview:
    """What a change would do to some activities. A fixed number of queries for each five hundred."""
    if change.doing in LEAVES_CONTENT:
        return _preview_of_what_leaves_content(partnership, ids, change, year, organisation_id, at_most_shown)
    seen = Preview()
    same = 0
    for activity, draft in entries(partnership, ids):
        after = change.made_to(draft)
        if after == draft:
            same += 1
        elif faults := faults_of(after):
            seen.refused.append(Refused(activity.slug, activity.title, faults))
        else:
            seen.changing.append(Seen(activity.pk, activity.version))
            if len(seen.first) < at_most_shown:
                seen.first.append((activity.slug, activity.title))
    return Preview(seen.changing, same, seen.refused, seen.first)


def _preview_of_what_leaves_content(
    partnership: Partnership,
    ids: Sequence[int],
    change: BulkChange,
    year: int,
    organisation_id: int | None,
    at_most_shown: int,
) -> Preview:
    rows: dict[int, tuple[int, str, str]] = {}
    said: set[int] = set()
    for at in range(0, len(ids), DRAFTS_A_QUERY):
        some = ids[at : at + DRAFTS_A_QUERY]
        for pk, version, slug, title in Activity.objects.filter(partnership=partnership, pk__in=some).values_list(
            "pk", "version", "slug", "title"
        ):
            rows[pk] = (version, slug, title)
        if change.doing is Doing.CONFIRM:
            said |= set(
                Confirmation.objects.filter(activity_id__in=some, year=year, organisation=organisation_id).values_list(
                    "activity_id", flat=True
                )
            )
    changing = [pk for pk in ids if pk in rows and pk not in said]
    return Preview(
        [Seen(pk, rows[pk][0]) for pk in changing],
        sum(pk in rows for pk in said),
        [],
        [rows[pk][1:] for pk in changing[:at_most_shown]],
    )
