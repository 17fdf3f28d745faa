"""On many machines, with Dask (`pip install harmoni[dask]`): the same interface, and the same results bit for bit.

Workers need the same version of Harmoni. Tasks are sent as they are: a model is tens of kilobytes.
"""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self

from harmoni.executors.base import Result, Task
from harmoni.texts import say


class NoDask(RuntimeError):
    """Dask is asked for, and not installed."""

    def __init__(self) -> None:
        super().__init__(say("Dask is not installed. It is optional: pip install 'harmoni[dask]'."))


class Dask:
    """Tasks go to a Dask scheduler: its address, or a client that is connected already (which is then left open)."""

    def __init__(self, where: Any) -> None:
        try:
            import distributed
        except ImportError as error:
            raise NoDask from error
        self._is_own = isinstance(where, str)
        connect: Any = distributed.Client
        self._client = connect(where) if self._is_own else where

    @property
    def workers(self) -> int:
        return max(1, int(sum(self._client.nthreads().values())))

    def map(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        # Not pure: two equal tasks are two tasks, and Dask need not read through the model to tell.
        waiting = self._client.map(work, tasks, pure=False)
        try:
            for future in waiting:
                yield future.result()
        finally:
            self._client.cancel([future for future in waiting if not future.done()])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_own:
            self._client.close()
