"""activities/*.yaml: the activities, each once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from brobygger.audit.rules import Actor
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.problems import Fault
from brobygger.intake.rules.reader import Fields
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import FocusArea
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.rules.drafts import (
    TITLE_LENGTH,
    ActivityDraft,
    DraftFault,
    FundingDraft,
    ParticipantDraft,
    QuantityDraft,
    RelationDraft,
    circles,
    faults_of,
)
from brobygger.portfolio.rules.kinds import (
    Certainty,
    Form,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

FOLDER = "activities"
ACTIVITY = (
    "id",
    "kind",
    "title",
    "title_en",
    "acronym",
    "form",
    "description",
    "purposes",
    "focus_areas",
    "value",
    "milestones",
    "participants",
    "funding",
    "quantities",
    "places",
    "plans",
    "external_ids",
    "disciplines",
    "relations",
    "source",
)
MILESTONE = ("kind", "date", "planned", "quantity", "note", "source")
PARTICIPANT = ("who", "role", "start", "end", "note", "source")
FUNDING = ("funder", "amount_nok", "kind", "note", "source")
QUANTITY = ("label", "before", "value", "unit", "certainty", "note", "source")
RELATION = ("kind", "to", "source")


class ActivitiesPart:
    """Every activity of the data set."""

    def read(self, context: Context) -> None:
        """See `Part.read`."""
        drafts: list[ActivityDraft] = []
        related: list[tuple[Fields, str]] = []
        areas: list[tuple[str, ...]] = []
        for path in sorted((context.folder / FOLDER).glob("*.y*ml")):
            root = context.yaml(path)
            if root is None:
                continue
            if not isinstance(root.value, list):
                context.note(Fault.WRONG_TYPE, context.name_of(path), root.line, expected="list")
                continue
            for node in root.value:
                fields = Fields(node, context.name_of(path), context.problems, allowed=ACTIVITY)
                draft, slugs = self._activity(context, fields, related)
                drafts.append(draft)
                areas.append(slugs)
        for fields, to in related:
            context.check("activity", to, fields, "to")
        self._refuse_circles(drafts, related)
        context.drafts["activities"] = list(zip(drafts, areas, strict=True))

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """See `Part.write`."""
        partnership = context.written["partnership"]
        ids = dict(FocusArea.objects.filter(partnership=partnership).values_list("slug", "pk"))
        drafts = [
            replace(
                draft,
                focus_area_ids=tuple(ids[slug] for slug in areas),
                participants=tuple(replace(p, party=context.parties[p.party]) for p in draft.participants),
                fundings=tuple(replace(f, funder=context.parties[f.funder]) for f in draft.fundings),
            )
            for draft, areas in context.drafts["activities"]
        ]
        register_activities(partnership=partnership, drafts=drafts, by=by, now=now)

    def _activity(
        self, context: Context, fields: Fields, related: list[tuple[Fields, str]]
    ) -> tuple[ActivityDraft, tuple[str, ...]]:
        slug = fields.slug()
        context.register("activity", slug, fields)
        areas = tuple(
            area for area in fields.texts("focus_areas") if context.check("focus_area", area, fields, "focus_areas")
        )
        form = fields.choice("form", Form, default=Form.TALK) if fields.has("form") else None
        draft = ActivityDraft(
            slug=slug,
            kind=fields.choice("kind", Kind) or Kind.RESEARCH_PROJECT,
            title=fields.text("title", required=True, at_most=TITLE_LENGTH),
            title_en=fields.text("title_en", at_most=TITLE_LENGTH),
            acronym=fields.text("acronym", at_most=60),
            form=form.value if form else "",
            description=fields.text("description"),
            purposes=fields.choices("purposes", Purpose),
            value=self._value(context, fields),
            milestones=tuple(m for each in fields.each("milestones", MILESTONE) if (m := self._milestone(each))),
            participants=self._participants(context, fields),
            fundings=self._fundings(context, fields),
            quantities=tuple(q for each in fields.each("quantities", QUANTITY) if (q := self._quantity(each))),
            places=fields.texts("places"),
            plans=fields.texts("plans"),
            disciplines=tuple(
                code for code in fields.texts("disciplines") if context.check("discipline", code, fields, "disciplines")
            ),
            external_ids=self._external_ids(fields),
            relations=tuple(r for each in fields.each("relations", RELATION) if (r := self._relation(each, related))),
            source=fields.text("source", at_most=300),
        )
        for fault, name in faults_of(draft):
            # What a single field can tell was noted when it was read.
            if fault not in {DraftFault.TITLE_MISSING, DraftFault.TITLE_TOO_LONG}:
                fields.note(Fault(fault.value), name)
        return draft, areas

    def _refuse_circles(self, drafts: list[ActivityDraft], related: list[tuple[Fields, str]]) -> None:
        """No activity may be part of, or come after, itself by way of others."""
        lines = {id(fields.node("to")): fields for fields, _ in related}
        for slug in circles([(draft.slug, relation) for draft in drafts for relation in draft.relations]):
            fields = next((f for f in lines.values() if f.text("to") == slug), None)
            if fields is not None:
                fields.note(Fault.CYCLE, "to", value=slug)

    def _value(self, context: Context, fields: Fields) -> dict[str, str]:
        return fields.texts_by_key("value", lambda key: context.check("party", key, fields, "value"))

    def _milestone(self, fields: Fields) -> MilestoneFact | None:
        kind = fields.choice("kind", MilestoneKind)
        date = fields.date("date", required=True)
        if kind is None or not date:
            return None
        return MilestoneFact(
            kind,
            date,
            fields.flag("planned"),
            fields.number("quantity", not_negative=True),
            fields.text("note"),
            fields.text("source", at_most=300),
        )

    def _participants(self, context: Context, fields: Fields) -> tuple[ParticipantDraft, ...]:
        found = []
        for each in fields.each("participants", PARTICIPANT):
            party = context.party(each.text("who", required=True), each, "who")
            role = each.choice("role", ParticipantRole, default=ParticipantRole.PARTNER) or ParticipantRole.PARTNER
            start, end = each.date("start"), each.date("end")
            each.earlier_than(start, end, "end")
            note, source = each.text("note"), each.text("source", at_most=300)
            if party:
                found.append(ParticipantDraft(party, role, start, end, note, source))
        return tuple(found)

    def _fundings(self, context: Context, fields: Fields) -> tuple[FundingDraft, ...]:
        found = []
        for each in fields.each("funding", FUNDING):
            funder: Party | None = context.party(each.text("funder", required=True), each, "funder")
            kind = each.choice("kind", FundingKind, default=FundingKind.CASH) or FundingKind.CASH
            amount = each.number("amount_nok", not_negative=True)
            note, source = each.text("note"), each.text("source", at_most=300)
            if funder:
                found.append(FundingDraft(funder, kind, amount, note, source))
        return tuple(found)

    def _quantity(self, fields: Fields) -> QuantityDraft | None:
        value = fields.number("value", required=True)
        label = fields.text("label", required=True, at_most=200)
        certainty = (
            fields.choice("certainty", Certainty, default=Certainty.MEASURED) if fields.has("certainty") else None
        )
        before, unit = fields.number("before"), fields.text("unit", at_most=60)
        note, source = fields.text("note"), fields.text("source", at_most=300)
        return None if value is None else QuantityDraft(label, value, before, unit, certainty, note, source)

    def _external_ids(self, fields: Fields) -> tuple[tuple[IdScheme, str], ...]:
        found = []
        for each in fields.each("external_ids", ("scheme", "value")):
            scheme, value = each.choice("scheme", IdScheme), each.text("value", required=True, at_most=200)
            if scheme and value:
                found.append((scheme, value))
        return tuple(found)

    def _relation(self, fields: Fields, related: list[tuple[Fields, str]]) -> RelationDraft | None:
        kind, to = fields.choice("kind", RelationKind), fields.text("to", required=True, at_most=80)
        source = fields.text("source", at_most=300)
        related.append((fields, to))
        return RelationDraft(kind, to, source) if kind and to else None
