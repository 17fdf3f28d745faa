"""Names for places in the engine's memory.

All whole numbers of a run lie in one array `m`, all others in one array `f`. A patient, unit, route … is known by where
its row begins, so that `m[patient + UNIT]` is the unit a patient is in and `m[unit + USED]` how much of it is used.
Where a row is meant, 0 is none (the header lies there).
"""

# The header: where things are, how many there are, and the counters of the run.
(
    SEED, REPLICATION, DAYS, COUNTED_FROM, UNIT_COUNT, GROUP_COUNT, PAIR_COUNT, STREAM_COUNT, CENSUS_COUNT,
    UNITS_AT, PAIRS_AT, STREAMS_AT, CENSUS_AT, CALENDAR_AT, CALENDAR_COUNT, OUTSIDE_CELLS, RATES_AT,
    WORK_AT, DAILY_AT, PAIR_DAILY_AT, WAITS_AT, GROUP_WAITS_AT, PAID_AT, GOT_AT, CAUSES_AT, MASS_AT, REACHED_AT,
    HEAP_AT, HEAP_ROOM, LATER_AT, BUCKETS_AT, BUCKET_COUNT, BUCKET_BITS, POOL_AT, POOL_ROOM, LOG_AT, LOG_ROOM,
    NOW, SEQUENCE, HEAP_SIZE, FREE_LATER, BUCKET, FREE, SERIALS, LOGGED, WORK_FIRST, WORK_COUNT, EVENTS, RINGS,
    ARRIVED, LEFT, DIED, LOST, INSIDE, FULL, MOST_INSIDE,
) = range(56)  # fmt: skip
HEADER = 56
POOL_FULL, HEAP_FULL = 1, 2

# Where a patient goes when not to a unit.
LEAVES, DIES = -1, -2

# A patient.
(
    GROUP, KEY, LAYER, NUMBER, STEP, UNIT, TO, STATE, SINCE, READY_AT, JOINED, FEE_FROM, FEE_UNIT, LOAD, NEED, CLASS,
    NEXT, PREVIOUS, PATIENCE_EVENT, ROUTE, FACTOR, NEXT_FACTOR, SERIAL, NEED_ROW, NEED_EVENT, INSIDE_NOW, ROUTE_DRAW,
    NEXT_LUCK, NEXT_ROUTE_DRAW,
) = range(29)  # fmt: skip
PATIENT_COLUMNS = 29
# What a patient does.
IN_CARE, UNANSWERED, WAITING = range(3)
# No fee runs; no event is planned.
NEVER = -1

# A unit: as it is built, as it stands, sums since the day began, sums of the run. HEAD_START is -1 for the strict order.
PRIORITIES = 9
(
    UNIT_NUMBER, CELLS_AT, PAIR_OF_AT, FIRST_PAIR, END_OF_PAIRS, ROOM, HEAD_START, PASS_OVER, HAS_FEE, PAYS_FEE, NOTICE,
    ANSWER, BUILT,
    CAPACITY, OPEN, CARED, HELD, USED, OUTSIDE_LINE, ASKING, LINE, MARKED,
    SUM_CARED, SUM_HELD, SUM_USED, SUM_OUTSIDE, SUM_ADMITTED, SUM_TURNED_AWAY, PRESENT_TIME, OUTSIDE_TIME,
    FIRST_IN_LINE,
) = range(31)  # fmt: skip
# CARED to OUTSIDE_LINE have their sums over time in the same order; those of events follow.
SUM_OF = SUM_CARED - CARED
LAST_IN_LINE = FIRST_IN_LINE + PRIORITIES
UNIT_COLUMNS = LAST_IN_LINE + PRIORITIES

# What a group meets in a unit: table of the stay, rows of need, routes onward.
STAY, FIRST_NEED, LAST_NEED, FIRST_ROUTE = range(4)
CELL_COLUMNS = 4
NEED_FROM, NEED_LOAD = range(2)
NEED_COLUMNS = 2

