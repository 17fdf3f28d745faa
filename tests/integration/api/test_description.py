"""What the API says of itself."""

from __future__ import annotations

import json
from enum import Enum
from importlib import import_module
from pkgutil import iter_modules

from pydantic import BaseModel
from tests.architecture.source import ROOT

from brobygger.api import schemas
from brobygger.api.views.service import description


def test_the_description_is_for_everybody_and_tells_of_nobody(client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.json()["openapi"].startswith("3.1")
    assert b"trd3" not in response.content


def test_the_copy_in_the_documentation_is_what_is_answered(client) -> None:
    copy = (ROOT / "docs" / "reference" / "openapi.json").read_text(encoding="utf-8")
    assert json.loads(copy) == client.get("/api/v1/openapi.json").json(), (
        "run: brobygger openapi --out docs/reference/openapi.json"
    )


def test_no_two_shapes_go_by_the_same_name() -> None:
    """In the description the one would silently stand for the other."""
    named: dict[str, set[type]] = {}
    for module in iter_modules(schemas.__path__):
        for value in vars(import_module(f"{schemas.__name__}.{module.name}")).values():
            if isinstance(value, type) and issubclass(value, (BaseModel, Enum)):
                named.setdefault(value.__name__, set()).add(value)
    assert len(named) > 50
    assert {name for name, kinds in named.items() if len(kinds) > 1} == set()


def test_every_call_says_who_may_and_what_can_come() -> None:
    marks = []
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            marks.append(operation["operationId"])
            assert operation["description"], path
            assert operation["security"] == [{"Bearer": []}], path
            assert operation["x-token-scope"] in {"read", "write", "coordinate"}, path
            statuses = set(operation["responses"])
            assert {"401", "403", "404"} <= statuses, path
            if method != "get":
                assert {"400", "413", "415", "422", "429"} <= statuses, path
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], path
            names = {each["name"] for each in operation["parameters"]}
            assert ("If-Match" in names) == ("428" in statuses), path
    assert len(marks) == len(set(marks))


def test_the_page_tells_every_call(client) -> None:
    page = client.get("/api/")
    assert page.status_code == 200
    html = page.content.decode()
    for path, methods in description()["paths"].items():
        assert path.removeprefix("/api/v1/partnerships/{partnership}") in html
        assert all(operation["operationId"] in html for operation in methods.values())
    assert "unsafe" not in page["Content-Security-Policy"]
    assert client.post("/api/").status_code == 405
    assert client.get("/api").status_code in {301, 302}
