"""The content of an activity as one Brobygger hands it to another."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from tests.fixtures.strategies import portfolios
from tests.unit.portfolio.test_changes import FULL

from brobygger.portfolio.rules.content import FIELDS, content_of, draft_from
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.export import named, numbered

ORGANISATIONS = {number: f"organisasjon-{number}" for number in range(200)}
UNITS = {number: f"enhet-{number}" for number in range(200)}
AREAS = {number: f"omrade-{number}" for number in range(200)}


def back(names: dict[int, str]) -> dict[str, int]:
    return {slug: pk for pk, slug in names.items()}


def there_and_back(draft: ActivityDraft) -> ActivityDraft:
    told = json.loads(json.dumps(named(content_of(draft), ORGANISATIONS, UNITS, AREAS)))
    return draft_from(numbered(told, back(ORGANISATIONS), back(UNITS), back(AREAS)), slug=draft.slug)


def test_a_full_activity_comes_back_as_it_was() -> None:
    assert there_and_back(FULL) == FULL
    told = named(content_of(FULL), ORGANISATIONS, UNITS, AREAS)
    assert set(told) == {*FIELDS} - {"focus_area_ids"} | {"focus_areas"}


@given(portfolios(at_most=3))
def test_any_activity_comes_back_as_it_was(drafts: list[ActivityDraft]) -> None:
    for draft in drafts:
        assert content_of(there_and_back(draft)) == content_of(draft)


def test_what_nobody_has_is_said_by_its_slug() -> None:
    told = named(content_of(FULL), ORGANISATIONS, UNITS, AREAS)
    with pytest.raises(KeyError, match="organisasjon-"):
        numbered(told, {}, back(UNITS), back(AREAS))
