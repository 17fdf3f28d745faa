"""The document one Brobygger hands to another: what an activity's content is written as, without numbers of a database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from brobygger.portfolio.rules.content import Content

FORMAT = "brobygger-export"
VERSION = 1

# What a content calls its areas by number, and the document by slug.
_AREA_IDS = "focus_area_ids"
_AREAS = "focus_areas"
# The lists whose rows are about a party, and what each calls it.
_PARTY_IN = {"participants": "party", "fundings": "funder"}


def named(
    content: Content, organisations: Mapping[int, str], units: Mapping[int, str], areas: Mapping[int, str]
) -> dict[str, Any]:
    """A content (`rules.content.content_of`) with slugs where it has ids, and `focus_areas` for `focus_area_ids`.

    A party becomes `[organisation, unit]`, where the unit is null for a whole organisation.
    """

    def party(pair: list[int | None]) -> list[str | None]:
        organisation_id, unit_id = pair
        return [organisations[int(organisation_id or 0)], None if unit_id is None else units[unit_id]]

    return _written(content, party, (_AREA_IDS, _AREAS), areas)


def numbered(
    content: Content, organisations: Mapping[str, int], units: Mapping[str, int], areas: Mapping[str, int]
) -> dict[str, Any]:
    """The way back. Raises KeyError, with the slug, for a party or an area nobody has."""

    def party(pair: list[str | None]) -> list[int | None]:
        organisation, unit = pair
        return [organisations[str(organisation)], None if unit is None else units[unit]]

    return _written(content, party, (_AREAS, _AREA_IDS), areas)


def _written(
    content: Content, party: Callable[[Any], Any], areas_named: tuple[str, str], areas: Mapping[Any, Any]
) -> dict[str, Any]:
    """The content with its parties and areas written the other way; `areas_named` is what they are called here and there."""
    here, there = areas_named
    found: dict[str, Any] = {}
    for name, value in content.items():
        if name == here:
            found[there] = [areas[area] for area in value]
        elif key := _PARTY_IN.get(name):
            found[name] = [{**row, key: party(row[key])} for row in value]
        else:
            found[name] = value
    return found
