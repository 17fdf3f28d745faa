"""The framework as a file: out of the product, and what a file adds to it."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.results.actions.editing import ChangedMeanwhile
from brobygger.results.actions.importing import FileRefused, Proposed, check_framework, import_framework
from brobygger.results.decorators import those_who_edit
from brobygger.results.forms import FrameworkForm
from brobygger.results.presenters.framework_file import problem_lines, proposed_lines
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.versions import framework_draft
from brobygger.results.rules.framework_file import framework_text

PROBLEMS_AT_MOST = 200


@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The framework of the current period as YAML. For everybody in the partnership."""
    framework = framework_of(request.scope.partnership)
    if framework is None:
        raise Http404
    response = HttpResponse(framework_text(framework_draft(framework)), content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{framework.slug}.yaml"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@those_who_edit
@sent_once
def upload(request: HttpRequest) -> HttpResponse:
    """Look through a file, and then take it in: all it adds, or nothing."""
    partnership = request.scope.partnership
    form = FrameworkForm(request.POST or None, request.FILES or None)
    proposed: Proposed | None = None
    problems: list[str] = []
    code, is_stale, text = 200, False, ""
    if request.method == "POST" and not form.is_valid():
        code = 422
    elif request.method == "POST":
        content = form.content
        file = form.cleaned_data.get("file")
        name = (file.name if file else request.POST.get("navn", ""))[:120] or "framework.yaml"
        seal = "" if file else request.POST.get("segl", "")
        try:
            if seal and _taken_in(request, content, name, seal):
                messages.success(request, _("Fila er tatt inn."))
                return redirect("results:indicators", partnership=partnership.slug)
            code, is_stale = (409, True) if seal else (200, False)
            proposed = check_framework(partnership=partnership, content=content, name=name)
        except FileRefused as refused:
            code, problems = 422, problem_lines(refused.problems)
        if proposed:
            text = content.decode("utf-8-sig")
    context = {
        "form": form,
        "problems": problems[:PROBLEMS_AT_MOST],
        "more": max(len(problems) - PROBLEMS_AT_MOST, 0),
        "proposed": proposed,
        "lines": proposed_lines(proposed) if proposed else [],
        "text": text,
        "file_name": name if request.method == "POST" and form.is_valid() else "",
        "is_stale": is_stale,
        "has_framework": framework_of(partnership) is not None,
    }
    return render(request, "results/framework.html", context, status=code)


def _taken_in(request: HttpRequest, content: bytes, name: str, seal: str) -> bool:
    """Take a file in; False when something has changed since it was looked through. Raises FileRefused."""
    try:
        import_framework(
            partnership=request.scope.partnership,
            content=content,
            name=name,
            seal=seal,
            by=cast(User, request.user).as_actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        return False
    return True
