"""What an erratum is about: activities as they were frozen and as they are known today, and what totals make of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from brobygger.contributions.rules.credit import Layer
from brobygger.duplicates.models import Merge, MergeMember
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.editing import slugs_of
from brobygger.portfolio.rules.kinds import Standing
from brobygger.results.queries.frameworks import read_rule
from brobygger.results.queries.on_date import entries_now
from brobygger.results.rules.counting import Entry, Happening, Measure
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.queries.reading import errata_of, items_of, numbered, stream
from brobygger.snapshots.rules.canonical import canonical
from brobygger.snapshots.rules.errata import Change, ErratumKind, FrozenTotal, changes, changes_from, changes_text

MERGES_AT_MOST = 200
ABOUT_AT_MOST = 100
_HOPS = 10


@dataclass(frozen=True)
class Known:
    """An activity with what it is called and counted by."""

    slug: str
    title: str
    version: int
    entry: Entry


@dataclass(frozen=True)
class Preview:
    """What an erratum would say: who was frozen (after earlier errata), what is there today, and how totals change."""

    then: Sequence[Known]
    now: Sequence[Known]
    changes: Sequence[Change]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is different from what is known already."""
        return list(self.then) == list(self.now)

    @property
    def about(self) -> str:
        """The activities on either side, as an erratum keeps them."""
        return canonical({side: [as_frozen(each) for each in getattr(self, side)] for side in ("then", "now")})

    @property
    def seal(self) -> str:
        """Another one when anything that was shown would be written otherwise."""
        return hashlib.sha256(f"{self.about}\n{changes_text(self.changes)}".encode()).hexdigest()


@dataclass(frozen=True)
class Proposal:
    """Something that has happened to activities that were frozen, and that no erratum tells of yet."""

    kind: ErratumKind
    activities: Sequence[tuple[int, str, str]]  # id, slug, title


def totals_of(snapshot: Snapshot) -> list[FrozenTotal]:
    """The figures of a snapshot that the register counts, each with the rule it was counted under. Two queries."""
    definitions = {
        (indicator["code"], each["version"]): each["counting"]
        for indicator in items_of(snapshot, "indicators")
        for each in indicator["definitions"]
    }
    found = []
    for figure in items_of(snapshot, "figures"):
        counting = definitions.get((figure["code"], figure["definition"]))
        if counting:
            found.append(
                FrozenTotal(
                    figure["code"],
                    figure["year"],
                    _decimal(figure["counted"]),
                    _decimal(figure["value"]),
                    figure["basis"] == "counted",
                    read_rule(counting),
                )
            )
    return found


def preview(partnership: Partnership, snapshot: Snapshot, activity_ids: Iterable[int]) -> Preview:
    """What an erratum about these activities, and about what stands for them or what they stand for, would say."""
    ids = _concerned(partnership, snapshot, activity_ids)
    errata = errata_of(snapshot)
    then = _state(snapshot, errata, ids)
    now = _now(partnership, ids)
    totals = totals_of(snapshot)
    others: list[Entry] = []
    kinds = {each.entry.kind for each in [*then.values(), *now.values()]}
    latest = {kind for total in totals if total.rule.measure is Measure.LATEST for kind in total.rule.kinds}
    if kinds & latest:
        others = [
            entry for _, value in stream(snapshot, "activities") if value["kind"] in latest and value["id"] not in then
            for entry in [_entry(value)]
        ]  # fmt: skip
    found = changes(
        totals,
        [each.entry for each in then.values()],
        [each.entry for each in now.values()],
        others=others,
        earlier=[change for erratum in errata for change in changes_from(erratum.changes)],
    )
    return Preview(list(then.values()), list(now.values()), found)


def activities_named(partnership: Partnership, texts: Sequence[str]) -> dict[str, int]:
    """For each text that is the slug or the exact title of one activity, its id. Three queries."""
    slugs = slugs_of(partnership, texts[:ABOUT_AT_MOST])
    ids = dict(Activity.every.filter(partnership=partnership, slug__in=slugs.values()).values_list("slug", "pk"))
    return {text: ids[slug] for text, slug in slugs.items() if slug in ids}


