"""What one can choose among in the filter: every key in use with its count, and the name of each.

Remembered until something in the partnership changes (`Partnership.data_version`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from brobygger.organisations.models import Name, Organisation, Unit
from brobygger.organisations.queries import discipline_names
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import fold
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.queries.terms import terms_of
from brobygger.portfolio.rules.facets import Dimension


@dataclass(frozen=True)
class PartyName:
    """An organisation or unit. `owner` is the slug of its organisation, its own when it is one."""

    name: str
    owner: str


@dataclass(frozen=True)
class Choices:
    """Keys in use with counts by dimension, and the names they go by.

    `parties` are all organisations and units of the directory by slug, `short` what organisations are called in daily
    speech, `partners` the slugs of the owning organisations by side, `areas` the focus areas in the order they were made.
    `edition` is another one whenever anything of this is: what is made of it may be remembered by that.
    """

    counts: Mapping[Dimension, Mapping[str, int]]
    parties: Mapping[str, PartyName]
    short: Mapping[str, str]
    partners: Mapping[str, str]
    areas: Mapping[str, str]
    disciplines: Mapping[str, str]
    edition: str = ""


def choices_of(partnership: Partnership, language: str) -> Choices:
    """The choices of a partnership, with disciplines in a language."""
    edition = f"{partnership.pk}:{partnership.data_version}:{language}"
    choices: Choices | None = cache.get(f"choices:{edition}")
    if choices is None:
        choices = _read(partnership, language, edition)
        cache.set(f"choices:{edition}", choices, timeout=None)
    return choices


def _read(partnership: Partnership, language: str, edition: str) -> Choices:
    organisations = {
        pk: (slug, name)
        for pk, slug, name in Organisation.objects.filter(directory_id=partnership.directory_id).values_list(
            "pk", "slug", "name"
        )
    }
    parties = {slug: PartyName(name, slug) for slug, name in organisations.values()}
    for slug, name, organisation_id in Unit.objects.filter(directory_id=partnership.directory_id).values_list(
        "slug", "name", "organisation_id"
    ):
        parties[slug] = PartyName(name, organisations[organisation_id][0])
    abbreviations = (
        Name.objects.filter(
            directory_id=partnership.directory_id, unit=None, kind=NameKind.ABBREVIATION.value, valid_to=""
        )
        .order_by("-pk")
        .values_list("organisation_id", "text")
    )
    return Choices(
        counts=terms_of(partnership, list(Dimension)),
        parties=parties,
        short={slug: name for slug, name in organisations.values()}
        | {organisations[pk][0]: text for pk, text in abbreviations},
        partners={
            Side(side): organisations[pk][0] for side, pk in partnership.partners.values_list("side", "organisation_id")
        },
        areas=dict(partnership.focus_areas.order_by("pk").values_list("slug", "name")),
        disciplines=discipline_names(language),
        edition=edition,
    )


def parties_named(partnership: Partnership, text: str) -> Sequence[tuple[str, str, str]]:
    """Organisations and units that go by a name, as `(slug, name, name of the organisation it is part of or empty)`."""
    folded = fold(text)[:300]
    if not folded:
        return []
    found = (
        Name.objects.filter(directory_id=partnership.directory_id, folded=folded)
        .order_by("pk")
        .values_list("organisation__slug", "organisation__name", "unit__slug", "unit__name")
    )
    return list(
        dict.fromkeys(
            (unit_slug, unit_name, organisation_name) if unit_slug else (organisation_slug, organisation_name, "")
            for organisation_slug, organisation_name, unit_slug, unit_name in found
        )
    )
