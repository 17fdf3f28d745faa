"""New versions of indicators, and units that are reorganised, to be killed on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from tests.killing.register import NOW

from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.organisations.models import Directory, Name, Placement, Reorganisation, Succession, Unit
from brobygger.organisations.rules.reorganise import Merge, NewUnit, Order, Part, Split
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.reorganise import reorganise, undo_reorganisation
from brobygger.portfolio.models import Participation
from brobygger.results.actions.editing import add_version
from brobygger.results.models import Definition, Indicator, Target
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.preview import preview_version
from brobygger.results.queries.versions import indicator_draft, indicator_with_versions
from brobygger.results.rules.drafts import DefinitionDraft, TargetDraft

BY = system("tests")
TODAY = NOW.date()
CODE = "research-applications-sent"
ON = "2024-08-01"


def indicator_of(partnership: Partnership) -> Indicator:
    """The indicator that gets new versions."""
    framework = framework_of(partnership)
    found = indicator_with_versions(framework, CODE) if framework else None
    assert found is not None
    return found


def next_version_of(partnership: Partnership, what: str) -> tuple[DefinitionDraft | TargetDraft, str]:
    """A version more of the definition or the target, like the newest, with the seal of what it would do."""
    framework, indicator = framework_of(partnership), indicator_of(partnership)
    was = indicator_draft(indicator)
    newest = was.definitions[-1] if what == "definition" else was.targets[-1]
    said = {"nb": "Prøve", "nn": "Prøve", "en": "Trial"}
    version = replace(newest, version=newest.version + 1, reason=said)
    if isinstance(version, DefinitionDraft):
        version = replace(version, text={language: f"Prøve {version.version}" for language in said})
    else:
        version = replace(version, value=(version.value or 0) + 1, owner=said, method=said, mandate=said)
    assert framework is not None
    return version, preview_version(partnership, framework, indicator, version, today=TODAY).seal


class Defining:
    """One more version of an indicator is written each time: of its definition and its target by turns."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.first = self.versions()

    def prepare(self) -> None:
        """See what the next version would do."""
        self.seen, self.edition = self.versions(), self._edition()
        what = "definition" if sum(self.seen) % 2 else "target"
        self.version, self.seal = next_version_of(self.partnership, what)

    def carry_out(self) -> None:
        """Save it."""
        add_version(partnership=self.partnership, code=CODE, version=self.version, seal=self.seal, by=BY, now=NOW)

    def state(self) -> str:
        """How many there are. Raises AssertionError unless each is told once, and what is remembered of figures is old."""
        definitions, targets = self.versions()
        added = [there - before for there, before in zip((definitions, targets), self.first, strict=True)]
        indicator = indicator_of(self.partnership)
        told = Event.objects.filter(subject_type="indicator", subject_id=indicator.pk)
        assert [told.filter(verb=verb).count() for verb in ("defined", "targeted")] == added
        assert self._edition() - self.edition == definitions + targets - sum(self.seen) <= 1
        return f"{definitions} definitions, {targets} targets"

    def _edition(self) -> int:
        return Partnership.objects.get(pk=self.partnership.pk).data_version

    def versions(self) -> tuple[int, int]:
        """How many of its definition and its target, numbered without a gap."""
        indicator = indicator_of(self.partnership)
        counts = []
        for model in (Definition, Target):
            numbers = sorted(model.objects.filter(indicator=indicator).values_list("version", flat=True))
            assert numbers == list(range(1, len(numbers) + 1))
            counts.append(len(numbers))
        return counts[0], counts[1]


