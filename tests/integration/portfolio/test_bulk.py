"""Changing many activities at once: chosen, looked at, done, undone; and what others do meanwhile."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.bulk import change_many
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.change_sets import undo
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import Activity, ChangeSet, Confirmation
from brobygger.portfolio.queries.bulk import Seen, preview
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.queries.terms import terms_of
from brobygger.portfolio.rules.bulk import BulkChange, Doing
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.kinds import Kind, Purpose

Browser = Callable[[User | None], Client]
LIST = "/trd3/aktiviteter/"
MANY = f"{LIST}mange/"
SETS = f"{LIST}endringer/"


def some_slugs(trd3: Partnership, count: int, **having: Any) -> list[str]:
    found = Activity.objects.filter(partnership=trd3, **having).order_by("pk")
    return list(found.values_list("slug", flat=True)[:count])


def look(client: Client, data: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The preview, and what it sends when one says yes."""
    answer = client.post(MANY, {**data, "steg": "se"})
    page = answer.content.decode()
    assert answer.status_code == 200, page
    seal = re.search(r'name="sett" value="([^"]*)"', page)
    return page, {**data, "steg": "gjor", "sett": seal.group(1) if seal else ""}


def test_one_change_to_some_is_looked_at_done_and_undone(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.lead)
    slugs = some_slugs(trd3, 3)
    before = [draft_of(trd3, slug) for slug in slugs]
    page = client.post(MANY, {"valgt": slugs}).content.decode()
    assert "Du har valgt 3 aktiviteter" in page
    page, yes = look(client, {"valgt": slugs, "doing": "plan_add", "plan": "Byvekstplanen"})
    assert "Gjelder 3 aktiviteter" in page
    assert "Legge til plan: Byvekstplanen" in page
    assert client.post(MANY, yes).status_code == 302
    after = client.get(LIST).content.decode()
    assert SETS in after
    assert "gjort med 3 aktiviteter" in after
    assert all("Byvekstplanen" in Activity.objects.get(partnership=trd3, slug=slug).plans for slug in slugs)
    change_set = ChangeSet.objects.get(partnership=trd3)
    assert (change_set.cause, change_set.by_user_id) == ("bulk", cast.lead.pk)
    listed = client.get(SETS).content.decode()
    assert "Legge til plan: Byvekstplanen" in listed
    assert "3 aktiviteter" in listed
    undo_url = f"{SETS}{change_set.pk}/angre/"
    assert "Angre samlet endring?" in client.get(undo_url).content.decode()
    assert client.post(undo_url).status_code == 302
    assert [draft_of(trd3, slug)[1] for slug in slugs] == [draft for _, draft in before]
    client.post(undo_url)
    assert "Dette var angret fra før." in client.get(SETS).content.decode()
    assert f"Angret av {cast.lead.display_name}" in client.get(SETS).content.decode()


