"""Ciw as a second opinion: a network as JSON, built and run there. Ciw is no part of Harmoni: pip install ciw."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from harmoni.engine.arrays import Floats
from harmoni.exchange.incoming import EXIT
from harmoni.texts import say

# Ciw tells of a visit when it ends: it runs on for so many of the longest mean stays.
AFTERWARDS = 15


@dataclass(frozen=True)
class Opinion:
    """Replication, activity: patients on average."""

    in_care: Floats
    held: Floats


def network(document: Mapping[str, Any]) -> Any:
    """The `ciw.Network` of a document that `outgoing.document` wrote."""
    import ciw

    activities = document["activities"]
    classes = [entry["name"] for entry in document["customer_classes"]]
    place = {activity["name"]: number for number, activity in enumerate(activities)}
    routing = {name: np.zeros((len(place), len(place))) for name in classes}
    for row in document["transitions"]:
        for name in classes:
            if row["to"] != EXIT:
                routing[name][place[row["from"]], place[row["to"]]] += _of(row["probability"], name) or 0.0
    return ciw.create_network(
        arrival_distributions={
            name: [_distribution(_of(activity.get("arrival_distribution"), name)) for activity in activities]
            for name in classes
        },
        service_distributions={
            # A class that never comes there has some stay all the same.
            name: [
                _distribution(_of(activity["service_distribution"], name)) or ciw.dists.Deterministic(0.0)
                for activity in activities
            ]
            for name in classes
        },
        number_of_servers=[
            math.inf if activity["resource"]["capacity"] is None else activity["resource"]["capacity"]
            for activity in activities
        ],
        queue_capacities=[activity.get("queue_capacity", math.inf) for activity in activities],
        routing={name: matrix.tolist() for name, matrix in routing.items()},
        priority_classes={entry["name"]: entry.get("priority", 1) - 1 for entry in document["customer_classes"]},
    )


def run(document: Mapping[str, Any], warm_up: float, days: float, replications: int, seed: int = 1) -> Opinion:
    """Patients in care and held in each activity, on average over the days after the warm-up, by replication."""
    import ciw

    count = len(document["activities"])
    in_care, held = np.zeros((replications, count)), np.zeros((replications, count))
    first, last = warm_up, warm_up + days
    for number in range(replications):
        ciw.seed(seed + number)
        simulation = ciw.Simulation(network(document))
        simulation.simulate_until_max_time(last + AFTERWARDS * _longest(document))
        for record in simulation.get_all_records(only=["service"]):
            node = record.node - 1
            ends = record.service_end_date
            in_care[number, node] += max(min(ends, last) - max(record.service_start_date, first), 0.0)
            held[number, node] += max(min(record.exit_date, last) - max(ends, first), 0.0)
    return Opinion(in_care / days, held / days)


def _of(said: Any, name: str) -> Any:
    if isinstance(said, Mapping) and "by_class" in said:
        return said["by_class"].get(name)
    return said


def _longest(document: Mapping[str, Any]) -> float:
    classes = [entry["name"] for entry in document["customer_classes"]]
    found = [
        _distribution(said).mean
        for activity in document["activities"]
        for name in classes
        if (said := _of(activity["service_distribution"], name))
    ]
    return float(max(found))


def _distribution(said: Any) -> Any:
    import ciw

    if said is None:
        return None
    p = said["parameters"]
    match said["type"]:
        case "exponential":
            return ciw.dists.Exponential(p["rate"] if "rate" in p else 1.0 / p["mean"])
        case "deterministic":
            return ciw.dists.Deterministic(p["value"])
        case "uniform":
            return ciw.dists.Uniform(p["min"], p["max"])
        case "lognormal":
            variance = math.log1p((p["sd"] / p["mean"]) ** 2)
            return ciw.dists.Lognormal(math.log(p["mean"]) - variance / 2, math.sqrt(variance))
        case "gamma":
            return ciw.dists.Gamma(p["shape"], p["scale"])
        case "weibull":
            return ciw.dists.Weibull(p["scale"], p["shape"])
    raise ValueError(say("{type} is not written by Harmoni.", type=said["type"]))
