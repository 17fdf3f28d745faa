"""Who was behind an adopted number and who would be today: counted as it was defined when it was adopted."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.conftest import Cast

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.actions.editing import add_version
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.preview import preview_version
from brobygger.results.queries.versions import indicator_draft, indicator_with_versions
from brobygger.snapshots.actions.freeze import freeze

BY = system("tests")
CODE = "master-theses"
DEFINED_ANEW = "Måltallet er definert på nytt siden."


def register(partnership: Partnership, kind: Kind, title: str, now: datetime, year: str = "2025") -> None:
    done = (MilestoneFact(MilestoneKind.FINISHED, year),)
    register_activities(
        partnership=partnership, drafts=[ActivityDraft("", kind, title, milestones=done)], by=BY, now=now
    )


def define_anew(partnership: Partnership, now: datetime, since: int = 2025) -> None:
    """Bachelor theses count too."""
    framework = framework_of(partnership)
    assert framework is not None
    indicator = indicator_with_versions(framework, CODE)
    assert indicator is not None
    last = indicator_draft(indicator).definitions[-1]
    version = replace(
        last, version=last.version + 1, valid_from=since, reason={"nb": "a", "nn": "a", "en": "a"},
        counting={**(last.counting or {}), "kinds": ["master_thesis", "bachelor_thesis"]},
    )  # fmt: skip
    seal = preview_version(partnership, framework, indicator, version, today=now.date()).seal
    add_version(partnership=partnership, code=CODE, version=version, seal=seal, by=BY, now=now)


@pytest.mark.parametrize("year", ["2025", "perioden"])
def test_what_a_new_definition_takes_in_has_not_come_since(
    trd3: Partnership, cast: Cast, client_of: Callable[..., Client], now: datetime, year: str
) -> None:
    register(trd3, Kind.MASTER_THESIS, "Havtare", now)
    register(trd3, Kind.BACHELOR_THESIS, "Tang", now)
    freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)
    later = now + timedelta(days=1)

    def page() -> str:
        found = client_of(cast.observer).get(f"/trd3/vedtatt/1/tall/{CODE}/?aar={year}").content.decode()
        return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", found)))

    assert "Havtare" in page()
    assert DEFINED_ANEW not in page()
    define_anew(trd3, later)
    assert "Kommet til siden" not in page()
    assert DEFINED_ANEW in page()
    register(trd3, Kind.MASTER_THESIS, "Blæretang", later)
    register(trd3, Kind.BACHELOR_THESIS, "Sagtang", later)
    since = page()
    assert "Kommet til siden (1)" in since
    assert "Telles ikke lenger (0)" in since
    assert "Blæretang" in since
    assert "Sagtang" not in since


def test_a_definition_that_was_new_when_it_was_adopted_is_the_one_that_holds(
    trd3: Partnership, cast: Cast, client_of: Callable[..., Client], now: datetime
) -> None:
    """Years before it are compared by the one before it."""
    define_anew(trd3, now)
    freeze(partnership=trd3, year=2025, words="Tall for 2025", decision="Sak 12/26", by=BY, now=now)
    for year in ("2024", "2025"):
        register(trd3, Kind.BACHELOR_THESIS, f"Tang {year}", now + timedelta(days=1), year)
    client = client_of(cast.observer)
    found = {
        year: client.get(f"/trd3/vedtatt/1/tall/{CODE}/?aar={year}").content.decode()
        for year in ("2024", "2025", "perioden")
    }
    assert "Kommet til siden" not in found["2024"]
    assert "Tang 2025" in found["2025"]
    assert "Tang 2025" in found["perioden"]
    assert "Tang 2024" not in found["perioden"]
    assert not any(DEFINED_ANEW in page for page in found.values())
