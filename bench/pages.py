"""Server CPU of whole pages, in one process: the median and the ninth decile of many requests, after a warm-up."""

from __future__ import annotations

import resource
import statistics
import time
from datetime import date

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import Client  # noqa: E402

from brobygger.accounts.models import User  # noqa: E402
from brobygger.partnerships.models import Partnership  # noqa: E402
from brobygger.results.queries.frameworks import figures_of  # noqa: E402

PAGES = {
    "list, newest": "/trd3/aktiviteter/",
    "list, filtered and sorted": "/trd3/aktiviteter/?type=phd&omrade=helse-og-velferd&sorter=tittel",
    "list, broad filter, by start": "/trd3/aktiviteter/?enhet=ntnu&sorter=-start",
    "list, one department": "/trd3/aktiviteter/?enhet=ntnu-ism&status=active&sorter=tittel",
    "list, page 100": "/trd3/aktiviteter/?sorter=tittel&side=100",
    "search, hit": "/trd3/aktiviteter/?q=s%C3%B8vnbehandling+helsestasjon",
    "search, inflected hit": "/trd3/aktiviteter/?q=barnehagen",
    "search, number": "/trd3/aktiviteter/?q=4711",
    "search, miss": "/trd3/aktiviteter/?q=zzyzx",
    "search within a filter": "/trd3/aktiviteter/?q=klima&type=phd",
    "counts per area and kind": "/trd3/aktiviteter/tetthet/?vis=omrade",
    "density map": "/trd3/aktiviteter/tetthet/",
    "one activity": "/trd3/aktiviteter/aktivitet-4711/",
    "overview": "/trd3/",
    "indicators": "/trd3/maltall/",
    "one indicator": "/trd3/maltall/externally-funded-phds/",
    "behind a number": "/trd3/maltall/externally-funded-phds/aktiviteter/?aar=2024",
    "organisations": "/trd3/organisasjoner/",
}
RUNS = 40


def main() -> None:
    """Print a line for each page, then figures from nothing, then memory."""
    client = Client()
    client.force_login(User.objects.get(username="lead@example.no"))
    print(f"{'page':32} {'status':>6} {'median ms':>10} {'p90 ms':>8} {'kB':>6}")
    for name, address in PAGES.items():
        for _ in range(3):
            response = client.get(address, headers={"host": "localhost"})
        spent = []
        for _ in range(RUNS):
            start = time.process_time()
            response = client.get(address, headers={"host": "localhost"})
            spent.append((time.process_time() - start) * 1000)
        decile = statistics.quantiles(spent, n=10)[-1]
        size = len(response.content) / 1024
        print(f"{name:32} {response.status_code:>6} {statistics.median(spent):>10.1f} {decile:>8.1f} {size:>6.0f}")
    partnership = Partnership.objects.get(slug="trd3")
    spent = []
    for _ in range(7):
        cache.clear()
        start = time.process_time()
        figures_of(partnership, today=date(2026, 11, 22))
        spent.append((time.process_time() - start) * 1000)
    print(f"{'all figures, from nothing':32} {'':>6} {statistics.median(spent):>10.1f}")
    print(f"resident memory at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
