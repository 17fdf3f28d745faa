"""Freezing, sizes and proving: one snapshot of the register as it is, then a chain, and what each of them costs."""

from __future__ import annotations

import argparse
import gc
import resource
import time

import django

django.setup()

from django.db import reset_queries, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from brobygger.audit.rules import system  # noqa: E402
from brobygger.partnerships.models import Partnership  # noqa: E402
from brobygger.portfolio.models import Activity  # noqa: E402
from brobygger.snapshots.actions.freeze import freeze  # noqa: E402
from brobygger.snapshots.models import Snapshot  # noqa: E402
from brobygger.snapshots.queries.reading import file_of, item_page  # noqa: E402
from brobygger.snapshots.queries.verify import verify  # noqa: E402


def main() -> None:
    """Freeze as often as asked, verify what there is, and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--chain", type=int, default=10)
    length = arguments.parse_args().chain
    partnership = Partnership.objects.get(slug="trd3")
    count = Activity.objects.filter(partnership=partnership).count()
    print(f"{count} activities; memory before: {_memory()} MB at most")
    # As a server does when it has loaded everything (`config.wsgi`).
    gc.collect()
    gc.freeze()
    for _ in range(length):
        spent, start = time.process_time(), time.perf_counter()
        with transaction.atomic():
            made = freeze(
                partnership=partnership, year=2025, words="Tall for 2025", decision="Sak 1", by=system("bench"),
                now=timezone.now(),
            )  # fmt: skip
        reset_queries()
        print(
            f"freeze {made.number}: {time.process_time() - spent:.2f} s of CPU, {time.perf_counter() - start:.2f} s; "
            f"{made.items} items, file {made.size / 1e6:.1f} MB, stored {made.stored / 1e6:.1f} MB; "
            f"memory {_memory()} MB at most"
        )
    spent, start = time.process_time(), time.perf_counter()
    checks = list(verify(partnership))
    print(
        f"verify a chain of {len(checks)}: {time.process_time() - spent:.2f} s of CPU, {time.perf_counter() - start:.2f} s, "
        f"{sum(bool(check.wrong) for check in checks)} changed; memory {_memory()} MB at most"
    )
    last = Snapshot.objects.filter(partnership=partnership).latest("number")
    for name, act in (
        ("a page of members in the middle", lambda: item_page(last, "activities", count // 100)),
        ("the whole file", lambda: sum(map(len, file_of(last)))),
    ):
        spent = time.process_time()
        act()
        print(f"{name}: {1000 * (time.process_time() - spent):.1f} ms of CPU")


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
