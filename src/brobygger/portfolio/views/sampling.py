"""A random sample of activities that anybody can draw again (R12)."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brobygger.designsystem.rules.sent import number_in
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.exports import csv_lines, file_name
from brobygger.portfolio.presenters.filter_panel import chips, sort_fields
from brobygger.portfolio.presenters.sampling import sample_page
from brobygger.portfolio.queries.bulk import ids_of_slugs
from brobygger.portfolio.queries.choices import choices_of
from brobygger.portfolio.queries.rows import RowReader
from brobygger.portfolio.queries.sampling import candidates, unit_names
from brobygger.portfolio.rules.filters import Filter, Sort
from brobygger.portfolio.rules.sampling import SEED_LENGTH, SIZE_AT_MOST, USUAL_SIZE, Sample, draw


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """Draw so many, with a word; and say how to draw them again."""
    partnership: Partnership = request.scope.partnership
    wanted, size, seed = _asked(request)
    addresses = Addresses(partnership.slug)
    chosen = chips(wanted, choices_of(partnership, (get_language() or "nb")[:2]), addresses, at=addresses.sample)
    context = {
        "size": size,
        "seed": seed,
        "at_most": SIZE_AT_MOST,
        "chips": chosen,
        "fields": sort_fields(wanted),
        "back": addresses.filtered(wanted),
    }
    if seed:
        drawn = _draw(partnership, wanted, size, seed)
        ids = ids_of_slugs(partnership, [each.slug for each in drawn.drawn])
        question = "&".join(filter(None, [urlencode({"antall": size, "fro": seed}), wanted.query_string()]))
        context["page"] = sample_page(
            drawn,
            RowReader(partnership).rows(ids),
            unit_names(partnership, {each.department for each in drawn.drawn}),
            seed=seed,
            chosen=[chip.label for chip in chosen],
            partnership=partnership.name,
            today=timezone.localdate(),
            address=request.build_absolute_uri(f"{addresses.sample}?{question}"),
            export_url=f"{addresses.sample.removesuffix('/')}.csv?{question}",
            addresses=addresses,
        )
    return render(request, "portfolio/sample.html", context)


@require_safe
def sample_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same sample as a text file a spreadsheet opens."""
    partnership: Partnership = request.scope.partnership
    wanted, size, seed = _asked(request)
    drawn = _draw(partnership, wanted, size, seed)
    rows = RowReader(partnership).rows(ids_of_slugs(partnership, [each.slug for each in drawn.drawn]))
    response = StreamingHttpResponse(csv_lines(rows, for_spreadsheet=True), content_type="text/csv; charset=utf-8")
    name = file_name(f"{partnership.slug}-utvalg", timezone.localdate(), "csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _draw(partnership: Partnership, wanted: Filter, size: int, seed: str) -> Sample:
    return draw(candidates(partnership, wanted), size=size, seed=seed)


def _asked(request: HttpRequest) -> tuple[Filter, int, str]:
    """The filter (its order means nothing here), how many, and the word."""
    wanted = replace(Filter.read(dict(request.GET.lists())), page=1, sort=Sort.NEWEST)
    size = number_in(request.GET.get("antall"), USUAL_SIZE, digits=5)
    seed = " ".join(request.GET.get("fro", "").replace("\x00", "").split())[:SEED_LENGTH]
    return wanted, min(max(size, 1), SIZE_AT_MOST), seed
