"""What was adopted: the list, one, who was behind a number, the file, and figures as at any past day."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.designsystem.rules.sent import number_in
from brobygger.partnerships.models import Partnership
from brobygger.results.presenters.words import in_language
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.queries.on_date import TooMuchSince, figures_on
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.permissions import may_correct
from brobygger.snapshots.presenters import snapshot_page
from brobygger.snapshots.presenters.errata import erratum_views, newest
from brobygger.snapshots.presenters.on_date import day_rows
from brobygger.snapshots.queries.members import MEMBERS, WAITING, frozen_members, is_redefined, members_since
from brobygger.snapshots.queries.reading import errata_of, file_of, items_of, snapshot_numbered, snapshots_of
from brobygger.snapshots.rules.errata import changes_from

FIRST_DAY = date(2000, 1, 1)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All that has been adopted, newest first."""
    return render(request, "snapshots/list.html", {"snapshots": snapshots_of(request.scope.partnership)})


@require_safe
def snapshot(request: HttpRequest, number: int) -> HttpResponse:
    """One snapshot: each figure as it was adopted and as it is known today, errata, checksum and chain."""
    partnership: Partnership = request.scope.partnership
    found = snapshot_or_404(partnership, number)
    frozen = {group: items_of(found, group) for group in ("goal-areas", "indicators", "figures")}
    years = sorted({figure["year"] for figure in frozen["figures"] if figure["year"] is not None})
    year = snapshot_page.chosen_year(request.GET.get("aar"), years, found.year)
    errata = errata_of(found)
    shown, others = newest(errata)
    address = reverse("snapshots:show", kwargs={"partnership": partnership.slug, "number": number})
    names = {each["code"]: in_language(each["name"]) for each in frozen["indicators"]}
    context = {
        "snapshot": found,
        "checksum": snapshot_page.checksum_groups(found.sha256),
        "previous_checksum": snapshot_page.checksum_groups(found.previous_sha256),
        "years": snapshot_page.year_links(address, years, year),
        "areas": snapshot_page.area_rows(
            partnership,
            found,
            frozen,
            year,
            figures_of(partnership, today=timezone.localdate()),
            [changes_from(each.changes) for each in errata],
        ),
        "errata": erratum_views(partnership, shown, names),
        "others": others,
        "may_correct": may_correct(request.scope),
    }
    return render(request, "snapshots/snapshot.html", context)


@require_safe
def members(request: HttpRequest, number: int, code: str) -> HttpResponse:
    """Who was behind a number, called what they were called then."""
    partnership: Partnership = request.scope.partnership
    found = snapshot_or_404(partnership, number)
    indicators = {each["code"]: each for each in items_of(found, "indicators")}
    if code not in indicators:
        raise Http404
    figures_then = {each["year"]: each for each in items_of(found, "figures") if each["code"] == code}
    years = [each for each in figures_then if each is not None]
    part = snapshot_page.PARTS.get(request.GET.get("vis", ""), MEMBERS)
    year = snapshot_page.chosen_year(request.GET.get("aar"), years, found.year)
    # Those without a year are a list of the period; those who wait are one of a year.
    year = None if part == "undated" else year
    if part == WAITING and year is None:
        raise Http404
    figure = figures_then.get(year)
    if figure is None:
        raise Http404
    listed = frozen_members(partnership, found, code, year, part=part, page=number_in(request.GET.get("side"), 1))
    figures = figures_of(partnership, today=timezone.localdate())
    indicator = figures.indicator(code) if figures else None
    since = None
    if part == MEMBERS and listed.page.number == 1:
        since = members_since(partnership, found, indicators[code], years, year)
    address = snapshot_page.members_url(partnership, found, code, year)
    address += f"&vis={request.GET.get('vis')}" if part != MEMBERS else ""
    before, after = snapshot_page.pages(address, listed)
    context = {
        "snapshot": found,
        "indicator": in_language(indicators[code]["name"]),
        "title": snapshot_page.members_title(part, year),
        "figure": figure,
        "reason": snapshot_page.frozen_reason(figure),
        "rows": snapshot_page.member_rows(partnership, listed),
        "total": listed.page.total,
        "shown": snapshot_page.shown(listed),
        "previous": before,
        "following": after,
        "since": since,
        "is_redefined": bool(since and indicator and is_redefined(indicators[code], indicator, years, year)),
        "came": snapshot_page.since_links(partnership, since.came) if since else [],
        "went": snapshot_page.since_links(partnership, since.went) if since else [],
        "waiting_url": f"{address}&vis=venter" if figure["pending"] and year and part == MEMBERS else "",
        "undated_url": f"{address}&vis=uten" if figures_then[None]["undated"] and part == MEMBERS else "",
    }
    return render(request, "snapshots/members.html", context)


@require_safe
def file(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """The file the checksum is of."""
    partnership: Partnership = request.scope.partnership
    found = snapshot_or_404(partnership, number)
    response = StreamingHttpResponse(file_of(found), content_type="application/jsonl; charset=utf-8")
    name = f"{partnership.slug}-vedtatt-{found.number}.jsonl"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def on_date(request: HttpRequest) -> HttpResponse:
    """Figures as they stood at the end of a past day, beside today's."""
    partnership: Partnership = request.scope.partnership
    today = timezone.localdate()
    asked = request.GET.get("dato", "")
    day, problem = _day(asked, today)
    found, count = None, 0
    if day:
        try:
            found = figures_on(partnership, day)
        except TooMuchSince as much:
            problem, count = "much", much.count
    context = {
        "asked": asked,
        "day": day,
        "latest": today - timedelta(days=1),
        "problem": problem,
        "count": count,
        "found": found,
        "years": [str(year) for year in next(iter(found.series.values())).by_year] if found and found.series else [],
        "rows": day_rows(partnership, found, figures_of(partnership, today=today)) if found else [],
    }
    return render(request, "snapshots/on_date.html", context)


def _day(asked: str, today: date) -> tuple[date | None, str]:
    """The day somebody asks for; and what is wrong with it."""
    if not asked:
        return None, ""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None, "date"
    return (day, "") if FIRST_DAY <= day < today else (None, "range")


def snapshot_or_404(partnership: Partnership, number: int) -> Snapshot:
    """The snapshot of a number; for one that is not there the page that nothing is there."""
    found = snapshot_numbered(partnership, number) if number < 2**31 else None
    if found is None:
        raise Http404
    return found
