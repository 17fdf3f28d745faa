"""Replications: as many as asked, on as many threads, always the same results."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import local
from typing import TypeVar

from harmoni.engine import columns as c
from harmoni.engine import heap
from harmoni.engine.loop import run
from harmoni.engine.memory import Memory, fresh
from harmoni.engine.program import Program
from harmoni.texts import say

_SMALLEST_POOL = 256

Result = TypeVar("Result")


class TooManyPatients(RuntimeError):
    """More patients at once than the engine counts to: a queue that grows without end."""

    def __init__(self, inside: int) -> None:
        super().__init__(inside)
        self.inside = inside

    def __str__(self) -> str:
        # Said where it is read: a thread or another process does not know the reader's language.
        return say(
            "{inside:,} patients are inside at once, and more come. A queue grows without end: see what `harmoni check` says about overload, or simulate fewer days.",
            inside=self.inside,
        )


def replicate(
    program: Program,
    seed: int,
    replication: int,
    pool: int = _SMALLEST_POOL,
    log_rows: int = 0,
    used: Memory | None = None,
) -> Memory:
    """One replication, begun again with more room until it has enough. `used` is a memory that may be overwritten."""
    heap_rows = 2 * pool
    while True:
        memory = fresh(program, seed, replication, pool, heap_rows, log_rows, used)
        if len(memory.m) > heap.LARGEST_MEMORY:
            raise TooManyPatients(pool)
        full = run(memory.m, memory.f)
        if full == 0:
            return memory
        # Before the next is made: the memory of a region is tens of megabytes.
        del memory
        used = None
        if full == c.POOL_FULL:
            pool *= 2
        heap_rows = max(2 * heap_rows, 2 * pool)


def logged(program: Program, seed: int, replication: int) -> Memory:
    """One replication with everything that happened in its log."""
    rows = 1 << 14
    while True:
        memory = replicate(program, seed, replication, log_rows=rows)
        if memory[c.LOGGED] <= rows:
            return memory
        rows = memory[c.LOGGED]


def replications(
    program: Program, seed: int, numbers: Iterable[int], reduce: Callable[[Memory], Result], workers: int = 1
) -> Iterator[Result]:
    """`reduce` of each replication, in the order of `numbers`, whatever the number of threads.

    The next replication is written over the last: what `reduce` returns must be copies.
    """
    pool = _SMALLEST_POOL
    mine = local()

    def one(number: int) -> Result:
        nonlocal pool
        memory = replicate(program, seed, number, pool, used=getattr(mine, "memory", None))
        mine.memory = memory
        pool = max(pool, memory[c.POOL_ROOM])
        return reduce(memory)

    if workers <= 1:
        yield from map(one, numbers)
        return
    with ThreadPoolExecutor(workers) as executor:
        yield from executor.map(one, numbers)
