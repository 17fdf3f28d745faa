"""What is new: who is told of what, the bell, and how one chooses."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from tests.conftest import NOW, Cast

from brobygger.accounts.models import User
from brobygger.audit import actions as audit
from brobygger.audit.models import Event
from brobygger.discussion.actions.comments import write_comment
from brobygger.discussion.actions.reading import follow, mark_read
from brobygger.discussion.models import Reader
from brobygger.discussion.queries import news
from brobygger.discussion.queries.log import latest_event
from brobygger.discussion.queries.news import news_for, unread_of
from brobygger.discussion.queries.readers import reader_of
from brobygger.partnerships.models import FocusArea, Membership, Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.confirm import confirm_unchanged
from brobygger.portfolio.actions.standing import remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import draft_of

Browser = Callable[[User | None], Client]
PAGE = "/trd3/varsler/"
MINUTE = timedelta(minutes=1)
WISHES = "/trd3/varsler/innstillinger/"


@pytest.fixture
def activity(trd3: Partnership) -> Activity:
    return Activity.objects.get(partnership=trd3, slug="climagen")


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(hours=1)


def membership(user: User, slug: str = "trd3") -> Membership:
    return Membership.objects.select_related("partnership").get(user=user, partnership__slug=slug)


def change(partnership: Partnership, slug: str, title: str, by: User, now: datetime) -> None:
    found = draft_of(partnership, slug)
    assert found is not None
    activity, draft = found
    order = Order(activity.pk, activity.version, replace(draft, title=title))
    change_activities(partnership=partnership, orders=[order], by=by.as_actor, now=now)


def comment(partnership: Partnership, activity: Activity, text: str, by: User, now: datetime) -> None:
    write_comment(
        partnership=partnership,
        activity=activity,
        text=text,
        addressed=(),
        answer_to=None,
        by=by.as_actor,
        now=now,
    )


def told(user: User) -> list[tuple[str, str]]:
    """What is new to somebody, as (verb, slug), newest first."""
    mine = membership(user)
    reader = reader_of(mine)
    found = news_for(reader, after=reader.seen_event, until=latest_event(mine.partnership_id))
    return [(one.verb, one.slug) for one in found.news]


def choose(client: Client, **changed: object) -> None:
    data = {
        "in_app": "on",
        "follows_own": "on",
        "digest": "daily",
        "language": "nb",
        "topics": ["new", "changes", "comments", "standing"],
    }
    response = client.post(WISHES, {key: value for key, value in (data | changed).items() if value is not None})
    assert response.status_code == 302, response.content.decode()


def test_nobody_is_told_of_what_they_do_not_follow(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime
) -> None:
    change(trd3, "climagen", "Nytt navn", cast.colleague, later)
    comment(trd3, activity, "Hei", cast.colleague, later)
    assert told(cast.lead) == []


def test_one_follows_by_choice(cast: Cast, trd3: Partnership, activity: Activity, later: datetime) -> None:
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    change(trd3, "climagen", "Nytt navn", cast.colleague, later)
    comment(trd3, activity, "Hei", cast.colleague, later)
    remove_activities(
        partnership=trd3, versions=[(activity.pk, 2)], by=cast.colleague.as_actor, now=later, reason="feil"
    )
    assert told(cast.lead) == [("removed", "climagen"), ("commented", "climagen"), ("changed", "climagen")]
    assert told(cast.colleague) == []
    follow(membership=membership(cast.lead), activity=activity, wanted=False, now=NOW)
    assert told(cast.lead) == []


def test_one_follows_what_one_has_changed_or_commented_on(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime
) -> None:
    change(trd3, "climagen", "Nytt navn", cast.lead, later)
    comment(trd3, activity, "Fra meg", cast.coordinator, later + MINUTE)
    comment(trd3, activity, "Fra en til", cast.colleague, later + 2 * MINUTE)
    assert told(cast.lead) == [("commented", "climagen")] * 2
    assert told(cast.coordinator) == [("commented", "climagen")]


def test_one_follows_what_one_has_registered(cast: Cast, trd3: Partnership, client_of: Browser, now: datetime) -> None:
    client_of(cast.lead).post(
        "/trd3/aktiviteter/ny/", {"title": "Søvn på sykehjem", "kind": "research_project", "when": "2025"}
    )
    mine = Activity.objects.get(partnership=trd3, title="Søvn på sykehjem")
    comment(trd3, mine, "Så fint", cast.colleague, mine.registered_at + MINUTE)
    assert told(cast.lead) == [("commented", mine.slug)]


def test_following_by_oneself_can_be_turned_off(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    choose(client_of(cast.lead), follows_own=None)
    change(trd3, "climagen", "Nytt navn", cast.lead, later)
    comment(trd3, activity, "Fra en annen", cast.colleague, later + MINUTE)
    assert told(cast.lead) == []
    comment(trd3, activity, "Hei @Prøve Prosjektleder", cast.colleague, later)
    assert told(cast.lead) == [("mentioned", "climagen")]


def test_being_mentioned_is_one_piece_of_news_and_leads_to_following(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime
) -> None:
    comment(trd3, activity, "Hei @Prøve Prosjektleder", cast.colleague, later)
    assert told(cast.lead) == [("mentioned", "climagen")]
    comment(trd3, activity, "Mer", cast.coordinator, later + MINUTE)
    assert told(cast.lead) == [("commented", "climagen"), ("mentioned", "climagen")]
    assert unread_of(membership(cast.lead)).count == 1


def test_a_whole_focus_area_is_followed(cast: Cast, trd3: Partnership, client_of: Browser, later: datetime) -> None:
    area = FocusArea.objects.get(partnership=trd3, slug="helse-og-velferd")
    inside = Activity.objects.filter(partnership=trd3, focus_areas=area).order_by("pk").first()
    outside = Activity.objects.filter(partnership=trd3).exclude(focus_areas=area).order_by("pk").first()
    assert inside is not None
    assert outside is not None
    choose(client_of(cast.steering_member), focus_areas=[area.pk])
    change(trd3, inside.slug, "Nytt navn", cast.lead, later)
    change(trd3, outside.slug, "Et annet navn", cast.lead, later)
    assert told(cast.steering_member) == [("changed", inside.slug)]


def test_areas_of_another_partnership_cannot_be_followed(cast: Cast, fjordby: Partnership, client_of: Browser) -> None:
    theirs = FocusArea.objects.filter(partnership=fjordby).first()
    assert theirs is not None
    response = client_of(cast.lead).post(
        WISHES, {"digest": "off", "language": "nb", "focus_areas": [theirs.pk], "topics": []}
    )
    assert response.status_code == 422
    assert not Reader.objects.exists()


def test_topics_that_are_not_chosen_are_not_told(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    choose(client_of(cast.lead), topics=["comments"])
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    change(trd3, "climagen", "Nytt navn", cast.colleague, later)
    confirm_unchanged(
        partnership=trd3,
        activity_ids=[activity.pk],
        year=2026,
        organisation_id=None,
        by=cast.colleague.as_actor,
        now=later,
    )
    comment(trd3, activity, "Hei", cast.colleague, later)
    assert told(cast.lead) == [("commented", "climagen")]
    choose(client_of(cast.lead), topics=["changes", "confirmations"])
    assert told(cast.lead) == [("confirmed", "climagen"), ("changed", "climagen")]


def test_what_happened_before_one_followed_is_no_news(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime
) -> None:
    comment(trd3, activity, "Før", cast.colleague, later)
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=later + MINUTE)
    comment(trd3, activity, "Etter @Stig Styresen", cast.colleague, later + 2 * MINUTE)
    comment(trd3, activity, "Til slutt", cast.colleague, later + 3 * MINUTE)
    assert told(cast.lead) == [("commented", "climagen")] * 2
    assert told(cast.steering_member) == [("commented", "climagen"), ("mentioned", "climagen")]
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=later + 4 * MINUTE)
    assert len(told(cast.lead)) == 2


def test_nobody_is_told_of_what_was_before_they_came(
    cast: Cast, trd3: Partnership, activity: Activity, now: datetime
) -> None:
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    comment(trd3, activity, "Gammelt", cast.colleague, now - timedelta(days=1))
    assert told(cast.lead) == []


def test_the_page_tells_in_sentences_and_leads_there(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    client = client_of(cast.lead)
    assert "Ingenting nytt" in client.get(PAGE).content.decode()
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    change(trd3, "climagen", "Nytt <b>navn</b>", cast.colleague, later)
    comment(trd3, activity, "Hva sier dere?", cast.colleague, later)
    raw = client.get(PAGE).content.decode()
    page = html.unescape(raw)
    assert "Nytt &lt;b&gt;navn&lt;/b&gt;" in raw
    assert "Test Testesen endret tittel" in page
    assert "Test Testesen skrev en kommentar" in page
    assert "Hva sier dere?" in page
    assert 'href="/trd3/aktiviteter/climagen/historikk/"' in page
    assert 'href="/trd3/aktiviteter/climagen/#kommentar-' in page


def test_a_deleted_comment_is_not_quoted(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    colleague = client_of(cast.colleague)
    colleague.post("/trd3/aktiviteter/climagen/samtale/", {"text": "Hemmelig"})
    number = colleague.get("/trd3/aktiviteter/climagen/samtale/").context["thread"].rows[0].pk
    colleague.post(f"/trd3/kommentarer/{number}/slett/")
    page = client_of(cast.lead).get(PAGE).content.decode()
    assert "Hemmelig" not in page
    assert "skrev en kommentar som er tatt bort" in page


def test_what_was_on_the_page_is_read_and_what_came_after_is_not(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    client = client_of(cast.lead)
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    comment(trd3, activity, "Den første", cast.colleague, later)
    until = client.get(PAGE).context["page"].until
    comment(trd3, activity, "Den andre", cast.colleague, later)
    assert client.post(PAGE + "lest/", {"til": until}).status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Den andre" in page
    assert "Den første" not in page
    assert "Den første" in client.get(PAGE + "?vis=alle").content.decode()
    client.post(PAGE + "lest/", {"til": until - 1})
    assert "Den første" not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("until", ["", "x", "-1", "9" * 30, "1e9", "²"])
def test_what_is_no_number_marks_nothing(cast: Cast, client_of: Browser, until: str) -> None:
    assert client_of(cast.lead).post(PAGE + "lest/", {"til": until}).status_code == 302
    assert not Reader.objects.filter(seen_event__gt=0).exists()


def test_nobody_reads_ahead(cast: Cast, trd3: Partnership, activity: Activity, later: datetime) -> None:
    mine = membership(cast.lead)
    mark_read(membership=mine, until=10**15)
    follow(membership=mine, activity=activity, wanted=True, now=NOW)
    comment(trd3, activity, "Nytt", cast.colleague, later)
    assert told(cast.lead) == [("commented", "climagen")]


def test_the_bell(cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser) -> None:
    client = client_of(cast.lead)
    follow(membership=membership(cast.lead), activity=activity, wanted=True, now=NOW)
    assert 'aria-label="Varsler"' in client.get("/trd3/samarbeidet/").content.decode()
    comment(trd3, activity, "Hei", cast.colleague, later)
    comment(trd3, activity, "Hei igjen", cast.colleague, later)
    # The number may be half a minute old.
    cache.clear()
    page = client.get("/trd3/samarbeidet/").content.decode()
    assert 'aria-label="Varsler: nytt om 1 aktivitet"' in page
    client.post(PAGE + "lest/", {"til": latest_event(trd3.pk)})
    assert 'aria-label="Varsler"' in client.get("/trd3/samarbeidet/").content.decode()


def test_the_bell_can_be_silent(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    client = client_of(cast.lead)
    choose(client, in_app=None)
    comment(trd3, activity, "Hei @Prøve Prosjektleder", cast.colleague, later)
    assert 'aria-label="Varsler"' in client.get("/trd3/samarbeidet/").content.decode()
    assert "nevnte deg" in client.get(PAGE).content.decode()


def test_the_bell_costs_one_query_more_than_the_member_while_nothing_happens(
    cast: Cast,
    trd3: Partnership,
    activity: Activity,
    later: datetime,
    django_assert_num_queries: Callable[..., object],
) -> None:
    mine = membership(cast.lead)
    follow(membership=mine, activity=activity, wanted=True, now=NOW)
    comment(trd3, activity, "Hei", cast.colleague, later)
    assert unread_of(mine).count == 1
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert unread_of(mine).count == 1
    mark_read(membership=mine, until=latest_event(trd3.pk))
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert unread_of(mine).count == 0


def test_however_much_happens_nothing_one_follows_is_lost(
    cast: Cast, trd3: Partnership, activity: Activity, later: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log is read some events at a time; what one follows may lie far back in it."""
    monkeypatch.setattr(news, "PAGE_WINDOW", 7)
    monkeypatch.setattr(news, "BELL_WINDOW", 7)
    mine = membership(cast.lead)
    mark_read(membership=mine, until=latest_event(trd3.pk))
    follow(membership=mine, activity=activity, wanted=True, now=NOW)
    comment(trd3, activity, "Først", cast.colleague, later)
    audit.record(
        verb="registered",
        subject_type="activity",
        subjects=[(10**9 + number, {}) for number in range(20)],
        by=cast.colleague.as_actor,
        now=later,
        partnership_id=trd3.pk,
    )
    comment(trd3, activity, "Sist", cast.colleague, later)
    assert told(cast.lead) == [("commented", "climagen")] * 2
    assert (unread_of(mine).count, unread_of(mine).more) == (1, True)
    one = news_for(reader_of(mine), after=0, until=latest_event(trd3.pk), at_most=1)
    assert (len(one.news), one.more) == (1, True)


