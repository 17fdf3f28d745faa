"""Kill a process at random points of an operation, again and again, and look at what it left.

    python -m tests.killing merging --times 100

Uses the database of BROBYGGER_DATABASE_URL, which must be empty. Each time a child process carries the operation out and
is killed (SIGKILL) somewhere on the way; afterwards the register must be as before or as after, with an index and
fingerprints that are true to it. Prints how often which was the case; exits with 1 at the first time it was neither.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import time
from collections import Counter

import django

django.setup()

from django.db import connection  # noqa: E402
from tests.killing.children import child  # noqa: E402
from tests.killing.operations import OPERATIONS, Operation  # noqa: E402
from tests.killing.register import assert_true_to_the_register, fresh_register  # noqa: E402

# A little longer than the operation takes, so that some get through.
_LONGEST = 1.15
# So many killed one after the other hardly happens by chance.
_TOO_MANY = 15


def main() -> None:
    """Run one operation many times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("operation", choices=sorted(OPERATIONS))
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    partnership = fresh_register()
    operation = OPERATIONS[asked.operation](partnership)
    taken = []
    for _ in range(4):
        operation.prepare()
        taken.append(_run_whole(operation))
    dice = random.Random(asked.seed)
    outcomes: Counter[str] = Counter()
    longest, in_a_row = _LONGEST * max(taken), 0
    for _ in range(asked.times):
        operation.prepare()
        before = operation.state()
        killed = _run_and_kill(operation, dice.uniform(0, longest))
        after = operation.state()
        outcomes[
            ("killed, " if killed else "came through, ") + ("nothing done" if before == after else "all done")
        ] += 1
        in_a_row = in_a_row + 1 if killed else 0
        if in_a_row == _TOO_MANY:
            # A busier machine than when it was timed.
            longest, in_a_row = longest * 1.5, 0
        assert_true_to_the_register(partnership)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone()[0] == "ok"
    print(f"{asked.operation} on {connection.vendor}: {asked.times} times, {dict(sorted(outcomes.items()))}")
    if not outcomes["killed, nothing done"] or not outcomes["came through, all done"]:
        sys.exit("the kills did not spread over the operation")


def _run_whole(operation: Operation) -> float:
    """Seconds the operation takes when nobody disturbs it."""
    start = time.perf_counter()
    pid = child(operation.carry_out)
    _, status = os.waitpid(pid, 0)
    assert status == 0, "the operation failed by itself"
    return time.perf_counter() - start


def _run_and_kill(operation: Operation, after: float) -> bool:
    """Start the operation and kill it after some seconds; whether it was killed before it was done."""
    pid = child(operation.carry_out)
    time.sleep(after)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert status in {0, signal.SIGKILL}, "the operation failed by itself"
    _wait_for_the_server()
    return status != 0


def _wait_for_the_server() -> None:
    """Until PostgreSQL has let go of the child's connection: a COMMIT already sent is carried out after the kill."""
    if connection.vendor != "postgresql":
        return
    end = time.monotonic() + 60
    others = (
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.01)
    sys.exit("a connection of the killed process was never let go")


if __name__ == "__main__":
    main()
