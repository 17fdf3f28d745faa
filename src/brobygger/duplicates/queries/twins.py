"""The entries of a register that are most like something, without reading the register.

Clues lead to a few dozen entries; only those are compared. The cost does not grow with the register (docs/adr/0016).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from brobygger.duplicates.models import Clue, ClueHolder, Fingerprint
from brobygger.duplicates.queries.records import aliases_of, record_of_draft
from brobygger.duplicates.rules.clues import Known, prepared_from, wanted_clues, worth_asking
from brobygger.duplicates.rules.corpus import Frequencies
from brobygger.duplicates.rules.measures import SHORTEST_MISSPELT, likeness
from brobygger.duplicates.rules.prepared import Prepared, prepare
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import Reason, Scored, score
from brobygger.organisations.queries import party_names
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.listing import total_count
from brobygger.portfolio.rules.drafts import ActivityDraft

# Below this two entries are not worth showing as alike.
LEAST = 0.15
# So many are compared with the register at a time.
AT_ONCE = 50
# So many holders of clues are read for one entry, and so many entries compared with it.
HOLDERS_READ, COMPARED = 1500, 12
_TITLES = 3
# Words with the same first letters among which a misspelt one is looked for.
_NEIGHBOURS, _SAME_LETTERS, _MISSPELT_AT_MOST, _STARTS_A_QUERY = 400, 3, 3, 20
_LAST = "\uffff"
# Databases take only so many values in one question.
_VALUES = 900


@dataclass(frozen=True)
class Near:
    """An entry that is like another: its id, itself ready to be compared, and how the two were judged."""

    activity_id: int
    prepared: Prepared
    scored: Scored


@dataclass(frozen=True)
class Twin:
    """An entry that may be the same thing, how likely, what is proposed (`same`, `related`, `review`), and why."""

    activity_id: int
    slug: str
    title: str
    kind: str
    score: float
    answer: str
    reasons: tuple[Reason, ...]


class Comparer:
    """Compares entries of one partnership; what is the same for all of them is read once, word counts as they are met."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.aliases = aliases_of(partnership)
        self._counts: dict[str, int] = {}
        self._numbers: dict[str, int] = {}
        self.corpus = Frequencies(total_count(partnership), self._counts)

    def prepare(self, record: Record) -> Prepared:
        """A record made ready, with the names of this partnership's directory."""
        return prepare(record, self.aliases)

    def forget(self) -> None:
        """Read word counts anew: something has been written."""
        self._counts.clear()
        self._numbers.clear()
        self.corpus = Frequencies(total_count(self.partnership), self._counts)

    def nearest(self, records: Sequence[Prepared], *, but: Sequence[int | None] = ()) -> list[list[Near]]:
        """For each record the entries most like it, the best first; without the one in `but` at its place.

        Five queries, or six when words are misspelt, however many records there are; give it some dozens at a time.
        """
        wanted = [wanted_clues(record) for record in records]
        self._learn([*(text for each in wanted for text in each), *(w for r in records for w in r.index_words())])
        strange = [self._strange(record) for record in records]
        misspelt = self._misspelt({word for words in strange for word in words})
        for clues, words in zip(wanted, strange, strict=True):
            for word in words:
                clues.update(misspelt.get(word, {}))
        asked = [self._asked(clues) for clues in wanted]
        holders = self._holders({number for clues in asked for number in clues})
        left_out = list(but) or [None] * len(records)
        best = [_best(clues, holders, apart) for clues, apart in zip(asked, left_out, strict=True)]
        others = self._others(sorted({pk for ids in best for pk in ids}))
        return [
            _judged(record, {pk: others[pk] for pk in ids if pk in others}, self.corpus)
            for record, ids in zip(records, best, strict=True)
        ]

    def _asked(self, wanted: Mapping[str, float]) -> dict[int, float]:
        """The clues worth asking for, by their number, with what each is worth."""
        known = [
            Known(self._numbers[text], self._counts[text], bits or self.corpus.idf(text))
            for text, bits in wanted.items()
            if self._counts.get(text)
        ]
        return {clue.number: clue.bits for clue in worth_asking(known, at_most=HOLDERS_READ)}

    def _holders(self, numbers: Collection[int]) -> dict[int, list[int]]:
        """Who holds each of some clues."""
        found: dict[int, list[int]] = defaultdict(list)
        ordered = sorted(numbers)
        for at in range(0, len(ordered), _VALUES):
            held = ClueHolder.objects.filter(clue_id__in=ordered[at : at + _VALUES])
            for clue, holder in held.values_list("clue_id", "activity_id"):
                found[clue].append(holder)
        return found

    def _others(self, ids: Sequence[int]) -> dict[int, Prepared]:
        """Entries by id, ready to be compared, with how common their words are."""
        found: dict[int, Prepared] = {}
        for at in range(0, len(ids), _VALUES):
            kept = Fingerprint.objects.filter(pk__in=ids[at : at + _VALUES]).values_list("pk", "kept")
            found |= {pk: prepared_from(pk, each) for pk, each in kept}
        self._learn({word for other in found.values() for word in other.index_words()})
        return found

    def _learn(self, words: Iterable[str]) -> None:
        """Read how many hold some words, those that are not known yet."""
        new = [word for word in dict.fromkeys(words) if word not in self._counts]
        self._counts.update(dict.fromkeys(new, 0))
        for at in range(0, len(new), _VALUES):
            for number, text, count in Clue.objects.filter(
                partnership=self.partnership, text__in=new[at : at + _VALUES]
            ).values_list("pk", "text", "count"):
                self._counts[text], self._numbers[text] = count, number

    def _strange(self, record: Prepared) -> list[str]:
        """Words of the titles that the register does not know, and that may be misspelt."""
        return [
            word
            for title in record.titles[:_TITLES]
            for word in title
            if not self._counts.get(word) and len(word) >= SHORTEST_MISSPELT and not any(c.isdigit() for c in word)
        ][:_MISSPELT_AT_MOST]

    def _misspelt(self, strange: Collection[str]) -> dict[str, dict[str, float]]:
        """For each strange word the words of the register it may be misspelt for, with what they are worth."""
        found: dict[str, dict[str, float]] = {}
        starts = sorted({word[:_SAME_LETTERS] for word in strange})
        for at in range(0, len(starts), _STARTS_A_QUERY):
            near = Q()
            for start in starts[at : at + _STARTS_A_QUERY]:
                near |= Q(text__gte=start, text__lt=start + _LAST)
            rows = Clue.objects.filter(near, partnership=self.partnership, count__gt=0)
            for number, text, count in rows.values_list("pk", "text", "count")[: _NEIGHBOURS * _STARTS_A_QUERY]:
                for word in strange:
                    alike = likeness(text, word)
                    if alike:
                        self._counts[text], self._numbers[text] = count, number
                        found.setdefault(word, {})[text] = alike * self.corpus.idf(text)
        return found