def test_what_was_done_to_many_at_once_is_told_once(
    cast: Cast, trd3: Partnership, client_of: Browser, later: datetime
) -> None:
    client = client_of(cast.lead)
    areas = list(FocusArea.objects.filter(partnership=trd3).values_list("pk", flat=True))
    choose(client, focus_areas=areas)
    some = Activity.objects.filter(partnership=trd3, focus_areas__in=areas).distinct().order_by("pk")[:8]
    orders = []
    for each in some:
        found = draft_of(trd3, each.slug)
        assert found is not None
        orders.append(Order(each.pk, each.version, replace(found[1], description="Ny tekst")))
    change_activities(partnership=trd3, orders=orders, by=cast.colleague.as_actor, now=later)
    page = html.unescape(client.get(PAGE).content.decode())
    assert "Test Testesen endret 8 aktiviteter" in page
    assert page.count("<section") == 1


def test_coordinators_are_told_when_a_receiver_is_given_up(
    cast: Cast, trd3: Partnership, client_of: Browser, later: datetime
) -> None:
    audit.record(
        verb="gave_up",
        subject_type="webhook",
        subjects=[(1, {"about": "https://mottak.example.no"})],
        by=cast.lead.as_actor,
        now=later,
        partnership_id=trd3.pk,
    )
    page = client_of(cast.coordinator).get(PAGE).content.decode()
    assert "https://mottak.example.no" in page
    assert 'href="/trd3/webhooks/"' in page
    assert "mottak" not in client_of(cast.colleague).get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["lead", "coordinator", "steering_member", "observer"])
