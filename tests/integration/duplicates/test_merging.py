"""Merging: one entry stands for two or more, both sides say yes, it counts once at once, and it is undone with nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.conftest import Cast

from brobygger.audit.models import Event
from brobygger.audit.rules import Actor
from brobygger.discussion.actions.reading import follow
from brobygger.discussion.models import Follow
from brobygger.discussion.queries.log import latest_event
from brobygger.discussion.queries.news import news_for
from brobygger.discussion.queries.readers import reader_of
from brobygger.discussion.rules.kinds import TOPICS_FROM_THE_START, verbs_of
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.decide import DecidedMeanwhile, decide
from brobygger.duplicates.actions.merges import PartedAlready, part, say_yes
from brobygger.duplicates.models import Consent, Merge, Pair
from brobygger.duplicates.queries.counts import counts_of
from brobygger.duplicates.rules.decisions import Decision
from brobygger.organisations.models import Organisation
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Membership, Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile, Order, change_activities
from brobygger.portfolio.actions.register import Registrar, register_activities
from brobygger.portfolio.actions.reindex import reindex
from brobygger.portfolio.models import Activity, Facet, Term
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.queries.listing import total_count
from brobygger.portfolio.rules.content import content_of
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind, Purpose, Standing
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.queries import tally
from brobygger.results.rules.counting import CountingRule

UNIVERSITY, MUNICIPALITY = Actor("Prøve Prosjektleder", 1), Actor("Test Testesen", 2)


@pytest.fixture
def sides(trd3: Partnership) -> tuple[Organisation, Organisation]:
    """University and municipality."""
    by_side = {partner.side: partner.organisation for partner in trd3.partners.select_related("organisation")}
    return by_side["university"], by_side["municipality"]


@pytest.fixture
def twins(trd3: Partnership, sides: tuple[Organisation, Organisation], now: datetime) -> Pair:
    """One granted PhD-like project, registered by either side under a name of its own."""
    made = []
    for organisation, title, by in (
        (sides[0], "Havtare som gjødsel i byens parseller", UNIVERSITY),
        (sides[1], "Parsellhager gjødslet med havtare", MUNICIPALITY),
    ):
        draft = ActivityDraft(
            "",
            Kind.PHD,
            title,
            purposes=(Purpose.RESEARCH,),
            milestones=(MilestoneFact(MilestoneKind.STARTED, "2024"),),
            participants=(ParticipantDraft(Party(organisation.pk)),),
        )
        [activity] = register_activities(
            partnership=trd3, drafts=[draft], by=by, now=now, registrar=Registrar(organisation.pk)
        )
        made.append(activity)
    return propose_pair(partnership=trd3, one=made[0], other=made[1], now=now)


def yes(pair: Pair, organisation: Organisation | None, now: datetime, **told: object) -> object:
    versions = {pair.one_id: 1, pair.other_id: 1}
    arguments: dict[str, object] = {"versions": versions, "choices": {}, "by": UNIVERSITY} | told
    return say_yes(
        partnership=pair.partnership,
        pair=pair,
        organisation_id=organisation.pk if organisation else None,
        now=now,
        **arguments,
    )  # type: ignore[arg-type]


def counted(partnership: Partnership) -> int:
    """How many doctoral degrees started in 2024."""
    rule = CountingRule(frozenset({"phd"}), "started", "started")
    return int(tally.sums(partnership, rule, [2024]).by_year[2024] or 0)


def test_it_takes_both_sides_and_then_counts_once(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    before, figure = total_count(twins.partnership), counted(twins.partnership)
    said = yes(twins, sides[0], now)
    assert said.entry is None  # type: ignore[attr-defined]
    assert said.missing == {sides[1].pk}  # type: ignore[attr-defined]
    assert total_count(twins.partnership) == before
    said = yes(twins, sides[1], now, by=MUNICIPALITY)
    entry = said.entry  # type: ignore[attr-defined]
    assert entry is not None
    assert total_count(twins.partnership) == before - 1
    assert counted(twins.partnership) == figure - 1
    assert set(Activity.every.filter(merged_into=entry).values_list("pk", flat=True)) == {twins.one_id, twins.other_id}
    twins.refresh_from_db()
    assert (twins.decision, twins.is_open) == ("same", False)
    _activity, draft = draft_of(twins.partnership, entry.slug) or pytest.fail("gone")
    assert {p.party.organisation_id for p in draft.participants} == {side.pk for side in sides}


def test_whoever_follows_an_entry_is_told_that_a_yes_is_waited_for(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    asked = Event.objects.filter(verb="asked_to_merge", subject_type="activity")
    yes(twins, sides[0], now)
    assert set(asked.values_list("subject_id", flat=True)) == {twins.one_id, twins.other_id}
    assert "asked_to_merge" in verbs_of(TOPICS_FROM_THE_START)
    yes(twins, sides[1], now, by=MUNICIPALITY)
    assert asked.count() == 2


def test_parting_is_not_told_as_throwing_away(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime, cast: Cast
) -> None:
    entry = merged(twins, sides, now)
    member = Membership.objects.select_related("partnership").get(user=cast.lead, partnership=twins.partnership)
    follow(membership=member, activity=entry, wanted=True, now=now)
    [merge] = Merge.objects.filter(entry=entry)
    part(
        partnership=twins.partnership, merge=merge, version=entry.version, by=MUNICIPALITY, now=now + timedelta(hours=1)
    )
    reader = reader_of(member)
    told = news_for(reader, after=0, until=latest_event(twins.partnership_id)).news
    assert "parted" in {each.verb for each in told if each.activity_id == entry.pk}
    assert "removed" not in {each.verb for each in told}


def test_a_yes_to_something_else_asks_the_other_side_again(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    yes(twins, sides[0], now, choices={"title": twins.one.slug})
    said = yes(twins, sides[1], now, choices={"title": twins.other.slug}, by=MUNICIPALITY)
    assert said.missing == {sides[0].pk}  # type: ignore[attr-defined]
    said = yes(twins, sides[0], now, choices={"title": twins.other.slug})
    assert said.entry.title == twins.other.title  # type: ignore[attr-defined]


def test_a_yes_holds_only_for_what_was_seen(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    with pytest.raises(ChangedMeanwhile):
        yes(twins, sides[0], now, versions={twins.one_id: 1, twins.other_id: 2})
    assert not Consent.objects.exists()
    yes(twins, sides[0], now)
    Activity.every.filter(pk=twins.one_id).update(version=2)
    said = yes(twins, sides[1], now, versions={twins.one_id: 2, twins.other_id: 1}, by=MUNICIPALITY)
    assert said.missing == {sides[0].pk}  # type: ignore[attr-defined]


def test_what_is_decided_cannot_be_merged(twins: Pair, sides: tuple[Organisation, Organisation], now: datetime) -> None:
    decide(partnership=twins.partnership, pair=twins, decision=Decision.DIFFERENT, by=UNIVERSITY, now=now)
    with pytest.raises(DecidedMeanwhile):
        yes(twins, sides[0], now)


def merged(pair: Pair, sides: tuple[Organisation, Organisation], now: datetime) -> Activity:
    yes(pair, sides[0], now)
    entry = yes(pair, sides[1], now, by=MUNICIPALITY).entry  # type: ignore[attr-defined]
    assert isinstance(entry, Activity)
    return entry


def test_parting_restores_everything_exactly(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    partnership = twins.partnership
    slugs = [twins.one.slug, twins.other.slug]
    contents = {slug: content_of((draft_of(partnership, slug) or pytest.fail("gone"))[1]) for slug in slugs}
    rows = list(Activity.every.filter(slug__in=slugs).order_by("pk").values())
    index = index_of(partnership)
    entry = merged(twins, sides, now)
    merge = Merge.objects.get(entry=entry)
    assert sorted(part(partnership=partnership, merge=merge, version=1, by=UNIVERSITY, now=now)) == [
        twins.one_id,
        twins.other_id,
    ]
    assert {slug: content_of((draft_of(partnership, slug) or pytest.fail("gone"))[1]) for slug in slugs} == contents
    assert list(Activity.every.filter(slug__in=slugs).order_by("pk").values()) == rows
    assert index_of(partnership) == index
    twins.refresh_from_db()
    assert twins.is_open
    assert Activity.every.get(pk=entry.pk).standing == Standing.REMOVED
    with pytest.raises(PartedAlready):
        part(partnership=partnership, merge=merge, version=1, by=UNIVERSITY, now=now)


def index_of(partnership: Partnership) -> tuple[object, ...]:
    terms = Term.objects.filter(partnership=partnership, count__gt=0).order_by("dimension", "key")
    facets = Facet.objects.filter(term__partnership=partnership).values_list(
        "activity_id", "term__dimension", "term__key"
    )
    return list(terms.values_list("dimension", "key", "count")), sorted(facets)


def test_the_index_is_the_one_that_would_be_built_anew(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    merged(twins, sides, now)
    kept = index_of(twins.partnership)
    reindex(partnership=twins.partnership)
    assert index_of(twins.partnership) == kept


def twice(partnership: Partnership) -> int:
    """How many registrations there are beyond one for each thing."""
    counts = counts_of(Partnership.objects.get(pk=partnership.pk))
    return counts.raw - counts.once


def test_a_merge_of_a_merge_is_parted_one_at_a_time(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    partnership = twins.partnership
    entry = merged(twins, sides, now)
    [third] = register_activities(
        partnership=partnership,
        drafts=[ActivityDraft("", Kind.PHD, "Tare i parsellhagen")],
        by=UNIVERSITY,
        now=now,
        registrar=Registrar(sides[0].pk),
    )
    pair = propose_pair(partnership=partnership, one=entry, other=third, now=now)
    top = merged(pair, sides, now)
    assert twice(partnership) == 2
    part(partnership=partnership, merge=Merge.objects.get(entry=top), version=1, by=UNIVERSITY, now=now)
    assert Activity.objects.filter(pk__in=[entry.pk, third.pk]).count() == 2
    part(partnership=partnership, merge=Merge.objects.get(entry=entry), version=1, by=UNIVERSITY, now=now)
    assert Activity.objects.filter(pk__in=[twins.one_id, twins.other_id, third.pk]).count() == 3
    assert twice(partnership) == 0


def test_decisions_about_a_member_hold_for_the_entry(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    partnership = twins.partnership
    [third] = register_activities(
        partnership=partnership, drafts=[ActivityDraft("", Kind.PHD, "Havtare som mat")], by=UNIVERSITY, now=now
    )
    other = propose_pair(partnership=partnership, one=twins.one, other=third, now=now)
    decide(partnership=partnership, pair=other, decision=Decision.DIFFERENT, by=UNIVERSITY, now=now)
    entry = merged(twins, sides, now)
    inherited = Pair.objects.get(one=third, other=entry)
    assert (inherited.decision, inherited.is_open) == ("different", False)


def test_registered_by_each_side_and_by_both(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    found = counts_of(twins.partnership).found
    assert (found.first, found.second, found.both) == (1, 1, 0)
    merged(twins, sides, now)
    found = counts_of(Partnership.objects.get(pk=twins.partnership_id)).found
    assert (found.first, found.second, found.both) == (1, 1, 1)
    assert found.estimate is None


def seen(pair: Pair) -> dict[str, str]:
    """What the form says of the versions somebody has seen."""
    return {f"versjon-{slug}": "1" for slug in (pair.one.slug, pair.other.slug)}


def test_the_whole_way_in_the_browser(twins: Pair, cast: object, client_of: Callable[..., Client]) -> None:
    lead, colleague = client_of(cast.lead), client_of(cast.colleague)  # type: ignore[attr-defined]
    address = f"/trd3/duplikater/{twins.pk}/"
    assert lead.post(address, {"svar": "samme"})["Location"] == f"{address}sla-sammen/?med="
    page = lead.get(f"{address}sla-sammen/").content.decode()
    assert "felt-title" in page
    data = {**seen(twins), "felt-title": twins.other.slug}
    assert lead.post(f"{address}sla-sammen/", data).status_code == 302
    assert "Prøve Prosjektleder" in colleague.get(f"{address}sla-sammen/").content.decode()
    response = colleague.post(f"{address}sla-sammen/", data)
    entry = Merge.objects.get().entry
    assert response["Location"] == f"/trd3/aktiviteter/{entry.slug}/"
    page = colleague.get(response["Location"]).content.decode()
    assert twins.one.title in page
    assert "Skill dem igjen" in page
    assert lead.get(f"/trd3/aktiviteter/{twins.one.slug}/")["Location"] == f"/trd3/aktiviteter/{entry.slug}/"
    assert lead.get(f"/trd3/duplikater/skill/{entry.slug}/").status_code == 200
    assert lead.post(f"/trd3/duplikater/skill/{entry.slug}/", {"versjon": "1"}).status_code == 302
    assert lead.get(f"/trd3/aktiviteter/{twins.one.slug}/").status_code == 200


def test_only_those_whose_it_is_may_merge(twins: Pair, cast: object, client_of: Callable[..., Client]) -> None:
    address = f"/trd3/duplikater/{twins.pk}/sla-sammen/"
    data = seen(twins)
    for name, status in (("steering_member", 403), ("observer", 403), ("stranger", 404), ("other_lead", 404)):
        assert client_of(getattr(cast, name)).post(address, data).status_code == status, name
    assert not Consent.objects.exists()
    stale = {**seen(twins), f"versjon-{twins.other.slug}": "7"}
    response = client_of(cast.lead).post(address, stale)  # type: ignore[attr-defined]
    assert response.status_code == 422
    assert "Ingenting er gjort" in response.content.decode()


def test_followers_and_comments_come_along(
    twins: Pair, cast: object, client_of: Callable[..., Client], sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    lead, observer = client_of(cast.lead), client_of(cast.observer)  # type: ignore[attr-defined]
    lead.post(f"/trd3/aktiviteter/{twins.one.slug}/samtale/", {"text": "Er dette taren fra Ila?"})
    observer.post(f"/trd3/aktiviteter/{twins.other.slug}/folg/", {"folg": "1"})
    entry = merged(twins, sides, now)
    followers = set(Follow.objects.filter(activity=entry, wanted=True).values_list("user_id", flat=True))
    assert followers >= {cast.lead.pk, cast.observer.pk}  # type: ignore[attr-defined]
    assert "Er dette taren fra Ila?" in lead.get(f"/trd3/aktiviteter/{entry.slug}/").content.decode()


def test_an_entry_somebody_said_yes_to_can_still_be_changed(
    twins: Pair, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    """The pair is found anew while the yes is kept: the same pair, with the score of now."""
    yes(twins, sides[0], now)
    found = draft_of(twins.partnership, twins.one.slug)
    assert found is not None
    order = Order(twins.one_id, 1, replace(found[1], acronym="TARE", title=twins.other.title))
    change_activities(partnership=twins.partnership, orders=[order], by=UNIVERSITY, now=now)
    [pair] = Pair.objects.filter(one_id=twins.one_id, other_id=twins.other_id)
    assert (pair.pk, pair.is_open) == (twins.pk, True)
    assert any(code == "title_same" for code, *_ in pair.reasons)
