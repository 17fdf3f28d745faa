"""Which kinds have changed since something was counted."""

from __future__ import annotations

from collections.abc import Mapping

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Edition


def editions_of(partnership: Partnership) -> Mapping[str, str]:
    """The edition of every kind of which something ever changed. Read it before what is remembered under it. One query."""
    return dict(Edition.objects.filter(partnership=partnership).values_list("kind", "edition"))
