"""No activity gets an address that is a page of the register."""

from __future__ import annotations

from django.urls import get_resolver

from brobygger.portfolio.queries.slugs import RESERVED


def test_every_page_below_the_register_is_reserved() -> None:
    pages = {
        str(pattern.pattern).split("/")[0]
        for pattern in get_resolver("brobygger.portfolio.urls").url_patterns
        if "<" not in str(pattern.pattern).split("/")[0] and "." not in str(pattern.pattern).split("/")[0]
    }
    assert pages - {""} <= RESERVED
