"""What a partnership calls things, for reading other people's cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from brobygger.intake.rules.values import Vocabulary
from brobygger.intake.rules.words import plain
from brobygger.intake.sources.brobygger import Places
from brobygger.organisations.models import Discipline
from brobygger.organisations.queries import PartyNames, discipline_names, party_names, short_names
from brobygger.partnerships.models import Partnership

_PARTS = ("/", ",", ";", "|", " og ", " and ", " & ")


def vocabulary_of(partnership: Partnership, names: PartyNames | None = None) -> Vocabulary:
    """The vocabulary of a partnership. Eleven queries, whatever the size of its directory."""
    names = names or party_names(partnership.directory_id)
    areas: dict[str, str] = {}
    texts = set()
    for pk, slug, name in partnership.focus_areas.values_list("pk", "slug", "name"):
        areas |= {plain(slug): str(pk), plain(name): str(pk)}
        texts.add(name)
    disciplines: dict[str, str] = {}
    for code, told in Discipline.objects.values_list("code", "name"):
        disciplines |= {plain(word): code for word in (code, *told.values()) if word}
        texts.update(word for word in told.values() if word)
    texts.update(name.text for each in names.directory.names.values() for name in each)
    return Vocabulary(
        areas=areas,
        disciplines=disciplines,
        sides=dict(partnership.partners.values_list("side", "organisation_id")),
        find=names.find,
        names_by_id={pk: organisation.slug for pk, organisation in names.directory.organisations.items()},
        whole=frozenset(text.casefold() for text in texts if any(part in text.casefold() for part in _PARTS)),
    )


def places_of(partnership: Partnership) -> Places:
    """Where the parties and areas of an export are here. Nine queries."""
    names = party_names(partnership.directory_id)
    areas: dict[str, int] = {}
    for pk, slug, name in partnership.focus_areas.values_list("pk", "slug", "name"):
        areas |= {name.casefold(): pk, slug: pk}
    slugs = {organisation.slug: pk for pk, organisation in names.directory.organisations.items()}
    return Places(names.find, areas, slugs)


@dataclass(frozen=True)
class MappingChoices:
    """What one chooses among when one says what columns mean: partners by side, areas, disciplines."""

    sides: Mapping[str, str]
    areas: Sequence[tuple[int, str]]
    disciplines: Mapping[str, str]


def mapping_choices(partnership: Partnership, language: str) -> MappingChoices:
    """The choices in a language. Five queries."""
    partners = list(partnership.partners.select_related("organisation"))
    short = short_names(partnership.directory_id, [partner.organisation.slug for partner in partners])
    return MappingChoices(
        sides={partner.side: short[partner.organisation.slug] for partner in partners},
        areas=list(partnership.focus_areas.order_by("pk").values_list("pk", "name")),
        disciplines=discipline_names(language),
    )
