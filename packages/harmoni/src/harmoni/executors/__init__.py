"""Where replications are run: here, in threads, in processes, or on many machines. Always the same results."""

from harmoni.executors.base import Executor
from harmoni.executors.local import Processes, Serial, Threads
from harmoni.executors.where import at

__all__ = ["Executor", "Processes", "Serial", "Threads", "at"]
