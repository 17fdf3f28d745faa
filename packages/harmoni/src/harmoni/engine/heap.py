"""What happens next: a binary heap in total order, by moment and then by when it was planned.

An event is one number: sequence, kind and patient (or stream) side by side; comparing it compares the sequence.
"""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Ints
from harmoni.engine.compiled import compiled

WHO_BITS, KIND_BITS = 28, 3
LARGEST_MEMORY = 1 << WHO_BITS
_WHO, _KIND, _SHIFT = (1 << WHO_BITS) - 1, (1 << KIND_BITS) - 1, WHO_BITS + KIND_BITS


@compiled
def push(m: Ints, time: int, kind: int, who: int) -> int:
    """Plan an event and return its sequence; when the heap is full, say so: the run is tried again with a larger one."""
    size = m[c.HEAP_SIZE]
    if size == m[c.HEAP_ROOM]:
        m[c.FULL] = c.HEAP_FULL
        return c.NEVER
    m[c.HEAP_SIZE] = size + 1
    if size >= m[c.LONGEST_HEAP]:
        m[c.LONGEST_HEAP] = size + 1
    sequence = m[c.SEQUENCE]
    m[c.SEQUENCE] += 1
    heap = m[c.HEAP_AT]
    at = size
    while at > 0:
        parent = (at - 1) >> 1
        # A new event has the highest sequence: at an equal moment it stays below.
        if m[heap + 2 * parent] <= time:
            break
        m[heap + 2 * at] = m[heap + 2 * parent]
        m[heap + 2 * at + 1] = m[heap + 2 * parent + 1]
        at = parent
    m[heap + 2 * at] = time
    m[heap + 2 * at + 1] = sequence << _SHIFT | kind << WHO_BITS | who
    return sequence  # type: ignore[no-any-return]


@compiled
def pop(m: Ints) -> int:
    """Take out the first event."""
    heap = m[c.HEAP_AT]
    size = m[c.HEAP_SIZE] - 1
    m[c.HEAP_SIZE] = size
    first = m[heap + 1]
    time, event = m[heap + 2 * size], m[heap + 2 * size + 1]
    # The hole sinks to the bottom along the earlier child, without a branch to guess; the last event rises from there.
    at, child = 0, 1
    while child < size:
        left = heap + 2 * child
        # At the very end the right child is the last event's own old place, which is never before it.
        left_time, right_time = m[left], m[left + 2]
        is_right = (right_time < left_time) | ((right_time == left_time) & (m[left + 3] < m[left + 1]))
        child += int(is_right)
        m[heap + 2 * at] = right_time if is_right else left_time
        m[heap + 2 * at + 1] = m[heap + 2 * child + 1]
        at, child = child, 2 * child + 1
    while at > 0:
        parent = (at - 1) >> 1
        parent_time = m[heap + 2 * parent]
        if parent_time < time or (parent_time == time and m[heap + 2 * parent + 1] < event):
            break
        m[heap + 2 * at] = parent_time
        m[heap + 2 * at + 1] = m[heap + 2 * parent + 1]
        at = parent
    m[heap + 2 * at] = time
    m[heap + 2 * at + 1] = event
    return first  # type: ignore[no-any-return]


@compiled
def kind_of(event: int) -> int:
    return event >> WHO_BITS & _KIND


@compiled
def who_of(event: int) -> int:
    return event & _WHO


@compiled
def sequence_of(event: int) -> int:
    return event >> _SHIFT
