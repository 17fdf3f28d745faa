"""Airtable's web interface: the records of a table, with linked records as names.

It speaks to one host, which the settings name, follows nobody anywhere else, and waits when it is told to. The token is
held by this object only, and stands in no message.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import sleep as real_sleep
from typing import Any
from urllib.parse import quote, urlencode

from brobygger.tables.rules.cells import Value

ID_COLUMN = "Airtable-ID"
SECONDS_AT_MOST = 30
BYTES_AT_MOST = 30_000_000
RECORDS_AT_MOST = 200_000
# Five questions a second is what Airtable allows; whoever asks more waits half a minute.
PAUSE = 0.21
WAITS = (2.0, 5.0, 30.0, 30.0)
LONGEST_WAIT = 60.0


class AirtableRefused(RuntimeError):
    """Airtable gave no records. `why`: token, forbidden, missing, refused, busy, no_answer, strange, too_much."""

    def __init__(self, why: str, more: str = "") -> None:
        super().__init__(why)
        self.why, self.more = why, more


@dataclass(frozen=True)
class Field:
    """A column of a table, and the table it links to, if it does."""

    name: str
    linked_table: str = ""


@dataclass(frozen=True)
class TableSchema:
    """A table as the base describes it."""

    pk: str
    name: str
    primary: str
    fields: Sequence[Field]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass
class Airtable:
    """One base, asked with one token."""

    url: str
    base: str
    token: str = field(repr=False)
    sleep: Callable[[float], object] = real_sleep
    _opener: urllib.request.OpenerDirector = field(
        default_factory=lambda: urllib.request.build_opener(_NoRedirects()), repr=False
    )

    def schema(self) -> list[TableSchema] | None:
        """The tables of the base; None when the token does not let us see them. Raises AirtableRefused."""
        try:
            told = self._get(f"/v0/meta/bases/{quote(self.base, safe='')}/tables", {})
        except AirtableRefused as refused:
            if refused.why in {"forbidden", "missing"}:
                return None
            raise
        tables = []
        for table in _objects(told.get("tables")):
            fields = _objects(table.get("fields"))
            names = {str(each.get("id")): str(each.get("name")) for each in fields}
            tables.append(
                TableSchema(
                    str(table.get("id")),
                    str(table.get("name")),
                    names.get(str(table.get("primaryFieldId")), ""),
                    [Field(str(each.get("name")), _linked(each)) for each in fields],
                )
            )
        return tables

    def records(self, table: str, *, only: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Every record as (id, fields), a page of a hundred at a time; with `only` just that field."""
        question: dict[str, str] = {"pageSize": "100"}
        if only:
            question["fields[]"] = only
        offsets: set[str] = set()
        while True:
            told = self._get(f"/v0/{quote(self.base, safe='')}/{quote(table, safe='')}", question)
            for record in _objects(told.get("records")):
                fields = record.get("fields")
                yield str(record.get("id")), fields if isinstance(fields, dict) else {}
            offset = told.get("offset")
            if not offset:
                return
            if offset in offsets:
                raise AirtableRefused("strange")
            offsets.add(str(offset))
            question["offset"] = str(offset)
            self.sleep(PAUSE)

    def _get(self, path: str, question: Mapping[str, str]) -> dict[str, Any]:
        address = f"{self.url}{path}" + (f"?{urlencode(question)}" if question else "")
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})
        for wait in (*WAITS, None):
            try:
                with self._opener.open(request, timeout=SECONDS_AT_MOST) as answer:
                    return _read(answer.read(BYTES_AT_MOST + 1))
            except urllib.error.HTTPError as error:
                with error:
                    if error.code not in {429, 502, 503, 504}:
                        raise _refusal(error) from None
                    asked = error.headers.get("Retry-After", "")
                if wait is None:
                    raise AirtableRefused("busy") from None
                self.sleep(min(float(asked), LONGEST_WAIT) if asked.isdecimal() else wait)
            except (OSError, ValueError) as error:
                if isinstance(error, AirtableRefused):
                    raise
                raise AirtableRefused("no_answer") from None
        raise AirtableRefused("busy")


def _read(body: bytes) -> dict[str, Any]:
    if len(body) > BYTES_AT_MOST:
        raise AirtableRefused("too_much")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise AirtableRefused("strange") from None
    if not isinstance(told, dict):
        raise AirtableRefused("strange")
    return told


def _refusal(error: urllib.error.HTTPError) -> AirtableRefused:
    why = {401: "token", 403: "forbidden", 404: "missing", 422: "refused", 400: "refused"}.get(error.code, "strange")
    more = ""
    if why == "refused":
        try:
            told = json.loads(error.read(10_000))
            said = told.get("error")
            more = str(said.get("message") or said.get("type") or "") if isinstance(said, dict) else str(said or "")
        except (ValueError, AttributeError, OSError):
            more = ""
    return AirtableRefused(why, more[:200])


def _objects(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _linked(told: Mapping[str, Any]) -> str:
    options = told.get("options")
    if told.get("type") != "multipleRecordLinks" or not isinstance(options, dict):
        return ""
    return str(options.get("linkedTableId") or "")


def table_of(client: Airtable, table: str, tell: Callable[[int], object]) -> tuple[list[str], list[list[Value]]]:
    """Columns and rows of a table: first the record's id, then its fields, with linked records by name.

    `tell` is told how many records there are so far. Raises AirtableRefused.
    """
    tables = client.schema() or []
    here = next((each for each in tables if table in {each.pk, each.name}), None)
    if tables and here is None:
        raise AirtableRefused("missing")
    names: dict[str, str] = {}
    if here:
        by_id = {each.pk: each for each in tables}
        for linked in sorted({each.linked_table for each in here.fields} - {""}):
            if linked in by_id and linked != here.pk:
                names |= _names(client, by_id[linked])
    columns = [each.name for each in here.fields] if here else []
    known = set(columns)
    records: list[tuple[str, Mapping[str, Any]]] = []
    for pk, fields in client.records(here.pk if here else table):
        for name in fields:
            if name not in known:
                known.add(name)
                columns.append(name)
        if here and any(each.linked_table == here.pk for each in here.fields):
            names[pk] = _plain(fields.get(here.primary), {})
        records.append((pk, fields))
        if len(records) > RECORDS_AT_MOST:
            raise AirtableRefused("too_much")
        if len(records) % 100 == 0:
            tell(len(records))
    rows = [[pk, *(_cell(fields.get(column), names) for column in columns)] for pk, fields in records]
    return [ID_COLUMN, *columns], rows


def _names(client: Airtable, table: TableSchema) -> dict[str, str]:
    client.sleep(PAUSE)
    return {pk: _plain(fields.get(table.primary), {}) for pk, fields in client.records(table.pk, only=table.primary)}


def _cell(value: Any, names: Mapping[str, str]) -> Value:
    """A cell as a spreadsheet would hold it; several values as Airtable's own export writes them."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        texts = [text for each in value if (text := _plain(each, names))]
        if any(isinstance(each, dict) and "url" in each for each in value):
            return "\n".join(texts)
        return ", ".join(f'"{text.replace(chr(34), chr(34) * 2)}"' if "," in text else text for text in texts)
    return _plain(value, names)


def _plain(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, dict):
        if "url" in value:
            label = value.get("filename") or value.get("label")
            return f"{label}: {value['url']}" if label else str(value["url"])
        for key in ("name", "text", "value", "email"):
            if isinstance(value.get(key), str):
                return str(value[key])
        return ""
    if value is None:
        return ""
    text = str(value)
    return names.get(text, text)
