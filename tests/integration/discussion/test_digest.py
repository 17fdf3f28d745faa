"""Mail about what is new: to whom, when, what stands in it, and how it is turned off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from tests.conftest import Cast
from tests.integration.discussion.test_notices import MINUTE, comment, membership

from brobygger.accounts.models import User
from brobygger.discussion.actions import digests as actions
from brobygger.discussion.actions.reading import mark_read
from brobygger.discussion.management.commands import digest as command
from brobygger.discussion.models import Reader
from brobygger.discussion.queries.log import latest_event
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.models import Activity

HOUR = timedelta(hours=1)
Browser = Callable[[User | None], Client]


@pytest.fixture
def activity(trd3: Partnership) -> Activity:
    return Activity.objects.get(partnership=trd3, slug="climagen")


@pytest.fixture
def mentioned(cast: Cast, trd3: Partnership, activity: Activity, now: datetime) -> None:
    """Somebody wrote to the lead."""
    comment(trd3, activity, "Hei @Prøve Prosjektleder, se på <dette>", cast.colleague, now + MINUTE)


def run(at: datetime, **options: object) -> str:
    out = StringIO()
    with time_machine.travel(at, tick=False):
        call_command("digest", stdout=out, stderr=out, **options)
    return out.getvalue()


def test_nothing_new_is_no_mail(cast: Cast, now: datetime) -> None:
    assert run(now + HOUR) == ""
    assert mail.outbox == []


def test_one_mail_with_what_is_new(mentioned: None, cast: Cast, now: datetime, settings: pytest.FixtureRequest) -> None:
    settings.SITE_URL = "https://bro.example.no"  # type: ignore[attr-defined]
    assert "lead@example.no: 1 news" in run(now + timedelta(hours=1))
    [message] = mail.outbox
    assert message.to == ["lead@example.no"]
    assert message.subject == "Nytt i Universitetskommunen TRD 3.0: 1 sak"
    assert "Test Testesen nevnte deg" in message.body
    assert "se på <dette>" in message.body
    assert "https://bro.example.no/trd3/aktiviteter/climagen/#kommentar-" in message.body
    assert "https://bro.example.no/trd3/varsler/innstillinger/" in message.body
    [(page, kind)] = message.alternatives
    assert kind == "text/html"
    assert "se på &lt;dette&gt;" in page
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["List-Unsubscribe"].startswith("<https://bro.example.no/varsler/av/?t=")


def test_it_is_sent_once_and_not_again_before_the_next_day(
    mentioned: None, cast: Cast, trd3: Partnership, activity: Activity, now: datetime
) -> None:
    run(now + timedelta(hours=1))
    comment(trd3, activity, "Igjen @Prøve Prosjektleder", cast.colleague, now + timedelta(hours=2))
    assert run(now + timedelta(hours=3)) == ""
    run(now + timedelta(hours=25))
    assert len(mail.outbox) == 2
    assert "Igjen" in mail.outbox[1].body
    assert "se på" not in mail.outbox[1].body
    assert run(now + timedelta(hours=50)) == ""


def test_what_was_seen_in_the_app_is_not_sent(mentioned: None, cast: Cast, trd3: Partnership, now: datetime) -> None:
    mark_read(membership=membership(cast.lead), until=latest_event(trd3.pk))
    assert run(now + timedelta(hours=1)) == ""


def test_weekly_and_never(mentioned: None, cast: Cast, now: datetime) -> None:
    mine = membership(cast.lead)
    reader = Reader.objects.create(membership=mine, digest="off")
    assert run(now + HOUR) == ""
    Reader.objects.filter(pk=reader.pk).update(digest="weekly", last_mailed=now - timedelta(days=3))
    assert run(now + HOUR) == ""
    Reader.objects.filter(pk=reader.pk).update(last_mailed=now - timedelta(days=7))
    assert "lead@example.no" in run(now + HOUR)


def test_nobody_who_has_left_gets_mail(mentioned: None, cast: Cast, now: datetime) -> None:
    User.objects.filter(pk=cast.lead.pk).update(is_active=False)
    assert run(now + HOUR) == ""
    User.objects.filter(pk=cast.lead.pk).update(is_active=True)
    membership(cast.lead).delete()
    assert run(now + HOUR) == ""


def test_the_address_is_the_one_told_else_the_user_name(mentioned: None, cast: Cast, now: datetime) -> None:
    User.objects.filter(pk=cast.lead.pk).update(email="annen@example.no")
    assert "annen@example.no" in run(now + HOUR, dry_run=True)
    User.objects.filter(pk=cast.lead.pk).update(email="", username="lead")
    assert run(now + HOUR, dry_run=True) == ""


def test_a_dry_run_sends_and_remembers_nothing(mentioned: None, cast: Cast, now: datetime) -> None:
    assert "lead@example.no: 1 news" in run(now + HOUR, dry_run=True)
    assert mail.outbox == []
    assert not Reader.objects.exists()


def test_one_mail_for_all_partnerships(mentioned: None, cast: Cast, fjordby: Partnership, now: datetime) -> None:
    admit(user=cast.lead, partnership=fjordby, role=Role.OBSERVER, organisation=None, by=cast.lead.as_actor, now=now)
    theirs = Activity.objects.filter(partnership=fjordby).order_by("pk").first()
    assert theirs is not None
    comment(fjordby, theirs, "Også her @Prøve Prosjektleder", cast.other_lead, now + MINUTE)
    run(now + HOUR)
    [message] = mail.outbox
    assert "/trd3/varsler/" in message.body
    assert "/fjordby/varsler/" in message.body


def test_in_the_readers_language(mentioned: None, cast: Cast, now: datetime) -> None:
    Reader.objects.create(membership=membership(cast.lead), language="en")
    run(now + HOUR)
    assert '<html lang="en">' in mail.outbox[0].alternatives[0][0]


def test_one_that_fails_is_tried_again_and_stops_nobody(
    mentioned: None,
    cast: Cast,
    trd3: Partnership,
    activity: Activity,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    comment(trd3, activity, "Hei @Stig Styresen", cast.colleague, now + MINUTE)
    sending = command._send

    def broken(digest: actions.Digest) -> None:
        if digest.user == cast.lead:
            raise OSError("no route")
        sending(digest)

    monkeypatch.setattr(command, "_send", broken)
    with pytest.raises(CommandError, match="1 could not be sent"):
        run(now + HOUR)
    assert [message.to for message in mail.outbox] == [["steering_member@example.no"]]
    monkeypatch.setattr(command, "_send", sending)
    assert "lead@example.no: 1 news" in run(now + timedelta(minutes=5))


def test_without_mail_nothing_is_tried(mentioned: None, now: datetime, settings: pytest.FixtureRequest) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="BROBYGGER_EMAIL_URL"):
        run(now + HOUR)
    assert "lead@example.no" in run(now + HOUR, dry_run=True)


def test_while_somebody_writes_it_waits(mentioned: None, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    ends = iter([None])
    waits: list[float] = []
    monkeypatch.setattr(actions, "settled_until", lambda _pk: next(ends, 10**12))
    monkeypatch.setattr(command.time, "sleep", waits.append)
    assert "lead@example.no" in run(now + HOUR, dry_run=True)
    assert len(waits) == 1
    monkeypatch.setattr(actions, "settled_until", lambda _pk: None)
    with pytest.raises(CommandError, match="later"):
        run(now + HOUR, dry_run=True)


def test_mail_is_turned_off_from_the_mail_itself(mentioned: None, cast: Cast, now: datetime, client: Client) -> None:
    run(now + HOUR)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
    page = client.get(link)
    assert page.status_code == 200
    assert not Reader.objects.filter(digest="off").exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Reader.objects.get(membership=membership(cast.lead)).digest == "off"


@pytest.mark.parametrize("token", ["", "1", "1:x", "1:", "æ:%00"])
def test_a_link_we_did_not_make_turns_nothing_off(token: str, client: Client, cast: Cast) -> None:
    for response in (client.get(f"/varsler/av/?t={token}"), client.post(f"/varsler/av/?t={token}")):
        assert response.status_code == 400
        assert "Lenken virker ikke" in response.content.decode()
    assert not Reader.objects.exists()
