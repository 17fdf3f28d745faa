"""Editing indicators: a form, what it would do to every year, and only then is it saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.partnerships.queries import standing_structure
from brobygger.results.actions.editing import ChangedMeanwhile, EditRefused, NotThere, add_indicator, add_version
from brobygger.results.decorators import those_who_edit
from brobygger.results.forms import (
    DefinitionForm,
    EndForm,
    IndicatorForm,
    TargetForm,
    VersionForm,
    definition_initial,
    target_initial,
)
from brobygger.results.models import Framework, Indicator
from brobygger.results.permissions import may_edit
from brobygger.results.presenters.editing import definition_views, preview_view, target_views
from brobygger.results.presenters.words import in_language
from brobygger.results.queries.adopted import years_adopted
from brobygger.results.queries.frameworks import areas_of, framework_of
from brobygger.results.queries.preview import Preview, preview_new, preview_version
from brobygger.results.queries.versions import indicator_draft, indicator_with_versions
from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.editing import (
    Fault,
    faults_of_definition,
    faults_of_indicator,
    faults_of_target,
    next_version,
)

Draft = DefinitionDraft | TargetDraft | IndicatorDraft


@dataclass(frozen=True)
class _Edit:
    """One thing that is edited. `read` makes the draft of a form that is filled in, `save` writes it under a seal."""

    name: str
    template: str
    form: VersionForm
    read: Callable[[], Draft]
    faults: Callable[[Any], Sequence[Fault]]
    preview: Callable[[Any], Preview]
    save: Callable[[Any, str], Indicator]
    saved: str


def _answer(request: HttpRequest, edit: _Edit, **context: Any) -> HttpResponse:
    """The form; with it what it would do; or the way to what was saved.

    What is saved is what was seen: a preview whose numbers have changed meanwhile is shown anew, and nothing is lost.
    """
    form, partnership = edit.form, request.scope.partnership
    preview, code, is_stale = None, 200, False
    if request.method == "POST":
        code = 422
        if form.is_valid():
            draft = edit.read()
            if faults := edit.faults(draft):
                form.refuse(faults)
            elif seal := request.POST.get("segl", ""):
                try:
                    saved = edit.save(draft, seal)
                except ChangedMeanwhile:
                    code, is_stale, preview = 409, True, edit.preview(edit.read())
                except EditRefused as refused:
                    form.refuse(refused.faults)
                else:
                    messages.success(request, edit.saved)
                    return redirect("results:versions", partnership=partnership.slug, code=saved.code)
            else:
                code, preview = 200, edit.preview(draft)
    shown = preview_view(preview, years_adopted(partnership)) if preview else None
    return render(
        request,
        edit.template,
        {"form": form, "name": edit.name, "preview": shown, "is_stale": is_stale, **context},
        status=code,
    )


def _framework(request: HttpRequest) -> Framework:
    found = framework_of(request.scope.partnership)
    if found is None:
        raise Http404
    return found


def _indicator(request: HttpRequest, framework: Framework, code: str) -> Indicator:
    found = indicator_with_versions(framework, code)
    if found is None:
        raise Http404
    return found


def _years(
    framework: Framework, existing: Sequence[DefinitionDraft] | Sequence[TargetDraft], today: date
) -> tuple[list[int], int]:
    """The years a new version may hold from, and the one that is likely."""
    newest = max((each.valid_from for each in existing), default=min(framework.years))
    years = [year for year in framework.years if year >= newest] or [newest]
    return years, next((year for year in years if year >= today.year), years[-1])


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_edit
@sent_once
def define(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of the definition."""
    return _version(request, code, "define")


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_edit
@sent_once
def aim(request: HttpRequest, code: str) -> HttpResponse:
    """A new version of the target."""
    return _version(request, code, "aim")


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_edit
@sent_once
def end(request: HttpRequest, code: str) -> HttpResponse:
    """The end of the target, by decision."""
    return _version(request, code, "end")


