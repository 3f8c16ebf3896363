/* Growing arrays, hash maps from 64-bit keys to 32-bit values, and tables from small numbers. */

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

/* Zeroed memory that shares no line of a cache with any other. */
static void *lines(u64 bytes) {
    u64 line = 128, whole = (bytes + line - 1) / line * line;
    void *got = aligned_alloc(line, whole);
    return got ? memset(got, 0, whole) : zeroed(bytes);
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

/* From numbers that are counted from 0, and so spread well as they are, to 32-bit values. */
typedef struct {
    u64 *at; /* pairs of a key and its value; EMPTY where there is none */
    u32 mask, count;
} Table;

#define EMPTY (~0ull)

static inline u32 table_get(const Table *table, u32 key) {
    if (!table->at) return NONE;
    for (u32 i = key & table->mask;; i = (i + 1) & table->mask) {
        u64 there = table->at[i];
        if (there >> 32 == key) return (u32)there;
        if (there == EMPTY) return NONE;
    }
}

static void table_put(Table *table, u32 key, u32 value) {
    if (!table->at || 4 * table->count > 3 * table->mask) {
        Table old = *table;
        table->mask = old.at ? 2 * old.mask + 1 : 3;
        table->count = 0;
        table->at = sized(0, 8ull * (table->mask + 1));
        memset(table->at, 0xff, 8ull * (table->mask + 1));
        for (u32 i = 0; old.at && i <= old.mask; i++)
            if (old.at[i] != EMPTY) table_put(table, (u32)(old.at[i] >> 32), (u32)old.at[i]);
        free(old.at);
    }
    u32 i = key & table->mask;
    while (table->at[i] != EMPTY && table->at[i] >> 32 != key) i = (i + 1) & table->mask;
    table->count += table->at[i] == EMPTY;
    table->at[i] = pair_of(key, value);
}

#endif
