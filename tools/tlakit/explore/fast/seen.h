/* The fingerprints of all states found so far, eight bytes each, at most sixteen a state in all.

   Open addressing by the high bits of a multiple: the least of several fingerprints, as it is kept
   under a symmetry, is a small number more often than a large one. Several threads may insert at
   once; the table grows only while they stand still. */

#ifndef SEEN_H
#define SEEN_H

#include "arrays.h"

typedef struct {
    u64 *at; /* 0 is an empty place; the fingerprint 0 is kept as 1 */
    u64 room, count;
} Seen;

static inline u64 place_of(const Seen *seen, u64 fingerprint) {
    u64 spread = fingerprint * 0x9e3779b97f4a7c15ULL;
    return (u64)(((unsigned __int128)spread * seen->room) >> 64);
}

static void seen_begin(Seen *seen) {
    seen->room = 1 << 12;
    seen->count = 0;
    seen->at = wide(8 * seen->room);
}

static inline int seen_has(const Seen *seen, u64 fingerprint) {
    u64 i = place_of(seen, fingerprint);
    for (;;) {
        u64 there = __atomic_load_n(&seen->at[i], __ATOMIC_RELAXED);
        if (there == fingerprint) return 1;
        if (!there) return 0;
        if (++i == seen->room) i = 0;
    }
}

/* Whether the fingerprint is new; it is there afterwards. The caller counts it. */
static inline int seen_add(Seen *seen, u64 fingerprint) {
    u64 i = place_of(seen, fingerprint);
    for (;;) {
        u64 there = __atomic_load_n(&seen->at[i], __ATOMIC_RELAXED);
        if (there == fingerprint) return 0;
        if (!there) {
            if (__atomic_compare_exchange_n(&seen->at[i], &there, fingerprint, 0, __ATOMIC_RELAXED,
                                            __ATOMIC_RELAXED))
                return 1;
            if (there == fingerprint) return 0;
        }
        if (++i == seen->room) i = 0;
    }
}

/* How many more there is room for. */
static inline u64 seen_left(const Seen *seen) {
    u64 most = seen->room / 10 * 7;
    return most > seen->count ? most - seen->count : 0;
}

/* From 70 to 50 in a hundred places taken: sixteen bytes a state at the most. */
static void seen_grow(Seen *seen) {
    Seen old = *seen;
    seen->room = old.room / 5 * 7;
    seen->at = wide(8 * seen->room);
    for (u64 i = 0; i < old.room; i++)
        if (old.at[i]) seen_add(seen, old.at[i]);
    free(old.at);
}

#endif
