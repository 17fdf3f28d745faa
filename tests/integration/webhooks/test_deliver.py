"""Telling another system what changed: here a receiver on this machine, which answers as it is told to."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from tests.conftest import Cast

from brobygger.audit import actions as audit
from brobygger.audit.models import Event
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.webhooks import queries
from brobygger.webhooks.actions import transport
from brobygger.webhooks.actions.deliver import KEPT, LEASE, Courier, deliver_next
from brobygger.webhooks.actions.manage import add_webhook
from brobygger.webhooks.actions.transport import Answer, post
from brobygger.webhooks.models import Delivery, Webhook
from brobygger.webhooks.rules.kinds import Outcome
from brobygger.webhooks.rules.messages import SIGNATURE, is_ours
from brobygger.webhooks.rules.retries import FIRST_WAIT

URL = "https://bro.example.no/{partnership}/aktiviteter/{slug}/"


@dataclass
class Receiver:
    """What came in, and what is answered."""

    address: str
    status: int = 200
    location: str = ""
    drips: bool = False
    body: bytes = b"ok"
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.got.append((dict(self.headers), body))
            if got.drips:
                for _ in range(200):
                    self.wfile.write(b"x")
                    self.wfile.flush()
                    time.sleep(0.02)
                return
            self.send_response(got.status)
            if got.location:
                self.send_header("Location", got.location)
            self.end_headers()
            self.wfile.write(got.body)

        def log_message(self, *_: object) -> None:
            """Silent."""

        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    got = Receiver(f"http://127.0.0.1:{server.server_port}/mottak?a=b")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield got
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def webhook(trd3: Partnership, receiver: Receiver, cast: Cast, now: datetime) -> Webhook:
    return add_webhook(
        partnership=trd3, address=receiver.address, local_allowed=True, by=cast.coordinator.as_actor, now=now
    )


@pytest.fixture
def courier(now: datetime) -> Courier:
    return Courier(post=post, clock=lambda: now, chance=lambda: 0.0, activity_url=URL, local_allowed=True)


def happens(partnership: Partnership, cast: Cast, now: datetime, count: int = 1, verb: str = "changed") -> None:
    activity = Activity.objects.get(partnership=partnership, slug="climagen")
    audit.record(
        verb=verb,
        subject_type="activity",
        subjects=[(activity.pk, {"version": 2 + number, "fields": ["title"]}) for number in range(count)],
        by=cast.lead.as_actor,
        now=now,
        partnership_id=partnership.pk,
    )


def told(receiver: Receiver) -> list[dict[str, Any]]:
    return [event for _, body in receiver.got for event in json.loads(body)["events"]]


def test_what_changes_is_told_signed_and_names_nobody(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    happens(trd3, cast, now)
    assert deliver_next(webhook=webhook, courier=courier)
    [(headers, body)] = receiver.got
    assert is_ours(webhook.secret, body, headers[SIGNATURE], now=int(now.timestamp()))
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    [event] = told(receiver)
    assert event["verb"] == "changed"
    assert event["url"] == "https://bro.example.no/trd3/aktiviteter/climagen/"
    assert event["version"] == 2
    for word in (cast.lead.display_name, cast.lead.username, "ClimaGen"):
        assert word not in body.decode()
    assert '"user' not in body.decode()
    assert not deliver_next(webhook=webhook, courier=courier)
    assert len(receiver.got) == 1


def test_only_what_comes_after_it_was_added_is_told(webhook: Webhook, courier: Courier, receiver: Receiver) -> None:
    assert not deliver_next(webhook=webhook, courier=courier)
    assert receiver.got == []


def test_every_event_once_and_in_order(
    webhook: Webhook,
    courier: Courier,
    receiver: Receiver,
    trd3: Partnership,
    fjordby: Partnership,
    cast: Cast,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(queries, "BATCH", 7)
    for _ in range(4):
        happens(trd3, cast, now, 5)
        audit.record(
            verb="changed", subject_type="activity", subjects=[(1, {})], by=cast.lead.as_actor, now=now,
            partnership_id=fjordby.pk,
        )  # fmt: skip
        audit.record(
            verb="commented", subject_type="discussion", subjects=[(1, {})], by=cast.lead.as_actor, now=now,
            partnership_id=trd3.pk,
        )  # fmt: skip
    while deliver_next(webhook=webhook, courier=courier):
        pass
    ids = [event["id"] for event in told(receiver)]
    wanted = Event.objects.filter(partnership_id=trd3.pk, subject_type="activity", id__gt=0, verb="changed")
    assert ids == list(wanted.order_by("id").values_list("id", flat=True))
    assert [len(json.loads(body)["events"]) for _, body in receiver.got] == [7, 7, 6]
    webhook.refresh_from_db()
    assert webhook.cursor == Event.objects.filter(partnership_id=trd3.pk).latest("id").pk


@pytest.mark.parametrize("status", [199 + 101, 301, 302, 307, 400, 404, 410, 500, 503])
def test_an_answer_that_is_no_yes_is_a_failure(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime, status: int
) -> None:
    happens(trd3, cast, now)
    receiver.status, receiver.location = status, receiver.address
    assert not deliver_next(webhook=webhook, courier=courier)
    assert len(receiver.got) == 1
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.next_try) == (1, now + FIRST_WAIT)
    delivery = Delivery.objects.get()
    assert (delivery.status, delivery.outcome) == (status, Outcome.REFUSED)


def test_it_is_tried_again_later_and_then_goes_on(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    happens(trd3, cast, now)
    receiver.status = 500
    assert not deliver_next(webhook=webhook, courier=courier)
    receiver.status = 204
    assert not deliver_next(webhook=webhook, courier=courier)
    assert len(receiver.got) == 1
    later = replace(courier, clock=lambda: now + FIRST_WAIT)
    assert deliver_next(webhook=webhook, courier=later)
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since) == (0, None)
    assert receiver.got[0][1] == receiver.got[1][1]


def test_after_a_day_it_is_given_up_and_told_of_and_goes_on_when_turned_on(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime, client_of
) -> None:  # type: ignore[no-untyped-def]
    happens(trd3, cast, now)
    receiver.status = 500
    at, tries = now, 0
    while webhook.is_on and tries < 100:
        deliver_next(webhook=webhook, courier=replace(courier, clock=lambda at=at: at))
        webhook.refresh_from_db()
        at, tries = webhook.next_try, tries + 1
    assert webhook.gave_up
    assert 12 < tries < 30
    assert Event.objects.filter(subject_type="webhook", verb="gave_up", partnership_id=trd3.pk).count() == 1
    page = client_of(cast.coordinator).get("/trd3/webhooks/").content.decode()
    assert "har ikke tatt imot noe på et døgn" in page
    assert not deliver_next(webhook=webhook, courier=replace(courier, clock=lambda: at + timedelta(days=9)))
    client_of(cast.coordinator).post(f"/trd3/webhooks/{webhook.pk}/bryter/", {"paa": "1"})
    receiver.status = 200
    webhook.refresh_from_db()
    assert deliver_next(webhook=webhook, courier=replace(courier, clock=lambda: webhook.next_try))
    assert {event["verb"] for event in told(receiver)} == {"changed"}


def test_whoever_dies_in_the_middle_sends_it_again(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    happens(trd3, cast, now)

    def dies(*args: Any, **options: Any) -> Answer:
        post(*args, **options)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver_next(webhook=webhook, courier=replace(courier, post=dies))
    assert not deliver_next(webhook=webhook, courier=courier)
    assert deliver_next(webhook=webhook, courier=replace(courier, clock=lambda: now + LEASE))
    assert len(receiver.got) == 2


def test_two_at_once_do_not_send_the_same(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    happens(trd3, cast, now)
    meanwhile: list[bool] = []

    def posting(*args: Any, **options: Any) -> Answer:
        meanwhile.append(deliver_next(webhook=Webhook.objects.get(pk=webhook.pk), courier=courier))
        return post(*args, **options)

    assert deliver_next(webhook=webhook, courier=replace(courier, post=posting))
    assert meanwhile == [False]
    assert len(receiver.got) == 1


def test_while_somebody_writes_nothing_is_read_past_them(
    webhook: Webhook,
    courier: Courier,
    receiver: Receiver,
    trd3: Partnership,
    cast: Cast,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    happens(trd3, cast, now)
    monkeypatch.setattr(queries, "settled_until", lambda _pk: None)
    assert not deliver_next(webhook=webhook, courier=courier)
    monkeypatch.undo()
    assert deliver_next(webhook=webhook, courier=courier)


def test_what_is_gone_is_told_without_an_address(
    webhook: Webhook, courier: Courier, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    audit.record(
        verb="removed", subject_type="activity", subjects=[(10**9, {})], by=cast.lead.as_actor, now=now,
        partnership_id=trd3.pk,
    )  # fmt: skip
    assert deliver_next(webhook=webhook, courier=courier)
    [event] = told(receiver)
    assert (event["subject"]["slug"], event["url"]) == ("", "")


def test_only_the_latest_messages_are_kept(
    webhook: Webhook, courier: Courier, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    quick = replace(courier, post=lambda *_, **__: Answer(Outcome.RECEIVED, 200))
    for _ in range(KEPT + 5):
        happens(trd3, cast, now)
        assert deliver_next(webhook=webhook, courier=quick)
    assert Delivery.objects.count() == KEPT


def test_the_command_tells_all_there_is(
    webhook: Webhook, receiver: Receiver, trd3: Partnership, cast: Cast, now: datetime
) -> None:
    happens(trd3, cast, now, 250)
    out = StringIO()
    call_command("deliver-webhooks", stdout=out)
    assert f"trd3 {receiver.address}: 3 received, 0 failures" in out.getvalue()
    assert len(told(receiver)) == 250
    assert told(receiver)[0]["url"] == "http://127.0.0.1:8000/trd3/aktiviteter/climagen/"
    out = StringIO()
    call_command("deliver-webhooks", stdout=out)
    assert out.getvalue() == ""


def test_nobody_is_led_to_a_closed_machine(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name was public when it was written down; now it leads here."""
    port = int(receiver.address.split(":")[2].split("/")[0])
    asked: list[str] = []

    def leads_here(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port)),
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)),
        ]

    monkeypatch.setattr(transport.socket, "getaddrinfo", leads_here)
    answer = post(f"https://mottak.example.no:{port}/", b"{}", {}, local_allowed=False)
    assert answer == Answer(Outcome.NOT_ALLOWED)
    assert asked == ["mottak.example.no"]
    assert receiver.got == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/", "https://localhost/", "ftp://x", "", "https://[::1]/"])
