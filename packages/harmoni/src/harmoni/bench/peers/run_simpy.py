"""The benchmark chain in SimPy: numbers as JSON on standard input, events, seconds and means on standard output.

Run by its path, with any Python that has SimPy: it knows nothing of Harmoni.
"""

import json
import math
import random
import sys
import time

import simpy


class Chain:
    """One replication."""

    def __init__(self, asked, number):
        self.asked, self.random, self.env = asked, random.Random(asked["seed"] + number), simpy.Environment()
        self.units = [simpy.Resource(self.env, places) for places in asked["places"]]
        self.events = 0
        count = len(self.units)
        self.held, self.touched, self.sum_held = [0] * count, [0.0] * count, [0.0] * count
        self.sigma = math.sqrt(math.log(2.0))

    def run(self):
        self.env.process(self.arrivals())
        self.env.run(self.asked["warm_up"] + self.asked["days"])
        for unit in range(len(self.units)):
            self.hold(unit, 0)

    def arrivals(self):
        while True:
            yield self.env.timeout(self.random.expovariate(self.asked["arrivals_a_day"]))
            self.events += 1
            self.env.process(self.patient())

    def stay(self, mean):
        if self.asked["is_lognormal"]:
            return self.random.lognormvariate(math.log(mean) - self.sigma**2 / 2, self.sigma)
        return self.random.expovariate(1.0 / mean)

    def patient(self):
        unit, request = 0, self.units[0].request()
        yield request
        while True:
            yield self.env.timeout(self.stay(self.asked["means"][unit]))
            self.events += 1
            to, luck = 0, self.random.random()
            for share in self.asked["onward"][unit]:
                luck -= share
                if luck < 0:
                    break
                to += 1
            if to == len(self.units):
                self.units[unit].release(request)
                return
            following = self.units[to].request()
            self.hold(unit, 1)
            yield following
            self.hold(unit, -1)
            self.units[unit].release(request)
            unit, request = to, following

    def hold(self, unit, change):
        since = max(self.touched[unit], self.asked["warm_up"])
        self.sum_held[unit] += max(self.env.now - since, 0.0) * self.held[unit]
        self.touched[unit] = self.env.now
        self.held[unit] += change


def main():
    asked = json.load(sys.stdin)
    start, events, held = time.process_time(), 0, [0.0] * len(asked["places"])
    for number in range(asked["replications"]):
        chain = Chain(asked, number)
        chain.run()
        events += chain.events
        held = [before + more for before, more in zip(held, chain.sum_held, strict=True)]
    seconds = time.process_time() - start
    total = asked["days"] * asked["replications"]
    print(json.dumps({"version": simpy.__version__, "events": events, "seconds": seconds,
                      "held": [time_ / total for time_ in held]}))  # fmt: skip


if __name__ == "__main__":
    main()
