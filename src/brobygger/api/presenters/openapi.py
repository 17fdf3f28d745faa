"""The description of the API, with what the framework cannot know."""

from __future__ import annotations

from typing import Any

_HEADERS = {
    "ETag": {
        "description": "the version this is; send it as If-Match when you change it",
        "schema": {"type": "string"},
    },
    "Link": {"description": "the next page", "schema": {"type": "string"}},
    "Location": {"description": "where it is read", "schema": {"type": "string"}},
    "Retry-After": {"description": "seconds to wait", "schema": {"type": "string"}},
    "WWW-Authenticate": {"description": "Bearer", "schema": {"type": "string"}},
}
# Other forms of an answer than JSON, which Accept asks for.
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMS = {
    "/exports/activities": ("text/csv", _XLSX),
    "/exports/everything": ("application/zip", _XLSX),
    "/imports/{number}/report": ("text/csv", _XLSX),
}
# Answers that are no JSON at all.
_INSTEAD = {
    "/exports/iati": "application/xml",
    "/exports/cerif": "application/zip",
    "/meetings/{slug}/paper": "application/pdf",
}
_LOCATED = ("/saved-views", "/imports", "/imports/airtable")
# What is answered with the version it is, besides activities; and lists that are read a page at a time.
_TAGGED = (
    "/names",
    "/names/{number}",
    "/reorganisations/preview",
    "/duplicates/{number}",
    "/duplicates/{number}/merge",
    "/people/{number}",
    "/meetings/{slug}",
    "/hold",
    "/reopen",
    "/cases",
    "/cases/{number}",
    "/outcomes",
    "/follow-ups",
)
_PAGED = (
    "/activities",
    "/organisations",
    "/change-sets",
    "/imports",
    "/imports/{number}/rows",
    "/proposed-organisations",
    "/duplicates",
    "/suggestions",
    "/people",
    "/meetings",
    "/indicators/{code}/units",
    "/units/activities",
)
PATCH = "application/merge-patch+json"


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The description the framework makes, with problems as problems, headers, and other forms of an answer."""
    schema = {name: value for name, value in schema.items() if name != "servers"}
    schema["servers"] = [{"url": "/"}]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            _describe(path, method, operation)
    return schema


def _describe(path: str, method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"] = {str(status): value for status, value in operation["responses"].items()}
    for status, response in responses.items():
        if int(status) >= 400 and "content" in response:
            response["content"] = {"application/problem+json": response["content"]["application/json"]}
        names = _headers_of(path, method, status)
        if names:
            response["headers"] = {name: _HEADERS[name] for name in names}
    if method == "patch" and path.endswith("/activities/{slug}"):
        content = operation["requestBody"]["content"]
        content[PATCH] = content["application/json"]
    place = path.rpartition("/partnerships/{partnership}")[2]
    if place in _INSTEAD:
        responses["200"]["content"] = {_INSTEAD[place]: {"schema": {"type": "string", "format": "binary"}}}
    for kind in _FORMS.get(place, ()):
        responses["200"]["content"][kind] = {"schema": {"type": "string"}}


def _headers_of(path: str, method: str, status: str) -> list[str]:
    if status == "401":
        return ["WWW-Authenticate"]
    if status == "429":
        return ["Retry-After"]
    is_activity = path.endswith(("/activities/{slug}", "/restore", "/bring-back"))
    if status in {"200", "201", "304"} and (
        is_activity or (status == "201" and path.endswith(("/activities", "/meetings")))
    ):
        return ["ETag", "Location"] if status == "201" else ["ETag"]
    if status == "201" and path.endswith(_LOCATED):
        return ["Location"]
    if status in {"200", "201"} and path.endswith(_TAGGED):
        return ["ETag"]
    if status == "200" and method == "get" and path.endswith(_PAGED):
        return ["Link"] if "/exports/" not in path else []
    return []
