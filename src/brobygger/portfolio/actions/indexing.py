"""An activity as the index sees it: what follows from its draft, the directory and the agreement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.actions import index
from brobygger.portfolio.queries.places import Places
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.facets import Described, facets_of
from brobygger.portfolio.rules.gazetteer import place_key
from brobygger.portfolio.rules.lifecycle import Life, life_of, years_of
from brobygger.portfolio.rules.text import stems


class Indexer:
    """Indexes the activities of one partnership; reads its directory, areas and years once."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.places = Places(partnership)
        self._areas = dict(FocusArea.objects.filter(partnership=partnership).values_list("pk", "slug"))
        self._horizon_year = max(partnership.periods.values_list("last_year", flat=True), default=0)

    def add(self, pairs: Iterable[tuple[int, ActivityDraft]]) -> None:
        """Index activities that are not in the index, given as (id, draft)."""
        index.add(self.partnership.pk, [self.entry(pk, draft) for pk, draft in pairs])

    def replace(self, triples: Iterable[tuple[int, ActivityDraft, ActivityDraft]]) -> None:
        """Index activities anew, given as (id, draft before, draft now); those the index sees no difference in stay."""
        changed = []
        for pk, before, now in triples:
            entry = self.entry(pk, now)
            if entry != self.entry(pk, before):
                changed.append(entry)
        if changed:
            self.remove([entry.activity_id for entry in changed])
            index.add(self.partnership.pk, changed)

    def remove(self, activity_ids: Sequence[int]) -> None:
        """Take activities out of the index."""
        index.remove(self.partnership.pk, activity_ids)

    def entry(self, activity_id: int, draft: ActivityDraft, life: Life | None = None) -> index.Indexed:
        """The index entry of one activity; `life` when the caller knows it already."""
        life = life or life_of(draft.milestones)
        parties = list(dict.fromkeys(participant.party for participant in draft.participants))
        funders = list(dict.fromkeys(funding.funder for funding in draft.fundings))
        facets = facets_of(
            Described(
                kind=draft.kind.value,
                state=life.state.value,
                focus_areas=[self._areas[pk] for pk in draft.focus_area_ids],
                purposes=[purpose.value for purpose in draft.purposes],
                disciplines=draft.disciplines,
                years=years_of(draft.milestones, life, horizon_year=self._horizon_year),
                parties=[self.places.path(party) for party in parties],
                funders=[key for funder in funders for key in self.places.path(funder).keys],
                places=[key for place in draft.places if (key := place_key(place))],
            )
        )
        rest = " ".join(
            [
                draft.description,
                *draft.places,
                *draft.plans,
                *(q.label for q in draft.quantities),
                *(value for _, value in draft.external_ids),
            ]
        )
        return index.Indexed(
            activity_id,
            facets,
            title=stems(f"{draft.title} {draft.title_en} {draft.acronym}"),
            names=list(dict.fromkeys(word for party in [*parties, *funders] for word in self.places.words(party))),
            body=list(dict.fromkeys(stems(rest))),
        )