def _best(asked: Mapping[int, float], holders: Mapping[int, Sequence[int]], but: int | None) -> list[int]:
    """The entries that hold most of what was asked for."""
    weights: dict[int, float] = defaultdict(float)
    for clue, bits in asked.items():
        for holder in holders.get(clue, ()):
            weights[holder] += bits
    return sorted((pk for pk in weights if pk != but), key=lambda pk: (-weights[pk], pk))[:COMPARED]


def _judged(record: Prepared, others: Mapping[int, Prepared], corpus: Frequencies) -> list[Near]:
    judged = [Near(pk, other, score(record, other, corpus)) for pk, other in others.items()]
    return sorted(
        (near for near in judged if near.scored.telling), key=lambda near: (-near.scored.score, near.activity_id)
    )


def twins_of(partnership: Partnership, records: Sequence[Record], *, at_most: int = 3) -> list[list[Twin]]:
    """For each record the entries most like it, the likeliest first; none when nothing is alike."""
    comparer = Comparer(partnership)
    found: list[list[Near]] = []
    for at in range(0, len(records), AT_ONCE):
        ready = [comparer.prepare(record) for record in records[at : at + AT_ONCE]]
        for each in comparer.nearest(ready):
            found.append([near for near in each if near.scored.score >= LEAST][:at_most])
    ids = list({near.activity_id for each in found for near in each})
    rows: dict[int, tuple[str, str, str]] = {}
    for at in range(0, len(ids), _VALUES):
        for pk, slug, title, kind in Activity.objects.filter(pk__in=ids[at : at + _VALUES]).values_list(
            "pk", "slug", "title", "kind"
        ):
            rows[pk] = (slug, title, kind)
    return [[_twin(near, *rows[near.activity_id]) for near in each if near.activity_id in rows] for each in found]


def _twin(near: Near, slug: str, title: str, kind: str) -> Twin:
    scored = near.scored
    return Twin(near.activity_id, slug, title, kind, scored.score, scored.answer.value, scored.reasons)


def twins_of_drafts(partnership: Partnership, drafts: Sequence[ActivityDraft], *, at_most: int = 3) -> list[list[Twin]]:
    """The same for what somebody is about to register; its parties must be of the partnership's directory."""
    names = party_names(partnership.directory_id)
    return twins_of(partnership, [record_of_draft(draft, names) for draft in drafts], at_most=at_most)
