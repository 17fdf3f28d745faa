"""Forecasts as files: written whole or not at all, and sealed, so that a prediction stays what it was."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from harmoni.forecast.make import MEMBERS, WHAT, Forecast, Promise, Series
from harmoni.model import files
from harmoni.model.problems import BadModel, Problem
from harmoni.texts import say

KIND, FORMAT = "harmoni forecast", 1
LARGEST_FILE = 100_000_000


def digest_of(path: Path) -> str:
    """The checksum of all files of a model: their names and what they say."""
    seal = hashlib.sha256()
    for name, content in sorted(files.read_files(path).items()):
        seal.update(f"{name}\0{len(content)}\0".encode())
        seal.update(content)
    return seal.hexdigest()


def as_document(forecast: Forecast) -> dict[str, Any]:
    """The forecast as JSON, with the seal over everything else in it."""
    document: dict[str, Any] = {
        "kind": KIND,
        "format": FORMAT,
        **{name: getattr(forecast, name) for name in _PLAIN},
        "start": forecast.start.isoformat(),
        "fee_units": list(forecast.fee_units),
        "series": [_series(one) for one in forecast.series],
        "otherwise": [_series(one) for one in forecast.otherwise],
        "promised": [asdict(one) for one in forecast.promised],
    }
    return {**document, "seal": _seal(document)}


_PLAIN = ("title", "seed", "replications", "model", "made", "made_with", "scenario")


def _series(one: Series) -> dict[str, Any]:
    return {
        "unit": one.unit, "what": one.what, "today": one.today,
        "days": one.days.tolist(), "whole": one.whole.tolist(),
    }  # fmt: skip


def _seal(document: dict[str, Any]) -> str:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def save(forecast: Forecast, path: Path) -> None:
    """Never over another file: a forecast that could be replaced afterwards proves nothing. `FileExistsError`."""
    write_new(path, json.dumps(as_document(forecast), ensure_ascii=False, separators=(",", ":")) + "\n")


def write_new(path: Path, text: str) -> None:
    """A whole new file or none; `FileExistsError` when there is one already."""
    if path.exists():
        raise FileExistsError(say("{path} is there already. Name a file that is not.", path=path))
    half = path.with_name(f".{path.name}.half")
    try:
        half.write_text(text, "utf-8")
        half.rename(path)
    finally:
        half.unlink(missing_ok=True)


def load(path: Path) -> Forecast:
    """A forecast from its file; `BadModel` when it is none, or is not as it was when it was made."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _wrong(path, "", say("The file is larger than 100 MB; a forecast is far smaller."))
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise _wrong(path, "", say("The file cannot be read: {why}.", why=error.strerror)) from None
    except ValueError:
        raise _wrong(path, "", say("This is no forecast: it is not JSON.")) from None
    if not isinstance(document, dict) or document.get("kind") != KIND:
        raise _wrong(path, "kind", say("This is no forecast of Harmoni."))
    if document.get("format") != FORMAT:
        raise _wrong(
            path,
            "format",
            say(
                "Format {format} is not known here; this version reads {known}.",
                format=document.get("format"),
                known=FORMAT,
            ),
        )
    seal = document.pop("seal", None)
    if seal != _seal(document):
        raise _wrong(
            path, "seal", say("The file was changed after the forecast was made. Use the file as it was written.")
        )
    try:
        return _forecast(document)
    except (KeyError, TypeError, ValueError) as error:
        raise _wrong(path, "", say("The file is not whole: {error}.", error=error)) from None


def _forecast(document: dict[str, Any]) -> Forecast:
    return Forecast(
        **{name: document[name] for name in _PLAIN},
        start=dt.date.fromisoformat(document["start"]),
        fee_units=tuple(document["fee_units"]),
        series=tuple(_read_series(one) for one in document["series"]),
        otherwise=tuple(_read_series(one) for one in document["otherwise"]),
        promised=tuple(Promise(**one) for one in document["promised"]),
    )


def _read_series(one: dict[str, Any]) -> Series:
    days, whole = np.array(one["days"], dtype=np.float64), np.array(one["whole"], dtype=np.float64)
    if one["what"] not in WHAT or days.ndim != 2 or days.shape[1] != MEMBERS or whole.shape != (MEMBERS,):
        raise ValueError(
            say(
                "the series {unit} {what} has not {members} values a day",
                unit=one["unit"],
                what=one["what"],
                members=MEMBERS,
            )
        )
    return Series(one["unit"], one["what"], float(one["today"]), days, whole)


def _wrong(path: Path, field: str, message: str) -> BadModel:
    return BadModel([Problem(path.name, "", field, message)])
