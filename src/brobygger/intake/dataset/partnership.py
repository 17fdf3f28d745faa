"""partnership.yaml: the partnership's standing structure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from brobygger.audit.rules import Actor
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.problems import Fault
from brobygger.intake.rules.reader import Fields
from brobygger.partnerships import actions
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.drafts import (
    BodyDraft,
    DecisionDraft,
    FocusAreaDraft,
    PartnerDraft,
    PartnershipDraft,
    PeriodDraft,
    SeatDraft,
)
from brobygger.partnerships.rules.kinds import BodyKind, Position, SeatStatus, Side

FILE = "partnership.yaml"
TOP = ("partnership", "partners", "agreement_periods", "focus_areas", "bodies", "decisions")
PARTNERSHIP = ("id", "name", "directory", "description", "source")
PARTNER = ("organisation", "side", "source")
PERIOD = ("id", "name", "start", "end", "framework", "source")
AREA = ("id", "name", "definition", "start", "end", "value", "source")
BODY = ("id", "kind", "name", "focus_area", "start", "end", "source", "seats")
SEAT = ("id", "office", "organisation", "unit", "position", "status", "focus_areas", "start", "end", "source")
DECISION = ("id", "body", "date", "title", "text", "source")


class PartnershipPart:
    """The partnership, its periods, areas, bodies, seats and decisions."""

    def read(self, context: Context) -> None:
        """See `Part.read`."""
        root = context.yaml(context.folder / FILE)
        if root is None:
            return
        top = Fields(root, FILE, context.problems, allowed=TOP)
        fields = top.inside("partnership", PARTNERSHIP)
        if fields is None:
            top.note(Fault.FIELD_MISSING, "partnership")
            return
        slug = fields.slug()
        if slug and Partnership.objects.filter(slug=slug).exists():
            fields.note(Fault.ALREADY_LOADED, "id", value=slug)
        directory = context.drafts.get("directory")
        if directory and fields.text("directory", required=True) != directory.slug:
            fields.note(Fault.REFERENCE_UNKNOWN, "directory", value=fields.text("directory"))
        partners = tuple(p for each in top.each("partners", PARTNER) if (p := self._partner(context, each)))
        if {partner.side for partner in partners} != set(Side):
            top.note(Fault.FIELD_MISSING, "partners", expected="university, municipality")
        elif len(partners) > 2 or len({partner.party.organisation_id for partner in partners}) < 2:
            top.note(Fault.SAID_TWICE, "partners")
        context.drafts["partnership"] = PartnershipDraft(
            slug=slug,
            name=fields.text("name", required=True, at_most=200),
            description=fields.text("description"),
            source=fields.text("source", at_most=300),
            partners=partners,
            periods=tuple(d for each in top.each("agreement_periods", PERIOD) if (d := self._period(context, each))),
            focus_areas=tuple(self._area(context, each) for each in top.each("focus_areas", AREA)),
            bodies=tuple(self._body(context, each) for each in top.each("bodies", BODY)),
            decisions=tuple(self._decision(context, each) for each in top.each("decisions", DECISION)),
        )

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """See `Part.write`."""
        draft: PartnershipDraft = context.drafts["partnership"]
        draft = replace(
            draft,
            partners=tuple(replace(p, party=context.parties[p.party]) for p in draft.partners),
            bodies=tuple(
                replace(
                    body,
                    seats=tuple(
                        replace(seat, party=context.parties[seat.party] if seat.party else None) for seat in body.seats
                    ),
                )
                for body in draft.bodies
            ),
        )
        context.written["partnership"] = actions.establish_partnership(
            draft=draft, directory=context.written["directory"], by=by, now=now
        )

    def _partner(self, context: Context, fields: Fields) -> PartnerDraft | None:
        party = context.party(fields.text("organisation", required=True), fields, "organisation")
        side = fields.choice("side", Side)
        if party is None or side is None:
            return None
        return PartnerDraft(party, side, fields.text("source", at_most=300))

    def _period(self, context: Context, fields: Fields) -> PeriodDraft | None:
        slug = fields.slug()
        context.register("period", slug, fields)
        start, end = fields.date("start", required=True), fields.date("end", required=True)
        fields.earlier_than(start, end, "end")
        first, last = fields.year("start"), fields.year("end")
        if first is None or last is None:
            return None
        return PeriodDraft(
            slug,
            fields.text("name", required=True, at_most=200),
            first,
            last,
            fields.slug("framework") if fields.has("framework") else "",
            fields.text("source", at_most=300),
        )

    def _area(self, context: Context, fields: Fields) -> FocusAreaDraft:
        slug = fields.slug()
        context.register("focus_area", slug, fields)
        start, end = fields.date("start"), fields.date("end")
        fields.earlier_than(start, end, "end")
        value = fields.texts_by_key("value", lambda key: context.check("party", key, fields, "value"))
        return FocusAreaDraft(
            slug,
            fields.text("name", required=True, at_most=200),
            fields.text("definition"),
            value,
            start,
            end,
            fields.text("source", at_most=300),
        )

    def _body(self, context: Context, fields: Fields) -> BodyDraft:
        slug = fields.slug()
        context.register("body", slug, fields)
        start, end = fields.date("start"), fields.date("end")
        fields.earlier_than(start, end, "end")
        return BodyDraft(
            slug,
            fields.choice("kind", BodyKind) or BodyKind.COMMITTEE,
            fields.text("name", required=True, at_most=200),
            context.check("focus_area", fields.text("focus_area"), fields, "focus_area"),
            start,
            end,
            fields.text("source", at_most=300),
            tuple(self._seat(context, slug, each) for each in fields.each("seats", SEAT)),
        )

    def _seat(self, context: Context, body: str, fields: Fields) -> SeatDraft:
        slug = fields.slug()
        context.register(f"seat of {body}", slug, fields)
        start, end = fields.date("start"), fields.date("end")
        fields.earlier_than(start, end, "end")
        return SeatDraft(
            slug,
            fields.text("office", required=True, at_most=200),
            fields.choice("position", Position) or Position.MEMBER,
            fields.choice("status", SeatStatus, default=SeatStatus.ORDINARY) or SeatStatus.ORDINARY,
            context.party(fields.text("unit") or fields.text("organisation"), fields, "unit"),
            tuple(
                area for area in fields.texts("focus_areas") if context.check("focus_area", area, fields, "focus_areas")
            ),
            start,
            end,
            fields.text("source", at_most=300),
        )

    def _decision(self, context: Context, fields: Fields) -> DecisionDraft:
        slug = fields.slug()
        context.register("decision", slug, fields)
        return DecisionDraft(
            slug,
            fields.date("date", required=True),
            fields.text("title", required=True, at_most=200),
            context.check("body", fields.text("body"), fields, "body"),
            fields.text("text"),
            fields.text("source", at_most=300),
        )
