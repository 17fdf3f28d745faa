"""The partnership in words: roles, sides, seats, areas and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.dates.rules import UNKNOWN, PartialDate, covers
from brobygger.organisations.models import Unit
from brobygger.partnerships.models import AgreementPeriod, Body, Decision, FocusArea, Partner, Partnership, Seat
from brobygger.partnerships.queries import StandingStructure
from brobygger.partnerships.rules.kinds import BodyKind, Position, Role, SeatStatus, Side

# So many seats read well as a list; more need a table.
SEATS_IN_A_LIST = 5


def role_label(role: str) -> str:
    """What a member is to the partnership."""
    return {
        Role.PROJECT_LEAD: _("Prosjektleder"),
        Role.COORDINATOR: _("Koordinator"),
        Role.STEERING_MEMBER: _("Medlem av styringsgruppen"),
        Role.OBSERVER: _("Observatør"),
    }.get(Role(role), role)


def side_label(side: str) -> str:
    """Which of the two sides a partner is."""
    return {Side.UNIVERSITY: _("Universitet"), Side.MUNICIPALITY: _("Kommune")}.get(Side(side), side)


def position_label(position: str) -> str:
    """What a seat is in its body."""
    return {
        Position.CHAIR: _("Leder"),
        Position.DEPUTY: _("Nestleder"),
        Position.MEMBER: _("Medlem"),
        Position.LEAD: _("Leder"),
        Position.COORDINATOR: _("Koordinator"),
    }.get(Position(position), position)


def status_label(status: str) -> str:
    """How an office is held; nothing when it is held in the ordinary way."""
    return {SeatStatus.ACTING: _("Fungerende"), SeatStatus.CONSTITUTED: _("Konstituert")}.get(SeatStatus(status), "")


def time_in_words(start: str, end: str) -> str:
    """«2022–2023», «fra 2022», «til høsten 2025», «2022, avsluttet, dato ikke oppgitt»; nothing when nothing is known."""
    if end == UNKNOWN:
        began = _("fra %(start)s") % {"start": date_in_words(start)} if start and start != UNKNOWN else ""
        return ", ".join(part for part in (began, _("avsluttet, dato ikke oppgitt")) if part)
    start = "" if start == UNKNOWN else start
    if start and end:
        return date_in_words(start) if start == end else f"{date_in_words(start)}–{date_in_words(end)}"
    if start:
        return _("fra %(start)s") % {"start": date_in_words(start)}
    return _("til %(end)s") % {"end": date_in_words(end)} if end else ""


@dataclass(frozen=True)
class PartnerCard:
    """One of the owning sides."""

    name: str
    side: str
    url: str


@dataclass(frozen=True)
class PeriodRow:
    """One agreement period. `is_current` when it covers today."""

    name: str
    years: str
    is_current: bool


@dataclass(frozen=True)
class SeatRow:
    """One seat: an office, never a person."""

    office: str
    position: str
    status: str
    organisation: str
    unit: str
    url: str
    areas: str
    time: str
    has_ended: bool


@dataclass(frozen=True)
class BodyCard:
    """One body with its seats."""

    slug: str
    name: str
    area: str
    time: str
    seats: list[SeatRow]
    source: str

    @property
    def is_large(self) -> bool:
        """Whether its seats need a table."""
        return len(self.seats) > SEATS_IN_A_LIST


@dataclass(frozen=True)
class Value:
    """What an area is worth to one of the partners."""

    partner: str
    text: str


@dataclass(frozen=True)
class AreaCard:
    """One focus area, what it is worth to whom, and the offices that lead it."""

    slug: str
    name: str
    definition: str
    time: str
    has_ended: bool
    values: list[Value]
    leads: list[str]
    url: str
    source: str


@dataclass(frozen=True)
class DecisionItem:
    """One decision."""

    slug: str
    title: str
    when: str
    body: str
    text: str
    source: str


@dataclass(frozen=True)
class About:
    """The whole page."""

    name: str
    description: str
    source: str
    partners: list[PartnerCard]
    periods: list[PeriodRow]
    areas: list[AreaCard]
    bodies: list[BodyCard]
    decisions: list[DecisionItem]

    @property
    def large_bodies(self) -> list[BodyCard]:
        """The bodies with a table each."""
        return [body for body in self.bodies if body.is_large]

    @property
    def small_bodies(self) -> list[BodyCard]:
        """The bodies that stand side by side."""
        return [body for body in self.bodies if not body.is_large]


def about_page(
    partnership: Partnership,
    structure: StandingStructure,
    short_names: Mapping[str, str],
    units_after: Mapping[int, Sequence[str]],
    *,
    today: date,
) -> About:
    """Everything the page shows; `short_names` are what organisations are called, by slug."""
    slug = partnership.slug
    return About(
        name=partnership.name,
        description=partnership.description,
        source=partnership.source,
        partners=[_partner(partner, slug) for partner in structure.partners],
        periods=[_period(period, today) for period in structure.periods],
        areas=[_area(area, structure, short_names, slug, today) for area in structure.focus_areas],
        bodies=[_body(body, structure.focus_areas, short_names, units_after, slug, today) for body in structure.bodies],
        decisions=[_decision(decision) for decision in sorted(structure.decisions, key=_newest_first)],
    )


def _partner(partner: Partner, partnership: str) -> PartnerCard:
    return PartnerCard(
        name=partner.organisation.name,
        side=side_label(partner.side),
        url=_party_url(partnership, partner.organisation.slug),
    )


def _period(period: AgreementPeriod, today: date) -> PeriodRow:
    years = time_in_words(str(period.first_year), str(period.last_year))
    return PeriodRow(
        name=period.name,
        years="" if years in period.name else years,
        is_current=period.first_year <= today.year <= period.last_year,
    )


def _area(
    area: FocusArea, structure: StandingStructure, names: Mapping[str, str], partnership: str, today: date
) -> AreaCard:
    order = [partner.organisation.slug for partner in structure.partners]
    told = sorted(area.value, key=lambda slug: (order.index(slug) if slug in order else len(order), slug))
    return AreaCard(
        slug=area.slug,
        name=area.name,
        definition=area.definition,
        time=time_in_words(area.start, area.end),
        has_ended=has_ended(area.end, today),
        values=[Value(names.get(slug, slug), area.value[slug]) for slug in told if area.value[slug]],
        leads=_leads(area, structure.bodies, names),
        url=f"{reverse('portfolio:activities', kwargs={'partnership': partnership})}?omrade={area.slug}",
        source=area.source,
    )


def _leads(area: FocusArea, bodies: Iterable[Body], names: Mapping[str, str]) -> list[str]:
    """The offices that lead an area: those of its committee, then the project leads."""
    seats = [
        seat
        for body in bodies
        for seat in body.seats.all()
        if (body.focus_area_id == area.pk and seat.position in {Position.CHAIR, Position.LEAD})
        or (body.kind == BodyKind.PROJECT_LEADS and area.pk in {led.pk for led in seat.focus_areas.all()})
    ]
    return list(dict.fromkeys(_office_with_home(seat, names) for seat in seats))


def _office_with_home(seat: Seat, names: Mapping[str, str]) -> str:
    home = seat.unit.name if seat.unit else names.get(seat.organisation.slug, "") if seat.organisation else ""
    return f"{seat.office} ({home})" if home and home not in seat.office else seat.office


def _body(
    body: Body,
    areas: Iterable[FocusArea],
    names: Mapping[str, str],
    after: Mapping[int, Sequence[str]],
    partnership: str,
    today: date,
) -> BodyCard:
    return BodyCard(
        slug=body.slug,
        name=body.name,
        area=next((area.name for area in areas if area.pk == body.focus_area_id), ""),
        time=time_in_words(body.start, body.end),
        seats=[_seat(seat, body, names, after, partnership, today) for seat in body.seats.all()],
        source=body.source,
    )


def _seat(
    seat: Seat,
    body: Body,
    names: Mapping[str, str],
    after: Mapping[int, Sequence[str]],
    partnership: str,
    today: date,
) -> SeatRow:
    party = seat.unit or seat.organisation
    return SeatRow(
        office=seat.office,
        # Among project leads and coordinators everybody is what the body's name says.
        position=position_label(seat.position) if body.kind in {BodyKind.STEERING_GROUP, BodyKind.COMMITTEE} else "",
        status=status_label(seat.status),
        organisation=names.get(seat.organisation.slug, seat.organisation.name) if seat.organisation else "",
        unit=_unit(seat.unit, after) if seat.unit else "",
        url=_party_url(partnership, party.slug) if party else "",
        areas=", ".join(area.name for area in seat.focus_areas.all()),
        time=time_in_words(seat.start, seat.end),
        has_ended=has_ended(seat.end, today),
    )


def _unit(unit: Unit, after: Mapping[int, Sequence[str]]) -> str:
    """A unit that is no more with what it became: nobody has said yet where the office belongs now."""
    if unit.pk not in after:
        return unit.name
    if not after[unit.pk]:
        return _("%(unit)s (finnes ikke lenger)") % {"unit": unit.name}
    return _("%(unit)s (nå %(after)s)") % {"unit": unit.name, "after": ", ".join(after[unit.pk])}


def _decision(decision: Decision) -> DecisionItem:
    return DecisionItem(
        slug=decision.slug,
        title=decision.title,
        when=date_in_words(decision.date),
        body=decision.body.name if decision.body else "",
        text=decision.text,
        source=decision.source,
    )


def _newest_first(decision: Decision) -> tuple[int, int]:
    """Decisions nobody dated come last; those of the same day keep their order."""
    day = PartialDate.parse(decision.date).earliest if decision.date else None
    return (-(day or date.min).toordinal(), decision.pk)


def has_ended(end: str, today: date) -> bool:
    """Whether something is over: its end has passed, or it ended without anyone writing down when."""
    return end == UNKNOWN or not covers("", end, today)


def _party_url(partnership: str, slug: str) -> str:
    return reverse("organisations:party", kwargs={"partnership": partnership, "slug": slug})
