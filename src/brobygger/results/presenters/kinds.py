"""What each kind of activity counts in: told where activities are registered (`settings.KINDS_COUNTED`)."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.presenters.labels import milestone_label
from brobygger.results.presenters.words import in_language
from brobygger.results.queries.effect import rules_now


def kinds_counted(partnership: Partnership, kind: str) -> list[tuple[str, str, str]]:
    """The indicators that count a kind, as (name, address, when): «når den er startet». At most three queries."""
    return [
        (
            in_language(indicator.name),
            reverse("results:indicator", kwargs={"partnership": partnership.slug, "code": indicator.code}),
            _("når den har milepælen «%(milestone)s»") % {"milestone": milestone_label(rule.milestone).lower()},
        )
        for indicator, rule in rules_now(partnership)
        if kind in rule.kinds
    ]
