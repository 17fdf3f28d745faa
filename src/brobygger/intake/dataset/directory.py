"""organisations.yaml: the directory."""

from __future__ import annotations

from datetime import datetime

from brobygger.audit.rules import Actor
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.problems import Fault
from brobygger.intake.rules.reader import LANGUAGES, Fields
from brobygger.intake.rules.yaml_lines import Node
from brobygger.organisations import actions
from brobygger.organisations.models import Directory
from brobygger.organisations.queries import name_book
from brobygger.organisations.rules.drafts import (
    DirectoryDraft,
    DisciplineDraft,
    NameDraft,
    OrganisationDraft,
    SuccessionDraft,
    UnitDraft,
)
from brobygger.organisations.rules.kinds import NameKind, OrganisationKind, PlacementBasis, SuccessionKind, UnitKind
from brobygger.organisations.rules.names import Party, looks_like_abbreviation
from brobygger.organisations.rules.tree import leads_to

FILE = "organisations.yaml"
TOP = ("directory", "organisations", "successions")
ORGANISATION = (
    "id",
    "name",
    "name_en",
    "kind",
    "organisation_number",
    "country",
    "aliases",
    "valid_from",
    "valid_to",
    "note",
    "source",
    "units",
)
UNIT = (
    "id",
    "name",
    "kind",
    "aliases",
    "former_names",
    "disciplines",
    "placement",
    "valid_from",
    "valid_to",
    "note",
    "source",
    "units",
)
SUCCESSION = ("from", "to", "kind", "date", "share", "note", "source")
NAME_LENGTH = 300