def test_all_that_match_the_filter_can_be_thrown_and_taken_back(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    client = client_of(cast.colleague)
    theses = Activity.objects.filter(partnership=trd3, kind="master_thesis").count()
    counts = terms_of(trd3, list(Dimension))
    page = client.get(MANY, {"alle": "1", "type": "master_thesis"}).content.decode()
    assert f"Du har valgt {theses} aktiviteter" in page
    _, yes = look(client, {"alle": "1", "type": "master_thesis", "doing": "remove"})
    assert client.post(MANY, yes).headers["Location"] == f"{LIST}?type=master_thesis"
    assert not Activity.objects.filter(partnership=trd3, kind="master_thesis").exists()
    change_set = ChangeSet.objects.get(partnership=trd3)
    client.post(f"{SETS}{change_set.pk}/angre/")
    assert Activity.objects.filter(partnership=trd3, kind="master_thesis").count() == theses
    assert terms_of(trd3, list(Dimension)) == counts


def test_what_is_so_already_and_what_cannot_be_so_is_told(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.lead)
    theses = some_slugs(trd3, 2, kind="master_thesis")
    others = some_slugs(trd3, 1, kind="research_project", start_date__gte="2020-01-01")
    page, _ = look(client, {"valgt": theses + others, "doing": "kind_change", "kind": "master_thesis"})
    assert "2 er slik fra før" in page
    assert "Gjelder 1 aktivitet" in page
    data = {"valgt": others, "doing": "milestone_add", "milestone": "finished", "when": "1999"}
    page, yes = look(client, data)
    assert "Disse kan ikke endres slik" in page
    assert "slutten kommer før starten" in page
    assert yes["sett"] == ""
    assert client.post(MANY, yes).status_code == 302
    assert not ChangeSet.objects.exists()


def test_nobody_overwrites_what_was_changed_after_the_preview(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    client = client_of(cast.lead)
    slugs = some_slugs(trd3, 3)
    _, yes = look(client, {"valgt": slugs, "doing": "purpose_add", "purpose": "dissemination"})
    Activity.objects.filter(partnership=trd3, slug=slugs[1]).update(version=2)
    answer = client.post(MANY, yes)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f"{LIST}{slugs[1]}/historikk/" in page
    assert f"{LIST}{slugs[0]}/historikk/" not in page
    assert not ChangeSet.objects.exists()
    assert Activity.objects.get(partnership=trd3, slug=slugs[0]).version == 1


def test_what_stands_in_the_way_of_undoing_is_shown(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    client = client_of(cast.lead)
    slugs = some_slugs(trd3, 2)
    client.post(MANY, look(client, {"valgt": slugs, "doing": "plan_add", "plan": "P"})[1])
    later = {"valgt": slugs[:1], "doing": "plan_add", "plan": "Q"}
    client.post(MANY, look(client, later)[1])
    first = ChangeSet.objects.filter(partnership=trd3).earliest("pk")
    answer = client.post(f"{SETS}{first.pk}/angre/")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert f"{LIST}{slugs[0]}/historikk/" in page
    assert f"{LIST}{slugs[1]}/historikk/" not in page
    assert ChangeSet.objects.get(pk=first.pk).undone_at is None


def test_nothing_has_changed_for_many(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    client = client_of(cast.lead)
    slugs = some_slugs(trd3, 4)
    client.post(MANY, look(client, {"valgt": slugs[:1], "doing": "confirm"})[1])
    page, yes = look(client, {"valgt": slugs, "doing": "confirm"})
    assert "Det er sagt om 1 fra før." in page
    client.post(MANY, yes)
    assert Confirmation.objects.count() == 4
    assert "gjort med 3 aktiviteter" in client.get(LIST).content.decode()
    latest = ChangeSet.objects.latest("pk")
    # What is changed meanwhile does not stand in the way.
    Activity.objects.filter(partnership=trd3, slug=slugs[2]).update(version=9)
    assert "3 aktiviteter" in client.get(SETS).content.decode()
    client.post(f"{SETS}{latest.pk}/angre/")
    assert "(3 aktiviteter)" in client.get(SETS).content.decode()
    assert list(Confirmation.objects.values_list("activity__slug", flat=True)) == slugs[:1]
    assert "tok tilbake bekreftelsen" in client.get(f"{LIST}{slugs[1]}/").content.decode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Velg hva du vil gjøre."),
        ({"doing": "area_add"}, "Innsatsområde: Fyll ut dette."),
        ({"doing": "area_add", "area": "99999999"}, "Innsatsområde:"),
        ({"doing": "milestone_add", "milestone": "held", "when": "i fjor"}, "er ikke en dato vi kjenner"),
        ({"doing": "participant_add", "party": "Ingen slik", "role": "lead"}, "Ingen i registeret heter"),
        ({"doing": "tull"}, "Hva vil du gjøre?"),
    ],
)
def test_what_is_missing_is_said_and_the_choice_is_kept(
    cast: Cast, client_of: Browser, trd3: Partnership, data: dict[str, str], said: str
) -> None:
    slug = some_slugs(trd3, 1)[0]
    answer = client_of(cast.lead).post(MANY, {"valgt": [slug], "steg": "se", **data})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert f'name="valgt" value="{slug}"' in page


def test_fields_of_other_changes_are_not_looked_at(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    slug = some_slugs(trd3, 1)[0]
    page, _ = look(client_of(cast.lead), {"valgt": [slug], "doing": "plan_add", "plan": "P", "when": "tull"})
    assert "Gjelder 1 aktivitet" in page


def test_a_preview_is_good_for_whoever_saw_it_only(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    slugs = some_slugs(trd3, 2)
    _, yes = look(client_of(cast.lead), {"valgt": slugs, "doing": "remove"})
    other = client_of(cast.colleague)
    for seal in (yes["sett"], "tull", ""):
        assert other.post(MANY, {**yes, "sett": seal}).status_code == 302
        assert "for gammel" in other.get(LIST).content.decode()
    assert Activity.objects.filter(partnership=trd3, slug__in=slugs).count() == 2


def test_only_leads_and_coordinators_change_and_undo(cast: Cast, client_of: Browser, trd3: Partnership) -> None:
    slugs = some_slugs(trd3, 1)
    client = client_of(cast.coordinator)
    client.post(MANY, look(client, {"valgt": slugs, "doing": "plan_add", "plan": "P"})[1])
    undo_url = f"{SETS}{ChangeSet.objects.get().pk}/angre/"
    for person, read, write in (
        (cast.observer, 200, 403),
        (cast.steering_member, 200, 403),
        (cast.stranger, 404, 404),
        (cast.other_lead, 404, 404),
    ):
        browser = client_of(person)
        assert browser.get(SETS).status_code == read
        assert [browser.get(MANY).status_code, browser.post(MANY, {"valgt": slugs}).status_code] == [write] * 2
        assert [browser.get(undo_url).status_code, browser.post(undo_url).status_code] == [write] * 2
    assert "mange/" not in client_of(cast.observer).get(LIST).content.decode()
    assert client_of(cast.lead).get(f"{SETS}999999/angre/").status_code == 404


def test_an_operation_is_undone_by_who_did_it_and_by_coordinators(
    cast: Cast, client_of: Browser, trd3: Partnership
) -> None:
    slugs = some_slugs(trd3, 1)
    lead, colleague, coordinator = client_of(cast.lead), client_of(cast.colleague), client_of(cast.coordinator)
    lead.post(MANY, look(lead, {"valgt": slugs, "doing": "plan_add", "plan": "P"})[1])
    change_set = ChangeSet.objects.get(partnership=trd3)
    undo_url = f"{SETS}{change_set.pk}/angre/"
    assert undo_url not in colleague.get(SETS).content.decode()
    assert [colleague.get(undo_url).status_code, colleague.post(undo_url).status_code] == [403, 403]
    assert ChangeSet.objects.get(pk=change_set.pk).undone_at is None
    assert undo_url in lead.get(SETS).content.decode()
    assert undo_url in coordinator.get(SETS).content.decode()
    assert coordinator.post(undo_url).status_code == 302
    assert ChangeSet.objects.get(pk=change_set.pk).undone_by == cast.coordinator.display_name


def test_the_other_partnership_is_never_touched(
    cast: Cast, client_of: Browser, trd3: Partnership, fjordby: Partnership
) -> None:
    slug = (
        Activity.objects.filter(partnership=fjordby)
        .exclude(slug__in=Activity.objects.filter(partnership=trd3).values("slug"))[0]
        .slug
    )
    page = client_of(cast.lead).post(MANY, {"valgt": [slug]}).content.decode()
    assert "Du har ikke valgt noen" in page
    other = Activity.objects.get(partnership=fjordby, slug=slug)
    with pytest.raises(ChangedMeanwhile):
        change_many(
            partnership=trd3,
            change=BulkChange(Doing.REMOVE),
            seen=[Seen(other.pk, other.version)],
            title="x",
            year=2026,
            organisation_id=None,
            by=system("test"),
            now=other.changed_at,
        )


def test_a_thousand_go_in_three_seconds_and_back(trd3: Partnership, now: datetime) -> None:
    drafts = [ActivityDraft("", Kind.PHD, f"Stipendiat {number}") for number in range(1000)]
    made = register_activities(partnership=trd3, drafts=drafts, by=system("test"), now=now)
    change = BulkChange(Doing.ADD_PURPOSE, purpose=Purpose.RESEARCH)
    started = time.process_time()
    seen = preview(trd3, [activity.pk for activity in made], change, year=2026, organisation_id=None)
    previewed = time.process_time() - started
    with CaptureQueriesContext(
        connection,
    ) as queries:
        started = time.process_time()
        done = change_many(
            partnership=trd3,
            change=change,
            seen=seen.changing,
            title="x",
            year=2026,
            organisation_id=None,
            by=system("test"),
            now=now,
        )
        took = time.process_time() - started
    assert done.count == 1000
    assert took < 3, took
    assert previewed < 1.5, previewed
    # A batch at a time, never one by one; but executemany is told row by row.
    selects = [q for q in queries.captured_queries if q["sql"].startswith("SELECT")]
    assert len(selects) < 60
    assert undo(change_set=done.change_set, by=system("test"), now=now) == 1000
