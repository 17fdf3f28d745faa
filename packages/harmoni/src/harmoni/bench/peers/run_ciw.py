"""The benchmark chain in Ciw: numbers as JSON on standard input, events, seconds and means on standard output.

Run by its path, with any Python that has Ciw: it knows nothing of Harmoni.
"""

import json
import math
import sys
import time

import ciw


def network(asked):
    """Type I blocking: no waiting room but before the first unit."""
    sigma = math.sqrt(math.log(2.0))
    if asked["is_lognormal"]:
        stays = [ciw.dists.Lognormal(math.log(mean) - sigma**2 / 2, sigma) for mean in asked["means"]]
    else:
        stays = [ciw.dists.Exponential(1.0 / mean) for mean in asked["means"]]
    others = len(asked["places"]) - 1
    return ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(asked["arrivals_a_day"])] + [None] * others,
        service_distributions=stays,
        number_of_servers=list(asked["places"]),
        queue_capacities=[float("inf")] + [0] * others,
        routing=[list(shares) for shares in asked["onward"]],
    )


def main():
    asked = json.load(sys.stdin)
    first, last = asked["warm_up"], asked["warm_up"] + asked["days"]
    start, events, held = time.process_time(), 0, [0.0] * len(asked["places"])
    for number in range(asked["replications"]):
        ciw.seed(asked["seed"] + number)
        simulation = ciw.Simulation(network(asked))
        simulation.simulate_until_max_time(last)
        events += simulation.nodes[0].number_of_individuals
        for record in simulation.get_all_records():
            events += 1
            began = record.exit_date - record.time_blocked
            held[record.node - 1] += max(min(record.exit_date, last) - max(began, first), 0.0)
    seconds = time.process_time() - start
    total = asked["days"] * asked["replications"]
    print(json.dumps({"version": ciw.__version__, "events": events, "seconds": seconds,
                      "held": [time_ / total for time_ in held]}))  # fmt: skip


if __name__ == "__main__":
    main()