class DirectoryPart:
    """Organisations, units, names, successions, and the list of disciplines beside the frameworks."""

    def read(self, context: Context) -> None:
        """See `Part.read`."""
        self._disciplines(context)
        root = context.yaml(context.folder / FILE)
        if root is None:
            return
        top = Fields(root, FILE, context.problems, allowed=TOP)
        directory = top.inside("directory", ("id", "name"))
        if directory is None:
            top.note(Fault.FIELD_MISSING, "directory")
            return
        slug = directory.slug()
        if slug and Directory.objects.filter(slug=slug).exists():
            directory.note(Fault.ALREADY_LOADED, "id", value=slug)
        organisations: list[OrganisationDraft] = []
        units: list[UnitDraft] = []
        for fields in top.each("organisations", ORGANISATION):
            organisations.append(self._organisation(context, fields, len(organisations) + 1))
            for node in fields.items("units"):
                self._unit(context, node, organisations[-1].slug, len(organisations), "", units)
        if not organisations:
            top.note(Fault.FIELD_MISSING, "organisations")
        context.drafts["directory"] = DirectoryDraft(
            slug,
            directory.text("name", required=True, at_most=200),
            tuple(organisations),
            tuple(units),
            self._successions(context, top),
        )

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """See `Part.write`."""
        actions.register_disciplines(drafts=context.drafts["disciplines"])
        draft: DirectoryDraft = context.drafts["directory"]
        directory = actions.register_directory(draft=draft, by=by, now=now)
        context.written["directory"] = directory
        book = name_book(directory.pk)
        organisations = {o.slug: number for number, o in enumerate(draft.organisations, 1)}
        for o in draft.organisations:
            context.parties[Party(organisations[o.slug])] = book.find(o.slug)
        for number, u in enumerate(draft.units, 1):
            context.parties[Party(organisations[u.organisation], number)] = book.find(u.slug)

    def _disciplines(self, context: Context) -> None:
        drafts = []
        path = context.frameworks / "disciplines.csv"
        for fields in context.rows(path, ("code", "area", "nb", "nn", "en"), required=False):
            code = fields.slug("code")
            context.register("discipline", code, fields)
            drafts.append(
                DisciplineDraft(
                    code,
                    fields.text("area", required=True, at_most=60),
                    *(fields.text(language, required=True) for language in LANGUAGES),
                )
            )
        context.drafts["disciplines"] = drafts

    def _organisation(self, context: Context, fields: Fields, number: int) -> OrganisationDraft:
        slug = fields.slug()
        # Organisations and units share their ids' name space, since both are named by them.
        context.register("party", slug, fields)
        draft = OrganisationDraft(
            slug=slug,
            name=fields.text("name", required=True, at_most=NAME_LENGTH),
            kind=fields.choice("kind", OrganisationKind) or OrganisationKind.OTHER,
            name_en=fields.text("name_en", at_most=NAME_LENGTH),
            organisation_number=fields.text("organisation_number", at_most=9),
            country=fields.text("country", at_most=2),
            names=self._names(fields),
            valid_from=fields.date("valid_from"),
            valid_to=fields.date("valid_to"),
            note=fields.text("note"),
            source=fields.text("source", at_most=300),
        )
        fields.earlier_than(draft.valid_from, draft.valid_to, "valid_to")
        for name in (draft.slug, draft.name, draft.name_en, *(n.text for n in draft.names)):
            if name:
                context.names.add(name, Party(number))
        return draft

    def _unit(
        self,
        context: Context,
        node: Node,
        organisation: str,
        organisation_number: int,
        parent: str,
        units: list[UnitDraft],
    ) -> None:
        fields = Fields(node, FILE, context.problems, allowed=UNIT)
        slug = fields.slug()
        context.register("party", slug, fields)
        context.known.setdefault("unit", set()).add(slug)
        disciplines = tuple(
            code for code in fields.texts("disciplines") if context.check("discipline", code, fields, "disciplines")
        )
        draft = UnitDraft(
            slug=slug,
            organisation=organisation,
            parent=parent,
            name=fields.text("name", required=True, at_most=NAME_LENGTH),
            kind=fields.choice("kind", UnitKind) or UnitKind.OTHER,
            names=self._names(fields),
            disciplines=disciplines,
            placement=(
                fields.choice("placement", PlacementBasis, default=PlacementBasis.SOURCE) or PlacementBasis.SOURCE
            ).value,
            valid_from=fields.date("valid_from"),
            valid_to=fields.date("valid_to"),
            note=fields.text("note"),
            source=fields.text("source", at_most=300),
        )
        fields.earlier_than(draft.valid_from, draft.valid_to, "valid_to")
        units.append(draft)
        party = Party(organisation_number, len(units))
        for name in (draft.slug, draft.name, *(n.text for n in draft.names)):
            if name:
                context.names.add(name, party)
        for child in fields.items("units"):
            self._unit(context, child, organisation, organisation_number, slug, units)

    def _names(self, fields: Fields) -> tuple[NameDraft, ...]:
        found: list[NameDraft] = []
        for node in fields.items("aliases"):
            if not isinstance(node.value, dict):
                # A plain text is read as the text of an alias, and so has the same limits.
                text = Fields(Node({"text": node}, node.line), FILE, fields.problems, allowed=("text",)).text(
                    "text", required=True, at_most=NAME_LENGTH
                )
                found.append(
                    NameDraft(text, NameKind.ABBREVIATION if looks_like_abbreviation(text) else NameKind.SPELLING)
                )
                continue
            alias = Fields(node, FILE, fields.problems, allowed=("text", "kind", "language"))
            found.append(
                NameDraft(
                    alias.text("text", required=True, at_most=NAME_LENGTH),
                    alias.choice("kind", NameKind, default=NameKind.SPELLING) or NameKind.SPELLING,
                    alias.text("language", at_most=2),
                )
            )
        for former in fields.each("former_names", ("name", "valid_to")):
            found.append(
                NameDraft(
                    former.text("name", required=True, at_most=NAME_LENGTH),
                    NameKind.FORMER,
                    valid_to=former.date("valid_to"),
                )
            )
        return tuple(found)

    def _succession(self, context: Context, fields: Fields) -> SuccessionDraft:
        share = fields.number("share", not_negative=True)
        if share is not None and share > 1:
            fields.note(Fault.NOT_ALLOWED, "share", value=str(share), allowed="0–1")
        draft = SuccessionDraft(
            predecessor=context.check("unit", fields.text("from", required=True), fields, "from"),
            successor=context.check("unit", fields.text("to", required=True), fields, "to"),
            kind=fields.choice("kind", SuccessionKind) or SuccessionKind.RENAMED,
            date=fields.date("date", required=True),
            share="" if share is None else str(share),
            note=fields.text("note"),
            source=fields.text("source", at_most=300),
        )
        return draft

    def _successions(self, context: Context, top: Fields) -> tuple[SuccessionDraft, ...]:
        """Who took over from whom; nobody takes over from those who took over from them."""
        drafts: list[SuccessionDraft] = []
        for fields in top.each("successions", SUCCESSION):
            draft = self._succession(context, fields)
            if draft.predecessor and leads_to(
                draft.successor, draft.predecessor, [(d.predecessor, d.successor) for d in drafts]
            ):
                fields.note(Fault.CYCLE, "to", value=draft.successor)
            drafts.append(draft)
        return tuple(drafts)
