"""What the reporting year means for one activity (`settings.ACTIVITY_PANELS`)."""

from __future__ import annotations

from django.urls import reverse

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.panels import Panel
from brobygger.rounds.presenters.words import area_name, stage_color, stage_label
from brobygger.rounds.presenters.worklist import dispute_rows
from brobygger.rounds.queries.concerning import concerning
from brobygger.rounds.queries.rounds import party_of
from brobygger.rounds.rules.kinds import Stage


def panel(scope: Scope, activity: Activity) -> Panel | None:
    """In which submissions of an open round it is, what is disputed, and what a change would undo. One query where no round is open."""
    slug = scope.partnership.slug
    found = concerning(scope.partnership, activity)
    if found is None:
        return None
    where = {"partnership": slug, "year": found.round.year}
    rows = [
        {"name": area_name(each), "stage": stage_label(each.stage), "color": stage_color(each.stage)}
        for each in found.submissions
    ]
    is_locked = any(each.stage in {Stage.SUBMITTED, Stage.APPROVED} for each in found.submissions)
    context = {
        "year": str(found.round.year),
        "url": reverse("rounds:status", kwargs=where),
        "rows": rows,
        "is_locked": is_locked,
        "disputes": dispute_rows(found.disputes, slug),
        "dispute_url": f"{reverse('rounds:disputes', kwargs=where)}?aktivitet={activity.slug}"
        if found.submissions and party_of(scope) and scope.membership.role in {"project_lead", "coordinator"}
        else "",
    }
    return Panel("rounds/_panel.html", context, in_aside=True)
