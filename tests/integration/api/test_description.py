"""What the API says of itself."""

from __future__ import annotations

import json

from tests.architecture.source import ROOT

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
