"""A party answers: nothing is overwritten, what holds follows at once, and a merged entry has what was said of all."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from brobygger.audit.models import Event
from brobygger.audit.rules import Actor
from brobygger.contributions.actions.claims import NoParty, Statement, claim
from brobygger.contributions.models import ContributionClaim, CreditStanding, HeldClaim
from brobygger.contributions.rules.credit import Answer, Did, Layer, Otherwise
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import stand_for
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind

BY = Actor("Prøve Prosjektleder", 1)
STRONG = Answer(Did.INITIATED, Otherwise.NOTHING)
WEAK = Answer(Did.REGISTERED_ONLY, Otherwise.SAME)


@pytest.fixture
def sides(trd3: Partnership) -> tuple[Organisation, Organisation]:
    """University and municipality."""
    by_side = {partner.side: partner.organisation for partner in trd3.partners.select_related("organisation")}
    return by_side["university"], by_side["municipality"]


def made(partnership: Partnership, now: datetime, *titles: str) -> list[Activity]:
    """Some new activities."""
    drafts = [ActivityDraft("", Kind.PILOT, title) for title in titles]
    return register_activities(partnership=partnership, drafts=drafts, by=BY, now=now)


def say(
    partnership: Partnership, party: Organisation, answer: Answer, now: datetime, *activities: Activity
) -> list[int]:
    """Answer for a party."""
    return claim(
        partnership=partnership,
        activity_ids=[activity.pk for activity in activities],
        party=party,
        statement=Statement(answer),
        by=BY,
        now=now,
    )


def layer(activity: Activity) -> str:
    """Where it stands."""
    return CreditStanding.objects.get(activity=activity).layer


def test_an_answer_is_added_and_the_newest_holds(
    trd3: Partnership, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    [activity] = made(trd3, now, "Lånesykler på sykehuset")
    before = Partnership.objects.get(pk=trd3.pk).data_version
    assert say(trd3, sides[0], STRONG, now, activity) == [activity.pk]
    assert layer(activity) == Layer.DECISIVE
    say(trd3, sides[1], STRONG, now, activity)
    assert layer(activity) == Layer.STRICT
    say(trd3, sides[1], WEAK, now + timedelta(1), activity)
    standing = CreditStanding.objects.get(activity=activity)
    assert (standing.layer, standing.answered, standing.differs) == (Layer.REGISTERED, 2, True)
    assert ContributionClaim.objects.filter(activity=activity).count() == 3
    assert HeldClaim.objects.filter(activity=activity).count() == 2
    assert Partnership.objects.get(pk=trd3.pk).data_version > before
    assert Event.objects.filter(verb="claimed", subject_id=activity.pk, subject_type="activity").count() == 3


def test_the_same_answer_twice_is_said_once(
    trd3: Partnership, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    activities = made(trd3, now, "Ett", "To")
    say(trd3, sides[0], STRONG, now, activities[0])
    assert say(trd3, sides[0], STRONG, now, *activities) == [activities[1].pk]
    assert say(trd3, sides[0], STRONG, now) == []


def test_nobody_speaks_for_who_is_no_party_or_of_what_is_not_theirs(
    trd3: Partnership, fjordby: Partnership, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    outsider = Organisation.objects.filter(directory=trd3.directory).exclude(pk__in=[each.pk for each in sides]).first()
    with pytest.raises(NoParty):
        say(trd3, outsider, STRONG, now, *made(trd3, now, "Ett"))
    assert say(trd3, sides[0], STRONG, now, *made(fjordby, now, "Deres")) == []


def test_a_merged_entry_has_what_was_said_of_all_it_stands_for(
    trd3: Partnership, sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    one, other, entry = made(trd3, now, "Ett", "Det samme", "Begge")
    say(trd3, sides[0], STRONG, now, one)
    say(trd3, sides[0], WEAK, now - timedelta(1), other)
    say(trd3, sides[1], STRONG, now, other)
    stand_for(
        partnership=trd3, entry=entry, versions=[(one.pk, one.version), (other.pk, other.version)], by=BY, now=now
    )
    assert layer(entry) == Layer.STRICT
    assert layer(one) == Layer.DECISIVE
    say(trd3, sides[1], WEAK, now + timedelta(1), entry)
    assert layer(entry) == Layer.REGISTERED


def test_many_at_once_takes_no_more_statements(
    trd3: Partnership,
    sides: tuple[Organisation, Organisation],
    now: datetime,
    django_assert_max_num_queries: object,
) -> None:
    activities = made(trd3, now, *(f"Nummer {n}" for n in range(60)))
    with django_assert_max_num_queries(18):
        say(trd3, sides[0], STRONG, now, *activities)