def _version(request: HttpRequest, code: str, what: str) -> HttpResponse:
    partnership, today = request.scope.partnership, timezone.localdate()
    framework = _framework(request)
    indicator = _indicator(request, framework, code)
    was = indicator_draft(indicator)
    existing = was.definitions if what == "define" else was.targets
    years, likely = _years(framework, existing, today)
    number = next_version(existing)
    data, initial = request.POST or None, {"valid_from": likely}
    decisions = [] if what == "define" else list(standing_structure(partnership).decisions)
    form: DefinitionForm | TargetForm | EndForm
    if what == "define":
        form = DefinitionForm(data, years=years, initial=initial | definition_initial(was.definitions[-1]))
    elif what == "aim":
        newest = was.targets[-1]
        form = TargetForm(
            data,
            years=years,
            decisions=decisions,
            due=framework.years,
            known=newest.criteria,
            initial=initial | target_initial(newest),
        )
    else:
        form = EndForm(data, years=years, decisions=decisions, initial=initial)

    def faults(draft: DefinitionDraft | TargetDraft) -> Sequence[Fault]:
        if isinstance(draft, DefinitionDraft):
            return faults_of_definition(draft, was.definitions, framework.years)
        return faults_of_target(draft, was.targets, framework.years)

    def preview(draft: DefinitionDraft | TargetDraft) -> Preview:
        return preview_version(partnership, framework, indicator, draft, today=today)

    def save(draft: DefinitionDraft | TargetDraft, seal: str) -> Indicator:
        try:
            return add_version(
                partnership=partnership,
                code=code,
                version=draft,
                seal=seal,
                by=cast(User, request.user).as_actor,
                now=timezone.now(),
            )
        except NotThere as gone:
            raise Http404 from gone

    saved = {"define": _("Definisjonen er lagret."), "aim": _("Målet er lagret."), "end": _("Målet er avviklet.")}[what]
    edit = _Edit(
        in_language(indicator.name),
        f"results/{what}.html",
        form,
        lambda: form.draft(number),
        faults,
        preview,
        save,
        saved,
    )
    return _answer(request, edit, code=code, decisions=decisions)


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_edit
@sent_once
def new(request: HttpRequest) -> HttpResponse:
    """A new indicator with its first definition."""
    partnership, today = request.scope.partnership, timezone.localdate()
    framework = _framework(request)
    areas = areas_of(framework)
    taken = {indicator.code for area in areas for indicator in area.indicators.all()}
    years, likely = _years(framework, (), today)
    wanted = request.GET.get("omrade", "")
    form = IndicatorForm(
        request.POST or None,
        years=years,
        areas=areas,
        initial={
            "valid_from": likely,
            "is_counted": "1",
            "area": wanted if wanted in {area.code for area in areas} else "",
        },
    )

    def save(draft: IndicatorDraft, seal: str) -> Indicator:
        return add_indicator(
            partnership=partnership,
            area=form.cleaned_data["area"],
            draft=draft,
            seal=seal,
            by=cast(User, request.user).as_actor,
            now=timezone.now(),
        )

    edit = _Edit(
        _("Ny indikator"),
        "results/new.html",
        form,
        form.indicator,
        lambda draft: faults_of_indicator(draft, taken, framework.years),
        lambda draft: preview_new(partnership, framework, draft, today=today),
        save,
        _("Indikatoren er lagt til. Sett et mål, eller la den bare følges."),
    )
    return _answer(request, edit)


@require_safe
def versions(request: HttpRequest, code: str) -> HttpResponse:
    """Every version of the definition and the target: since when, who, when and why. For everybody in the partnership."""
    indicator = _indicator(request, _framework(request), code)
    return render(
        request,
        "results/versions.html",
        {
            "code": code,
            "name": in_language(indicator.name),
            "definitions": definition_views(indicator),
            "targets": target_views(indicator),
            "may_edit": may_edit(request.scope),
        },
    )
