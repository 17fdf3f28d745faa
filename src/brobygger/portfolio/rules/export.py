"""The document one Brobygger hands to another: what an activity's content is written as, without numbers of a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from brobygger.portfolio.rules.content import Content

FORMAT = "brobygger-export"
VERSION = 1


def named(
    content: Content, organisations: Mapping[int, str], units: Mapping[int, str], areas: Mapping[int, str]
) -> dict[str, Any]:
    """A content (`rules.content.content_of`) with slugs where it has ids, and `focus_areas` for `focus_area_ids`.

    A party becomes `[organisation, unit]`, where the unit is null for a whole organisation.
    """

    def party(pair: list[int | None]) -> list[str | None]:
        organisation_id, unit_id = pair
        return [organisations[int(organisation_id or 0)], None if unit_id is None else units[unit_id]]

    found: dict[str, Any] = {}
    for name, value in content.items():
        if name == "focus_area_ids":
            found["focus_areas"] = [areas[pk] for pk in value]
        elif name == "participants":
            found[name] = [{**row, "party": party(row["party"])} for row in value]
        elif name == "fundings":
            found[name] = [{**row, "funder": party(row["funder"])} for row in value]
        else:
            found[name] = value
    return found


def numbered(
    content: Content, organisations: Mapping[str, int], units: Mapping[str, int], areas: Mapping[str, int]
) -> dict[str, Any]:
    """The way back. Raises KeyError, with the slug, for a party or an area nobody has."""

    def party(pair: list[str | None]) -> list[int | None]:
        organisation, unit = pair
        return [organisations[str(organisation)], None if unit is None else units[unit]]

    found: dict[str, Any] = {}
    for name, value in content.items():
        if name == "focus_areas":
            found["focus_area_ids"] = [areas[slug] for slug in value]
        elif name == "participants":
            found[name] = [{**row, "party": party(row["party"])} for row in value]
        elif name == "fundings":
            found[name] = [{**row, "funder": party(row["funder"])} for row in value]
        else:
            found[name] = value
    return found
