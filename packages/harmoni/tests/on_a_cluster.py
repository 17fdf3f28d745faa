"""Run by `test_executors.py` in a process of its own: a Dask scheduler and two workers on this machine, told as hashes."""

import hashlib
import json
import pickle

from harmoni import executors
from harmoni.executors.sweep import sweep
from harmoni.statistics.study import simulate
from models import chain

COUNT = 11


def fingerprint(runs) -> str:
    """Of every number in every replication."""
    return hashlib.sha256(b"".join(pickle.dumps(run) for run in runs)).hexdigest()


def swept(executor) -> list[str]:
    found = sweep([chain(40), chain(41)], 7, 6, executor)
    return [hashlib.sha256(b"".join(row.tobytes() for row in one.values.values())).hexdigest() for one in found]


def main() -> None:
    from distributed import Client, LocalCluster

    from harmoni.executors.many import Dask

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        with executors.at(cluster.scheduler_address) as executor:
            workers = executor.workers
            runs = simulate(chain(40), 7, COUNT, executor=executor).runs
            found = swept(executor)
        with Client(cluster) as client:
            with Dask(client) as executor:
                simulate(chain(40), 7, 2, executor=executor)
            is_open = client.status == "running"
    answer = {"workers": workers, "runs": [fingerprint([run]) for run in runs], "swept": found, "is_open": is_open}
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
