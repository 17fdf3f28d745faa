"""On this machine."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from types import TracebackType
from typing import Self

from harmoni.executors.base import Result, Task


class Serial:
    """One after the other, in this very process: what the others are held against."""

    workers = 1

    def map(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        return map(work, tasks)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None


class _Pool:
    """A pool of `concurrent.futures`."""

    def __init__(self, workers: int, pool: futures.Executor) -> None:
        self.workers, self._pool = workers, pool

    def map(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        return self._pool.map(work, tasks)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What has not begun never does; what has is waited for, or its process would outlive this one.
        self._pool.shutdown(wait=True, cancel_futures=True)


class Threads(_Pool):
    """The event loop lets other threads run: quickest to start, and best for one question."""

    def __init__(self, workers: int | None = None) -> None:
        count = workers or default_workers()
        super().__init__(count, futures.ThreadPoolExecutor(count))


class Processes(_Pool):
    """Also the reading of results is done side by side: the default for sweeps. Each process starts clean, as on all
    platforms, and reads the machine code from disk: it takes half a second."""

    def __init__(self, workers: int | None = None) -> None:
        count = workers or default_workers()
        context = multiprocessing.get_context("spawn")
        super().__init__(count, futures.ProcessPoolExecutor(count, mp_context=context))


def default_workers() -> int:
    """As many as there are processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