# A route; its share and factors lie in `f`.
TO_UNIT, RULE, ALTERNATIVE, AFTER, PRIORITY, UP_TO, FACTORS_AT = range(7)
ROUTE_COLUMNS = 7
SHARE, STAY_FACTOR, HOURS_FACTOR = range(3)
PLAIN, IF_FULL, AFTER_DAYS, SHORTEST = range(4)
# Draws for routes are whole numbers below this.
DRAWS = 2**52

# A table of a distribution; mean and knots lie in `f`.
KIND, MEAN_AT, KNOTS_AT, KNOT_COUNT = range(4)
TABLE_COLUMNS = 4

# A pair of units: patients held in one who wait for the other.
HOLDER, WANTED, COUNT, UNANSWERED_COUNT, PAIR_SUM = range(5)
PAIR_COLUMNS = 5

# A stream of arrivals (a layer of a group's rate; the height of its next point lies in `f`); a row of the census (its hazard lies in `f`;
# HERE and NEXT are routes with the factors of the stay and of the next one); a calendar row.
STREAM_GROUP, STREAM_KEY, STREAM_LAYER, STREAM_NEXT, STREAM_GAP, POINT_AT = range(6)
STREAM_COLUMNS = 6
(
    CENSUS_UNIT, CENSUS_GROUP, CENSUS_ELAPSED, CENSUS_TO, CENSUS_WAITED, CENSUS_NUMBER, CENSUS_CLASS, PAST_AT,
    CENSUS_HERE, CENSUS_NEXT,
) = range(10)  # fmt: skip
CENSUS_COLUMNS = 10
PAGE_TIME, PAGE_WHAT, PAGE_UNIT, PAGE_VALUE = range(4)
PAGE_COLUMNS = 4

# An event of a later bucket.
LATER_TIME, LATER_EVENT, LATER_NEXT = range(3)
LATER_COLUMNS = 3

# Events, and what the calendar does.
ARRIVES, BECOMES_READY, IS_ANSWERED, GIVES_UP, NEEDS_LESS = range(5)
ENDS_DAY, SETS_CAPACITY, SETS_OPEN = range(3)

# The daily series of a unit: the first four are sums over time, in ticks.
DAY_CARED, DAY_HELD, DAY_USED, DAY_OUTSIDE, DAY_ADMITTED, DAY_TURNED_AWAY = range(6)
DAY_COLUMNS = 6
DAY_LEVELS = 4

# Why a wait began in a unit: no built place, no staffed place, closed for intake, no answer yet, a ring of waits.
PLACES, STAFF, INTAKE, NO_ANSWER, RING = range(5)
REASONS = 5
# Units are followed around a loop of waits so many times; what is left then is the ring's.
TURNS = 64

# Lengths of waits: none, then quarters of a day up to ten days, then days up to 32, then longer.
WAIT_BINS = 64

# What the log of one replication tells.
(
    LOG_ARRIVES, LOG_TURNED_AWAY, LOG_ADMITTED, LOG_READY, LOG_ASKS, LOG_WAITS, LOG_CHANGES, LOG_LEAVES, LOG_DIES,
    LOG_NEEDS, LOG_CAPACITY, LOG_OPEN, LOG_RING, LOG_PRESENT,
) = range(14)  # fmt: skip
LOG_NAMES = (
    "arrives", "turned away", "admitted", "ready", "asks", "waits", "changes plan", "leaves", "dies",
    "needs", "capacity", "open", "ring", "present",
)  # fmt: skip
LOG_TIME, LOG_WHAT, LOG_PATIENT, LOG_GROUP, LOG_UNIT, LOG_OTHER = range(6)
LOG_COLUMNS = 6
# Units are logged by number, from 0; these stand for the rest.
LOG_NONE, LOG_HOME, LOG_DEATH = -1, -2, -3
