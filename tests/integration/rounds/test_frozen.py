"""What a snapshot keeps of the year."""

from __future__ import annotations

from tests.fixtures.rounds import LATER, story
from tests.integration.rounds.test_the_year import adopt

from brobygger.rounds.actions.disputes import dispute
from brobygger.rounds.queries.frozen import rounds
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.reading import stream


def test_who_approved_and_what_is_disputed_is_kept_without_names(db: None) -> None:
    told = story()
    by = told.people["of_town"].as_actor
    dispute(round_=told.round, about=told.activity("en"), party=told.town, reason="Ikke vår", by=by, now=LATER)
    told.all_approved()
    adopt(told, leave_out_disputed=True)
    items = dict(rounds(told.partnership, 2025, LATER))
    assert list(items) == [
        "round/head", "round/submissions/helse", "round/submissions/oppvekst", "round/submissions/felles",
        "round/disputes/1",
    ]  # fmt: skip
    assert items["round/head"]["decision"] == told.round.decision.slug
    assert [each["party"] for each in items["round/submissions/helse"]["approvals"]] == ["uni", "kommune"]
    assert items["round/disputes/1"]["activity"] == "en"
    written = repr(items)
    assert not [name for name in told.people if name.title() in written]
    assert "Ikke vår" not in written
    assert dict(rounds(told.partnership, 2024, LATER)) == {}
    assert told.round.disputes.get().adopted_open


def test_adopting_freezes_the_year_with_who_approved_it(db: None) -> None:
    told = story()
    told.all_approved()
    assert adopt(told).frozen_as == 1
    snapshot = Snapshot.objects.get(partnership=told.partnership)
    assert dict(stream(snapshot, "round"))["round/head"]["decision"] == told.round.decision.slug
    assert len(dict(stream(snapshot, "round/submissions"))) == 3
    assert dict(stream(snapshot, "activities"))