def test_every_member_has_notices_and_wishes(cast: Cast, client_of: Browser, who: str) -> None:
    client = client_of(getattr(cast, who))
    assert client.get(PAGE).status_code == client.get(WISHES).status_code == 200
    choose(client, digest="weekly", language="nn")
    reader = Reader.objects.get()
    assert (reader.digest, reader.language) == ("weekly", "nn")
    client.post("/trd3/aktiviteter/climagen/folg/", {"folg": "1"})
    assert "Slutt å følge" in client.get("/trd3/aktiviteter/climagen/samtale/").content.decode()
    client.post("/trd3/aktiviteter/climagen/folg/", {"folg": "0"})
    assert "Slutt å følge" not in client.get("/trd3/aktiviteter/climagen/samtale/").content.decode()


def test_what_is_seen_elsewhere_is_not_seen_here(
    cast: Cast, trd3: Partnership, fjordby: Partnership, activity: Activity, later: datetime, client_of: Browser
) -> None:
    comment(trd3, activity, "Hei @Prøve Prosjektleder", cast.colleague, later)
    assert told(cast.lead) == [("mentioned", "climagen")]
    other = membership(cast.other_lead, "fjordby")
    assert not news_for(reader_of(other), after=0, until=10**12).news
    assert Event.objects.filter(verb="mentioned", partnership_id=fjordby.pk).count() == 0
