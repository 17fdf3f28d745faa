"""The entries of a register that are most like something, without reading the register.

Clues lead to a few dozen entries; only those are compared. The cost does not grow with the register (docs/adr/0016).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
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
# So many holders of clues are read for one entry, and so many entries compared with it.
HOLDERS_READ, COMPARED = 1500, 12
_TITLES = 3
# Words with the same first letters among which a misspelt one is looked for.
_NEIGHBOURS, _SAME_LETTERS, _MISSPELT_AT_MOST = 400, 3, 3
_LAST = "\uffff"
# Databases take only so many values in one question.
_VALUES = 900


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

    def nearest(self, record: Prepared, *, but: Collection[int] = ()) -> list[tuple[int, Scored]]:
        """The entries most like a record, as (id, score), the best first. Four queries, or five when words are misspelt."""
        wanted = wanted_clues(record)
        self._learn([*wanted, *record.index_words()])
        wanted |= self._misspelt(record)
        known = [
            Known(self._numbers[text], self._counts[text], bits or self.corpus.idf(text))
            for text, bits in wanted.items()
            if self._counts.get(text)
        ]
        weights: dict[int, float] = defaultdict(float)
        asked = {clue.number: clue.bits for clue in worth_asking(known, at_most=HOLDERS_READ)}
        for clue, holder in ClueHolder.objects.filter(clue_id__in=asked).values_list("clue_id", "activity_id"):
            weights[holder] += asked[clue]
        best = sorted((pk for pk in weights if pk not in but), key=lambda pk: (-weights[pk], pk))[:COMPARED]
        return self._judged(record, best)

    def _judged(self, record: Prepared, ids: Sequence[int]) -> list[tuple[int, Scored]]:
        if not ids:
            return []
        others = {
            pk: prepared_from(pk, kept) for pk, kept in Fingerprint.objects.filter(pk__in=ids).values_list("pk", "kept")
        }
        self._learn({word for other in others.values() for word in other.index_words()})
        judged = [(pk, score(record, other, self.corpus)) for pk, other in others.items()]
        return sorted(
            ((pk, scored) for pk, scored in judged if scored.telling), key=lambda pair: (-pair[1].score, pair[0])
        )

    def _learn(self, words: Iterable[str]) -> None:
        """Read how many hold some words, those that are not known yet."""
        new = [word for word in dict.fromkeys(words) if word not in self._counts]
        self._counts.update(dict.fromkeys(new, 0))
        for at in range(0, len(new), _VALUES):
            for number, text, count in Clue.objects.filter(
                partnership=self.partnership, text__in=new[at : at + _VALUES]
            ).values_list("pk", "text", "count"):
                self._counts[text], self._numbers[text] = count, number

    def _misspelt(self, record: Prepared) -> dict[str, float]:
        """Words of the register that words of the title, which it does not know, may be misspelt for."""
        strange = [
            word
            for title in record.titles[:_TITLES]
            for word in title
            if not self._counts.get(word) and len(word) >= SHORTEST_MISSPELT and not any(c.isdigit() for c in word)
        ][:_MISSPELT_AT_MOST]
        if not strange:
            return {}
        near = Q()
        for start in {word[:_SAME_LETTERS] for word in strange}:
            near |= Q(text__gte=start, text__lt=start + _LAST)
        found: dict[str, float] = {}
        for number, text, count in Clue.objects.filter(near, partnership=self.partnership, count__gt=0).values_list(
            "pk", "text", "count"
        )[: _NEIGHBOURS * len(strange)]:
            best = max(likeness(text, word) for word in strange)
            if best:
                self._counts[text], self._numbers[text] = count, number
                found[text] = best * self.corpus.idf(text)
        return found


def twins_of(
    partnership: Partnership, records: Sequence[Record], *, at_most: int = 3, but: Collection[int] = ()
) -> list[list[Twin]]:
    """For each record the entries most like it, the likeliest first; none when nothing is alike."""
    comparer = Comparer(partnership)
    found = [
        [(pk, scored) for pk, scored in comparer.nearest(comparer.prepare(record), but=but) if scored.score >= LEAST][
            :at_most
        ]
        for record in records
    ]
    ids = list({pk for each in found for pk, _ in each})
    rows: dict[int, tuple[str, str, str]] = {}
    for at in range(0, len(ids), _VALUES):
        for pk, slug, title, kind in Activity.objects.filter(pk__in=ids[at : at + _VALUES]).values_list(
            "pk", "slug", "title", "kind"
        ):
            rows[pk] = (slug, title, kind)
    return [
        [Twin(pk, *rows[pk], scored.score, scored.answer.value, scored.reasons) for pk, scored in each if pk in rows]
        for each in found
    ]


def twins_of_drafts(partnership: Partnership, drafts: Sequence[ActivityDraft], *, at_most: int = 3) -> list[list[Twin]]:
    """The same for what somebody is about to register; its parties must be of the partnership's directory."""
    names = party_names(partnership.directory_id)
    return twins_of(partnership, [record_of_draft(draft, names) for draft in drafts], at_most=at_most)
