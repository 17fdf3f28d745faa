"""Taking in a framework file: what it adds, or a list of everything that is wrong with it and nothing (docs/adr/0020)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.db.models import F

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.problems import Fault, Place, Problem
from brobygger.intake.rules.yaml_lines import Node, read_yaml
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import AgreementPeriod, Decision, Partnership
from brobygger.partnerships.queries import current_period
from brobygger.results.actions.editing import ChangedMeanwhile
from brobygger.results.actions.listeners import Redefined, tell
from brobygger.results.actions.loading import (
    add_area,
    add_to_area,
    adopt_framework,
    decisions_of,
    definition_row,
    target_row,
)
from brobygger.results.dataset import framework_in
from brobygger.results.models import Framework, GoalArea, Indicator
from brobygger.results.queries.versions import framework_draft
from brobygger.results.rules.additions import Additions, Objection, additions, wrong_in_whole
from brobygger.results.rules.additions import Path as At
from brobygger.results.rules.drafts import DefinitionDraft, FrameworkDraft, IndicatorDraft
from brobygger.results.rules.framework_file import framework_text

# Ten times the largest framework we know; in a form every byte may become three.
BYTES_AT_MOST = 512 * 1024


class FileRefused(ValueError):
    """The file cannot be taken in; `problems` are all that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = sorted(problems, key=lambda each: each.place)


@dataclass(frozen=True)
class Proposed:
    """What a file would do. `whole` is a framework that is not there yet, else `added` is what it adds to the one there is."""

    draft: FrameworkDraft
    whole: bool
    added: Additions
    seal: str


def check_framework(*, partnership: Partnership, content: bytes, name: str) -> Proposed:
    """Read a file and see what it would do; nothing is written. Raises FileRefused."""
    root, text = _root(content, name)
    context = _context(partnership)
    draft = framework_in(context, root, name, "")
    problems = context.problems
    if draft is None or problems:
        raise FileRefused(problems)
    there = Framework.objects.filter(partnership=partnership, slug=draft.slug).first()
    if there is None:
        if _period(partnership, draft.slug) is None:
            raise FileRefused([Problem(Place(name, 0, "id"), Fault.REFERENCE_UNKNOWN, {"value": draft.slug})])
        if wrong := wrong_in_whole(draft):
            raise FileRefused([_problem(root, name, each) for each in wrong])
        return Proposed(draft, True, Additions(), _seal(text, ""))
    known = framework_draft(there)
    added, objections = additions(known, draft)
    if objections:
        raise FileRefused([_problem(root, name, each) for each in objections])
    return Proposed(draft, False, added, _seal(text, framework_text(known)))


@transaction.atomic
def import_framework(
    *, partnership: Partnership, content: bytes, name: str, seal: str | None, by: Actor, now: datetime
) -> Proposed:
    """Take in all a file adds. `seal` is of the check that was seen, None for whoever has not looked (a command).

    Raises FileRefused, ChangedMeanwhile.
    """
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    proposed = check_framework(partnership=partnership, content=content, name=name)
    if seal is not None and proposed.seal != seal:
        raise ChangedMeanwhile
    if proposed.whole:
        period = _period(partnership, proposed.draft.slug)
        if period is not None and not period.framework_slug:
            AgreementPeriod.objects.filter(pk=period.pk).update(framework_slug=proposed.draft.slug)
        adopt_framework(partnership=partnership, draft=proposed.draft, by=by, now=now)
    elif not proposed.added.are_none:
        _add(partnership, proposed, by, now)
    return proposed


