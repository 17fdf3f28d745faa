"""What every executor can do."""

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


class Executor(Protocol):
    """Does the same work on many tasks, and gives the results in the order of the tasks, whoever was first.

    `work` is a function of a module and tasks and results can be pickled, for they may travel to other machines. A task
    should take a second or so: smaller ones cost more to send than to do. Used with `with`: leaving it, also by Ctrl-C,
    ends what it started.
    """

    @property
    def workers(self) -> int:
        """How many tasks are done at once."""
        ...

    def map(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
