"""The page of one activity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from brobygger.audit.models import Event
from brobygger.audit.presenters import sentence
from brobygger.dates.presenters import date_in_words
from brobygger.dates.rules import PartialDate
from brobygger.designsystem.presenters import number_text
from brobygger.partnerships.rules.kinds import Side
from brobygger.portfolio.models import Activity, Funding, Milestone, Participation, Quantity, Relation
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.words import (
    amount_in_words,
    period_in_words,
    quantity_in_words,
    source_in_words,
)
from brobygger.portfolio.queries.detail import ActivityDetail
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.lifecycle import MilestoneKind

_LIFE_ORDER = {kind.value: position for position, kind in enumerate(MilestoneKind)}


@dataclass(frozen=True)
class Link:
    """A name that leads somewhere."""

    label: str
    url: str


@dataclass(frozen=True)
class ParticipantRow:
    """One participation. `within` is the unit above."""

    name: str
    url: str
    within: str
    role: str
    time: str
    note: str


@dataclass(frozen=True)
class ParticipantGroup:
    """Everybody who takes part from one organisation: `whole` are its own roles, `rows` those of its units."""

    organisation: Link
    side: str
    whole: Sequence[ParticipantRow]
    rows: Sequence[ParticipantRow]


@dataclass(frozen=True)
class FundingRow:
    """Who pays what."""

    funder: Link
    kind: str
    amount: str
    is_amount_known: bool
    note: str


@dataclass(frozen=True)
class MilestoneRow:
    """A dot on the time line."""

    when: str
    title: str
    state: str
    quantity: str
    note: str


@dataclass(frozen=True)
class QuantityRow:
    """A number that is told, with what it was before when that is known."""

    label: str
    before: str
    value: str
    certainty: str
    note: str


@dataclass(frozen=True)
class RelationGroup:
    """The other activities it belongs to in one way."""

    label: str
    others: Sequence[RelatedRow]


@dataclass(frozen=True)
class RelatedRow:
    """Another activity."""

    activity: Link
    kind: str
    when: str


@dataclass(frozen=True)
class Fact:
    """A label with values; each leads somewhere or has an empty address."""

    label: str
    values: Sequence[Link]


@dataclass(frozen=True)
class HistoryRow:
    """Something somebody did to the entry."""

    when: str
    text: str


@dataclass(frozen=True)
class ActivityPage:
    """The whole page."""

    slug: str
    title: str
    other_titles: str
    kind: Link
    kind_help: str
    form: str
    state: str
    state_color: str
    period: str
    focus_areas: Sequence[Link]
    purposes: Sequence[Link]
    description: str
    values: Sequence[tuple[str, str]]
    participants: Sequence[ParticipantGroup]
    fundings: Sequence[FundingRow]
    total: str
    milestones: Sequence[MilestoneRow]
    quantities: Sequence[QuantityRow]
    relations: Sequence[RelationGroup]
    facts: Sequence[Fact]
    source: str
    part_sources: Sequence[tuple[str, str]]
    history: Sequence[HistoryRow]


def activity_page(detail: ActivityDetail, addresses: Addresses) -> ActivityPage:
    """Everything the page shows."""
    activity = detail.activity

    def listed(dimension: Dimension, key: str, label: str) -> Link:
        return Link(label, addresses.having({dimension: (key,)}))

    return ActivityPage(
        slug=activity.slug,
        title=activity.title,
        other_titles=" · ".join(t for t in (activity.acronym, activity.title_en) if t and t != activity.title),
        kind=listed(Dimension.KIND, activity.kind, labels.kind_label(activity.kind)),
        kind_help=labels.kind_help(activity.kind),
        form=labels.form_label(activity.form),
        state=labels.state_label(activity.state),
        state_color=labels.state_color(activity.state),
        period=period_in_words(activity.start, activity.end),
        focus_areas=[listed(Dimension.FOCUS_AREA, area.slug, area.name) for area in detail.focus_areas],
        purposes=[listed(Dimension.PURPOSE, code, labels.purpose_label(code)) for code in activity.purposes],
        description=activity.description,
        values=[(detail.names.get(slug, slug), text) for slug, text in activity.value.items() if text],
        participants=_participants(detail.participations, addresses),
        fundings=[_funding(funding, addresses) for funding in detail.fundings],
        total=_total(activity, detail.fundings),
        milestones=[_milestone(milestone) for milestone in in_time_order(detail.milestones)],
        quantities=[_quantity(quantity) for quantity in detail.quantities],
        relations=_relations(activity, detail.relations, addresses),
        facts=_facts(detail, addresses),
        source=source_in_words(activity.source),
        part_sources=_part_sources(detail),
        history=[_history(event) for event in detail.history],
    )


def in_time_order(milestones: Iterable[Milestone]) -> list[Milestone]:
    """Oldest first. One without a date stands where it belongs in a life: before the first dated one that comes later."""
    dated: list[Milestone] = []
    undated: list[Milestone] = []
    for milestone in milestones:
        (undated if PartialDate(milestone.date).year is None else dated).append(milestone)
    dated.sort(key=lambda m: (str(PartialDate(m.date).earliest), _LIFE_ORDER.get(m.kind, 0)))
    for milestone in sorted(undated, key=lambda m: _LIFE_ORDER.get(m.kind, 0)):
        order = _LIFE_ORDER.get(milestone.kind, 0)
        later = (at for at, other in enumerate(dated) if _LIFE_ORDER.get(other.kind, 0) > order)
        dated.insert(next(later, len(dated)), milestone)
    return dated


def _participants(participations: Sequence[Participation], addresses: Addresses) -> list[ParticipantGroup]:
    """One group an organisation: the university first, then the municipality, then the others by name."""
    groups: dict[int, list[Participation]] = {}
    for each in participations:
        groups.setdefault(each.organisation_id, []).append(each)
    order = {Side.UNIVERSITY.value: 0, Side.MUNICIPALITY.value: 1}

    def rank(group: list[Participation]) -> tuple[int, str]:
        return order.get(group[0].side, 2), group[0].organisation.name.casefold()  # type: ignore[attr-defined]

    return [
        ParticipantGroup(
            Link(group[0].organisation.name, addresses.party(group[0].organisation.slug)),
            group[0].side or "",  # type: ignore[attr-defined]
            [_participant(each, addresses) for each in group if not each.unit],
            [_participant(each, addresses) for each in group if each.unit],
        )
        for group in sorted(groups.values(), key=rank)
    ]


def _participant(each: Participation, addresses: Addresses) -> ParticipantRow:
    return ParticipantRow(
        name=each.unit.name if each.unit else "",
        url=addresses.party(each.unit.slug) if each.unit else "",
        within=each.parent_name or "",  # type: ignore[attr-defined]
        role=labels.role_label(each.role),
        time=period_in_words(each.start, each.end),
        note=each.note,
    )


def _funding(funding: Funding, addresses: Addresses) -> FundingRow:
    party = funding.funder_unit or funding.funder
    return FundingRow(
        funder=Link(party.name, addresses.party(party.slug)),
        kind=labels.funding_kind_label(funding.kind),
        amount=amount_in_words(funding.amount_nok),
        is_amount_known=funding.amount_nok is not None,
        note=funding.note,
    )


def _total(activity: Activity, fundings: Sequence[Funding]) -> str:
    """The sum where there is something to add up; «minst» when an amount is missing."""
    amounts = [funding.amount_nok for funding in fundings]
    if len(amounts) < 2 or activity.amount_nok is None:
        return ""
    text = amount_in_words(activity.amount_nok)
    return _("minst %(amount)s") % {"amount": text} if None in amounts else text


def _milestone(milestone: Milestone) -> MilestoneRow:
    return MilestoneRow(
        when=date_in_words(milestone.date),
        title=labels.milestone_label(milestone.kind),
        state="future" if milestone.is_planned else "done",
        quantity=number_text(milestone.quantity) if milestone.quantity is not None else "",
        note=milestone.note,
    )


def _quantity(quantity: Quantity) -> QuantityRow:
    before: Decimal | None = quantity.before
    return QuantityRow(
        label=quantity.label,
        before=quantity_in_words(before, quantity.unit) if before is not None else "",
        value=quantity_in_words(quantity.value, quantity.unit),
        certainty=labels.certainty_label(quantity.certainty),
        note=quantity.note,
    )


def _relations(activity: Activity, relations: Iterable[Relation], addresses: Addresses) -> list[RelationGroup]:
    """Grouped by what they are called from this side; those that point away first."""
    groups: dict[tuple[bool, str], list[RelatedRow]] = {}
    for relation in relations:
        reverse = relation.other_id == activity.pk
        other = relation.activity if reverse else relation.other
        row = RelatedRow(
            Link(other.title, addresses.activity(other.slug)),
            labels.kind_label(other.kind),
            period_in_words(other.start, other.end),
        )
        groups.setdefault((reverse, relation.kind), []).append(row)
    return [
        RelationGroup(labels.relation_label(kind, reverse=reverse), rows)
        for (reverse, kind), rows in sorted(groups.items(), key=lambda item: item[0][0])
    ]


def _facts(detail: ActivityDetail, addresses: Addresses) -> list[Fact]:
    """What there is of disciplines, places, plans and what other systems call it."""
    activity = detail.activity
    ids: dict[str, list[Link]] = {}
    for external in detail.external_ids:
        url = f"https://doi.org/{external.value}" if external.scheme == "doi" else ""
        ids.setdefault(labels.scheme_label(external.scheme), []).append(Link(external.value, url))
    facts: Mapping[str, Sequence[Link]] = {
        _("Fag"): [Link(n, addresses.having({Dimension.DISCIPLINE: (code,)})) for code, n in detail.disciplines],
        _("Steder"): [Link(place, "") for place in activity.places],
        _("Planer"): [Link(plan, "") for plan in activity.plans],
        **ids,
    }
    return [Fact(label, values) for label, values in facts.items() if values]


def _part_sources(detail: ActivityDetail) -> list[tuple[str, str]]:
    """Where each part is told, as what it is about and where; those that say nothing of it are left out."""
    named: list[tuple[str, str]] = []
    named += [(labels.milestone_label(m.kind), m.source) for m in in_time_order(detail.milestones)]
    named += [((p.unit or p.organisation).name, p.source) for p in detail.participations]
    named += [((f.funder_unit or f.funder).name, f.source) for f in detail.fundings]
    named += [(quantity.label, quantity.source) for quantity in detail.quantities]
    named += [((r.activity if r.other_id == detail.activity.pk else r.other).title, r.source) for r in detail.relations]
    return list(dict.fromkeys((name, source_in_words(source)) for name, source in named if source))


def _history(event: Event) -> HistoryRow:
    return HistoryRow(formats.date_format(timezone.localtime(event.at), "DATETIME_FORMAT"), sentence(event))