def test_an_address_that_must_not_be_used_is_not(address: str) -> None:
    assert post(address, b"{}", {}, local_allowed=False) == Answer(Outcome.NOT_ALLOWED)


def test_nobody_at_home_is_no_answer() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        assert post(f"http://127.0.0.1:{port}/", b"{}", {}, local_allowed=True) == Answer(Outcome.NO_ANSWER)


def test_a_name_nobody_knows_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror

    monkeypatch.setattr(transport.socket, "getaddrinfo", unknown)
    assert post("https://finnes-ikke.example.no/", b"{}", {}, local_allowed=False) == Answer(Outcome.NO_ANSWER)


def test_a_slow_receiver_holds_nobody(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """One byte now and then, for ever: the time limit is of the whole message."""
    monkeypatch.setattr(transport, "SECONDS_AT_MOST", 0.3)
    receiver.drips = True
    start = time.monotonic()
    assert post(receiver.address, b"{}", {}, local_allowed=True).outcome is Outcome.NO_ANSWER
    assert time.monotonic() - start < 2


def test_one_who_greets_slowly_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connected, and then silent where encryption should begin."""
    monkeypatch.setattr(transport, "SECONDS_AT_MOST", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        start = time.monotonic()
        assert post(address, b"{}", {}, local_allowed=True) == Answer(Outcome.NO_ANSWER)
        assert time.monotonic() - start < 2


def test_a_long_answer_is_not_read(receiver: Receiver) -> None:
    receiver.body = b"x" * 5_000_000
    assert post(receiver.address, b"{}", {}, local_allowed=True) == Answer(Outcome.RECEIVED, 200)


def test_a_certificate_that_is_not_theirs_is_no_answer(receiver: Receiver) -> None:
    address = receiver.address.replace("http://", "https://")
    assert post(address, b"{}", {}, local_allowed=True) == Answer(Outcome.NO_ANSWER)


def test_the_name_is_greeted_and_the_number_called(receiver: Receiver) -> None:
    """What was judged is what is connected to, and the receiver still knows whom it was meant for."""
    address = receiver.address.replace("127.0.0.1", "localhost")
    assert post(address, b"{}", {}, local_allowed=True).outcome is Outcome.RECEIVED
    assert receiver.got[0][0]["Host"].startswith("localhost:")
