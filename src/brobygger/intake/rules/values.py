"""Cells to content: what a row of a table says, by what its columns mean."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from brobygger.dates.rules import UNKNOWN, PartialDate
from brobygger.intake.rules.fields import AIRTABLE_ID, KEY, part_of
from brobygger.intake.rules.mapping import Mapping as ColumnMapping
from brobygger.intake.rules.rows import CellProblem, Proposals, RowSaid, RowWrong, Wanted, key_of, same_thing, start_of
from brobygger.intake.rules.words import FORMS, KINDS, PLANNED, PURPOSES, STATES, looked_up
from brobygger.organisations.rules.names import NameShared, NameUnknown, Party
from brobygger.portfolio.rules.asked import asked_of
from brobygger.portfolio.rules.kinds import Kind, ParticipantRole
from brobygger.portfolio.rules.lifecycle import MilestoneKind
from brobygger.tables.rules.cells import Value, text_of
from brobygger.tables.rules.dates import Span, read_date
from brobygger.tables.rules.numbers import read_number
from brobygger.tables.rules.problems import Problem, Wrong
from brobygger.tables.rules.texts import read_bool, read_list, read_text

LENGTHS = {"title": 500, "title_en": 500, "acronym": 60, "source": 300, "description": 20_000}
RAW_LENGTH = 1_000
_ID_LENGTH = 200
_NAME_LENGTH = 300
_AMOUNT_AT_MOST = Decimal(10) ** 12


@dataclass(frozen=True)
class Vocabulary:
    """What a partnership calls things. Areas and disciplines by their word as it is looked up; `sides` are the partners.

    `find` is `NameBook.find`; `whole` are names that hold a mark which otherwise parts a list, casefolded.
    """

    areas: Mapping[str, str]
    disciplines: Mapping[str, str]
    sides: Mapping[str, int]
    find: Callable[[str], Party]
    names_by_id: Mapping[int, str] = field(default_factory=dict)
    whole: Collection[str] = frozenset()


@dataclass
class _Row:
    """One row while it is read."""

    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[Any]] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    columns: dict[str, int] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    amount: Decimal | None = None
    key: str = ""


class RowReader:
    """Reads the rows of one source. `today` decides what lies ahead and is therefore planned."""

    def __init__(
        self,
        mapping: ColumnMapping,
        columns: Sequence[str],
        vocabulary: Vocabulary,
        proposals: Proposals,
        *,
        today: date,
    ) -> None:
        self._mapping = mapping
        self._columns = [(at, to) for at, name in enumerate(columns) if (to := mapping.columns.get(name))]
        # The key is read first, kinds before what depends on them.
        self._vocabulary = vocabulary
        self._proposals = proposals
        self._today = today
        self._parties: dict[tuple[str, str], list[int | None] | CellProblem] = {}

    def read(self, number: int, values: Sequence[Value]) -> RowSaid:
        """What a row says."""
        row = _Row()
        for at, to in self._columns:
            value = values[at]
            if value != "":
                self._cell(row, to, value, at + 1)
        content = self._content(row)
        key = row.key or same_thing(content.get("title", ""), start_of(content))
        raw = [text_of(value)[:RAW_LENGTH] for value in values]
        return RowSaid(number, key, content, raw, row.problems, row.wanted, row.unknown)

    def _cell(self, row: _Row, to: str, value: Value, column: int) -> None:
        group, which = part_of(to)
        row.columns.setdefault(to, column)
        if to in LENGTHS:
            self._text(row, to, value, column)
        elif to in {"start", "end"}:
            self._span(row, to, value, column)
        elif group == "milestone":
            self._milestone(row, which, value, column)
        elif to in {"kind", "state", "form", "focus_areas", "purposes", "disciplines"}:
            self._words(row, to, value, column)
        elif to == "amount":
            self._amount(row, value, column)
        elif to in {KEY, AIRTABLE_ID} or group == "id":
            self._id(row, to, which, value, column)
        elif group in {"party", "unit", "lead"} or to == "funder":
            self._party(row, group, which, value, column)
        elif group == "relation":
            for name in self._list(row, value, column):
                row.wanted.append(Wanted(which, name, column))
        else:
            row.lists.setdefault(to, []).extend(self._list(row, value, column))

    def _note(self, row: _Row, problem: Problem, column: int) -> None:
        row.problems.append(CellProblem(problem.wrong.value, column, problem.text))

    def _list(self, row: _Row, value: Value, column: int) -> Sequence[str]:
        found = read_list(value, whole=self._vocabulary.whole)
        if isinstance(found, Problem):
            self._note(row, found, column)
            return ()
        return found

    def _text(self, row: _Row, to: str, value: Value, column: int) -> None:
        text = read_text(value, lines=to == "description")
        if isinstance(text, Problem):
            self._note(row, text, column)
            return
        if to in row.texts and text:
            text = f"{row.texts[to]}\n{text}"
        if len(text) > LENGTHS[to]:
            row.problems.append(CellProblem(RowWrong.TOO_LONG, column, text, str(LENGTHS[to])))
        elif text:
            row.texts[to] = text

    def _span(self, row: _Row, to: str, value: Value, column: int) -> None:
        span = read_date(value)
        if isinstance(span, Problem):
            self._note(row, span, column)
        elif span.start:
            row.spans[to] = span

    def _milestone(self, row: _Row, kind: str, value: Value, column: int) -> None:
        span = read_date(value)
        if isinstance(span, Problem):
            # «Innvilget: ja» tells that, and not when.
            said = read_bool(value)
            if isinstance(said, Problem):
                self._note(row, span, column)
            elif said:
                row.lists.setdefault("milestones", []).append({"kind": kind, "date": UNKNOWN})
        elif span.start:
            row.lists.setdefault("milestones", []).append(self._dated(MilestoneKind(kind), span.start))

    def _words(self, row: _Row, to: str, value: Value, column: int) -> None:
        one = to in {"kind", "state", "form"}
        text = read_text(value)
        if isinstance(text, Problem):
            self._note(row, text, column)
            return
        for word in [text] if one else self._list(row, value, column):
            code = self._mapping.meaning(to, word)
            if code is None:
                code = looked_up(word, *self._books(to))
            if code is None:
                row.unknown.append((to, word))
                row.problems.append(CellProblem(RowWrong.UNKNOWN_WORD, column, word, to))
            elif code and one:
                row.texts[to] = code
            elif code:
                row.lists.setdefault(to, []).append(int(code) if to == "focus_areas" else code)

    def _books(self, to: str) -> Sequence[Mapping[str, str]]:
        return {
            "kind": (KINDS,),
            "state": (STATES,),
            "form": (FORMS,),
            "purposes": (PURPOSES,),
            "focus_areas": (self._vocabulary.areas,),
            "disciplines": (self._vocabulary.disciplines,),
        }[to]

    def _amount(self, row: _Row, value: Value, column: int) -> None:
        amount = read_number(value)
        if isinstance(amount, Problem):
            self._note(row, amount, column)
        elif amount is not None and amount < 0:
            row.problems.append(CellProblem(RowWrong.NEGATIVE, column, text_of(value)))
        elif amount is not None and amount >= _AMOUNT_AT_MOST:
            row.problems.append(CellProblem(Wrong.NOT_A_NUMBER.value, column, text_of(value)))
        elif amount is not None:
            row.amount = round(amount, 2)

    def _id(self, row: _Row, to: str, scheme: str, value: Value, column: int) -> None:
        text = read_text(value)
        if isinstance(text, Problem):
            self._note(row, text, column)
            return
        if to == KEY or (to == AIRTABLE_ID and not row.key):
            row.key = key_of(text) or row.key
        if to != KEY:
            for each in [text] if to == AIRTABLE_ID else self._list(row, value, column):
                if len(each) > _ID_LENGTH:
                    row.problems.append(CellProblem(RowWrong.TOO_LONG, column, each, str(_ID_LENGTH)))
                else:
                    row.lists.setdefault("external_ids", []).append([scheme, each])

    def _party(self, row: _Row, group: str, which: str, value: Value, column: int) -> None:
        side = which if group in {"unit", "lead"} else ""
        role = {"party": which, "lead": ParticipantRole.LEAD.value}.get(group, ParticipantRole.PARTNER.value)
        for name in self._list(row, value, column):
            found = self._find(side, name, column)
            if isinstance(found, CellProblem):
                row.problems.append(found)
            elif group == "funder":
                row.lists.setdefault("fundings", []).append({"funder": found, "kind": "cash"})
            else:
                row.lists.setdefault("participants", []).append({"party": found, "role": role})

    def _find(self, side: str, name: str, column: int = 0) -> list[int | None] | CellProblem:
        """A party in content form. Names are asked for once however many rows say them."""
        found = self._parties.get((side, name))
        if found is None:
            found = self._parties[side, name] = self._asked(side, name)
        return CellProblem(found.code, column, found.text, found.more) if isinstance(found, CellProblem) else found

    def _asked(self, side: str, name: str) -> list[int | None] | CellProblem:
        if len(name) > _NAME_LENGTH:
            return CellProblem(RowWrong.TOO_LONG, 0, name, str(_NAME_LENGTH))
        owner = self._vocabulary.sides.get(side)
        ways = [f"{self._vocabulary.names_by_id[owner]} / {name}", name] if owner else [name]
        shared: list[str] = []
        for way in ways:
            try:
                party = self._vocabulary.find(way)
            except NameShared as several:
                shared = several.candidates
            except NameUnknown:
                continue
            else:
                return [party.organisation_id, party.unit_id]
        if shared:
            return CellProblem(RowWrong.SHARED_PARTY, 0, name, "; ".join(shared[:5]))
        if self._mapping.propose:
            return [self._proposals.number_of(name, owner), None]
        return CellProblem(RowWrong.UNKNOWN_PARTY, 0, name)

    def _content(self, row: _Row) -> dict[str, Any]:
        content: dict[str, Any] = {name: row.texts[name] for name in LENGTHS if name in row.texts}
        kind = row.texts.get("kind") or self._mapping.kind
        if kind:
            content["kind"] = kind
        if "form" in row.texts:
            content["form"] = row.texts["form"]
        for name, to in (
            ("focus_areas", "focus_area_ids"),
            *((n, n) for n in ("purposes", "places", "plans", "disciplines")),
        ):
            if row.lists.get(name):
                content[to] = list(dict.fromkeys(row.lists[name]))
        if self._mapping.focus_area and not content.get("focus_area_ids"):
            content["focus_area_ids"] = [int(self._mapping.focus_area)]
        milestones = self._milestones(row, Kind(kind) if kind else None)
        if milestones:
            content["milestones"] = milestones
        participants = row.lists.get("participants", []) or self._by_default(row, self._mapping.party, "party")
        if participants:
            content["participants"] = _each_once(participants)
        fundings = self._fundings(row)
        if fundings:
            content["fundings"] = fundings
        if row.lists.get("external_ids"):
            content["external_ids"] = _each_once(row.lists["external_ids"])
        return content

    def _by_default(self, row: _Row, name: str, what: str) -> list[Any]:
        if not name:
            return []
        found = self._find("", name)
        if isinstance(found, CellProblem):
            row.problems.append(found)
            return []
        return [
            {what: found, "role": ParticipantRole.PARTNER.value} if what == "party" else {what: found, "kind": "cash"}
        ]

    def _fundings(self, row: _Row) -> list[Any]:
        fundings = _each_once(row.lists.get("fundings", []) or self._by_default(row, self._mapping.funder, "funder"))
        if row.amount is None:
            return fundings if row.lists.get("fundings") else []
        if len(fundings) != 1:
            code = RowWrong.AMOUNT_SHARED if fundings else RowWrong.AMOUNT_WITHOUT_FUNDER
            row.problems.append(CellProblem(code, row.columns.get("amount", 0), f"{row.amount:f}"))
            return fundings
        amount = format(row.amount.normalize(), "f") if row.amount else "0"
        return [{**fundings[0], "amount_nok": amount}]

    def _milestones(self, row: _Row, kind: Kind | None) -> list[dict[str, Any]]:
        """The dated facts: those with a column of their own, then what start, end and state come to."""
        facts: list[dict[str, Any]] = list(row.lists.get("milestones", []))
        kinds = {fact["kind"] for fact in facts}
        first = asked_of(kind).first if kind else MilestoneKind.STARTED
        start = row.spans.get("start", Span(""))
        end = row.spans.get("end", Span(""))
        last = (end.end or end.start) or start.end
        if start.start and start.start != UNKNOWN and first.value not in kinds:
            facts.append(self._dated(first, start.start))
        if last and last != UNKNOWN and not kinds & {MilestoneKind.FINISHED.value, MilestoneKind.STOPPED.value}:
            facts.append(self._dated(MilestoneKind.FINISHED, last))
        state = row.texts.get("state", "")
        if state == PLANNED:
            if not facts:
                facts.append({"kind": first.value, "date": UNKNOWN, "planned": True})
        elif state and not any(fact["kind"] == state and not fact.get("planned") for fact in facts):
            facts.append({"kind": state, "date": UNKNOWN})
        return _each_once(facts)

    def _dated(self, kind: MilestoneKind, when: str) -> dict[str, Any]:
        fact: dict[str, Any] = {"kind": kind.value, "date": when}
        told = PartialDate(when)
        # An end «2026» is not over while the year is; a start «2026» may have been.
        edge = told.latest if kind in {MilestoneKind.FINISHED, MilestoneKind.STOPPED} else told.earliest
        if edge is not None and edge > self._today:
            fact["planned"] = True
        return fact


def _each_once(rows: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for row in rows:
        if row not in found:
            found.append(row)
    return found
