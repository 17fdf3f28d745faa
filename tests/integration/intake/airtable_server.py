"""A stand-in for Airtable on this machine: schema, paging, a limit on haste, linked records, attachments."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

TOKEN = "pat-for-tests-only"
BASE = "appTest1234567890"
PAGE = 100


def projects(count: int) -> list[dict[str, Any]]:
    """Records as Airtable has them: fields that are empty are left out."""
    records = []
    for n in range(1, count + 1):
        fields: dict[str, Any] = {
            "Prosjektnavn": f"Bølgekraft {n}",
            "Type": "Forskningsprosjekt",
            "Oppstart": "2024-03-05",
            "Partnere": ["recOrg00000000001", "recOrg00000000002"],
            "Vedlegg": [{"id": "att1", "url": "https://files.example.no/a.pdf", "filename": "a.pdf"}],
            "Ferdig": True,
        }
        if n == 2:
            fields["Del av"] = ["recPrj00000000001"]
        records.append({"id": f"recPrj{n:011}", "createdTime": "2024-01-01T00:00:00.000Z", "fields": fields})
    return records


@dataclass
class StandIn:
    """What it holds, what it shall do, and what it was asked."""

    count: int = 3
    # Answer 429 this many times before anything else.
    busy: int = 0
    schema: bool = True
    status: int = 0
    redirect: str = ""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def tables(self) -> dict[str, Any]:
        """The description of the base."""
        fields = [
            {"id": "fld1", "name": "Prosjektnavn", "type": "singleLineText"},
            {"id": "fld2", "name": "Type", "type": "singleSelect"},
            {"id": "fld3", "name": "Oppstart", "type": "date"},
            {"id": "fld4", "name": "Partnere", "type": "multipleRecordLinks", "options": {"linkedTableId": "tblOrgs"}},
            {
                "id": "fld5",
                "name": "Del av",
                "type": "multipleRecordLinks",
                "options": {"linkedTableId": "tblProjects"},
            },
            {"id": "fld6", "name": "Vedlegg", "type": "multipleAttachments"},
            {"id": "fld7", "name": "Ferdig", "type": "checkbox"},
        ]
        names = [{"id": "fldN", "name": "Navn", "type": "singleLineText"}]
        return {
            "tables": [
                {"id": "tblProjects", "name": "Prosjekter", "primaryFieldId": "fld1", "fields": fields},
                {"id": "tblOrgs", "name": "Organisasjoner", "primaryFieldId": "fldN", "fields": names},
            ]
        }

    def records(self, table: str) -> list[dict[str, Any]] | None:
        """The records of a table by id or name."""
        if table in {"tblProjects", "Prosjekter"}:
            return projects(self.count)
        if table in {"tblOrgs", "Organisasjoner"}:
            names = ["NTNU", "Trondheim kommune"]
            return [{"id": f"recOrg{n:011}", "fields": {"Navn": name}} for n, name in enumerate(names, start=1)]
        return None


class _Handler(BaseHTTPRequestHandler):
    held: StandIn

    def do_GET(self) -> None:
        here = self.held
        parts = urlsplit(self.path)
        here.asked.append(self.path)
        if here.redirect:
            self.send_response(302)
            self.send_header("Location", here.redirect)
            self.end_headers()
            return
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._say(401, {"error": {"type": "AUTHENTICATION_REQUIRED"}})
        if here.busy:
            here.busy -= 1
            return self._say(429, {"errors": [{"error": "RATE_LIMIT_REACHED"}]}, wait="1")
        if here.status:
            return self._say(here.status, {"error": {"type": "X", "message": "Unknown field name"}})
        if parts.path == f"/v0/meta/bases/{BASE}/tables":
            return self._say(200, here.tables()) if here.schema else self._say(403, {"error": {"type": "FORBIDDEN"}})
        _, _, base, table = [unquote(part) for part in parts.path.split("/")]
        records = here.records(table) if base == BASE else None
        if records is None:
            return self._say(404, {"error": "NOT_FOUND"})
        asked = parse_qs(parts.query)
        at = int(asked.get("offset", ["itr/0"])[0].partition("/")[2])
        size = min(PAGE, int(asked.get("pageSize", ["100"])[0]))
        told: dict[str, Any] = {"records": records[at : at + size]}
        if at + size < len(records):
            told["offset"] = f"itr/{at + size}"
        self._say(200, told)

    def _say(self, status: int, content: Any, wait: str = "") -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if wait:
            self.send_header("Retry-After", wait)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing: the test says what matters."""


@contextmanager
def stand_in(**held: Any) -> Iterator[StandIn]:
    """A stand-in that answers as long as the block lasts."""
    here = StandIn(**held)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"held": here}))
    server.daemon_threads = True
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
