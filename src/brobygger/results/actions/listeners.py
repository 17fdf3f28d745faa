"""Telling apps above that an indicator means or aims at something else, inside the transaction that writes it.

`settings.FRAMEWORK_LISTENERS` are functions that take a Redefined. When one fails, nothing is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.results.models import Framework, Indicator
from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft


@dataclass(frozen=True)
class Redefined:
    """An indicator with the versions it had and those it has now; `before` is None for one that was not there."""

    partnership: Partnership
    framework: Framework
    indicator: Indicator
    before: IndicatorDraft | None
    after: IndicatorDraft
    by: Actor
    now: datetime

    @property
    def versions(self) -> list[DefinitionDraft | TargetDraft]:
        """What is new."""
        if self.before is None:
            return [*self.after.definitions, *self.after.targets]
        definitions, targets = len(self.before.definitions), len(self.before.targets)
        return [*self.after.definitions[definitions:], *self.after.targets[targets:]]


def tell(redefined: Redefined) -> None:
    """Call every listener."""
    for path in settings.FRAMEWORK_LISTENERS:
        import_string(path)(redefined)
