"""What a framework file adds to the framework there is: only new things, and everything that is there must be in it.

Nothing is overwritten and nothing is removed; a change is a new version (docs/adr/0020). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from brobygger.results.rules.drafts import DefinitionDraft, FrameworkDraft, GoalAreaDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.editing import Wrong, faults_of_definition, faults_of_indicator, faults_of_target

Path = tuple[str | int, ...]
Version = DefinitionDraft | TargetDraft
_MAY_BE_OLD = frozenset({Wrong.WITHOUT_HOW, Wrong.WITHOUT_DECISION})


@dataclass(frozen=True)
class Objection:
    """Why a file cannot be taken in, and where in it: `("goal_areas", 0, "indicators", 3, "name")`.

    `wrong` is None when something is written otherwise than it is recorded; `missing` names what is left out.
    """

    path: Path
    wrong: Wrong | None = None
    missing: str = ""


@dataclass(frozen=True)
class Additions:
    """What is new. Indicators of new areas are in their areas."""

    areas: tuple[GoalAreaDraft, ...] = ()
    indicators: tuple[tuple[str, IndicatorDraft], ...] = ()
    versions: tuple[tuple[str, Version], ...] = ()

    @property
    def are_none(self) -> bool:
        """Whether the file says what is there already."""
        return not (self.areas or self.indicators or self.versions)


@dataclass
class _Found:
    areas: list[GoalAreaDraft] = field(default_factory=list)
    indicators: list[tuple[str, IndicatorDraft]] = field(default_factory=list)
    versions: list[tuple[str, Version]] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)


def additions(there: FrameworkDraft, file: FrameworkDraft) -> tuple[Additions, list[Objection]]:
    """What the file adds, and everything that is wrong with it."""
    found = _Found()
    _unchanged(found, there, file, ("framework",), ("name", "years", "source"))
    known = {area.code: area for area in there.goal_areas}
    taken = {indicator.code for area in there.goal_areas for indicator in area.indicators}
    for at, area in enumerate(file.goal_areas):
        path: Path = ("goal_areas", at)
        if area.code in known:
            _area(found, known[area.code], area, path, taken, file.years)
        else:
            found.areas.append(area)
            for number, indicator in enumerate(area.indicators):
                _new_indicator(found, indicator, (*path, "indicators", number), taken, file.years)
    _none_left_out(found, known, [area.code for area in file.goal_areas], ("goal_areas",))
    return Additions(tuple(found.areas), tuple(found.indicators), tuple(found.versions)), found.objections


def wrong_in_whole(file: FrameworkDraft) -> list[Objection]:
    """What is wrong with a framework that is new as a whole: held to what additions are, all of it being new.

    But for the how of a target and the decision that ended one: it may have been agreed long before it came here.
    """
    _, objections = additions(replace(file, goal_areas=()), file)
    return [each for each in objections if each.wrong not in _MAY_BE_OLD]


def _area(
    found: _Found, there: GoalAreaDraft, area: GoalAreaDraft, path: Path, taken: set[str], years: Sequence[int]
) -> None:
    _unchanged(found, there, area, path, ("name", "objective", "expected_value", "source"))
    known = {indicator.code: indicator for indicator in there.indicators}
    for at, indicator in enumerate(area.indicators):
        here: Path = (*path, "indicators", at)
        if indicator.code not in known:
            found.indicators.append((area.code, indicator))
            _new_indicator(found, indicator, here, taken, years)
            continue
        was = known[indicator.code]
        _unchanged(found, was, indicator, here, ("group", "name", "direction", "source"))
        _versions(found, indicator.code, was.definitions, indicator.definitions, (*here, "definitions"), years)
        _versions(found, indicator.code, was.targets, indicator.targets, (*here, "targets"), years)
    _none_left_out(found, known, [indicator.code for indicator in area.indicators], (*path, "indicators"))


def _new_indicator(found: _Found, draft: IndicatorDraft, path: Path, taken: set[str], years: Sequence[int]) -> None:
    for fault in faults_of_indicator(draft, taken, years):
        if fault.field in {"code", "name"}:
            found.objections.append(Objection((*path, fault.field), fault.wrong))
    _check(found, (), draft.definitions, (*path, "definitions"), years)
    _check(found, (), draft.targets, (*path, "targets"), years)


def _versions(
    found: _Found,
    code: str,
    there: Sequence[Version],
    file: Sequence[Version],
    path: Path,
    years: Sequence[int],
) -> None:
    known = {str(each.version): each for each in there}
    for at, each in enumerate(file):
        if (was := known.get(str(each.version))) is not None and was != each:
            found.objections.append(Objection((*path, at)))
    _none_left_out(found, known, [str(each.version) for each in file], path)
    new = [each for each in file if str(each.version) not in known]
    found.versions += [(code, each) for each in sorted(new, key=lambda each: each.version)]
    _check(found, there, file, path, years)


def _check(
    found: _Found,
    there: Sequence[Version],
    file: Sequence[Version],
    path: Path,
    years: Sequence[int],
) -> None:
    """Each new version as if it were filled in after those before it."""
    before: list[Version] = list(there)
    known = {each.version for each in there}
    for at, each in sorted(enumerate(file), key=lambda pair: pair[1].version):
        if each.version in known:
            continue
        if each.version != max((one.version for one in before), default=0) + 1:
            found.objections.append(Objection((*path, at, "version"), Wrong.NOT_THE_NEXT))
        if isinstance(each, DefinitionDraft):
            faults = faults_of_definition(each, [one for one in before if isinstance(one, DefinitionDraft)], years)
        else:
            faults = faults_of_target(each, [one for one in before if isinstance(one, TargetDraft)], years)
        found.objections += [Objection((*path, at, fault.field), fault.wrong) for fault in faults]
        before.append(each)


def _unchanged(found: _Found, there: object, file: object, path: Path, names: Sequence[str]) -> None:
    for name in names:
        if getattr(there, name) != getattr(file, name):
            found.objections.append(Objection((*path, name)))


def _none_left_out(found: _Found, known: Iterable[str], there: Sequence[str], path: Path) -> None:
    found.objections += [Objection(path, missing=code) for code in known if code not in there]
