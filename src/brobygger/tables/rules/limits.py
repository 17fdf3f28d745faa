"""How much a file may hold before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Wide enough for every honest register, narrow enough that no file takes the machine.

    `bytes` is the file as sent, `unzipped_bytes` all parts of a workbook together, `string_bytes` its common table of
    texts, which is held in memory. `ratio` is how many times a part may grow when unpacked; honest sheets stay below 50.
    `cells` counts those that hold something, and bounds the time a file takes. `row_length` is in characters (CSV).
    """

    bytes: int = 50_000_000
    unzipped_bytes: int = 400_000_000
    string_bytes: int = 200_000_000
    ratio: int = 200
    parts: int = 2_000
    sheets: int = 200
    rows: int = 200_000
    columns: int = 500
    cells: int = 5_000_000
    cell_length: int = 50_000
    row_length: int = 2_000_000
