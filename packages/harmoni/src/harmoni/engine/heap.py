"""What happens next, in total order: by moment, and then by when it was planned.

Time is cut into buckets that hold a handful of events each. Later events lie in their bucket in no order; when its
time has come they go into a small binary heap, from which events are taken. So an event costs the same however many
are planned, and the order is the same as that of one large heap.

An event is one number: sequence, kind and patient (or stream) side by side; comparing it compares the sequence.
"""

from harmoni.engine import columns as c
from harmoni.engine.arrays import Ints
from harmoni.engine.compiled import compiled

WHO_BITS, KIND_BITS = 28, 3
LARGEST_MEMORY = 1 << WHO_BITS
_WHO, _KIND, _SHIFT = (1 << WHO_BITS) - 1, (1 << KIND_BITS) - 1, WHO_BITS + KIND_BITS
# After all that can happen.
_NO_MOMENT = 2**62


@compiled
def push(m: Ints, time: int, kind: int, who: int) -> int:
    """Plan an event and return its sequence. What lies beyond the last day is not kept, for it never happens."""
    sequence = m[c.SEQUENCE]
    m[c.SEQUENCE] += 1
    event = sequence << _SHIFT | kind << WHO_BITS | who
    bucket = time >> m[c.BUCKET_BITS]
    if bucket <= m[c.BUCKET]:
        _soon(m, time, event)
    elif bucket < m[c.BUCKET_COUNT]:
        _later(m, time, event, m[c.BUCKETS_AT] + bucket)
    return sequence  # type: ignore[no-any-return]


@compiled
def _later(m: Ints, time: int, event: int, bucket: int) -> None:
    """Into its bucket; when there is no room, say so: the run is tried again with more."""
    row = m[c.FREE_LATER]
    if row == 0:
        m[c.FULL] = c.HEAP_FULL
        return
    m[c.FREE_LATER] = m[row + c.LATER_NEXT]
    m[row + c.LATER_TIME] = time
    m[row + c.LATER_EVENT] = event
    m[row + c.LATER_NEXT] = m[bucket]
    m[bucket] = row


@compiled
def _soon(m: Ints, time: int, event: int) -> None:
    """Into the heap."""
    at = m[c.HEAP_SIZE]
    if at == m[c.HEAP_ROOM]:
        m[c.FULL] = c.HEAP_FULL
        return
    m[c.HEAP_SIZE] = at + 1
    _rise(m, m[c.HEAP_AT], at, time, event)


@compiled
def _rise(m: Ints, heap: int, at: int, time: int, event: int) -> None:
    """Put an event into the hole at a place, or as far above as it belongs."""
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


@compiled
def moment_of_next(m: Ints) -> int:
    """When the next event is; later than everything if there is none."""
    while m[c.HEAP_SIZE] == 0:
        if m[c.BUCKET] + 1 == m[c.BUCKET_COUNT]:
            return _NO_MOMENT
        m[c.BUCKET] += 1
        _open(m, m[c.BUCKETS_AT] + m[c.BUCKET])
    return m[m[c.HEAP_AT]]  # type: ignore[no-any-return]


@compiled
def _open(m: Ints, bucket: int) -> None:
    """The events of a bucket go into the heap."""
    row = m[bucket]
    while row != 0:
        _soon(m, m[row + c.LATER_TIME], m[row + c.LATER_EVENT])
        following = m[row + c.LATER_NEXT]
        m[row + c.LATER_NEXT] = m[c.FREE_LATER]
        m[c.FREE_LATER] = row
        row = following


@compiled
def pop(m: Ints) -> int:
    """Take out the first event of the heap."""
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
    _rise(m, heap, at, time, event)
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
