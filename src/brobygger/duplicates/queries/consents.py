"""The yeses to merging that still hold."""

from __future__ import annotations

from collections.abc import Mapping

from brobygger.duplicates.models import Consent, Pair
from brobygger.portfolio.models import Activity


def consents_of(pair: Pair) -> list[Consent]:
    """The yeses said on a pair, the earliest first: every entry they are to is registered in the version it had then."""
    given = list(pair.consents.select_related("organisation").order_by("at", "pk"))
    ids = {pk for consent in given for pk, _ in consent.members}
    now = dict(Activity.objects.filter(pk__in=ids).values_list("pk", "version")) if given else {}
    return [consent for consent in given if all(now.get(pk) == version for pk, version in consent.members)]


def also_said(pair: Pair) -> set[str]:
    """The further entries of the last yes to a pair, by slug: what the other side is asked about."""
    given = consents_of(pair)
    further = {pk for pk, _ in given[-1].members} - {pair.one_id, pair.other_id} if given else set()
    return set(Activity.objects.filter(pk__in=further).values_list("slug", flat=True)) if further else set()


def consents_to(versions: Mapping[int, int]) -> list[Consent]:
    """The yeses to exactly these entries in these versions, on whichever of their pairs they were said."""
    ids = list(versions)
    given = Consent.objects.filter(pair__one__in=ids, pair__other__in=ids).select_related("organisation")
    return [consent for consent in given.order_by("at", "pk") if consent.members == members_of(versions)]


def members_of(versions: Mapping[int, int]) -> list[list[int]]:
    """Entries with their versions as a consent remembers them."""
    return [[pk, version] for pk, version in sorted(versions.items())]
