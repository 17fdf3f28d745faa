"""What a snapshot keeps of the year."""

from __future__ import annotations

from typing import Any

from tests.fixtures.rounds import LATER, story
from tests.integration.rounds.test_the_year import adopt

from brobygger.rounds.actions.disputes import dispute
from brobygger.rounds.queries.frozen import rounds


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


def test_the_adoption_is_given_to_what_freezes(db: None, settings: Any) -> None:
    told = story()
    told.all_approved()
    settings.ADOPTION = "tests.integration.rounds.test_frozen.freeze"
    assert adopt(told).frozen_as == 7
    assert told.round.frozen_as == 7


def freeze(**given: Any) -> Any:
    """Stands for the app that freezes."""
    assert set(given) == {"partnership", "year", "words", "decision", "by", "now"}

    class Frozen:
        number = 7

    return Frozen()
