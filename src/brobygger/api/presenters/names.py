"""Names and proposed parties as JSON."""

from __future__ import annotations

from typing import Any

from brobygger.api.rules.tags import mark_tag
from brobygger.organisations.models import Name
from brobygger.organisations.queries import Directory, draft_of_name
from brobygger.organisations.rules.aliases import mark_of
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.queries.proposals import Proposed

NAME = "n"


def tag_of_name(name: Name) -> str:
    """Another one when anything about the name is."""
    return mark_tag(NAME, name.pk, mark_of(draft_of_name(name)))


def alias_as_json(name: Name) -> dict[str, Any]:
    """One of the other names."""
    return {
        "id": name.pk,
        "text": name.text,
        "kind": name.kind,
        "language": name.language,
        "valid_from": name.valid_from,
        "valid_to": name.valid_to,
        "etag": tag_of_name(name),
    }


def proposed_as_json(proposed: Proposed, directory: Directory) -> dict[str, Any]:
    """A proposal, where it is used, and whom it may be."""
    party = proposed.party
    return {
        "id": directory.slug(party),
        "name": proposed.name,
        "kind": proposed.kind,
        "is_unit": party.unit_id is not None,
        "organisation": directory.slug(Party(party.organisation_id)) if party.unit_id else None,
        "used_in": [activity.slug for activity in proposed.activities],
        "use_count": proposed.count,
        "alike": [{"id": directory.slug(each), "name": directory.label(each)} for each, _ in proposed.alike],
    }
