/* Growing arrays and hash maps from 64-bit keys to 32-bit values. */

#ifndef ARRAYS_H
#define ARRAYS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;

#define NONE 0xFFFFFFFFu

/* Memory that cannot be had ends the process, with a message: nothing sensible is left to do. */
static void *sized(void *old, u64 bytes) {
    void *got = realloc(old, bytes ? bytes : 1);
    if (!got) {
        fprintf(stderr, "raftspec: no memory left for the states of the search\n");
        exit(70);
    }
    return got;
}

static void *zeroed(u64 bytes) {
    return memset(sized(0, bytes), 0, bytes);
}

/* Zeroed memory for a table that is looked up everywhere: in large pages where there are any. */
static void *wide(u64 bytes) {
    u64 page = 1 << 21;
    void *got = aligned_alloc(page, (bytes + page - 1) / page * page);
    if (!got) return zeroed(bytes);
#ifdef MADV_HUGEPAGE
    madvise(got, (bytes + page - 1) / page * page, MADV_HUGEPAGE);
#endif
    return memset(got, 0, bytes);
}

typedef struct {
    u32 *at;
    u32 count, room;
} List;

static void append(List *list, u32 item) {
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 16;
        list->at = sized(list->at, 4ull * list->room);
    }
    list->at[list->count++] = item;
}

typedef struct {
    u64 *at;
    u64 count, room;
} Longs;

static void append_long(Longs *list, u64 item) {
    if (list->count == list->room) {
        list->room = list->room ? 2 * list->room : 16;
        list->at = sized(list->at, 8 * list->room);
    }
    list->at[list->count++] = item;
}

/* Room for one more item of an array of structures. */
#define GROW(array, count, room)                                   \
    do {                                                           \
        if ((count) == (room)) {                                   \
            (room) = (room) ? 2 * (room) : 16;                     \
            (array) = sized((array), sizeof *(array) * (u64)(room)); \
        }                                                          \
    } while (0)

static inline u64 mixed(u64 x) {
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

typedef struct {
    u64 key;
    u32 value, used;
} Pair;

/* Keys are compared whole. */
typedef struct {
    Pair *at;
    u64 mask, count;
} Map;

static void map_begin(Map *map) {
    map->mask = 255;
    map->count = 0;
    map->at = zeroed(sizeof(Pair) * 256);
}

static inline u32 map_get(const Map *map, u64 key) {
    u64 i = mixed(key) & map->mask;
    while (map->at[i].used) {
        if (map->at[i].key == key) return map->at[i].value;
        i = (i + 1) & map->mask;
    }
    return NONE;
}

static void map_put(Map *map, u64 key, u32 value) {
    if (2 * map->count >= map->mask) {
        Map old = *map;
        map->mask = 2 * old.mask + 1;
        map->count = 0;
        map->at = zeroed(sizeof(Pair) * (map->mask + 1));
        for (u64 i = 0; i <= old.mask; i++)
            if (old.at[i].used) map_put(map, old.at[i].key, old.at[i].value);
        free(old.at);
    }
    u64 i = mixed(key) & map->mask;
    while (map->at[i].used && map->at[i].key != key) i = (i + 1) & map->mask;
    map->count += !map->at[i].used;
    map->at[i] = (Pair){key, value, 1};
}

static inline u64 pair_of(u32 high, u32 low) {
    return (u64)high << 32 | low;
}

#endif
