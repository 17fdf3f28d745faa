"""A record made ready to be compared. Costly to make, cheap to keep: it holds for as long as the record stands."""

from __future__ import annotations

import re
from dataclasses import dataclass

from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.aliases import shipped as shipped_aliases
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
    acronyms and coined names, `spelt` every folded word of titles and description in which such a name may stand,
    `initials` what the titles abbreviate to, `ids` pairs of scheme and value, `surfaces` a word as it was written.
    """

    record: Record
    titles: tuple[tuple[str, ...], ...]
    body: frozenset[str]
    names: frozenset[str]
    spelt: frozenset[str]
    initials: frozenset[str]
    partners: frozenset[str]
    units: frozenset[str]
    ids: frozenset[tuple[str, str]]
    marks: Marks
    surfaces: dict[str, str]

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
    names = frozenset(name for name in acronyms(titles, record.acronym) if not known.knows(name))
    everything = " ".join((*titles, record.acronym, record.description))
    partners = known.find_all(record.partners)
    return Prepared(
        record=record,
        titles=tuple(tuple(word for word, _ in title) for title in pairs),
        body=frozenset(surfaces),
        names=names,
        spelt=frozenset(folded(token) for token in re.findall(r"[^\W_][\w-]*", everything)) | names,
        initials=initialisms(titles),
        partners=partners,
        units=known.find_all(record.units) - partners,
        ids=frozenset(
            (scheme.casefold(), value) for scheme, text in record.external_ids if (value := identifier(text))
        ),
        marks=read_marks(titles, record.kind),
        surfaces=surfaces,
    )


def identifier(text: str) -> str:
    """An identifier as compared: no web address before it, letters and digits only, no zeros in front."""
    return "".join(letter for letter in _ADDRESS.sub("", text.strip()).casefold() if letter.isalnum()).lstrip("0")
