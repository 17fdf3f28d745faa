/* The benchmark chain as a plain loop in C: what the machine can do when nothing is asked but the events themselves.
 *
 * One group of patients, blocking after service, first come first served; exponential or lognormal stays. Reads numbers
 * from standard input (see harmoni.bench.network) and writes events, seconds and means as JSON.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_UNITS = 16, POOL = 1 << 16 };

static int units, is_lognormal, warm_up, days, replications;
static double rate, mean[MOST_UNITS], mu[MOST_UNITS], sigma, up_to[MOST_UNITS][MOST_UNITS];
static int places[MOST_UNITS], entry;

static int used[MOST_UNITS], held[MOST_UNITS], first[MOST_UNITS], last[MOST_UNITS];
static double touched[MOST_UNITS], sum_used[MOST_UNITS], sum_held[MOST_UNITS];
static int unit_of[POOL], to_of[POOL], next_of[POOL], free_row;

typedef struct { double time; int64_t sequence; int who; } Event;
static Event heap[POOL];
static int size;
static int64_t sequence, events;
static double now;

static uint64_t s[4];
static inline uint64_t rotate(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
/* xoshiro256++ by Blackman and Vigna, public domain. */
static inline uint64_t next(void) {
    uint64_t result = rotate(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotate(s[3], 45);
    return result;
}
static inline double uniform(void) { return ((double)(next() >> 11) + 0.5) * 0x1.0p-53; }

static void seed(uint64_t x) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (x += 0x9E3779B97F4A7C15ull);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        s[i] = z ^ (z >> 31);
    }
}

static inline double stay(int unit) {
    if (!is_lognormal) return -mean[unit] * log(uniform());
    static double spare;
    static int has_spare;
    double x, y, r;
    if (has_spare) { has_spare = 0; return exp(mu[unit] + sigma * spare); }
    do { x = 2 * uniform() - 1; y = 2 * uniform() - 1; r = x * x + y * y; } while (r >= 1 || r == 0);
    double scale = sqrt(-2 * log(r) / r);
    spare = y * scale;
    has_spare = 1;
    return exp(mu[unit] + sigma * x * scale);
}

static inline int before(const Event *a, const Event *b) {
    return a->time < b->time || (a->time == b->time && a->sequence < b->sequence);
}
static void push(double time, int who) {
    Event event = {time, sequence++, who};
    int at = size++;
    while (at > 0 && before(&event, &heap[(at - 1) / 2])) { heap[at] = heap[(at - 1) / 2]; at = (at - 1) / 2; }
    heap[at] = event;
}
static Event pop(void) {
    Event top = heap[0], end = heap[--size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
        if (child + 1 < size && before(&heap[child + 1], &heap[child])) child++;
        if (!before(&heap[child], &end)) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = end;
    return top;
}

static inline void touch(int unit) {
    double from = touched[unit] < warm_up ? warm_up : touched[unit];
    if (now > from) { sum_used[unit] += (now - from) * used[unit]; sum_held[unit] += (now - from) * held[unit]; }
    touched[unit] = now;
}

/* Whoever is first in the line of a unit with room moves in; the place left behind may let in the next. */
static void fill(int unit) {
    while (unit >= 0 && used[unit] < places[unit] && first[unit] >= 0) {
        int who = first[unit], from = unit_of[who];
        first[unit] = next_of[who];
        if (first[unit] < 0) last[unit] = -1;
        touch(unit);
        used[unit]++;
        unit_of[who] = unit;
        push(now + stay(unit), who);
        if (from >= 0) { touch(from); used[from]--; held[from]--; fill(from); }
    }
}
static void line_up(int who, int unit) {
    to_of[who] = unit;
    next_of[who] = -1;
    if (last[unit] >= 0) next_of[last[unit]] = who; else first[unit] = who;
    last[unit] = who;
    fill(unit);
}

static void run(void) {
    size = 0; sequence = 0; now = 0;
    for (int u = 0; u < units; u++) { used[u] = held[u] = 0; first[u] = last[u] = -1; touched[u] = 0; }
    for (int p = 0; p < POOL; p++) next_of[p] = p + 1;
    free_row = 0;
    push(-log(uniform()) / rate, -1);
    double end = warm_up + days;
    while (heap[0].time < end) {
        Event event = pop();
        now = event.time;
        events++;
        if (event.who < 0) {
            int who = free_row;
            if (who == POOL) { fprintf(stderr, "too many patients\n"); exit(1); }
            free_row = next_of[who];
            unit_of[who] = -1;
            push(now - log(uniform()) / rate, -1);
            line_up(who, entry);
            continue;
        }
        int who = event.who, unit = unit_of[who], to = 0;
        double luck = uniform();
        while (to < units && luck >= up_to[unit][to]) to++;
        if (to == units) {
            touch(unit);
            used[unit]--;
            next_of[who] = free_row;
            free_row = who;
            fill(unit);
        } else {
            touch(unit);
            held[unit]++;
            line_up(who, to);
        }
    }
    now = end;
    for (int u = 0; u < units; u++) touch(u);
}

int main(void) {
    long number;
    if (scanf("%d %d %d %d %d %ld %lf %d", &units, &is_lognormal, &warm_up, &days, &replications, &number, &rate, &entry) != 8)
        return 1;
    sigma = sqrt(log(2.0)); /* standard deviation equal to the mean */
    for (int u = 0; u < units; u++) {
        if (scanf("%d %lf", &places[u], &mean[u]) != 2) return 1;
        mu[u] = log(mean[u]) - sigma * sigma / 2;
        double sum = 0, share;
        for (int v = 0; v < units; v++) {
            if (scanf("%lf", &share) != 1) return 1;
            up_to[u][v] = sum += share;
        }
    }
    clock_t start = clock();
    for (int r = 0; r < replications; r++) { seed(number + r); run(); }
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC, time = (double)days * replications;
    printf("{\"events\": %lld, \"seconds\": %.6f, \"used\": [", (long long)events, seconds);
    for (int u = 0; u < units; u++) printf("%s%.6f", u ? ", " : "", sum_used[u] / time);
    printf("], \"held\": [");
    for (int u = 0; u < units; u++) printf("%s%.6f", u ? ", " : "", sum_held[u] / time);
    printf("]}\n");
    return 0;
}
