"""What other commands kept as files: the answer of `harmoni optimise`, a forecast of `harmoni forecast`."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from harmoni.model.problems import BadModel, Problem
from harmoni.plots import CostPoint, Fan, Picture, cost_curve, fans
from harmoni.plots.fans import SHARES
from harmoni.report.names import Names
from harmoni.texts import say as said

LARGEST_FILE = 100_000_000
FORECAST, ANSWER = "forecast", "answer"
_IN_ANSWER = ("model", "title", "seed", "counted", "indifference", "confidence", "guarantee", "designs", "replications",
              "levers", "finalists", "next_place", "curve")  # fmt: skip
_IN_FORECAST = ("title", "start", "series")
MILLION = 1e6


def read(path: Path) -> tuple[str, dict[str, Any]]:
    """What kind of file it is, and what stands in it; `BadModel` when it is neither."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _wrong(path, said("The file is larger than 100 MB; what Harmoni keeps is far smaller."))
        document = json.loads(path.read_text("utf-8"))
    except BadModel:
        raise
    except OSError as error:
        raise _wrong(path, said("The file cannot be read: {why}.", why=error.strerror)) from None
    except ValueError:
        raise _wrong(path, said("The file is not JSON.")) from None
    if isinstance(document, dict):
        if document.get("kind") == "harmoni forecast" and all(key in document for key in _IN_FORECAST):
            return FORECAST, document
        if all(key in document for key in _IN_ANSWER):
            return ANSWER, document
    raise _wrong(path, said("This was kept neither by harmoni forecast nor by harmoni optimise (with --out)."))


def read_answer(path: Path, title: str) -> dict[str, Any]:
    """An answer of `harmoni optimise` about the model with that title."""
    kind, document = read(path)
    if kind != ANSWER:
        raise _wrong(path, said("This is a forecast; an answer of harmoni optimise is needed."))
    if document["model"] != title:
        raise _wrong(path, said("This is about «{other}», not about «{title}».", other=document["model"], title=title))
    return document


def _wrong(path: Path, message: str) -> BadModel:
    return BadModel([Problem(path.name, "", "", message)])


def design(steps: list[int], levers: list[Mapping[str, Any]], names: Names) -> str:
    """A design in words: each unit that is not as today, with its places."""
    say, told = names.say, []
    for step, lever in zip(steps, levers, strict=True):
        if not step:
            continue
        name = names.unit(str(lever["name"]))
        if lever["step"]:
            change = step * float(lever["step"])
            count = say.number(float(lever["today"]) + change, 0)
            told.append(f"{name} {count} ({'+' if change > 0 else ''}{say.number(change, 0)})")
        else:
            told.append(names.own(name))
    return ", ".join(told) or say("kept.as_today")


def curve_of(document: Mapping[str, Any], names: Names, width: int) -> Picture | None:
    """The cost curve of an answer; None when designs were only compared with each other."""
    points, say = document["curve"], names.say
    if not points:
        return None
    best = min(points, key=lambda point: float(point["cost"]))
    drawn = [
        CostPoint(
            float(point["spent"]) / MILLION,
            float(point["cost"]),
            float(best["cost"]) + float(point["above_best"]["low"]),
            float(best["cost"]) + float(point["above_best"]["high"]),
            "" if not any(point["design"]) else design(point["design"], document["levers"], names),
            is_best=point is best,
            is_today=not any(point["design"]),
            is_as_good=bool(point["is_flat"]),
        )
        for point in points
    ]
    return cost_curve(drawn, say("kept.curve_title"), say("kept.curve_along"), say.language, width)


def fans_of(document: Mapping[str, Any], names: Names, width: int) -> Picture:
    """A stored forecast: what is expected on each of its days."""
    say, panels = names.say, []
    for series in document["series"]:
        days = np.asarray(series["days"], dtype=np.float64)
        unit = names.unit(series["unit"]) if series["unit"] else say("kept.hospital")
        what = say("kept." + series["what"])
        panels.append(Fan(f"{unit}: {what}", np.quantile(days, SHARES, axis=1)))
    start = dt.date.fromisoformat(document["start"])
    title = say("kept.forecast_title", title=names.own(str(document["title"])))
    return fans(panels, start, title, say.language, width)
