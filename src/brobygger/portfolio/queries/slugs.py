"""Finding addresses that are free."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.slugs import first_free, slug_of

SLUGS_A_QUERY = 100
IDS_A_QUERY = 500
_NUMBER = re.compile(r"-\d+$")
# Words that stand where a slug could in addresses below the register.
RESERVED = frozenset(
    "ny type forslag tetthet tomt tavle tidslinje kalender kart utvalg visninger papirkurv kladder endre mange uendret "
    "endringer alt".split()
)


def free_slugs(partnership: Partnership, titles: Sequence[str]) -> list[str]:
    """A slug for each title, free in the partnership and among themselves.

    One query for each five hundred, and one for each hundred that are wanted twice or taken.
    """
    wanted = [slug_of(title) for title in titles]
    counts = Counter(wanted)
    distinct = sorted(counts)
    taken = set(RESERVED)
    for at in range(0, len(distinct), IDS_A_QUERY):
        taken.update(_there(partnership, Q(slug__in=distinct[at : at + IDS_A_QUERY])))
    numbered = {slug for slug, count in counts.items() if count > 1 or slug in taken}
    # Whoever is called as another one may come to be numbered may have to be numbered too.
    again = sorted(numbered | {slug for slug in distinct if _NUMBER.sub("", slug) in numbered})
    for at in range(0, len(again), SLUGS_A_QUERY):
        # `0` sorts before all that may follow a slug with a number, `:` after.
        ranges = (Q(slug__gte=f"{slug}-0", slug__lt=f"{slug}-:") for slug in again[at : at + SLUGS_A_QUERY])
        taken.update(_there(partnership, reduce(or_, ranges)))
    found = []
    for slug in wanted:
        free = first_free(slug, taken)
        taken.add(free)
        found.append(free)
    return found


def _there(partnership: Partnership, where: Q) -> Iterable[str]:
    return Activity.every.filter(where, partnership=partnership).values_list("slug", flat=True)
