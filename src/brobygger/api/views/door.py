"""Who comes in, and what every endpoint has in common: tokens, answers, tags, and what OpenAPI says of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.parser import Parser

from brobygger.api.actions.once import carry_out_once
from brobygger.api.actions.tokens import count_change, note_use
from brobygger.api.models import AccessToken
from brobygger.api.permissions import token_may
from brobygger.api.queries.tokens import token_of
from brobygger.api.rules.answers import Answer
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tags import is_same, mark_seen, version_of, versions_seen
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.problems import ProblemOut
from brobygger.audit.rules import Actor
from brobygger.partnerships.queries import Scope, scope_of
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.kinds import Standing

JSON_TYPES = {"application/json", "application/merge-patch+json"}
MULTIPART = "multipart/form-data"
KEY_LENGTH = 200
SAFE = {"GET", "HEAD"}
# Headers of an answer that are kept with it.
KEPT_HEADERS = ("ETag", "Location")


class Request(HttpRequest):
    """A request that was let in."""

    scope: Scope
    token: AccessToken


class Bearer:
    """Lets in who shows a valid token of the partnership in the address that may be used for this.

    401 without one, 404 for partnerships the token is not of, 403 when it or its member may not, 429 when too fast.
    """

    openapi_security_schema = {
        "type": "http",
        "scheme": "bearer",
        "description": "A token that a member has made on the page «Tilganger». It begins with bro_.",
    }

    def __init__(self, need: ApiScope, may: Callable[[Scope], bool] | None = None) -> None:
        self.need, self.may = need, may

    def __call__(self, request: HttpRequest) -> AccessToken | None:
        """The token; None is answered by 401. Raises Refusal."""
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(secret.strip(), today=timezone.localdate())
        if token is None:
            return None
        slug = request.resolver_match.kwargs.get("partnership", "") if request.resolver_match else ""
        scope = scope_of(token.membership.user, slug) if slug == token.membership.partnership.slug else None
        if scope is None:
            raise Refusal(Fault.NOT_FOUND)
        if not token_may(token, scope, self.need):
            raise Refusal(Fault.NOT_ALLOWED, f"The token needs the scope «{self.need.value}», and its owner the role.")
        if self.may is not None and not self.may(scope):
            raise Refusal(Fault.NOT_ALLOWED, "The role of the owner does not allow it.")
        if request.method not in SAFE:
            wait = count_change(token=token, at_most=settings.API_CHANGES_A_MINUTE, now=timezone.now())
            if wait:
                raise Refusal(Fault.TOO_MANY, f"Try again in {wait} seconds.", headers={"Retry-After": str(wait)})
        note_use(token=token, now=timezone.now())
        request.scope, request.token = scope, token
        return token


class JsonOnly(Parser):
    """Reads bodies: JSON and nothing else."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as values. Raises Refusal for other kinds, ValueError for what is no JSON."""
        if (request.content_type or "").lower() not in JSON_TYPES:
            raise Refusal(Fault.MEDIA_TYPE, f"Send it as {' or '.join(sorted(JSON_TYPES))}.")
        try:
            return json.loads(request.body, parse_constant=_no_number)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def actor_of(request: Request) -> Actor:
    """The person the token acts for; events tell which token it was."""
    user = request.scope.membership.user
    return Actor(label=user.display_name, user_id=user.pk, token=request.token.name)


