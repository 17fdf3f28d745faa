"""Talking about an activity, as people do it in the browser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.discussion.models import Comment, Follow, Mention, Reader, Wording
from brobygger.discussion.presenters.panel import thread_of
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import scope_of
from brobygger.portfolio.models import Activity
from brobygger.web.actions import remove_partnership
from brobygger.webhooks.models import Webhook

Browser = Callable[[User | None], Client]
THREAD = "/trd3/aktiviteter/climagen/samtale/"
ONE = "/trd3/kommentarer/{}/"


def written(client: Client, text: str = "Hva er status?", **more: object) -> Comment:
    response = client.post(THREAD, {"text": text, **more})
    assert response.status_code == 302, response.content
    return Comment.objects.latest("pk")


def shown(client: Client) -> str:
    return html.unescape(client.get(THREAD).content.decode())


@pytest.fixture
def lead(cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.lead)


@pytest.fixture
def colleague(cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.colleague)


def test_a_comment_is_written_and_one_comes_back_to_it(lead: Client) -> None:
    response = lead.post(THREAD, {"text": "Hva er status?\r\n\r\nSe https://example.no/a?b=1&c=2 ."})
    comment = Comment.objects.get()
    assert response["Location"] == f"/trd3/aktiviteter/climagen/#kommentar-{comment.pk}"
    page = shown(lead)
    assert f'id="kommentar-{comment.pk}"' in page
    assert "Prøve Prosjektleder" in page
    assert "<p>Hva er status?</p>" in page
    assert 'href="https://example.no/a?b=1&c=2"' in page


def test_htmx_gets_the_discussion_and_nothing_around_it(lead: Client) -> None:
    response = lead.post(THREAD, {"text": "Kort"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert response.status_code == 200
    assert page.lstrip().startswith("<section")
    assert "Kommentaren er lagret." in page
    assert "<html" not in page


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "javascript:alert(1)",
        'https://example.no/"onmouseover="alert(1)',
        "{{ 7|add:7 }} {% now 'Y' %}",
    ],
)
def test_what_is_written_is_only_text(lead: Client, text: str) -> None:
    written(lead, text)
    body = lead.get(THREAD).content.decode()
    inside = body[body.index('class="comment__text"') :].partition("</div>")[0]
    assert "<script" not in inside
    assert "<img" not in inside
    assert not re.search(r"<a [^>]*(onmouseover=|javascript:)", html.unescape(inside).replace('"onmouseover', "'"))
    assert "14" not in inside


@pytest.mark.parametrize("text", ["", "   \n ", "\x00", "x" * 5001])
def test_nothing_and_too_much_are_told_of_and_nothing_is_lost(lead: Client, text: str) -> None:
    response = lead.post(THREAD, {"text": text})
    assert response.status_code == 422
    assert b"ds-validation-message" in response.content
    assert b"Feil:" in response.content
    assert not Comment.objects.exists()
    part = lead.post(THREAD, {"text": text}, headers={"HX-Request": "true"})
    assert part.status_code == 422
    if len(text) > 5000:
        assert text in part.content.decode()


def test_an_answer_to_an_answer_goes_to_what_that_answers(lead: Client, colleague: Client) -> None:
    first = written(lead)
    colleague.post(ONE.format(first.pk) + "svar/", {"text": "I rute"})
    answer = Comment.objects.latest("pk")
    assert answer.answer_to == first
    assert lead.post(ONE.format(answer.pk) + "svar/", {"text": "Fint"}).status_code == 404
    page = shown(lead)
    assert page.index("Hva er status?") < page.index("I rute")
    assert page.count("Lagre svaret") == 1


def test_an_empty_answer_is_told_of_where_it_was_written(lead: Client) -> None:
    first = written(lead)
    response = lead.post(ONE.format(first.pk) + "svar/", {"text": ""})
    assert response.status_code == 422
    assert f'id="svar{first.pk}_text_error"' in response.content.decode()


def test_one_changes_ones_own_and_what_it_said_is_kept(lead: Client, colleague: Client) -> None:
    comment = written(lead, "Først")
    assert colleague.post(ONE.format(comment.pk), {"text": "Mitt"}).status_code == 403
    assert lead.post(ONE.format(comment.pk), {"text": ""}).status_code == 422
    assert lead.post(ONE.format(comment.pk), {"text": "Deretter"}).status_code == 302
    lead.post(ONE.format(comment.pk), {"text": "Deretter"})
    comment.refresh_from_db()
    assert comment.text == "Deretter"
    assert [wording.text for wording in Wording.objects.filter(comment=comment)] == ["Først"]
    page = shown(colleague)
    assert "Tidligere ordlyd" in page
    assert "Først" in page


def test_what_one_deletes_is_gone_and_the_answers_stay(lead: Client, colleague: Client, cast: Cast) -> None:
    comment = written(lead, "Noe dumt @Test Testesen")
    lead.post(ONE.format(comment.pk), {"text": "Noe annet dumt"})
    colleague.post(ONE.format(comment.pk) + "svar/", {"text": "Svaret"})
    assert colleague.post(ONE.format(comment.pk) + "slett/").status_code == 403
    assert lead.post(ONE.format(comment.pk) + "slett/").status_code == 302
    page = shown(colleague)
    assert "Kommentaren er slettet." in page
    assert "dumt" not in page
    assert "Svaret" in page
    comment.refresh_from_db()
    assert comment.text == ""
    assert comment.gone_by == "Prøve Prosjektleder"
    assert not Wording.objects.exists()
    assert not Mention.objects.exists()
    assert "dumt" not in str(list(Event.objects.filter(subject_type="discussion").values_list("data", flat=True)))
    assert lead.post(ONE.format(comment.pk) + "slett/").status_code == 403
    assert lead.post(ONE.format(comment.pk), {"text": "Igjen"}).status_code == 403


def test_a_coordinator_hides_and_shows_again(lead: Client, cast: Cast, client_of: Browser) -> None:
    coordinator = client_of(cast.coordinator)
    comment = written(lead, "Noe som ikke hører hjemme her")
    assert lead.post(ONE.format(comment.pk) + "skjul/").status_code == 403
    assert coordinator.post(ONE.format(comment.pk) + "skjul/").status_code == 302
    assert "Kommentaren er skjult av en koordinator." in shown(lead)
    assert "hører hjemme" not in shown(coordinator)
    assert coordinator.post(ONE.format(comment.pk) + "skjul/", {"vis": "1"}).status_code == 302
    assert "hører hjemme" in shown(lead)


def test_what_was_deleted_cannot_be_hidden_and_shown_again(lead: Client, cast: Cast, client_of: Browser) -> None:
    coordinator = client_of(cast.coordinator)
    comment = written(lead)
    lead.post(ONE.format(comment.pk) + "slett/")
    coordinator.post(ONE.format(comment.pk) + "skjul/")
    coordinator.post(ONE.format(comment.pk) + "skjul/", {"vis": "1"})
    comment.refresh_from_db()
    assert (comment.gone, comment.text) == ("deleted", "")


def test_those_named_and_those_ticked_off_are_addressed(lead: Client, cast: Cast) -> None:
    comment = written(
        lead,
        "Kan du se på den, @kari koordinator-eksempel?",
        people=[cast.colleague.pk],
    )
    assert set(comment.mentions.values_list("user_id", flat=True)) == {cast.coordinator.pk, cast.colleague.pk}
    assert "Varslet: Test Testesen" in re.sub(r"\s+", " ", shown(lead))
    assert Event.objects.filter(subject_type="user", verb="mentioned").count() == 2


@pytest.mark.parametrize("who", ["stranger", "other_lead"])
def test_nobody_outside_the_partnership_is_addressed(lead: Client, cast: Cast, who: str) -> None:
    outsider = getattr(cast, who)
    assert lead.post(THREAD, {"text": "Hei", "people": [outsider.pk]}).status_code == 422
    written(lead, f"Hei @{outsider.display_name}")
    assert not Mention.objects.exists()


def test_new_words_tell_those_who_were_not_told_before(lead: Client, cast: Cast) -> None:
    comment = written(lead, "Hei @Test Testesen")
    lead.post(ONE.format(comment.pk), {"text": "Hei @Test Testesen og @Stig Styresen"})
    assert list(Event.objects.filter(verb="mentioned").order_by("pk").values_list("subject_id", flat=True)) == [
        cast.colleague.pk,
        cast.steering_member.pk,
    ]


def test_names_are_suggested_while_one_writes(lead: Client) -> None:
    page = html.unescape(lead.get("/trd3/varsler/folk/?q=te").content.decode())
    assert 'data-mention="Test Testesen"' in page
    assert "Kari" not in page
    assert "Testesen" in lead.get("/trd3/varsler/folk/?q=testes").content.decode()
    assert b"data-mention" not in lead.get("/trd3/varsler/folk/?q=frøydis").content
    assert b"data-mention" not in lead.get("/trd3/varsler/folk/?q=" + "%00" * 50).content


def test_observers_read_and_write_nothing(cast: Cast, client_of: Browser, lead: Client) -> None:
    comment = written(lead)
    observer = client_of(cast.observer)
    page = shown(observer)
    assert "Hva er status?" in page
    assert "Lagre kommentaren" not in page
    assert "Lagre svaret" not in page
    for address in (
        THREAD,
        ONE.format(comment.pk),
        ONE.format(comment.pk) + "svar/",
        ONE.format(comment.pk) + "slett/",
    ):
        assert observer.post(address, {"text": "x"}).status_code == 403, address
    assert observer.get("/trd3/varsler/folk/?q=te").status_code == 403
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("who", ["steering_member", "coordinator", "colleague"])
def test_other_members_write(cast: Cast, client_of: Browser, who: str) -> None:
    assert written(client_of(getattr(cast, who))).by_label == getattr(cast, who).display_name


@pytest.mark.parametrize("who", ["stranger", "other_lead"])
def test_to_others_it_does_not_exist(cast: Cast, client_of: Browser, lead: Client, who: str) -> None:
    comment = written(lead)
    client = client_of(getattr(cast, who))
    for address in (
        THREAD,
        "/trd3/aktiviteter/climagen/folg/",
        *(ONE.format(comment.pk) + end for end in ("", "svar/", "slett/", "skjul/")),
    ):
        assert client.post(address, {"text": "x"}).status_code == 404, address


def test_a_comment_of_another_partnership_is_not_found_in_mine(
    cast: Cast, client_of: Browser, fjordby: Partnership, lead: Client
) -> None:
    activity = Activity.objects.filter(partnership=fjordby).first()
    assert activity is not None
    other = client_of(cast.other_lead)
    assert other.post(f"/fjordby/aktiviteter/{activity.slug}/samtale/", {"text": "Vår"}).status_code == 302
    theirs = Comment.objects.get()
    for end in ("", "svar/", "slett/", "skjul/"):
        assert lead.post(ONE.format(theirs.pk) + end, {"text": "x"}).status_code == 404
    assert lead.get(f"/trd3/aktiviteter/{activity.slug}/samtale/").status_code == 404


def test_a_long_discussion_asks_no_more_than_a_short(
    lead: Client, cast: Cast, trd3: Partnership, django_assert_max_num_queries: Callable[..., object], now: object
) -> None:
    activity = Activity.objects.get(partnership=trd3, slug="climagen")
    Comment.objects.bulk_create(
        [
            Comment(activity=activity, text=f"Nummer {number} @Test Testesen", at=now, by_user_id=None, by_label="X")
            for number in range(60)
        ]
    )
    Mention.objects.bulk_create([Mention(comment=each, user=cast.colleague) for each in Comment.objects.all()])
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        assert shown(lead).count("Nummer") == 60


def test_the_page_of_an_activity_shows_the_latest_threads(
    lead: Client, cast: Cast, trd3: Partnership, now: datetime
) -> None:
    first = written(lead, "Tråd 0")
    for number in range(1, 5):
        written(lead, f"Tråd {number}")
    lead.post(ONE.format(first.pk) + "svar/", {"text": "Lever igjen"})
    scope = scope_of(cast.lead, "trd3")
    assert scope is not None
    shown = thread_of(scope, first.activity, at_most=3)
    assert [row.text for row in shown.rows] == ["Tråd 0", "Tråd 3", "Tråd 4"]
    assert shown.left_out == "Vis 2 tidligere tråder"
    assert thread_of(scope, first.activity).left_out == ""


def test_a_partnership_of_the_demo_is_removed_with_all_that_was_said(
    lead: Client, cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    comment = written(lead, "Hei @Test Testesen", people=[cast.coordinator.pk])
    lead.post(ONE.format(comment.pk), {"text": "Hei igjen"})
    lead.post(ONE.format(comment.pk) + "svar/", {"text": "Svar"})
    lead.post("/trd3/aktiviteter/climagen/folg/", {"folg": "1"})
    lead.post("/trd3/varsler/lest/", {"til": "1"})
    client_of(cast.coordinator).post("/trd3/webhooks/", {"address": "https://mottak.example.no/"})
    remove_partnership(partnership=trd3, by=cast.lead.as_actor, now=now)
    for model in (Comment, Mention, Wording, Follow, Reader, Webhook):
        assert not model.objects.exists(), model
