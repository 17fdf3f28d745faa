"""All figures with bands: from nothing, and after one activity changed; without claims, and with one for most activities."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import transaction  # noqa: E402

from brobygger.contributions.models import CreditStanding  # noqa: E402
from brobygger.contributions.rules.credit import Layer  # noqa: E402
from brobygger.partnerships.models import Partnership  # noqa: E402
from brobygger.portfolio.actions.editions import touch, touch_all  # noqa: E402
from brobygger.portfolio.actions.lock import lock  # noqa: E402
from brobygger.portfolio.models import Activity  # noqa: E402
from brobygger.results.queries.frameworks import figures_of  # noqa: E402

TODAY = date(2026, 11, 22)
RUNS = 7
KINDS = ("application", "network", "internship", "phd", "pilot")
ANSWERED = 0.8


def main() -> None:
    """Print a line for each, in ms of CPU; what was made up for it is rolled back."""
    partnership = Partnership.objects.get(slug="trd3")
    _lines(partnership, "no claims")
    with transaction.atomic():
        dice, layers = random.Random(4), [layer.value for layer in Layer]
        ids = [
            pk
            for pk in Activity.objects.filter(partnership=partnership).values_list("pk", flat=True)
            if dice.random() < ANSWERED
        ]
        CreditStanding.objects.filter(partnership=partnership).delete()
        CreditStanding.objects.bulk_create(
            (
                CreditStanding(
                    activity_id=pk, partnership=partnership, layer=dice.choice(layers), answered=2, differs=False
                )
                for pk in ids
            ),
            500,
        )
        touch_all(partnership)
        _lines(partnership, f"claims of {len(ids)}")
        transaction.set_rollback(True)
    cache.clear()


def _lines(partnership: Partnership, about: str) -> None:
    spent = []
    for _ in range(RUNS):
        cache.clear()
        spent.append(_milliseconds(lambda: figures_of(_now(partnership), today=TODAY)))
    print(f"{about}: all figures from nothing {statistics.median(spent):.1f} ms")
    for kind in KINDS:
        spent = []
        for one in Activity.objects.filter(partnership=partnership, kind=kind).order_by("pk")[:RUNS]:
            with transaction.atomic():
                lock(partnership)
                touch(partnership, [one.pk])
            changed = _now(partnership)
            spent.append(_milliseconds(lambda changed=changed: figures_of(changed, today=TODAY)))
        print(f"{about}: after one {kind} changed {statistics.median(spent):.1f} ms")


def _now(partnership: Partnership) -> Partnership:
    return Partnership.objects.get(pk=partnership.pk)


def _milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
