"""Writing: what one registration, one change and a thousand changes cost, and twenty people who write at the same time."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import replace
from urllib.parse import urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.throughput import wait_for  # noqa: E402
from brobygger.accounts.models import User  # noqa: E402
from brobygger.portfolio.actions.change import Order, change_activities  # noqa: E402
from brobygger.portfolio.models import Activity  # noqa: E402
from brobygger.portfolio.queries.drafts import drafts_of, with_parts  # noqa: E402

PEOPLE, EACH, RUNS, MANY = 20, 10, 15, 1000
LIST = "/trd3/aktiviteter/"
TITLES = (
    "Medisinfri søvnbehandling på sykehjem",
    "Klimabudsjett og sirkulær plastbank i bydelen",
    "Trygg overgang mellom barnehage og skole",
    "Ungdomsarena med musikkverksted på Saupstad",
    "Fallforebygging og robotkurs hjemme",
)


def main() -> None:
    """One by one, then all at once."""
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.get(username="lead@example.no"))
    for name, act in (
        ("form of a new activity", _open),
        ("is it one of these?", _ask),
        ("one new activity", _register),
    ):
        act(client, -1)
        spent = []
        for number in range(RUNS):
            start = time.process_time()
            act(client, number)
            spent.append(time.process_time() - start)
        print(f"{name}: {1000 * statistics.median(spent):.1f} ms of server CPU")
    _change_many()
    _all_at_once(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _open(client: Client, _number: int) -> None:
    assert client.get(f"{LIST}ny/").status_code == 200


def _ask(client: Client, number: int) -> None:
    title = f"{TITLES[number % len(TITLES)]}"
    assert client.get("/trd3/duplikater/ligner/", {"title": title, "kind": "pilot"}).status_code == 200


def _register(client: Client, number: int) -> None:
    data = {
        "title": f"{TITLES[number % len(TITLES)]} {time.time_ns()}",
        "kind": "pilot",
        "when": "mars 2025",
    }
    assert client.post(f"{LIST}ny/", data).status_code == 302


def _change_many() -> None:
    some = list(with_parts(Activity.objects.filter(partnership__slug="trd3").select_related("partnership"))[:MANY])
    orders = [
        Order(activity.pk, activity.version, replace(draft, places=("Et nytt sted",)))
        for activity, draft in zip(some, drafts_of(some), strict=True)
    ]
    by = User.objects.get(username="lead@example.no").as_actor
    start = time.perf_counter()
    with transaction.atomic():
        change_activities(partnership=some[0].partnership, orders=orders, by=by, now=timezone.now())
        taken = time.perf_counter() - start
        transaction.set_rollback(True)
    print(f"{len(orders)} activities changed at once: {taken:.2f} s")


def _all_at_once(session: str) -> None:
    """Everybody registers as fast as the server answers; nothing may be lost and nothing may fail."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = "--workers 2 --threads 2 --keep-alive 0 --log-level warning"
    command = [sys.executable, "-m", "gunicorn", "brobygger.config.wsgi", *options.split()]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], env=os.environ)
    mark = f"samtidig {time.time_ns()}"
    taken: list[float] = []
    answers: Counter[int] = Counter()
    try:
        wait_for(port)
        token = _token(port, session)
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={token}",
            "Content-Type": "application/x-www-form-urlencoded",
            "Host": "localhost",
        }

        def write(person: int) -> None:
            for number in range(EACH):
                body = urlencode({"title": f"{mark} {person} {number}", "kind": "pilot", "csrfmiddlewaretoken": token})
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                start = time.perf_counter()
                connection.request("POST", f"{LIST}ny/", body, headers)
                answers[connection.getresponse().status] += 1
                taken.append(time.perf_counter() - start)
                # People read what they wrote before they write again.
                time.sleep(0.5)

        people = [threading.Thread(target=write, args=(person,)) for person in range(PEOPLE)]
        for person in people:
            person.start()
        for person in people:
            person.join()
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(10)
    kept = Activity.objects.filter(partnership__slug="trd3", title__startswith=mark).count()
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    print(
        f"{PEOPLE} people, {EACH} registrations each, half a second apart: answers {dict(answers)}, "
        f"{kept} of {PEOPLE * EACH} kept, median {1000 * statistics.median(taken):.0f} ms, p95 {1000 * p95:.0f} ms"
    )


def _token(port: int, session: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(
        "GET", f"{LIST}ny/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}", "Host": "localhost"}
    )
    found = re.search(rf"{settings.CSRF_COOKIE_NAME}=(\w+)", connection.getresponse().headers["Set-Cookie"] or "")
    assert found
    return found[1]


if __name__ == "__main__":
    main()
