"""Reports as files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from brobygger.reports.actions import write_figures_report
from brobygger.reports.presenters import figures_report
from brobygger.reports.queries import report_facts


@require_safe
def figures_pdf(request: HttpRequest) -> HttpResponse:
    """The report «Måltall» as PDF, in the language of `?sprak=`, else in the reader's."""
    partnership = request.scope.partnership
    facts = report_facts(partnership, today=timezone.localdate())
    if facts is None:
        raise Http404
    wanted = request.GET.get("sprak", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE
    with override(language):
        content = write_figures_report(figures_report(facts))
    name = f"maltall-{partnership.slug}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
