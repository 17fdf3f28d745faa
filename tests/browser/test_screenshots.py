"""The pictures in the documentation are taken here, from the product itself: `script/test -k screenshots` with
BROBYGGER_WRITE_SCREENSHOTS=1 renews them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.browser.conftest import COORDINATOR, ROOT, Visits

pytestmark = pytest.mark.browser

FOLDER = ROOT / "docs" / "screenshots"
PICTURES = {
    "oversikt": "/trd3/",
    "maltall": "/trd3/maltall/",
    "aktiviteter": "/trd3/aktiviteter/",
    "tetthetskart": "/trd3/aktiviteter/tetthet/",
}


@pytest.mark.parametrize("name", PICTURES)
def test_screenshots_can_be_taken_and_are_there(visits: Visits, name: str, tmp_path: Path) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open(PICTURES[name])
    folder = FOLDER if os.environ.get("BROBYGGER_WRITE_SCREENSHOTS") == "1" else tmp_path
    visit.page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 20_000
    assert (FOLDER / f"{name}.png").is_file(), "renew the pictures"


def test_screenshots_are_all_used_and_all_there() -> None:
    used = {
        Path(match).name
        for page in [ROOT / "README.md", ROOT / "README.nb.md", *(ROOT / "docs").rglob("*.md")]
        for match in re.findall(r"!\[[^\]]*\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    }
    assert used == {path.name for path in FOLDER.glob("*.png")}
