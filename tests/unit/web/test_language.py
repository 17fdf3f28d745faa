"""What a browser's wish becomes."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import get_language

from brobygger.web.middleware import LanguageMiddleware


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("", "nb"),
        ("no", "nb"),
        ("no-NO, no;q=0.9, en;q=0.8", "nb"),
        ("NO,en;q=0.8", "nb"),
        ("nn-NO,nn;q=0.9,no;q=0.8,en;q=0.7", "nn"),
        ("en-GB,en;q=0.9", "en"),
        ("nb-NO", "nb"),
        ("de,fr;q=0.8", "nb"),
        ("de,no;q=0.8", "nb"),
        ("no_such, \x00;;q=9", "nb"),
    ],
)
def test_language_of_a_browser(wish: str, language: str) -> None:
    """Plain Norwegian is bokmål, the unknown is bokmål, the known is taken at its word."""
    seen: list[str | None] = []
    request = RequestFactory().get("/", headers={"accept-language": wish} if wish else {})
    LanguageMiddleware(lambda _: seen.append(get_language()) or HttpResponse())(request)
    assert seen == [language]