def proposals(partnership: Partnership, snapshot: Snapshot) -> list[Proposal]:
    """Merges and partings since, and what was thrown away, of activities that were frozen and are not corrected yet.

    Looks at the newest some hundred of each. A fixed number of queries and some for each merge of merges.
    """
    # A day to spare, for a clock that was set back.
    since = snapshot.frozen - timedelta(days=1)
    found: list[tuple[ErratumKind, list[int]]] = []
    merges = Merge.objects.filter(Q(made_at__gte=since) | Q(parted_at__gte=since), entry__partnership=partnership)
    for merge in merges.prefetch_related("members").order_by("-pk")[:MERGES_AT_MOST]:
        members = sorted(member.activity_id for member in merge.members.all())
        kind = ErratumKind.PARTED if merge.parted_at else ErratumKind.MERGED
        found.append((kind, [*members, merge.entry_id]))
    parted = {merge for kind, ids in found if kind is ErratumKind.PARTED for merge in ids[-1:]}
    # In the order of an index: by number alone, the database would look through the whole register for them.
    gone = Activity.every.filter(partnership=partnership, standing=Standing.REMOVED.value)
    gone = gone.order_by("-changed_at", "-pk")
    found += [
        (ErratumKind.REMOVED, [pk]) for pk in gone.values_list("pk", flat=True)[:MERGES_AT_MOST] if pk not in parted
    ]
    every = {pk for _, ids in found for pk in ids}
    state = _state(snapshot, errata_of(snapshot), every)
    present = _now(partnership, every)
    names = {
        pk: (slug, title)
        for pk, slug, title in Activity.every.filter(partnership=partnership, pk__in=every).values_list(
            "pk", "slug", "title"
        )
    }
    proposed = []
    for kind, ids in found:
        frozen_here = [pk for pk in ids if pk in state]
        if frozen_here and any((pk in state) != (pk in present) for pk in ids):
            proposed.append(Proposal(kind, [(pk, *names[pk]) for pk in ids if pk in names]))
    return proposed


def _concerned(partnership: Partnership, snapshot: Snapshot, activity_ids: Iterable[int]) -> list[int]:
    """With these also what stands for them, and what they stand for or stood for: a hop at a time."""
    own = Activity.every.filter(partnership=partnership)
    ids = set(own.filter(pk__in=list(activity_ids)[:ABOUT_AT_MOST]).values_list("pk", flat=True))
    for _ in range(_HOPS):
        related = own.filter(Q(pk__in=ids) | Q(merged_into__in=ids)).values_list("pk", "merged_into_id")
        # Also what was parted again.
        once = MergeMember.objects.filter(Q(merge__entry__in=ids) | Q(activity__in=ids))
        together = once.values_list("merge__entry_id", "activity_id")
        more = {pk for row in [*related, *together] for pk in row if pk is not None}
        if more <= ids or len(ids) > ABOUT_AT_MOST:
            break
        ids |= more
    return sorted(ids)


def _state(snapshot: Snapshot, errata: Sequence[Erratum], ids: Iterable[int]) -> dict[int, Known]:
    """Activities as they were frozen, and as each erratum since has left them."""
    wanted = set(ids)
    said = numbered(snapshot, "claims", wanted)
    state = {
        pk: _known({**value, "layer": said[pk]["layer"]} if pk in said else value)
        for pk, value in numbered(snapshot, "activities", wanted).items()
    }
    for erratum in errata:
        about = json.loads(erratum.about)
        for row in about["then"]:
            state.pop(row["id"], None)
        state |= {row["id"]: _known(row) for row in about["now"] if row["id"] in wanted}
    return dict(sorted(state.items()))


def _now(partnership: Partnership, ids: Iterable[int]) -> dict[int, Known]:
    """Those that are in the register today."""
    wanted = sorted(ids)
    entries = {entry.activity_id: entry for entry in entries_now(partnership, wanted)}
    rows = Activity.objects.filter(partnership=partnership, pk__in=wanted).order_by("pk")
    return {
        pk: Known(slug, title, version, entries[pk])
        for pk, slug, title, version in rows.values_list("pk", "slug", "title", "version")
    }


def _known(value: Mapping[str, Any]) -> Known:
    return Known(value["slug"], value["title"], value["version"], _entry(value))


def _entry(value: Mapping[str, Any]) -> Entry:
    """A frozen activity as counting sees it."""
    happenings = tuple(
        Happening(kind, date, year, _decimal(quantity))
        for kind, date, year, is_planned, quantity in value.get("milestones", ())
        if not is_planned
    )
    layer = Layer(value.get("layer", Layer.UNKNOWN))
    return Entry(value["id"], value["kind"], frozenset(value.get("purposes", ())), happenings, layer)


def as_frozen(known: Known) -> dict[str, Any]:
    """An activity as an erratum keeps it, in the form snapshots have."""
    return {
        "id": known.entry.activity_id,
        "slug": known.slug,
        "title": known.title,
        "version": known.version,
        "kind": known.entry.kind,
        "layer": known.entry.layer.value,
        "purposes": sorted(known.entry.purposes),
        "milestones": [[each.kind, each.date, each.year, False, each.quantity] for each in known.entry.happenings],
    }


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
