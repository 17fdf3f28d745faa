"""The form for those outside: people get through, floods do not, and nothing is given away."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.suggestions.actions import receive as receiving
from brobygger.suggestions.actions.links import give_link, open_public_form, renew_link, turn
from brobygger.suggestions.actions.receive import NotReceived, Told, forget_senders, new_stamp, receive
from brobygger.suggestions.models import FormLink, Sender, Suggestion
from brobygger.suggestions.rules import limits
from brobygger.suggestions.rules.kinds import Refusal

Browser = Callable[[User | None], Client]
FORM = "/trd3/tips/"
TOLD = {"title": "Sykkelvei til Gløshaugen", "about": "Studenter og kommunen prøver en ny trasé."}
BY = system("tests")


@pytest.fixture
def link(trd3: Partnership, now: datetime) -> FormLink:
    return open_public_form(partnership=trd3, by=BY, now=now)


@pytest.fixture
def visitor(link: FormLink) -> Client:
    return Client()


def stamped(link: FormLink, *, seconds: int = 60) -> str:
    """A stamp of a form that was opened some time ago."""
    from django.utils import timezone

    return new_stamp(link, now=timezone.now() - timedelta(seconds=seconds))


def send(client: Client, link: FormLink, to: str = FORM, **more: str) -> object:
    return client.post(to, {**TOLD, "stamp": stamped(link), **more})


def test_somebody_outside_sends_a_suggestion_and_it_is_no_entry(visitor: Client, link: FormLink) -> None:
    before = Activity.objects.count()
    page = visitor.get(FORM)
    assert page.status_code == 200
    assert page["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in page["Cache-Control"]
    response = send(
        visitor, link, kind="pilot", participants="NTNU og kommunen", when="våren 2026", address="example.no/sykkel",
        sender_name="Ingrid Innbygger", sender_email="ingrid@example.no", consent="on",
    )  # fmt: skip
    assert response.status_code == 302
    assert "Takk for tipset" in visitor.get(response["Location"]).content.decode()
    suggestion = Suggestion.objects.get()
    assert (suggestion.title, suggestion.kind, suggestion.address) == (
        TOLD["title"],
        "pilot",
        "https://example.no/sykkel",
    )
    assert suggestion.sender_email == "ingrid@example.no"
    assert Activity.objects.count() == before
    assert mail.outbox == []
    event = Event.objects.get(subject_type="suggestion")
    assert "Ingrid" not in str(event.data)


@pytest.mark.parametrize(("language", "words"), [("nb", "Tips "), ("nn", "Tips "), ("en", "")])
def test_in_three_languages(visitor: Client, language: str, words: str) -> None:
    page = visitor.get(FORM, headers={"Accept-Language": language}).content.decode()
    assert f'<html lang="{language}"' in page
    assert words in page


def test_the_page_tells_nothing_but_the_name(visitor: Client) -> None:
    page = html.unescape(visitor.get(FORM).content.decode())
    assert "Universitetskommunen TRD 3.0" in page
    assert "/trd3/aktiviteter" not in page
    assert "Helse og velferd" not in page


def test_without_an_open_form_nobody_learns_of_the_partnership(
    trd3: Partnership, cast: Cast, client_of: Browser, now: datetime
) -> None:
    missing = Client().get("/finnes-ikke/tips/")
    for client in (Client(), client_of(cast.stranger), client_of(cast.lead)):
        for address in (FORM, f"{FORM}takk/", f"{FORM}hos/gjettet/"):
            response = client.get(address)
            assert response.status_code == 404

    def bare(body: bytes) -> bytes:
        """A page without what differs from one request to the next, and the address that was asked for."""
        return re.sub(
            rb'name="csrfmiddlewaretoken" value="[^"]*"|X-CSRFToken[^}]*|/(trd3|finnes-ikke)/tips/', b"", body
        )

    assert bare(Client().get(FORM).content) == bare(missing.content)
    turn(link=open_public_form(partnership=trd3, by=BY, now=now), is_on=False, by=BY, now=now)
    assert Client().get(FORM).status_code == 404
    assert Client().post(FORM, TOLD).status_code == 404


def test_a_stranger_who_is_signed_in_gets_the_form_too(link: FormLink, cast: Cast, client_of: Browser) -> None:
    for user in (cast.stranger, cast.other_lead, cast.lead):
        assert client_of(user).get(FORM).status_code == 200


def test_only_with_a_token_of_the_browser(link: FormLink) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(FORM)
    assert send(strict, link).status_code == 403
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""), ("title", "   "), ("title", "?!"), ("title", "x" * 301), ("about", ""), ("about", "x" * 5001),
        ("participants", "x" * 2001), ("when", "x" * 41), ("kind", "romskip"), ("address", "javascript:alert(1)"),
        ("address", "http://bruker:pass@example.no"), ("address", "ikke en adresse"), ("sender_email", "ingen"),
        ("sender_name", "Uten Samtykke"), ("address", "http://[::1"), ("address", "x" * 600),
    ],
)  # fmt: skip
def test_bad_input_is_told_of_and_nothing_is_lost(visitor: Client, link: FormLink, field: str, value: str) -> None:
    response = send(visitor, link, **{field: value})
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert "ds-validation-message" in page
    kept = "about" if field == "title" else "title"
    assert TOLD[kept] in page
    assert not Suggestion.objects.exists()


def test_hostile_text_is_only_text(visitor: Client, link: FormLink, cast: Cast, client_of: Browser) -> None:
    send(visitor, link, title="<script>alert(1)</script>\x00\u202e", about="{{ 7|add:7 }} =cmd()\x07")
    suggestion = Suggestion.objects.get()
    assert suggestion.title == "<script>alert(1)</script>"
    page = client_of(cast.coordinator).get(f"/trd3/forslag/{suggestion.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in html.unescape(page)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"website": "https://spam.example"}, "skal stå tomt"),
        ({"stamp": "tull"}, "Noe gikk galt"),
        ({"stamp": ""}, "Noe gikk galt"),
        ({"about": "www.a www.b www.c www.d www.e www.f"}, "for mange lenker"),
    ],
)
def test_machines_are_refused_politely_and_the_text_is_kept(
    visitor: Client, link: FormLink, more: dict[str, str], said: str
) -> None:
    response = send(visitor, link, **more)
    assert response.status_code == 422
    page = html.unescape(response.content.decode())
    assert said in page
    assert TOLD["title"] in page
    assert not Suggestion.objects.exists()
    # With the stamp of the new page a person gets through.
    assert re.search(r'name="stamp" value="[^"]+"', page)


@pytest.mark.parametrize(("seconds", "said"), [(0, "så fort"), (13 * 3600, "åpent lenge")])
def test_too_fast_and_too_old(visitor: Client, link: FormLink, seconds: int, said: str) -> None:
    response = send(visitor, link, stamp=stamped(link, seconds=seconds))
    assert response.status_code == 422
    assert said in html.unescape(response.content.decode())


def test_the_same_thing_twice_is_received_once(visitor: Client, link: FormLink) -> None:
    stamp = stamped(link)
    assert send(visitor, link, stamp=stamp).status_code == 302
    assert send(visitor, link, stamp=stamp).status_code == 302
    assert send(visitor, link, stamp=stamp, title="Noe annet").status_code == 422
    assert Suggestion.objects.count() == 1
    assert Sender.objects.get(key="").count == 1


def test_a_stamp_of_another_form_or_purpose_is_refused(
    visitor: Client, link: FormLink, fjordby: Partnership, now: datetime
) -> None:
    other = open_public_form(partnership=fjordby, by=BY, now=now)
    for stamp in (stamped(other), signing.dumps([link.pk, 1, "x"]), signing.dumps("x", salt="brobygger.suggestions")):
        assert send(visitor, link, stamp=stamp).status_code == 422
    assert not Suggestion.objects.exists()


def test_one_address_sends_ten_a_day(visitor: Client, link: FormLink) -> None:
    for _ in range(limits.A_DAY_FROM_ONE_ADDRESS):
        assert send(visitor, link).status_code == 302
    refused = send(visitor, link, title="Den ellevte")
    assert refused.status_code == 422
    page = html.unescape(refused.content.decode())
    assert "mange tips fra deg i dag" in page
    assert "Den ellevte" in page
    # What the visitor says of itself changes nothing; another address is another sender.
    assert (
        visitor.post(FORM, {**TOLD, "stamp": stamped(link)}, headers={"X-Forwarded-For": "9.9.9.9"}).status_code == 422
    )
    assert visitor.post(FORM, {**TOLD, "stamp": stamped(link)}, REMOTE_ADDR="9.9.9.9").status_code == 302


def test_behind_a_proxy_the_last_address_counts(visitor: Client, link: FormLink, settings: object) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # type: ignore[attr-defined]
    for number in range(limits.A_DAY_FROM_ONE_ADDRESS):
        forged = {"X-Forwarded-For": f"198.51.100.{number}, 9.9.9.9"}
        assert visitor.post(FORM, {**TOLD, "stamp": stamped(link)}, headers=forged).status_code == 302
    forged = {"X-Forwarded-For": "198.51.100.99, 9.9.9.9"}
    assert visitor.post(FORM, {**TOLD, "stamp": stamped(link)}, headers=forged).status_code == 422


def test_no_address_is_kept(visitor: Client, link: FormLink) -> None:
    visitor.post(FORM, {**TOLD, "stamp": stamped(link)}, REMOTE_ADDR="203.0.113.77")
    assert all("203.0.113" not in key for key in Sender.objects.values_list("key", flat=True))


def flood(link: FormLink, count: int, now: datetime) -> int:
    received, refusals = 0, set()
    for number in range(count):
        stamp = new_stamp(link, now=now - timedelta(minutes=1))
        try:
            receive(link=link, told=Told(f"Tips {number}", about="x"), stamp=stamp, sender=f"{number}", now=now)
            received += 1
        except NotReceived as refused:
            refusals.add(refused.refusal)
    assert refusals <= {Refusal.FULL}
    return received


def test_a_flood_from_everywhere_is_capped(link: FormLink, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    assert flood(link, limits.A_DAY_IN_ALL + 20, now) == limits.A_DAY_IN_ALL
    assert flood(link, limits.A_DAY_IN_ALL + 20, now + timedelta(days=1)) == limits.A_DAY_IN_ALL
    # Two hundred wait: nothing more is received, however many days go by.
    assert flood(link, 3, now + timedelta(days=2)) == 0
    assert Suggestion.objects.count() == limits.WAITING_AT_MOST
    assert set(Sender.objects.values_list("day", flat=True)) == {(now + timedelta(days=1)).date()}


def test_a_full_inbox_says_try_later(visitor: Client, link: FormLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "WAITING_AT_MOST", 0)
    response = send(visitor, link)
    assert response.status_code == 422
    assert "prøv igjen senere" in html.unescape(response.content.decode())


def test_a_partner_has_a_link_of_its_own(trd3: Partnership, fjordby: Partnership, now: datetime) -> None:
    ntnu = trd3.partners.get(side="university").organisation
    link, token = give_link(partnership=trd3, organisation=ntnu, by=BY, now=now)
    address = f"/trd3/tips/hos/{token}/"
    visitor = Client()
    assert "Skjema for" in visitor.get(address).content.decode()
    assert send(visitor, link, address)["Location"] == f"{address}takk/"
    assert Suggestion.objects.get().link == link
    assert token not in str(list(FormLink.objects.values()))
    # The public form is still closed, and the token opens nothing of another partnership.
    assert visitor.get(FORM).status_code == 404
    assert visitor.get(f"/fjordby/tips/hos/{token}/").status_code == 404
    assert visitor.get(f"/trd3/tips/hos/{token}x/").status_code == 404
    assert visitor.get(f"/trd3/tips/hos/{link.token_hash}/").status_code == 404
    renewed = renew_link(link=link, by=BY, now=now)
    assert visitor.get(address).status_code == 404
    assert visitor.get(f"/trd3/tips/hos/{renewed}/").status_code == 200
    turn(link=link, is_on=False, by=BY, now=now)
    assert visitor.get(f"/trd3/tips/hos/{renewed}/").status_code == 404


def test_files_are_not_taken(visitor: Client, link: FormLink) -> None:
    from io import BytesIO

    file = BytesIO(b"MZ" * 1000)
    file.name = "virus.exe"
    assert visitor.post(FORM, {**TOLD, "stamp": stamped(link), "about2": file}).status_code == 302
    assert "virus" not in str(Suggestion.objects.values().get())


def test_who_sent_it_is_forgotten(visitor: Client, link: FormLink, now: datetime) -> None:
    send(visitor, link, sender_name="Ingrid Innbygger", sender_email="ingrid@example.no", consent="on")
    later = now + timedelta(days=limits.DAYS_AFTER_ANSWER + 2)
    assert forget_senders(by=BY, now=later, dry_run=False) == []
    Suggestion.objects.update(answer="declined", decided_at=now, decided_by="Kari")
    assert len(forget_senders(by=BY, now=later, dry_run=True)) == 1
    assert Suggestion.objects.get().sender_name
    said = forget_senders(by=BY, now=later, dry_run=False)
    assert "Ingrid" not in str(said)
    suggestion = Suggestion.objects.get()
    assert (suggestion.sender_name, suggestion.sender_email, suggestion.title) == ("", "", TOLD["title"])