def answer(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A value as JSON; None is an empty answer."""
    if value is None:
        response = HttpResponse(status=204 if status == 200 else status)
        del response.headers["Content-Type"]
    else:
        body = json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
        response = HttpResponse(body, status=status, content_type="application/json")
    for name, text in (headers or {}).items():
        response.headers[name] = text
    return response


def not_modified(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 when the reader has this version already."""
    header = request.headers.get("If-None-Match", "")
    return answer(None, status=304, headers={"ETag": tag}) if header and is_same(header, tag) else None


def version_read(request: HttpRequest, activity: Activity) -> int:
    """The version the writer has read, which If-Match says. Raises Refusal without one, and when it is not the present."""
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise Refusal(Fault.VERSION_NEEDED, "Send the ETag you read it with as If-Match.")
    version = version_of(activity.pk, versions_seen(header))
    if version != activity.version:
        raise ChangedMeanwhile([activity.slug])
    if activity.standing != Standing.REGISTERED:
        raise Refusal(
            Fault.CONFLICT, "It is merged or in the wastebasket. Only what is in the register can be changed."
        )
    return version


def mark_read(request: HttpRequest, kind: str, number: int) -> str:
    """The mark of what the writer has read, which If-Match says (`rules.tags.mark_tag`). Raises Refusal without one."""
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise Refusal(Fault.VERSION_NEEDED, "Send the ETag you read it with as If-Match.")
    return mark_seen(header, kind, number)


def only_once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Carry a POST with an Idempotency-Key out once, and answer the same to whoever sends it again."""

    @wraps(view)
    def once(request: Request, **values: Any) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None:
            return view(request, **values)
        if getattr(view, "keeps_no_answer", False):
            raise Refusal(Fault.INVALID, "No Idempotency-Key is taken here: the answer is not kept.")
        if not 1 <= len(key) <= KEY_LENGTH or not key.isascii() or not key.isprintable():
            raise Refusal(Fault.INVALID, f"Idempotency-Key is 1 to {KEY_LENGTH} printable ASCII characters.")

        def do() -> Answer:
            response = view(request, **values)
            kept = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            return Answer(response.status_code, response.content.decode(), kept)

        given = carry_out_once(
            token=request.token,
            key=key,
            request=f"POST {request.get_full_path()}",
            body_hash=_hash_of(request),
            do=do,
            now=timezone.now(),
        )
        response = HttpResponse(given.body, status=given.status, content_type="application/json", headers=given.headers)
        if not given.body:
            del response.headers["Content-Type"]
        return response

    return once


def _hash_of(request: HttpRequest) -> str:
    """What tells one body from another. Files are read in parts, never held whole, and may be read again afterwards."""
    if request.content_type != MULTIPART:
        return hashlib.sha256(request.body).hexdigest()
    fields = sorted((name, value) for name, values in request.POST.lists() for value in values)
    digest = hashlib.sha256(repr(fields).encode("utf-8", "replace"))
    for name in sorted(request.FILES):
        file = cast(UploadedFile, request.FILES[name])
        digest.update(repr((name, file.name, file.size)).encode("utf-8", "replace"))
        for chunk in file.chunks():
            digest.update(chunk)
    return digest.hexdigest()


def reading(
    answers: Mapping[int, Any], *, may: Callable[[Scope], bool] | None = None, need: ApiScope = ApiScope.READ
) -> dict[str, Any]:
    """What a view that only reads is put on a router with."""
    return _operation(answers, need, may, (401, 403, 404, 422))


def writing(
    answers: Mapping[int, Any],
    *,
    may: Callable[[Scope], bool] | None,
    need: ApiScope = ApiScope.WRITE,
    takes_version: bool = False,
    takes_key: bool = False,
    conflicts: bool = False,
) -> dict[str, Any]:
    """What a view that writes is put on a router with.

    `takes_version`: it needs If-Match; `takes_key`: it is a POST; `conflicts`: it can collide with what is registered.
    """
    statuses = {400, 401, 403, 404, 413, 415, 422, 429}
    parameters = []
    if takes_version:
        statuses |= {409, 412, 428}
        parameters.append(_header("If-Match", "the ETag of the version you have read", required=True))
    if takes_key:
        statuses.add(409)
        said = "the same key and body: the same answer again, without doing it twice; kept for 24 hours"
        parameters.append(_header("Idempotency-Key", said))
    if conflicts:
        statuses.add(409)
    return _operation(answers, need, may, sorted(statuses), parameters)


def _operation(
    answers: Mapping[int, Any], need: ApiScope, may: Any, statuses: Any, parameters: Any = ()
) -> dict[str, Any]:
    return {
        "auth": Bearer(need, may),
        "response": {**answers, **dict.fromkeys(statuses, ProblemOut)},
        "openapi_extra": {"x-token-scope": need.value, "parameters": list(parameters)},
    }


def _header(name: str, description: str, *, required: bool = False) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": "^[\\x20-\\x7e]+$"}
    return {"in": "header", "name": name, "required": required, "description": description, "schema": schema}
