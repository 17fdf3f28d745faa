"""A record made ready to be compared. Costly to make, cheap to keep: it holds for as long as the record stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.aliases import shipped as shipped_aliases
from brobygger.duplicates.rules.corpus import is_common
from brobygger.duplicates.rules.marks import Marks, read_marks
from brobygger.duplicates.rules.names import acronyms, folded, initialisms
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.words import concepts

_ADDRESS = re.compile(r"^(?:https?://)?(?:(?:dx\.)?doi(?:\.org/|:)\s*|\S+/)", re.I)
_MOST_DESCRIBING = 80


@dataclass(frozen=True, slots=True)
class Prepared:
    """A record's comparable parts.

    `titles` are the words of each title (Norwegian, English), `body` those of the titles and the description, `names`
    acronyms and coined names, `spelt` every folded word of the titles in which such a name may stand, `mentioned` those
    of the description alone, `initials` what the titles abbreviate to, `ids` pairs of scheme and value, `surfaces` a word
    as it was written. `explained` are words of the titles that two records share for another reason than being the same:
    the names of parties, which are compared by themselves, and of what both belong to.
    """

    record: Record
    titles: tuple[tuple[str, ...], ...]
    body: frozenset[str]
    names: frozenset[str]
    spelt: frozenset[str]
    mentioned: frozenset[str]
    initials: frozenset[str]
    partners: frozenset[str]
    units: frozenset[str]
    ids: frozenset[tuple[str, str]]
    marks: Marks
    surfaces: dict[str, str]
    explained: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """The record's own identifier."""
        return self.record.id

    @property
    def title_words(self) -> frozenset[str]:
        """The words of all titles."""
        return frozenset(word for title in self.titles for word in title)

    def index_words(self) -> frozenset[str]:
        """The words by which the corpus counts this record; `partner:` and `unit:` stand before names."""
        return self.body | {f"partner:{name}" for name in self.partners} | {f"unit:{name}" for name in self.units}


def prepare(record: Record, aliases: Aliases | None = None) -> Prepared:
    """Everything about a record that comparing needs. `aliases` default to the registry that is shipped."""
    known = aliases or shipped_aliases()
    titles = tuple(title for title in (record.title, record.title_en) if title.strip()) or (record.acronym,)
    pairs = [concepts(title) for title in titles]
    described = concepts(record.description)[:_MOST_DESCRIBING]
    surfaces = dict(described) | {word: surface for title in pairs for word, surface in title}
    parties = [known.known_in(title) for title in titles]
    in_parties = {folded(word) for each in parties for of in each.values() for word in of}
    names = frozenset(
        name for name in acronyms(titles, record.acronym) if not known.knows(name) and name not in in_parties
    )
    spelt = _spelt(*titles, record.acronym) | names
    partners = known.find_all(record.partners)
    units = known.find_all(record.units) - partners
    told = partners | units | known.own
    return Prepared(
        record=record,
        titles=tuple(tuple(word for word, _ in title) for title in pairs),
        body=frozenset(surfaces),
        names=names,
        spelt=spelt,
        mentioned=_spelt(record.description) - spelt,
        initials=initialisms(titles),
        partners=partners,
        units=units,
        ids=frozenset(
            (scheme.casefold(), value) for scheme, text in record.external_ids if (value := identifier(text))
        ),
        marks=read_marks(titles, record.kind),
        surfaces=surfaces,
        explained=frozenset(
            word for title, of in zip(pairs, parties, strict=True) for word in _of_parties(title, of, told)
        ),
    )


def as_part_of(record: Prepared, wholes: Iterable[Prepared]) -> Prepared:
    """A record as it is compared with others that belong to the same: their words and names are explained by that."""
    words = {word for whole in wholes for word in whole.title_words}
    names = {name for whole in wholes for name in whole.names}
    return replace(
        record,
        explained=record.explained | words,
        names=record.names - names,
        spelt=record.spelt - names,
        mentioned=record.mentioned - names,
    )


def _spelt(*texts: str) -> frozenset[str]:
    return frozenset(folded(token) for token in re.findall(r"[^\W_][\w-]*", " ".join(texts)))


def _of_parties(
    title: Sequence[tuple[str, str]], parties: Mapping[str, frozenset[str]], told: Collection[str]
) -> set[str]:
    """The words of a title that name parties which are told anyway; none of a title that says hardly anything else."""
    who = {word for name, words in parties.items() if name in told for word in words}
    naming = {word for word, surface in title if set(surface.split()) <= who}
    return naming if any(word not in naming and not is_common(word) for word, _ in title) else set()


def identifier(text: str) -> str:
    """An identifier as compared: no web address before it, letters and digits only, no zeros in front."""
    return "".join(letter for letter in _ADDRESS.sub("", text.strip()).casefold() if letter.isalnum()).lstrip("0")
