"""Files of formats that others have agreed on."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.activities import ActivityFilter
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.activities import asked_filter
from brobygger.api.views.door import Request, reading
from brobygger.api.views.exports import ZIP, as_file, preferred
from brobygger.exchange.presenters.cerif import pieces
from brobygger.exchange.presenters.iati import programme_of
from brobygger.exchange.rules.iati import iati_document
from brobygger.portfolio.queries.listing import find_all
from brobygger.reports.queries import report_facts

router = Router(tags=["Exports"])
XML = "application/xml"


@router.get("/exports/iati", **reading({200: str, 406: ProblemOut}))
def export_iati(request: Request, partnership: Slug) -> HttpResponseBase:
    """The figures as an IATI 2.03 activity file (XML). 404 without a framework."""
    form = preferred(request, XML)
    facts = report_facts(request.scope.partnership, today=timezone.localdate())
    if facts is None:
        raise Refusal(Fault.NOT_FOUND)
    document = iati_document(programme_of(facts), now=timezone.now())
    return as_file(iter([document]), f"{partnership}-iati.xml", form)


@router.get("/exports/cerif", **reading({200: str, 406: ProblemOut}))
def export_cerif(request: Request, partnership: Slug, question: Query[ActivityFilter]) -> HttpResponseBase:
    """Activities that match a filter, with organisations and funding, as OpenAIRE CERIF-XML 1.2 in a ZIP file."""
    wanted = asked_filter(request, ActivityFilter)
    form = preferred(request, ZIP)
    partnership_ = request.scope.partnership
    content = pieces(partnership_, list(find_all(partnership_, wanted)), now=timezone.now())
    return as_file(content, f"{partnership}-cerif.zip", form)
