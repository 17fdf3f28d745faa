"""Changes in words: which field, what it was, what it is; rows of lists as one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import formats, timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import number_text
from brobygger.organisations.queries import PartyNames
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.presenters.words import amount_in_words, period_in_words
from brobygger.portfolio.queries.history import Version
from brobygger.portfolio.rules.changes import Change, Clash
from brobygger.portfolio.rules.content import LISTS

FIELD_LABELS: Mapping[str, Promise] = {
    "kind": __("Type"),
    "form": __("Formidlingsform"),
    "title": __("Tittel"),
    "title_en": __("Tittel på engelsk"),
    "acronym": __("Kortnavn"),
    "description": __("Hva den går ut på"),
    "focus_area_ids": __("Innsatsområder"),
    "purposes": __("Målområder"),
    "milestones": __("Milepæler"),
    "participants": __("Deltakere"),
    "fundings": __("Finansiering"),
    "quantities": __("Tall"),
    "value": __("Verdi for partene"),
    "places": __("Steder"),
    "plans": __("Planer"),
    "disciplines": __("Fag"),
    "external_ids": __("Numre i andre systemer"),
    "relations": __("Henger sammen med"),
    "source": __("Kilde"),
}


@dataclass(frozen=True)
class ChangeRow:
    """One field: its lines before and after. For lists only what went and what came."""

    field: str
    label: str
    before: Sequence[str]
    after: Sequence[str]


@dataclass(frozen=True)
class ClashRow:
    """A field two have changed: what it was, what I wrote, what they wrote."""

    field: str
    label: str
    base: Sequence[str]
    mine: Sequence[str]
    theirs: Sequence[str]


@dataclass(frozen=True)
class VersionRow:
    """One version on the history page."""

    number: int
    when: str
    by: str
    changes: Sequence[ChangeRow]
    is_present: bool
    is_first: bool


@dataclass(frozen=True)
class Words:
    """What turns values into words: the directory, the areas by id, and the disciplines by code."""

    names: PartyNames
    areas: Mapping[int, str]
    disciplines: Mapping[str, str]

    def change(self, change: Change) -> ChangeRow:
        """A change as it is shown."""
        return ChangeRow(
            change.field,
            str(FIELD_LABELS[change.field]),
            self.lines(change.field, change.before),
            self.lines(change.field, change.after),
        )

    def clash(self, clash: Clash) -> ClashRow:
        """A clash as it is shown."""
        base, mine, theirs = (self.lines(clash.field, value) for value in (clash.base, clash.mine, clash.theirs))
        return ClashRow(clash.field, str(FIELD_LABELS[clash.field]), base, mine, theirs)

    def version(self, version: Version) -> VersionRow:
        """A version as it is shown."""
        return VersionRow(
            version.number,
            when_in_words(version.at),
            version.by,
            [self.change(change) for change in version.changes],
            version.is_present,
            version.number == 1,
        )

    def lines(self, field: str, value: Any) -> list[str]:
        """The value of a field of a content (`portfolio.rules.content`), one line for each row."""
        if not value:
            return []
        if field in LISTS:
            line: Callable[[Any], str] = _LINES.get(field, lambda _words, row: str(row)).__get__(self)
            return [line(row) for row in value]
        if field == "value":
            return [f"{self._owner(slug)}: {text}" for slug, text in value.items()]
        if field == "kind":
            return [labels.kind_label(value)]
        if field == "form":
            return [labels.form_label(value)]
        return [str(value)]

    def _owner(self, slug: str) -> str:
        organisations = self.names.directory.organisations.values()
        return next((each.name for each in organisations if each.slug == slug), slug)

    def _party(self, pair: Sequence[int | None]) -> str:
        party = Party(int(pair[0] or 0), pair[1])
        try:
            name = self.names.directory.label(party)
        except KeyError:
            return _("en part som ikke finnes lenger")
        return name if party.unit_id is None else f"{name} ({self.names.directory.label(Party(party.organisation_id))})"

    def _area(self, pk: int) -> str:
        return self.areas.get(pk, _("et område som ikke finnes lenger"))

    def _purpose(self, code: str) -> str:
        return labels.purpose_label(code)

    def _discipline(self, code: str) -> str:
        return self.disciplines.get(code, code)

    def _milestone(self, row: Mapping[str, Any]) -> str:
        planned = _("planlagt") if row.get("planned") else ""
        number = number_text(row["quantity"]) if row.get("quantity") else ""
        return _joined(
            f"{labels.milestone_label(row['kind'])}: {date_in_words(row['date'])}", planned, number, row.get("note")
        )

    def _participant(self, row: Mapping[str, Any]) -> str:
        time = period_in_words(row.get("start", ""), row.get("end", ""))
        return _joined(self._party(row["party"]), labels.role_label(row["role"]).lower(), time, row.get("note"))

    def _funding(self, row: Mapping[str, Any]) -> str:
        amount = amount_in_words(row["amount_nok"]) if row.get("amount_nok") else ""
        return _joined(
            self._party(row["funder"]), labels.funding_kind_label(row["kind"]).lower(), amount, row.get("note")
        )

    def _quantity(self, row: Mapping[str, Any]) -> str:
        before = f"{number_text(row['before'])} → " if row.get("before") else ""
        return _joined(
            f"{row['label']}: {before}{number_text(row['value'])} {row.get('unit', '')}".strip(), row.get("note")
        )

    def _external_id(self, row: Sequence[str]) -> str:
        return f"{labels.scheme_label(row[0])}: {row[1]}"

    def _relation(self, row: Mapping[str, Any]) -> str:
        return f"{labels.relation_label(row['kind'])}: {row['to']}"


_LINES: Mapping[str, Any] = {
    "focus_area_ids": Words._area,
    "purposes": Words._purpose,
    "disciplines": Words._discipline,
    "milestones": Words._milestone,
    "participants": Words._participant,
    "fundings": Words._funding,
    "quantities": Words._quantity,
    "external_ids": Words._external_id,
    "relations": Words._relation,
}


def when_in_words(at: datetime) -> str:
    """A moment as it is told."""
    return formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")


def _joined(first: str, *more: str | None) -> str:
    return ", ".join(part for part in (first, *more) if part)