def _add(partnership: Partnership, proposed: Proposed, by: Actor, now: datetime) -> None:
    framework = Framework.objects.get(partnership=partnership, slug=proposed.draft.slug)
    decisions = decisions_of(partnership)
    before = _by_code(framework_draft(framework))
    for draft in proposed.added.areas:
        add_area(framework, draft, 0, decisions, by, now)
    areas = {area.code: area for area in GoalArea.objects.filter(framework=framework)}
    for code, indicator in proposed.added.indicators:
        add_to_area(areas[code], indicator, 0, decisions, by, now)
    indicators = {each.code: each for each in Indicator.objects.filter(goal_area__framework=framework)}
    for code, version in proposed.added.versions:
        if isinstance(version, DefinitionDraft):
            definition_row(indicators[code], version, by, now).save(force_insert=True)
        else:
            target_row(indicators[code], version, decisions, by, now).save(force_insert=True)
    # Where things stand in the list is as in the file.
    for place, area in enumerate(proposed.draft.goal_areas):
        GoalArea.objects.filter(pk=areas[area.code].pk).exclude(position=place).update(position=place)
        for at, each in enumerate(area.indicators):
            Indicator.objects.filter(pk=indicators[each.code].pk).exclude(position=at).update(position=at)
    audit.record(
        verb="imported",
        subject_type="framework",
        subjects=[
            (
                framework.pk,
                {
                    "areas": [each.code for each in proposed.added.areas],
                    "indicators": [each.code for _, each in proposed.added.indicators],
                    "versions": [
                        [code, "definition" if isinstance(each, DefinitionDraft) else "target", each.version]
                        for code, each in proposed.added.versions
                    ],
                },
            )
        ],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    Partnership.objects.filter(pk=partnership.pk).update(data_version=F("data_version") + 1)
    for code, after in _by_code(framework_draft(framework)).items():
        if after != before.get(code):
            row = Indicator.objects.get(goal_area__framework=framework, code=code)
            tell(Redefined(partnership, framework, row, before.get(code), after, by, now))


def _by_code(framework: FrameworkDraft) -> dict[str, IndicatorDraft]:
    return {each.code: each for area in framework.goal_areas for each in area.indicators}


def _root(content: bytes, name: str) -> tuple[Node, str]:
    if len(content) > BYTES_AT_MOST:
        facts = {"size": str(len(content)), "at_most": str(BYTES_AT_MOST)}
        raise FileRefused([Problem(Place(name), Fault.FILE_TOO_LARGE, facts)])
    try:
        # Lines end alike, whichever machine wrote them: a form sends them otherwise than the file had them.
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FileRefused([Problem(Place(name, line), Fault.NOT_UTF8)]) from error
    root, problems = read_yaml(text, name)
    if root is None or problems:
        raise FileRefused(problems or [Problem(Place(name), Fault.FILE_EMPTY)])
    return root, text


def _context(partnership: Partnership) -> Context:
    """What a framework may name: organisations of the directory, decisions of the partnership. Three queries."""
    context = Context(Path(), Path())
    context.known["party"] = set(
        Organisation.objects.filter(directory_id=partnership.directory_id).values_list("slug", flat=True)
    )
    for expected in GoalArea.objects.filter(framework__partnership=partnership).values_list(
        "expected_value", flat=True
    ):
        context.known["party"] |= set(expected)
    context.known["decision"] = set(Decision.objects.filter(partnership=partnership).values_list("slug", flat=True))
    return context


def _period(partnership: Partnership, slug: str) -> AgreementPeriod | None:
    """The period that asks for this framework; the present one when it has none yet."""
    named = partnership.periods.filter(framework_slug=slug).first()
    if named is not None:
        return named
    period = current_period(partnership)
    return period if period is not None and not period.framework_slug else None


def _seal(text: str, there: str) -> str:
    return hashlib.sha256(f"{text}\x00{there}".encode()).hexdigest()


def _problem(root: Node, name: str, objection: Objection) -> Problem:
    field = next((str(step) for step in reversed(objection.path) if isinstance(step, str)), "")
    place = Place(name, _line(root, objection.path), field)
    if objection.missing:
        return Problem(place, Fault.LEFT_OUT, {"value": objection.missing})
    if objection.wrong is not None:
        return Problem(place, Fault.MAY_NOT_BE, {"what": objection.wrong.value})
    return Problem(place, Fault.RECORDED_OTHERWISE)


def _line(root: Node, path: At) -> int:
    """The line of the innermost thing on a path that is in the file."""
    node: Node | None = root
    line = root.line
    for step in path:
        node = _child(node.value, step) if node else None
        line = node.line if node else line
    return line


def _child(value: object, step: str | int) -> Node | None:
    if isinstance(value, dict):
        return value.get(step)
    return value[step] if isinstance(value, list) and isinstance(step, int) and step < len(value) else None
