"""What a careful reader would ask of a framework: where a target cannot be judged, or a number means two things.

A list for people to look at, never a refusal. What rests on words (a promise no indicator mentions) is a guess, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Any

from brobygger.results.rules.drafts import (
    DefinitionDraft,
    FrameworkDraft,
    GoalAreaDraft,
    IndicatorDraft,
    TargetDraft,
    Text,
)
from brobygger.results.rules.editing import GROWING, WITHOUT_HOW, lacks_how, said
from brobygger.results.rules.verdicts import TargetKind

KEY = 5
_LONG_WORD = re.compile(r"\w{5,}")
_RARE = re.compile(
    r"annethvert|annakvart|annet hvert|hvert andre|hvert annet|kvart anna|toårig|two-year|every (second|other) year|biennial",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"student|deltaker|deltakar|person|ansatt|tilsett|følger|følgjar|besøk", re.IGNORECASE)
# Words that stand everywhere and bind nothing together.
_EVERYWHERE = frozenset(
    "kommu trond ntnus samar unive felle flere andre mello gjenn under etter størr bedre områd priso prior "
    "deres dette disse bruke bruka delta hvord skape utvik antal innen egneo parte".split()
)


class Flaw(StrEnum):
    """What may be wrong with an indicator."""

    NO_BASELINE = "no_baseline"
    RARE_EVENT = "rare_event"
    OTHER_UNIT = "other_unit"
    OVERLAP = "overlap"
    UNOWNED = "unowned"
    NO_HOW = "no_how"
    IN_NO_TEXT = "in_no_text"
    NO_INDICATOR = "no_indicator"


@dataclass(frozen=True)
class Remark:
    """One flaw. `code` is the indicator, empty for what concerns a goal area; `facts` are the evidence."""

    flaw: Flaw
    area: str
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def remarks_on(framework: FrameworkDraft) -> list[Remark]:
    """Everything there is to say of a framework, flaw by flaw, in the order of the indicators."""
    found: list[Remark] = []
    for area in framework.goal_areas:
        for indicator in area.indicators:
            if not indicator.definitions or not indicator.targets:
                continue
            found += _of_target(area, indicator, framework.years)
            found += _of_unit(area, indicator)
        found += _promises(area)
    found += _overlaps(framework)
    order = list(Flaw)
    return sorted(found, key=lambda each: order.index(each.flaw))


def newest_target(indicator: IndicatorDraft) -> TargetDraft:
    """The target that holds last."""
    return max(indicator.targets, key=lambda each: (each.valid_from, each.version))


def newest_definition(indicator: IndicatorDraft) -> DefinitionDraft:
    """The definition that holds last."""
    return max(indicator.definitions, key=lambda each: (each.valid_from, each.version))


def _of_target(area: GoalAreaDraft, indicator: IndicatorDraft, years: Sequence[int]) -> Iterator[Remark]:
    target = newest_target(indicator)
    if target.kind in WITHOUT_HOW:
        return
    if target.kind in GROWING and target.baseline_value is None:
        yield Remark(Flaw.NO_BASELINE, area.code, indicator.code)
    if _is_rare(indicator, target, years) and not (target.kind is TargetKind.RECURRING and target.due_years):
        yield Remark(Flaw.RARE_EVENT, area.code, indicator.code)
    missing = lacks_how(target)
    if "owner" in missing:
        yield Remark(Flaw.UNOWNED, area.code, indicator.code)
    rest = [name for name in missing if name != "owner"]
    if rest and not said(target.exception):
        yield Remark(Flaw.NO_HOW, area.code, indicator.code, {"missing": rest})
    if not (target.source or target.decision):
        yield Remark(Flaw.IN_NO_TEXT, area.code, indicator.code, {"why": "no_source"})
    elif not _mentions(indicator.name, [area.objective, *_promised(area)]):
        yield Remark(Flaw.IN_NO_TEXT, area.code, indicator.code, {"why": "no_word"})


def _is_rare(indicator: IndicatorDraft, target: TargetDraft, years: Sequence[int]) -> bool:
    """Whether it is something that happens every second year: the texts say so, or the years it is due."""
    if target.kind not in {TargetKind.YEARLY, *GROWING}:
        return False
    texts = [indicator.name, newest_definition(indicator).text]
    is_said = any(_RARE.search(text) for each in texts for text in each.values())
    return is_said or bool(target.due_years and set(target.due_years) < set(years))


def _of_unit(area: GoalAreaDraft, indicator: IndicatorDraft) -> Iterator[Remark]:
    """The number of one thing judged by a target for another."""
    target, definition = newest_target(indicator), newest_definition(indicator)
    if target.kind in {*WITHOUT_HOW, TargetKind.QUALITATIVE}:
        return
    unit = definition.unit.get("nb", "")
    ordered = sorted(indicator.definitions, key=lambda each: (each.valid_from, each.version))
    when_set = [each for each in ordered if each.valid_from <= target.valid_from] or ordered[:1]
    was = when_set[-1].unit.get("nb", "")
    if was != unit:
        yield Remark(Flaw.OTHER_UNIT, area.code, indicator.code, {"why": "changed", "was": was, "unit": unit})
        return
    rule = definition.counting
    counts_people = bool(rule) and (rule or {}).get("unique") == "person"
    if rule and counts_people != bool(_PEOPLE.search(unit)) and rule["measure"] != "latest":
        if counts_people or (rule["measure"] == "count" and rule["unique"] == "activity"):
            why = "counts_people" if counts_people else "counts_things"
            yield Remark(Flaw.OTHER_UNIT, area.code, indicator.code, {"why": why, "unit": unit})
    elif _PEOPLE.search(indicator.name.get("nb", "")) and not _PEOPLE.search(unit):
        yield Remark(Flaw.OTHER_UNIT, area.code, indicator.code, {"why": "name", "unit": unit})


def _overlaps(framework: FrameworkDraft) -> Iterator[Remark]:
    """Two indicators that count the same thing at the same moment of its life."""
    counted = [
        (area.code, indicator.code, rule)
        for area in framework.goal_areas
        for indicator in area.indicators
        if indicator.definitions and (rule := newest_definition(indicator).counting)
    ]
    for (area, code, one), (_, other_code, other) in combinations(counted, 2):
        kinds = [kind for kind in one["kinds"] if kind in other["kinds"]]
        purposes = (set(one["purposes"]), set(other["purposes"]))
        apart = all(purposes) and purposes[0].isdisjoint(purposes[1])
        # Adding up persons at events and counting the events are two questions.
        alike = (one["milestone"], one["unique"]) == (other["milestone"], other["unique"])
        if kinds and alike and not apart:
            yield Remark(Flaw.OVERLAP, area, code, {"other": other_code, "kinds": kinds})


def _promises(area: GoalAreaDraft) -> Iterator[Remark]:
    """Value promised to a partner that nothing in the area follows."""
    followed: list[Text] = []
    for indicator in area.indicators:
        followed.append(indicator.name)
        followed += [each.text for each in indicator.definitions[-1:]]
        followed += [criterion["text"] for each in indicator.targets[-1:] for criterion in each.criteria]
    for party, texts in area.expected_value.items():
        for text in texts:
            if not _mentions(text, followed):
                yield Remark(Flaw.NO_INDICATOR, area.code, "", {"party": party, "text": dict(text)})


def _promised(area: GoalAreaDraft) -> list[Text]:
    return [text for texts in area.expected_value.values() for text in texts]


def _mentions(text: Text, others: Iterable[Text]) -> bool:
    """Whether one of the longer words of a text stands in another, in whatever form."""
    words = _LONG_WORD.findall(text.get("nb", "").lower())
    keys = {word[:KEY] for word in words} - _EVERYWHERE
    return any(key in other.get("nb", "").lower() for other in others for key in keys)
