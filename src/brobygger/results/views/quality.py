"""What may be wrong with the indicators themselves."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brobygger.partnerships.queries import partner_organisations
from brobygger.results.permissions import may_edit
from brobygger.results.presenters.quality import flaw_views
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.versions import framework_draft
from brobygger.results.rules.quality import remarks_on


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """The quality check of the current framework. For everybody in the partnership."""
    partnership = request.scope.partnership
    framework = framework_of(partnership)
    flaws = []
    if framework is not None:
        draft = framework_draft(framework)
        parties = {each.slug: each.name for each in partner_organisations(partnership)}
        flaws = flaw_views(remarks_on(draft), draft, partnership=partnership.slug, parties=parties)
    return render(
        request,
        "results/quality.html",
        {
            "flaws": flaws,
            "count": sum(len(each.rows) for each in flaws),
            "has_framework": framework is not None,
            "may_edit": may_edit(request.scope),
        },
    )
