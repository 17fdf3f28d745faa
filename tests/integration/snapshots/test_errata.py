"""Errata: after a merge of what was adopted, the snapshot stands, the erratum tells, and saying it twice is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from brobygger.audit.rules import system
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.merges import part, say_yes
from brobygger.duplicates.models import Merge
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.snapshots.actions.errata import ErratumRefused, make_erratum
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.actions.removal import _gate
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.queries.errata import preview, proposals
from brobygger.snapshots.queries.reading import file_of
from brobygger.snapshots.queries.verify import verify
from brobygger.snapshots.rules.errata import ErratumKind, changes_from

BY = system("tests")


@pytest.fixture
def pair(trd3: Partnership, now: datetime) -> tuple[Activity, Activity]:
    """One master thesis, registered twice."""
    drafts = [
        ActivityDraft("", Kind.MASTER_THESIS, title, milestones=(MilestoneFact(MilestoneKind.FINISHED, "2025"),))
        for title in ("Havtare i parsellhagen", "Parsellhager med havtare")
    ]
    one, other = register_activities(partnership=trd3, drafts=drafts, by=BY, now=now)
    return one, other


@pytest.fixture
def snapshot(trd3: Partnership, pair: tuple[Activity, Activity], now: datetime) -> Snapshot:
    return freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)


def merged(trd3: Partnership, pair: tuple[Activity, Activity], now: datetime) -> Merge:
    made = propose_pair(partnership=trd3, one=pair[0], other=pair[1], now=now)
    said = say_yes(
        partnership=trd3,
        pair=made,
        versions={each.pk: 1 for each in pair},
        choices={},
        organisation_id=None,
        by=BY,
        now=now,
    )
    assert said.entry
    return Merge.objects.get(entry=said.entry)


def tell(snapshot: Snapshot, *ids: int, kind: ErratumKind = ErratumKind.MERGED, now: datetime, **told: str) -> Erratum:
    words = {"reason": "Registrert av begge parter", "decider": "Koordinatorene"} | told
    return make_erratum(
        partnership=snapshot.partnership, snapshot=snapshot, kind=kind, activity_ids=ids, by=BY, now=now, **words
    )


def test_a_merge_is_proposed_and_then_told(
    trd3: Partnership, snapshot: Snapshot, pair: tuple[Activity, Activity], now: datetime
) -> None:
    before = list(file_of(snapshot))
    assert proposals(trd3, snapshot) == []
    merge = merged(trd3, pair, now)
    [proposal] = proposals(trd3, snapshot)
    assert proposal.kind is ErratumKind.MERGED
    assert [pk for pk, _, _ in proposal.activities] == [pair[0].pk, pair[1].pk, merge.entry_id]
    erratum = tell(snapshot, pair[0].pk, now=now)
    found = {(each.code, each.year): each for each in changes_from(erratum.changes)}
    change = found["master-theses", 2025]
    assert (change.went, change.came) == ((pair[0].pk, pair[1].pk), (merge.entry_id,))
    assert change.before is not None
    assert change.after == change.before - 1
    assert found["master-theses", None].after == (found["master-theses", None].before or Decimal(0)) - 1
    assert proposals(trd3, snapshot) == []
    assert list(file_of(snapshot)) == before
    assert [check.wrong for check in verify(trd3)] == [()]


def test_saying_it_twice_is_refused_and_parting_takes_it_back(
    trd3: Partnership, snapshot: Snapshot, pair: tuple[Activity, Activity], now: datetime
) -> None:
    merge = merged(trd3, pair, now)
    first = tell(snapshot, pair[0].pk, now=now)
    with pytest.raises(ErratumRefused) as refused:
        tell(snapshot, pair[1].pk, now=now)
    assert refused.value.why == "nothing"
    part(partnership=trd3, merge=merge, version=1, by=BY, now=now)
    assert [each.kind for each in proposals(trd3, snapshot)] == [ErratumKind.PARTED]
    second = tell(snapshot, pair[0].pk, kind=ErratumKind.PARTED, now=now)
    assert second.number == 2
    back = {(each.code, each.year): each for each in changes_from(second.changes)}
    there = {(each.code, each.year): each for each in changes_from(first.changes)}
    assert {key: (each.after, each.before) for key, each in back.items()} == {
        key: (each.before, each.after) for key, each in there.items()
    }
    assert proposals(trd3, snapshot) == []
    assert [check.wrong for check in verify(trd3)] == [()]


def test_a_fact_that_was_wrong(
    trd3: Partnership, snapshot: Snapshot, pair: tuple[Activity, Activity], now: datetime
) -> None:
    [activity] = with_parts(Activity.objects.filter(pk=pair[0].pk))
    draft = replace(drafts_of([activity])[0], milestones=(MilestoneFact(MilestoneKind.FINISHED, "2024"),))
    change_activities(partnership=trd3, orders=[Order(activity.pk, 1, draft)], by=BY, now=now)
    found = {each.year: each for each in preview(trd3, snapshot, [activity.pk]).changes if each.code == "master-theses"}
    assert {year: (each.after or 0) - (each.before or 0) for year, each in found.items()} == {2024: 1, 2025: -1}


def test_what_was_thrown_away_is_proposed(
    trd3: Partnership, snapshot: Snapshot, pair: tuple[Activity, Activity], now: datetime
) -> None:
    remove_activities(partnership=trd3, versions=[(pair[0].pk, 1)], by=BY, now=now)
    assert [each.kind for each in proposals(trd3, snapshot)] == [ErratumKind.REMOVED]


def test_what_was_forgotten(trd3: Partnership, snapshot: Snapshot, now: datetime) -> None:
    draft = ActivityDraft("", Kind.MASTER_THESIS, "Glemt", milestones=(MilestoneFact(MilestoneKind.FINISHED, "2025"),))
    [activity] = register_activities(partnership=trd3, drafts=[draft], by=BY, now=now)
    erratum = tell(snapshot, activity.pk, kind=ErratumKind.ADDED, now=now)
    found = {each.year: each for each in changes_from(erratum.changes) if each.code == "master-theses"}
    assert (found[2025].came, found[2025].went) == ((activity.pk,), ())
    with pytest.raises(ErratumRefused):
        tell(snapshot, activity.pk, kind=ErratumKind.ADDED, now=now)


@pytest.mark.parametrize(
    ("told", "why"), [({"reason": " "}, "reason"), ({"reason": "x" * 2001}, "reason"), ({"decider": ""}, "decider")]
)
def test_what_is_not_said_is_asked_for(
    trd3: Partnership,
    snapshot: Snapshot,
    pair: tuple[Activity, Activity],
    now: datetime,
    told: dict[str, str],
    why: str,
) -> None:
    merged(trd3, pair, now)
    with pytest.raises(ErratumRefused) as refused:
        tell(snapshot, pair[0].pk, now=now, **told)
    assert refused.value.why == why
    assert not Erratum.objects.exists()


def test_activities_of_others_are_none(snapshot: Snapshot, fjordby: Partnership, now: datetime) -> None:
    others = list(Activity.objects.filter(partnership=fjordby).values_list("pk", flat=True)[:3])
    with pytest.raises(ErratumRefused) as refused:
        tell(snapshot, *others, now=now)
    assert refused.value.why == "activities"


def test_an_erratum_is_never_changed_and_a_changed_one_is_named(
    trd3: Partnership, snapshot: Snapshot, pair: tuple[Activity, Activity], now: datetime
) -> None:
    merged(trd3, pair, now)
    erratum = tell(snapshot, pair[0].pk, now=now)
    with pytest.raises(DatabaseError, match="make an erratum"), transaction.atomic():
        Erratum.objects.filter(pk=erratum.pk).update(reason="Noe annet")
    with pytest.raises(DatabaseError, match="make an erratum"), transaction.atomic():
        erratum.delete()
    with _gate():
        Erratum.objects.filter(pk=erratum.pk).update(reason="Noe annet")
    [check] = verify(trd3)
    assert [(each.path, each.why) for each in check.wrong] == [("errata/1", "erratum")]
