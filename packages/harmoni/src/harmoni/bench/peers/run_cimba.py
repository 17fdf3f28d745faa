"""The benchmark chain in Cimba: numbers as JSON on standard input, events, seconds and means on standard output.

Run by its path, with any Python that has Cimba: it knows nothing of Harmoni. Patients are processes, which Cimba
compiles; sums over time are kept here, which takes less time than its own containers do.
"""

import json
import math
import sys
import time

import cimba as cb
from cimba import random


class Unit(cb.Model):
    """Places, and the patients held in them."""

    mean: cb.Param[float]
    warm_up: cb.Param[float]
    shares: cb.Array[float]
    places: cb.Resource
    held: int
    touched: float
    sum_held: float
    mean_held: cb.Output[float]

    def __init__(self, mean, places, shares, asked):
        self.mean, self.warm_up = float(mean), float(asked["warm_up"])
        self.places, self.shares = cb.Resource(capacity=places), cb.Array([float(share) for share in shares])
        self.held, self.touched, self.sum_held = 0, 0.0, 0.0

    @cb.function
    def hold(self, change: int) -> None:
        now = cb.now()
        self.sum_held += max(now - max(self.touched, self.warm_up), 0.0) * self.held
        self.touched = now
        self.held += change


class Patient(cb.Model):
    """Through the units until there is none to go to."""

    chain: cb.Ref["Chain"]

    @cb.process
    def live(self):
        at = self.chain.units[0]
        at.places.acquire()
        while True:
            if self.chain.is_lognormal:
                cb.hold(random.lognormal(math.log(at.mean) + self.chain.shift, self.chain.sigma))
            else:
                cb.hold(random.exponential(at.mean))
            self.chain.events += 1
            to, luck = 0, random.uniform()
            while to < len(at.shares) and luck >= at.shares[to]:
                luck -= at.shares[to]
                to += 1
            if to == len(at.shares):
                at.places.release()
                break
            following = self.chain.units[to]
            at.hold(1)
            following.places.acquire()
            at.hold(-1)
            at.places.release()
            at = following
        cb.release(self)


class Chain(cb.Model):
    """One replication."""

    gap: cb.Param[float]
    is_lognormal: cb.Param[bool]
    sigma: float
    shift: float
    units: list[Unit]
    events: int
    happened: cb.Output[int]

    def __init__(self, asked):
        self.gap, self.is_lognormal = 1.0 / asked["arrivals_a_day"], bool(asked["is_lognormal"])
        self.sigma = math.sqrt(math.log(2.0))
        self.shift = -(self.sigma**2) / 2
        self.units = [Unit(*row, asked) for row in zip(asked["means"], asked["places"], asked["onward"], strict=True)]
        self.events = 0

    @cb.process
    def arrivals(self):
        while True:
            cb.hold(random.exponential(self.gap))
            self.events += 1
            cb.spawn(Patient, chain=self)

    @cb.on_end
    def measure(self):
        self.happened = self.events
        for number in range(len(self.units)):
            unit = self.units[number]
            unit.hold(0)
            unit.mean_held = unit.sum_held


def main():
    asked = json.load(sys.stdin)
    chain = Chain(asked)
    window = cb.Window(warmup=asked["warm_up"], duration=asked["days"])
    # Compiled once, before the clock starts.
    cb.Experiment(chain, replications=1, window=window, seed=asked["seed"]).run(workers=1)
    experiment = cb.Experiment(chain, replications=asked["replications"], window=window, seed=asked["seed"])
    start = time.process_time()
    results = experiment.run(workers=1)
    seconds = time.process_time() - start
    if results.failed.any():
        sys.exit(f"{results.failed.sum()} replications failed: {results.failure_reasons[results.failed][0]}")
    held = [float(results[unit].mean_held.values.mean()) / asked["days"] for unit in chain.units]
    print(json.dumps({"version": cb.__version__, "events": int(results[chain].happened.values.sum()),
                      "seconds": seconds, "held": held}))  # fmt: skip


if __name__ == "__main__":
    main()
