"""Another process that does one thing with this one's database, and ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from django.db import connections

CAME_LATE = 3


def child(act: Callable[[], object], *, late: tuple[type[Exception], ...] = ()) -> int:
    """The number of a process that does something: it ends with 0, with `CAME_LATE` when it came too late, else with 1."""
    connections.close_all()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except late:
            os._exit(CAME_LATE)
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    return pid
