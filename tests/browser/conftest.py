"""The running product, started as a newcomer would, and a browser that looks at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent.parent
COORDINATOR = "Koordinator"
OTHER = "Fjordby"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys of one file change one product, one after the other; pages are only looked at, by whoever has time."""
    for item in items:
        if item.path.parent == Path(__file__).parent and item.path.stem != "test_every_page":
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the product: its own database with the demo data, its real server, on this machine."""
    state = tmp_path_factory.mktemp("product")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BROBYGGER_")}
    environment |= {"BROBYGGER_DEMO": "1", "BROBYGGER_STATE": str(state), "BROBYGGER_HOME": str(ROOT)}
    command = Path(sys.executable).with_name("brobygger")
    meetings = (ROOT / "tests" / "browser" / "meetings.py").read_text(encoding="utf-8")
    for arguments in (
        ["migrate", "--noinput"],
        ["demo"],
        ["shell", "--command", meetings],
        ["collectstatic", "--noinput"],
    ):
        subprocess.run([command, *arguments, "--verbosity", "0"], env=environment, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "brobygger.config.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the product did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; the browser that playwright would download is never used."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing; script/test says how to install it"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield chromium
        chromium.close()


@dataclass
class Visit:
    """One person at a screen, and everything the browser complained about."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> int:
        """Open a page; its status."""
        response = self.page.goto(self.address + path)
        assert response is not None
        return response.status


class Visits:
    """Sign people in by the demo's own page, and remember their sessions."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._address = address
        self._sessions: dict[str, list[dict[str, object]]] = {}
        self._open: list[BrowserContext] = []

    def as_persona(self, role: str, *, width: int = 1280, scheme: str = "light") -> Visit:
        """A browser window of one of the demo's people, found by a word of the role."""
        context = self._browser.new_context(viewport={"width": width, "height": 900}, locale="nb-NO")
        self._open.append(context)
        visit = Visit(context.new_page(), self._address)
        visit.page.on("console", lambda m: visit.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        visit.page.on(
            "request",
            lambda r: None if r.url.startswith((self._address, "data:")) else visit.complaints.append(r.url),
        )
        if role not in self._sessions:
            visit.open("/logg-inn/")
            visit.page.get_by_role("listitem").filter(has_text=role).first.get_by_role("button").click()
            self._sessions[role] = context.cookies()
        context.add_cookies(self._sessions[role])
        context.add_cookies([{"name": "brobygger_scheme", "value": scheme, "url": self._address}])
        return visit

    def close(self) -> None:
        """Close the windows of one test."""
        while self._open:
            self._open.pop().close()


@pytest.fixture(scope="session")
def all_visits(browser: Browser, product: str) -> Visits:
    """Sessions are kept from test to test, windows are not."""
    return Visits(browser, product)


@pytest.fixture
def visits(all_visits: Visits) -> Iterator[Visits]:
    """Windows that are closed after the test."""
    yield all_visits
    all_visits.close()
