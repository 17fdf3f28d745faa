"""Problems as answers, and which problem each exception is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from ninja.errors import AuthenticationError, HttpError, ValidationError

from brobygger.api.actions.once import KeyUsed, UnderWay
from brobygger.api.rules.faults import Fault, FieldFault, Problem, Refusal
from brobygger.api.views.raised import RAISED
from brobygger.discussion.rules.text import LONGEST
from brobygger.intake.actions.begin import NotNow
from brobygger.intake.actions.storage import BYTES_AT_MOST, FileTooLarge
from brobygger.intake.presenters.imports import export_refusal
from brobygger.intake.sources.brobygger import ExportRefused
from brobygger.organisations.actions import NameTaken
from brobygger.portfolio.actions.change import ChangedMeanwhile, VersionUnknown
from brobygger.portfolio.actions.change_sets import StandsInTheWay, UndoneAlready
from brobygger.portfolio.actions.lists import TooMany as TooManyLists
from brobygger.portfolio.actions.lists import ViewNameTaken
from brobygger.portfolio.actions.register import RegistrationRefused
from brobygger.portfolio.rules.drafts import DraftFault
from brobygger.rounds.actions.disputes import DisputedAlready, NotYoursToSettle
from brobygger.rounds.actions.opening import RoundRefused
from brobygger.rounds.rules.workflow import Refusal as StepRefusal
from brobygger.rounds.rules.workflow import StepRefused
from brobygger.snapshots.actions.errata import ErratumRefused
from brobygger.tables.presenters import refusal_in_words
from brobygger.tables.rules.refusals import TableRefused
from brobygger.webhooks.actions.manage import TooMany
from brobygger.webhooks.rules.addresses import AddressFault, AddressRefused

PROBLEM = "application/problem+json"

_DRAFT_FAULTS = {
    DraftFault.TITLE_MISSING: "The title is missing.",
    DraftFault.TITLE_TOO_LONG: "It is too long.",
    DraftFault.END_BEFORE_START: "It ends before it starts.",
    DraftFault.RELATES_TO_ITSELF: "An activity cannot belong to itself.",
    DraftFault.SAID_TWICE: "The same is said twice.",
    DraftFault.LEADS_BACK: "The relations lead in a circle.",
    "leads_nowhere": "There is no activity of that id.",
}
_ADDRESS_FAULTS = {
    AddressFault.NO_ADDRESS: "This is no address, such as https://example.no/receiver.",
    AddressFault.NOT_HTTPS: "The address must begin with https://.",
    AddressFault.HAS_PASSWORD: "Leave user name and password out of the address.",
    AddressFault.NOT_PUBLIC: "The address leads to a machine that cannot be reached from the internet.",
}
_LATE = "Nothing was written. Read it again, make your change to that, and send it with the new tag."


def problem_response(problem: Problem) -> HttpResponse:
    """A problem as an answer."""
    body = json.dumps(problem.as_json(), ensure_ascii=False)
    response = HttpResponse(body, status=problem.status, content_type=PROBLEM)
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def problem_of(error: Exception) -> Problem | None:
    """The problem an exception is; None when it is a mistake of ours."""
    if isinstance(error, Refusal):
        return error.problem
    if isinstance(error, HttpError) and isinstance(error.__cause__, Refusal):
        # Ninja wraps what is raised while the body is read.
        return error.__cause__.problem
    tell = next((_TOLD[kind] for kind in type(error).__mro__ if kind in _TOLD), None)
    return tell(error) if tell else None


def _invalid(error: ValidationError) -> Problem:
    return Problem(Fault.INVALID, errors=[_field_fault(each) for each in error.errors])


def _field_fault(each: dict[str, Any]) -> FieldFault:
    source, *way = each["loc"]
    # Ninja names its own parameter first; whoever sent the request has never heard of it.
    way = way[1:] if source == "body" or (len(way) > 1 and source == "query") else way
    return FieldFault(".".join(map(str, way)), str(each["type"]), str(each["msg"]))


def _refused(error: RegistrationRefused) -> Problem:
    faults = [FieldFault(field, str(code), _DRAFT_FAULTS.get(code, str(code))) for _, code, field in error.faults]
    return Problem(Fault.INVALID, errors=faults)


def _late(error: ChangedMeanwhile) -> Problem:
    faults = [FieldFault(slug, "changed", "It was changed, removed or merged since.") for slug in error.slugs[:100]]
    return Problem(Fault.CHANGED_MEANWHILE, _LATE, faults)


def _in_the_way(error: StandsInTheWay) -> Problem:
    faults = [FieldFault(slug, "changed", "It was changed, removed or merged since.") for slug in error.slugs[:100]]
    return Problem(Fault.STANDS_IN_THE_WAY, "Nothing was undone.", faults)


def _address(error: AddressRefused) -> Problem:
    return Problem(Fault.INVALID, errors=[FieldFault("address", error.fault.value, _ADDRESS_FAULTS[error.fault])])


def _unreadable(error: TableRefused | ExportRefused) -> Problem:
    """Why a file is not read, in the words of the screen but in English, as all problems are."""
    with translation.override("en"):
        if isinstance(error, TableRefused):
            code, words = error.refusal.value, refusal_in_words(error)
        else:
            code, words = error.why, export_refusal(error.why)
    return Problem(Fault.INVALID, errors=[FieldFault("file", code, words)])


_STEPS = {
    StepRefusal.WRONG_STAGE: "It is not in a stage in which this can be done.",
    StepRefusal.REASON_MISSING: "A reason is missing.",
    StepRefusal.NOT_A_PARTY: "Only the parties may, each for itself.",
    StepRefusal.APPROVED_ALREADY: "Your party has approved already.",
    StepRefusal.NOT_APPROVED: "Your party has not approved.",
    StepRefusal.INCOMPLETE: "Something is missing, or has changed and was not confirmed since.",
    StepRefusal.NOT_ALL_APPROVED: "Not all areas are approved by both parties.",
    StepRefusal.DISPUTED: "Something is disputed. Settle it, or send leave_out_disputed.",
    StepRefusal.DECISION_MISSING: "Name a decision of this partnership, or send new_decision.",
    StepRefusal.CHANGED_MEANWHILE: "Somebody has done something since you read this version. Nothing was written.",
}
_ERRATA = {
    "reason": "Say what was wrong.",
    "decider": "Say which body or offices decide.",
    "activities": "None of them was frozen, and none is there today.",
    "changed": "Something else would be written than what was seen. Ask for a new preview.",
    "nothing": "Nothing is different from what was adopted and told since.",
}
_ROUNDS = {
    "taken": "There is a round for that year.",
    "days": "The days must come one after another.",
    "areas": "Name at least one area.",
    "year": "The year is not one of the agreement that has begun.",
}


def _step(error: StepRefused) -> Problem:
    fault = FieldFault("", error.why.value, _STEPS[error.why])
    return Problem(Fault.INVALID if error.why is StepRefusal.REASON_MISSING else Fault.CONFLICT, errors=[fault])


def _erratum(error: ErratumRefused) -> Problem:
    is_late = error.why in {"nothing", "changed"}
    fault = FieldFault("" if is_late else error.why, error.why, _ERRATA[error.why])
    return Problem(Fault.CONFLICT if is_late else Fault.INVALID, errors=[fault])


def _round(error: RoundRefused) -> Problem:
    fault = FieldFault("year" if error.why in {"taken", "year"} else error.why, error.why, _ROUNDS[error.why])
    return Problem(Fault.CONFLICT if error.why == "taken" else Fault.INVALID, errors=[fault])


_TOLD: dict[type[BaseException], Callable[[Any], Problem]] = {
    ValidationError: _invalid,
    AuthenticationError: lambda _: Problem(Fault.NOT_SIGNED_IN, headers={"WWW-Authenticate": "Bearer"}),
    HttpError: lambda _: Problem(Fault.BROKEN_REQUEST, "The body is not JSON that can be read."),
    Http404: lambda _: Problem(Fault.NOT_FOUND),
    PermissionDenied: lambda _: Problem(Fault.NOT_ALLOWED),
    RequestDataTooBig: lambda _: Problem(Fault.TOO_LARGE),
    MultiPartParserError: lambda _: Problem(Fault.BROKEN_REQUEST, "The form cannot be read."),
    UnreadablePostError: lambda _: Problem(Fault.BROKEN_REQUEST, "The body broke off."),
    SuspiciousOperation: lambda _: Problem(Fault.BROKEN_REQUEST),
    KeyUsed: lambda _: Problem(Fault.KEY_USED, "Use a new key for a new request."),
    UnderWay: lambda _: Problem(Fault.UNDER_WAY, "Try again in a moment.", headers={"Retry-After": "1"}),
    ChangedMeanwhile: _late,
    VersionUnknown: lambda _: Problem(Fault.NOT_FOUND, "There is no such version."),
    RegistrationRefused: _refused,
    StandsInTheWay: _in_the_way,
    UndoneAlready: lambda _: Problem(Fault.CONFLICT, "It was undone before."),
    NameTaken: lambda error: Problem(Fault.CONFLICT, f"Somebody goes by the name «{error}»."),
    TooMany: lambda _: Problem(Fault.CONFLICT, "There are as many webhooks as there may be."),
    TooManyLists: lambda _: Problem(Fault.CONFLICT, "You have as many as you may have. Remove one first."),
    ViewNameTaken: lambda error: Problem(Fault.CONFLICT, f"You have a view of the name «{error}»."),
    AddressRefused: _address,
    NotNow: lambda error: Problem(Fault.CONFLICT, f"The import is «{error}», so this cannot be done now."),
    FileTooLarge: lambda _: Problem(Fault.TOO_LARGE, f"A file is at most {BYTES_AT_MOST // 1_000_000} MB."),
    TableRefused: _unreadable,
    ExportRefused: _unreadable,
    **RAISED,
    StepRefused: _step,
    RoundRefused: _round,
    ErratumRefused: _erratum,
    DisputedAlready: lambda _: Problem(Fault.CONFLICT, "It is disputed already."),
    NotYoursToSettle: lambda _: Problem(
        Fault.NOT_ALLOWED, "The other party raised it: that takes their word, or a decision of the steering group."
    ),
}
EMPTY_COMMENT = FieldFault("text", "missing", f"Write something, at most {LONGEST} characters.")
