"""What apps above the register show on the page of an activity (`settings.ACTIVITY_PANELS`).

The register does not know them: each is a function of the scope and the activity that answers with a Panel, or with
None when it has nothing to show this member.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity


@dataclass(frozen=True)
class Panel:
    """A template and what it is filled in with. `in_aside`: among the facts, not among the long texts."""

    template: str
    context: Mapping[str, Any]
    in_aside: bool = False


def panels_of(scope: Scope, activity: Activity) -> list[Panel]:
    """The panels that have something to show, in the order of the settings."""
    found = (import_string(path)(scope, activity) for path in settings.ACTIVITY_PANELS)
    return [panel for panel in found if panel is not None]
