"""Finding addresses that are free."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.slugs import first_free, slug_of

SLUGS_A_QUERY = 100
# Words that stand where a slug could in addresses below the register.
RESERVED = frozenset(
    "ny type forslag tetthet tomt tavle tidslinje kalender kart utvalg visninger papirkurv kladder endre mange uendret "
    "endringer alt".split()
)


def free_slugs(partnership: Partnership, titles: Sequence[str]) -> list[str]:
    """A slug for each title, free in the partnership and among themselves. One query for each hundred new ones."""
    wanted = [slug_of(title) for title in titles]
    distinct = sorted(set(wanted))
    taken = set(RESERVED)
    for at in range(0, len(distinct), SLUGS_A_QUERY):
        some = distinct[at : at + SLUGS_A_QUERY]
        numbered = Q(slug__in=some)
        for slug in some:
            # `0` sorts before all that may follow a slug with a number, `:` after.
            numbered |= Q(slug__gte=f"{slug}-0", slug__lt=f"{slug}-:")
        taken.update(Activity.every.filter(numbered, partnership=partnership).values_list("slug", flat=True))
    found = []
    for slug in wanted:
        free = first_free(slug, taken)
        taken.add(free)
        found.append(free)
    return found
