"""What should be looked at before the year is adopted, and what is said to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.doubts.actions import ChangedMeanwhile, answer
from brobygger.doubts.forms import AnswerForm
from brobygger.doubts.permissions import may_answer
from brobygger.doubts.presenters import AnswerView, answer_view, doubt_view, group_view, overview
from brobygger.doubts.queries.doubts import Answered, answers_to, doubt_named, doubts_of
from brobygger.doubts.rules.kinds import Answer, Kind, Seen, seen_in
from brobygger.results.queries.frameworks import Figures, figures_of


@require_safe
def doubts(request: HttpRequest) -> HttpResponse:
    """All of them, by kind; those that are answered too when asked for."""
    only_open = request.GET.get("vis") != "alle"
    view = overview(request.scope.partnership, _found(request), _figures(request), only_open=only_open)
    context = {"overview": view, "only_open": only_open, "may_answer": may_answer(request.scope)}
    return render(request, "doubts/doubts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def doubt(request: HttpRequest, key: str) -> HttpResponse:
    """One doubt with its evidence, what was said to it, and the form to say something."""
    partnership = request.scope.partnership
    found = doubt_named(partnership, key, today=timezone.localdate())
    if found is None:
        return _gone(request, key)
    form = _tried(request, [found])
    if form is not None and form.is_valid() and not form.errors:
        return redirect("doubts:doubts", partnership=partnership.slug)
    context = {
        "doubt": doubt_view(partnership, found, _figures(request)),
        "answers": _answers(request, found),
        "form": (form or AnswerForm()) if may_answer(request.scope) else None,
        "tried": form,
    }
    return render(request, "doubts/doubt.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def group(request: HttpRequest, kind: str) -> HttpResponse:
    """All that is open of one kind, and the form to say the same to every one that is ticked."""
    try:
        wanted = Kind(kind.replace("-", "_"))
    except ValueError:
        raise Http404 from None
    if not may_answer(request.scope):
        raise PermissionDenied
    found = _found(request)
    form = _tried(request, found)
    if form is not None and form.is_valid() and not form.errors:
        return redirect("doubts:doubts", partnership=request.scope.partnership.slug)
    view = group_view(request.scope.partnership, wanted, found, _figures(request))
    if not view.rows:
        return redirect("doubts:doubts", partnership=request.scope.partnership.slug)
    ticked = {text.partition(" ")[0] for text in request.POST.getlist("sett")}
    context = {"group": view, "form": form or AnswerForm(), "tried": form, "ticked": ticked}
    return render(request, "doubts/group.html", context, status=_status(form))


def _gone(request: HttpRequest, key: str) -> HttpResponse:
    """What was said to a doubt that is no more; with what somebody wrote while it went. 404 where nobody has said anything."""
    said = [answer_view(each, holds=False) for each in answers_to(request.scope.partnership, key.replace("\x00", ""))]
    is_kind = key.partition(":")[0] in set(Kind)
    words = request.POST.get("words", "").strip() if is_kind and may_answer(request.scope) else ""
    if not said and not words:
        raise Http404
    return render(request, "doubts/gone.html", {"answers": said, "words": words}, status=409 if words else 200)


def _found(request: HttpRequest) -> list[Answered]:
    return doubts_of(request.scope.partnership, today=timezone.localdate())


def _figures(request: HttpRequest) -> Figures | None:
    return figures_of(request.scope.partnership, today=timezone.localdate())


def _tried(request: HttpRequest, found: Sequence[Answered]) -> AnswerForm | None:
    """The form as it was sent; what is in it is kept when it can be, else the form says why not. None when none was sent."""
    if request.method != "POST":
        return None
    if not may_answer(request.scope):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    seen = _seen_in(request, found)
    if not form.is_valid() or not seen:
        if not seen:
            form.add_error(None, _("Velg minst én."))
        return form
    try:
        answer(
            partnership=request.scope.partnership,
            seen=seen,
            answer=Answer(form.cleaned_data["answer"]),
            words=form.cleaned_data["words"],
            by=cast(User, request.user).as_actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile as meanwhile:
        form.add_error(None, _why(meanwhile))
    else:
        messages.success(request, _("Svaret er lagret."))
    return form


def _why(meanwhile: ChangedMeanwhile) -> str:
    if meanwhile.by:
        text = _("%(name)s svarte mens du skrev. Les svaret, og send ditt på nytt hvis det fortsatt trengs.")
        return text % {"name": meanwhile.by}
    return _("Tallene er endret siden du åpnet siden. Se på dem igjen, og send på nytt.")


def _seen_in(request: HttpRequest, found: Sequence[Answered]) -> list[Seen]:
    """What was ticked, as far as it is still doubted."""
    present = {each.doubt.key: each.doubt for each in found}
    return [seen for text in request.POST.getlist("sett") if (seen := seen_in(text, present))]


def _status(form: AnswerForm | None) -> int:
    if form is None or not form.errors:
        return 200
    return 409 if form.non_field_errors() else 422


def _answers(request: HttpRequest, found: Answered) -> list[AnswerView]:
    answers = answers_to(request.scope.partnership, found.doubt.key)
    return [answer_view(each, holds=each.fingerprint == found.doubt.fingerprint) for each in answers]
