"""Files of agreed formats."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.exchange.presenters.cerif import archive
from brobygger.exchange.presenters.iati import programme_of
from brobygger.exchange.rules.iati import iati_document
from brobygger.portfolio.queries.listing import find_all
from brobygger.portfolio.rules.filters import Filter
from brobygger.reports.queries import report_facts

XML = "application/xml"


@require_safe
def formats(request: HttpRequest) -> HttpResponse:
    """What there is to take out for other systems."""
    facts = report_facts(request.scope.partnership, today=timezone.localdate())
    return render(request, "exchange/formats.html", {"has_framework": facts is not None})


@require_safe
def iati(request: HttpRequest) -> HttpResponse:
    """The figures as IATI. 404 without a framework."""
    partnership = request.scope.partnership
    facts = report_facts(partnership, today=timezone.localdate())
    if facts is None:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="{partnership.slug}-iati.xml"'}
    return HttpResponse(iati_document(programme_of(facts), now=timezone.now()), content_type=XML, headers=headers)


@require_safe
def cerif(request: HttpRequest) -> FileResponse:
    """Activities that match the filter, with organisations and funding, as CERIF-XML in a ZIP file."""
    partnership = request.scope.partnership
    ids = list(find_all(partnership, Filter.read(dict(request.GET.lists()))))
    file = archive(partnership, ids, now=timezone.now())
    return FileResponse(
        file, as_attachment=True, filename=f"{partnership.slug}-cerif.zip", content_type="application/zip"
    )
