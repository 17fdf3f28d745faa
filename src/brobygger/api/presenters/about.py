"""The page about the API, made from its description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.api.rules.faults import Fault, Problem

# What every address begins with.
BASE = "/api/v1/partnerships/{partnership}"


@dataclass(frozen=True)
class Field:
    """One parameter, or one member of a body."""

    name: str
    where: str
    kind: str
    is_required: bool
    about: str


@dataclass(frozen=True)
class Call:
    """One thing that can be done."""

    mark: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    fields: Sequence[Field]
    statuses: str


@dataclass(frozen=True)
class Chapter:
    """The calls of one resource."""

    name: str
    calls: Sequence[Call]


@dataclass(frozen=True)
class About:
    """The whole page. `problems` are (code, status, title)."""

    base: str
    chapters: Sequence[Chapter]
    problems: Sequence[tuple[str, int, str]]


def about_page(description: Mapping[str, Any]) -> About:
    """The page for a description."""
    schemas = description["components"]["schemas"]
    chapters: dict[str, list[Call]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            chapters.setdefault(operation["tags"][0], []).append(
                _call(path.removeprefix(BASE), method, operation, schemas)
            )
    problems = [Problem(fault) for fault in Fault]
    return About(
        BASE,
        [Chapter(name, calls) for name, calls in chapters.items()],
        [(problem.fault.value, problem.status, problem.title) for problem in problems],
    )


def _call(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Call:
    fields = [
        Field(each["name"], each["in"], _kind(each["schema"]), each["required"], each.get("description", ""))
        for each in operation["parameters"]
        if each["in"] != "path"
    ]
    contents = operation.get("requestBody", {}).get("content", {})
    for kind in ("application/json", "multipart/form-data"):
        fields += _members(_resolved(contents.get(kind, {}).get("schema", {}), schemas))
    return Call(
        mark=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        about=operation.get("description", ""),
        scope=operation["x-token-scope"],
        fields=fields,
        statuses=", ".join(operation["responses"]),
    )


def _members(schema: Mapping[str, Any]) -> list[Field]:
    required = schema.get("required", [])
    return [
        Field(name, "body", _kind(each), name in required, each.get("description", ""))
        for name, each in schema.get("properties", {}).items()
    ]


def _resolved(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = schema.get("$ref", "")
    return schemas[reference.rpartition("/")[2]] if reference else schema


def _kind(schema: Mapping[str, Any]) -> str:
    """«string», «Milestone[]», «number | string»."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(each) for each in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"{_kind(schema.get('items', {}))}[]"
    return str(schema.get("format") or schema.get("type") or schema.get("const") or "any")
