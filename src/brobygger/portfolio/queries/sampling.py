"""What a sample is drawn from: the activities that match a filter, with the departments that take part."""

from __future__ import annotations

from collections.abc import Iterator

from brobygger.organisations.models import Unit
from brobygger.organisations.queries import placements_in
from brobygger.organisations.rules.kinds import UnitKind
from brobygger.organisations.rules.tree import Tree
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Facet, Term
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter

CHUNK = 900
# From so many on it is quicker to read the whole register than to look each of them up.
MANY = 10 * CHUNK


def candidates(partnership: Partnership, wanted: Filter) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(slug, departments) of everything that matches a filter, in no order.

    Two queries for each nine hundred; when there are many, two that read the register once, each from one index.
    Of the university's units that take part the departments count, with what lies below them; where no department is
    named, the lowest units that are.
    """
    kinds, parents = _tree(partnership)
    keys = dict(
        Term.objects.filter(partnership=partnership, dimension=Dimension.DEPARTMENT.value).values_list("pk", "key")
    )
    signs = {term: 1 << place for place, term in enumerate(keys)}
    known: dict[int, tuple[str, ...]] = {}
    for slug, placed in _placed(partnership, wanted, signs):
        if placed not in known:
            known[placed] = _departments({key for term, key in keys.items() if signs[term] & placed}, kinds, parents)
        yield slug, known[placed]


def unit_names(partnership: Partnership, slugs: set[str]) -> dict[str, str]:
    """What units are called, by slug."""
    return dict(Unit.objects.filter(directory_id=partnership.directory_id, slug__in=slugs).values_list("slug", "name"))


def _placed(partnership: Partnership, wanted: Filter, signs: dict[int, int]) -> Iterator[tuple[str, int]]:
    """(slug, the signs of the terms it has, put together) of everything that matches."""
    activities = Activity.objects.filter(partnership=partnership).order_by().values_list("pk", "slug")
    facets = Facet.objects.filter(term_id__in=list(signs)).order_by().values_list("activity_id", "term_id")
    ids = None if wanted.is_empty else list(find_all(partnership, wanted))
    if ids is None or len(ids) > MANY:
        chosen = None if ids is None else set(ids)
        having = _put_together(facets.iterator(), signs)
        for pk, slug in activities.iterator():
            if chosen is None or pk in chosen:
                yield slug, having.get(pk, 0)
        return
    for at in range(0, len(ids), CHUNK):
        some = ids[at : at + CHUNK]
        having = _put_together(facets.filter(activity_id__in=some).iterator(), signs)
        for pk, slug in activities.filter(pk__in=some):
            yield slug, having.get(pk, 0)


def _put_together(facets: Iterator[tuple[int, int]], signs: dict[int, int]) -> dict[int, int]:
    """One number for each activity, which takes little room however many there are."""
    having: dict[int, int] = {}
    for pk, term in facets:
        having[pk] = having.get(pk, 0) | signs[term]
    return having


def _departments(keys: set[str], kinds: dict[str, str], parents: dict[str, str]) -> tuple[str, ...]:
    own = {key for key in keys if kinds.get(key) == UnitKind.DEPARTMENT}
    if not own:
        own = {key for key in keys if key in kinds} - {parents[key] for key in keys if key in parents}
    return tuple(sorted(own))


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
