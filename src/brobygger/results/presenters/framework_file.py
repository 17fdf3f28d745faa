"""What a framework file would do, or what is wrong with it, in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from brobygger.intake.presenters.problems import place_in_words, problem_sentence
from brobygger.intake.rules.problems import Fault, Problem
from brobygger.results.actions.importing import Proposed
from brobygger.results.presenters.editing import wrong_sentence
from brobygger.results.presenters.words import in_language
from brobygger.results.rules.drafts import DefinitionDraft
from brobygger.results.rules.editing import Wrong


def problem_lines(problems: Sequence[Problem]) -> list[str]:
    """Each problem with its place and what to do."""
    return [f"{place_in_words(each)}: {_sentence(each)}" for each in problems]


def _sentence(problem: Problem) -> str:
    if problem.fault is Fault.MAY_NOT_BE:
        return wrong_sentence(Wrong(problem.facts["what"]))
    return problem_sentence(problem)


def proposed_lines(proposed: Proposed) -> list[str]:
    """What would be added, a line each."""
    if proposed.whole:
        count = sum(len(area.indicators) for area in proposed.draft.goal_areas)
        return [
            _("Nytt indikatorsett: %(name)s, med %(areas)d målområder og %(indicators)d indikatorer.")
            % {
                "name": in_language(proposed.draft.name),
                "areas": len(proposed.draft.goal_areas),
                "indicators": count,
            }
        ]
    added = proposed.added
    lines = [_("Nytt målområde: %(name)s.") % {"name": in_language(area.name)} for area in added.areas]
    lines += [
        _("Ny indikator: %(name)s (%(code)s).") % {"name": in_language(each.name), "code": each.code}
        for each in (
            *(one for area in added.areas for one in area.indicators),
            *(one for _area, one in added.indicators),
        )
    ]
    for code, version in added.versions:
        facts = {"code": code, "version": version.version, "year": version.valid_from}
        if isinstance(version, DefinitionDraft):
            lines.append(_("%(code)s: versjon %(version)d av definisjonen, fra %(year)d.") % facts)
        else:
            lines.append(_("%(code)s: versjon %(version)d av målet, fra %(year)d.") % facts)
    return lines or [_("Fila sier det samme som er ført inn. Det er ingenting å legge til.")]
