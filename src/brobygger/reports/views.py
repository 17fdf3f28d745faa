"""Reports as files."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from brobygger.reports.actions import write_figures_report
from brobygger.reports.presenters import figures_report
from brobygger.reports.queries import ReportFacts, frozen_facts, report_facts
from brobygger.rounds.queries.adopted import adopted_years
from brobygger.snapshots.queries.reading import snapshot_numbered


@require_safe
def figures_pdf(request: HttpRequest) -> HttpResponse:
    """The report «Måltall» as PDF, in the language of `?sprak=`, else in the reader's. Marked as not adopted."""
    partnership = request.scope.partnership
    return _answer(request, report_facts(partnership, today=timezone.localdate()), f"maltall-{partnership.slug}")


@require_safe
def year_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """The report of a year: what was adopted, where it is; else the figures as they stand, marked as provisional."""
    partnership = request.scope.partnership
    snapshot = adopted_years(partnership).get(year)
    if snapshot is not None:
        return _answer(request, frozen_facts(snapshot), f"maltall-{partnership.slug}-{year}-vedtatt-{snapshot.number}")
    facts = report_facts(partnership, today=timezone.localdate())
    if facts is None or year not in facts.figures.years:
        raise Http404
    return _answer(request, facts, f"maltall-{partnership.slug}-{year}-forelopig")


@require_safe
def snapshot_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The report of one snapshot: its values, verdicts and names, and the errata of it."""
    partnership = request.scope.partnership
    snapshot = snapshot_numbered(partnership, number)
    if snapshot is None:
        raise Http404
    return _answer(request, frozen_facts(snapshot), f"maltall-{partnership.slug}-vedtatt-{number}")


def _answer(request: HttpRequest, facts: ReportFacts | None, name: str) -> HttpResponse:
    if facts is None:
        raise Http404
    language = language_of(request)
    with override(language):
        content = write_figures_report(figures_report(facts))
    return pdf_response(content, f"{name}-{language}.pdf", language)


def language_of(request: HttpRequest) -> str:
    """The language of a paper: that of `?sprak=`, else the reader's."""
    wanted = request.GET.get("sprak", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or settings.LANGUAGE_CODE


def pdf_response(content: bytes, name: str, language: str) -> HttpResponse:
    """A paper as an answer."""
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Content-Language": language}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
