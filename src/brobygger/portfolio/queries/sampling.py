"""What a sample is drawn from: the activities that match a filter, with the departments that take part."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from brobygger.organisations.models import Unit
from brobygger.organisations.queries import placements_in
from brobygger.organisations.rules.kinds import UnitKind
from brobygger.organisations.rules.tree import Tree
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Facet
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter

CHUNK = 900


def candidates(partnership: Partnership, wanted: Filter) -> Iterator[tuple[str, list[str]]]:
    """(slug, departments) of everything that matches a filter. Two queries for each nine hundred.

    Of the university's units that take part the departments count, with what lies below them; where no department is
    named, the lowest units that are.
    """
    kinds, parents = _tree(partnership)
    for some in _chunks(find_all(partnership, wanted)):
        keys: dict[int, set[str]] = {}
        placed = Facet.objects.filter(activity_id__in=some, term__dimension=Dimension.DEPARTMENT.value)
        for pk, key in placed.values_list("activity_id", "term__key"):
            keys.setdefault(pk, set()).add(key)
        slugs = dict(Activity.every.filter(pk__in=some).values_list("pk", "slug"))
        for pk in some:
            yield slugs[pk], _departments(keys.get(pk, set()), kinds, parents)


def unit_names(partnership: Partnership, slugs: set[str]) -> dict[str, str]:
    """What units are called, by slug."""
    return dict(Unit.objects.filter(directory_id=partnership.directory_id, slug__in=slugs).values_list("slug", "name"))


def _chunks(ids: Iterator[int]) -> Iterator[list[int]]:
    while chunk := list(islice(ids, CHUNK)):
        yield chunk


def _departments(keys: set[str], kinds: dict[str, str], parents: dict[str, str]) -> list[str]:
    own = {key for key in keys if kinds.get(key) == UnitKind.DEPARTMENT}
    if not own:
        own = {key for key in keys if key in kinds} - {parents[key] for key in keys if key in parents}
    return sorted(own)


def _tree(partnership: Partnership) -> tuple[dict[str, str], dict[str, str]]:
    units = {
        pk: (slug, kind)
        for pk, slug, kind in Unit.objects.filter(directory_id=partnership.directory_id).values_list(
            "pk", "slug", "kind"
        )
    }
    above = Tree.latest(placements_in(partnership.directory_id)).parents
    parents = {units[pk][0]: units[parent][0] for pk, parent in above.items() if parent in units and pk in units}
    return dict(units.values()), parents
