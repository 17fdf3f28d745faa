"""An executor from a word, as a command line has it."""

from harmoni.executors.base import Executor
from harmoni.executors.local import Processes, Serial, Threads
from harmoni.texts import say

SCHEMES = ("tcp://", "tls://", "ws://", "wss://", "ucx://", "inproc://")


def at(where: str, workers: int | None = None) -> Executor:
    """`threads`, `processes`, `serial`, or the address of a Dask scheduler (`tcp://host:8786`).

    `ValueError` for any other word; `executors.many.NoDask` without Dask; `OSError` when nobody answers there.
    """
    if where == "threads":
        return Threads(workers)
    if where == "processes":
        return Processes(workers)
    if where == "serial":
        return Serial()
    if where.startswith(SCHEMES):
        from harmoni.executors.many import Dask

        return Dask(where)
    raise ValueError(
        say("«{where}» is not a place to run: threads, processes, serial, or tcp://host:port of Dask.", where=where)
    )
