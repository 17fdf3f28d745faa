"""Server CPU of reading through the API, in one process: the median and the ninth decile of many requests."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from urllib.parse import urlsplit

import django

django.setup()

from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from brobygger.accounts.models import User  # noqa: E402
from brobygger.api.actions.tokens import make_token  # noqa: E402
from brobygger.api.rules.tokens import ApiScope  # noqa: E402
from brobygger.partnerships.queries import scope_of  # noqa: E402

ROOT = "/api/v1/partnerships/trd3"
PLACES = {
    "one activity": "/activities/aktivitet-4711",
    "list": "/activities",
    "list, filtered": "/activities?type=phd&omrade=helse-og-velferd",
    "list, broad filter": "/activities?enhet=ntnu",
    "list, two broad filters": "/activities?enhet=ntnu&enhet=trondheim-kommune&aar=2024&aar=2023",
    "list, going on": "/activities?aktiv=2024-05-01",
    "list, by change": "/activities?order=changed",
    "list, by change, filtered": "/activities?order=changed&type=phd",
    "list, whole": "/activities?shape=whole",
    "search": "/activities?q=s%C3%B8vnbehandling+helsestasjon",
    "search, going on": "/activities?q=klima&aktiv=2024-05-01",
    "versions": "/activities/aktivitet-4711/versions",
    "organisations": "/organisations?q=institutt",
    "indicators": "/indicators",
}
RUNS = 40
PAGES_ON = 60


def main() -> None:
    """Print a line for each place; for lists also a page far on."""
    user = User.objects.get(username="lead@example.no")
    scope = scope_of(user, "trd3")
    assert scope is not None
    today = timezone.localdate()
    _, secret = make_token(
        scope=scope,
        name="bench",
        scopes=[ApiScope.READ],
        expires=today + timedelta(days=1),
        today=today,
        by=user.as_actor,
        now=timezone.now(),
    )
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {secret}"})
    print(f"{'place':32} {'status':>6} {'median ms':>10} {'p90 ms':>8} {'kB':>6}")
    for name, place in PLACES.items():
        _measure(client, name, ROOT + place)
        if "?" in place or place == "/activities":
            _measure(client, f"{name}, {PAGES_ON} pages on", _far_on(client, ROOT + place))


def _far_on(client: Client, place: str) -> str:
    address = f"{place}{'&' if '?' in place else '?'}limit=200"
    for _ in range(PAGES_ON):
        following = client.get(address).json().get("next")
        if not following:
            break
        parts = urlsplit(following)
        address = f"{parts.path}?{parts.query}"
    return address.replace("limit=200", "limit=50")


def _measure(client: Client, name: str, address: str) -> None:
    for _ in range(3):
        response = client.get(address)
    spent = []
    for _ in range(RUNS):
        start = time.process_time()
        response = client.get(address)
        spent.append((time.process_time() - start) * 1000)
    decile = statistics.quantiles(spent, n=10)[-1]
    size = len(response.content) / 1024
    print(
        f"{name:42} {response.status_code:>6} {statistics.median(spent):>10.1f} {decile:>8.1f} {size:>6.0f}", flush=True
    )


main()