class Reorganising:
    """Two units are merged, and put back; then one is split, and put back."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        self.one, self.other = units_with_others_below(partnership)
        self.was = self._rows()

    def prepare(self) -> None:
        """Nothing: there is always something to do, or to undo."""

    def carry_out(self) -> None:
        """Merge or split, or undo what was done."""
        done = self._done()
        if done:
            undo_reorganisation(partnership=self.partnership, number=done.pk, by=BY, now=NOW)
        else:
            times = Reorganisation.objects.filter(directory_id=self.partnership.directory_id).count()
            do(self.partnership, self._split() if times % 2 else Merge((self.one, self.other), NewUnit("Alt i ett")))

    def state(self) -> str:
        """What was done and not undone. Raises AssertionError unless all of it is there, and told once."""
        all_ = Reorganisation.objects.filter(directory_id=self.partnership.directory_id)
        told = Event.objects.filter(subject_type="reorganisation", subject_id__in=all_.values("pk"))
        assert told.filter(verb="reorganised").count() == all_.count()
        assert told.filter(verb="reorganisation_undone").count() == all_.filter(is_undone=True).count()
        done = self._done()
        if done is None:
            assert self._rows() == self.was
            return "as it was"
        ended = set(
            Unit.objects.filter(pk__in=(self.one, self.other), valid_to="2024-07-31").values_list("pk", flat=True)
        )
        into = Succession.objects.filter(pk__in=done.written["successions"])
        assert into.count() == 2
        if done.kind == "merge":
            assert (ended, into.values("successor").distinct().count()) == ({self.one, self.other}, 1)
        else:
            assert (ended, sum(each.share for each in into)) == ({self.one}, 1)
        assert not Placement.objects.filter(parent_id__in=ended, valid_to="", unit__valid_to="").exists()
        return str(done.kind)

    def _split(self) -> Split:
        parts = (Part(NewUnit("Den ene delen"), Decimal("0.6")), Part(NewUnit("Den andre delen"), Decimal("0.4")))
        below = Placement.objects.filter(parent_id=self.one, valid_to="").order_by("unit_id")
        return Split(self.one, parts, {pk: turn % 2 for turn, pk in enumerate(below.values_list("unit_id", flat=True))})

    def _done(self) -> Reorganisation | None:
        found = list(Reorganisation.objects.filter(directory_id=self.partnership.directory_id, is_undone=False))
        assert len(found) <= 1
        return found[0] if found else None

    def _rows(self) -> list[list[Any]]:
        here = {"directory_id": self.partnership.directory_id}
        return [
            list(query.order_by("pk").values())
            for query in (
                Unit.objects.filter(**here, same_as_unit=None),
                Name.objects.filter(**here),
                Placement.objects.filter(unit__directory_id=self.partnership.directory_id),
                Succession.objects.filter(predecessor__directory_id=self.partnership.directory_id),
                Participation.objects.filter(activity__partnership=self.partnership),
            )
        ]


def units_with_others_below(partnership: Partnership) -> tuple[int, int]:
    """Two units of one organisation that most activities are found by through units below them."""
    parents = Placement.objects.filter(unit__directory_id=partnership.directory_id, parent__isnull=False, valid_to="")
    weights: dict[tuple[int, int], int] = {}
    for organisation, parent, unit in parents.values_list("parent__organisation_id", "parent_id", "unit_id"):
        named = Participation.objects.filter(unit_id=unit, activity__partnership=partnership).count()
        weights[organisation, parent] = weights.get((organisation, parent), 0) + named
    ranked = sorted(weights, key=lambda key: (-weights[key], key))
    for first in ranked:
        for second in ranked:
            if first[0] == second[0] and first != second and weights[second]:
                return first[1], second[1]
    raise AssertionError("no two units with others below them")


def do(partnership: Partnership, order: Order, *, seen: str | None = None, today: date = TODAY) -> None:
    """Reorganise as the directory is now, or as it was when it was seen."""
    edition = Directory.objects.get(pk=partnership.directory_id).edition if seen is None else seen
    done = reorganise(
        partnership=partnership, order=order, on=ON, reason="Vedtatt", seen=edition, today=today, by=BY, now=NOW
    )
    assert done.is_indexed
