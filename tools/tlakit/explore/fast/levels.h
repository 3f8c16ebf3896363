/* The states of one level, encoded, in chunks that threads take one by one and that may lie on disk.

   A state is its content numbers, four bytes each, and for each set the number of its elements and
   their numbers, two bytes each. With each state goes the number of the state before it, the effect
   that led to it, and its fingerprint. */

#ifndef LEVELS_H
#define LEVELS_H

#include <unistd.h>

#include "model.h"

#define CHUNK_STATES 1024

typedef struct {
    u32 parents[CHUNK_STATES], via[CHUNK_STATES];
    u64 fingerprints[CHUNK_STATES];
} Trail;

typedef struct {
    u8 *bytes; /* 0 while on disk */
    u64 length, room;
    int64_t place; /* in the file, -1 if not there */
    u32 states;
    u32 first; /* the number of its first state, once the chunk is closed */
    Trail *trail; /* until then */
} Chunk;

typedef struct {
    Chunk **at;
    u32 count, room;
} Level;

static Chunk *new_chunk(void) {
    Chunk *chunk = sized(0, sizeof(Chunk));
    chunk->bytes = 0;
    chunk->length = chunk->room = 0;
    chunk->place = -1;
    chunk->states = chunk->first = 0;
    chunk->trail = sized(0, sizeof(Trail));
    return chunk;
}

static void free_chunk(Chunk *chunk) {
    free(chunk->bytes);
    free(chunk->trail);
    free(chunk);
}

static void free_level(Level *level) {
    for (u32 i = 0; i < level->count; i++)
        if (level->at[i]) free_chunk(level->at[i]);
    free(level->at);
}

static void encode(const Model *m, Chunk *chunk, const u32 *c, const u64 *b) {
    u64 most = chunk->length + 6ull * m->n + 128ull * m->words;
    if (most > chunk->room) {
        chunk->room = 2 * most;
        chunk->bytes = sized(chunk->bytes, chunk->room);
    }
    u8 *out = chunk->bytes + chunk->length;
    for (u32 s = 0; s < m->n; s++) {
        const Slot *slot = &m->slots[s];
        if (!slot->is_set) {
            memcpy(out, &c[s], 4);
            out += 4;
            continue;
        }
        u8 *size = out;
        u16 count = 0;
        out += 2;
        for (u32 w = 0; w < slot->words; w++)
            for (u64 left = b[slot->from + w]; left; left &= left - 1, count++) {
                u16 element = (u16)(64 * w + __builtin_ctzll(left));
                memcpy(out, &element, 2);
                out += 2;
            }
        memcpy(size, &count, 2);
    }
    chunk->length = out - chunk->bytes;
}

/* Decodes the state at a place and returns where the next one is. */
static const u8 *decode(const Model *m, const u8 *in, u32 *c, u64 *b) {
    memset(b, 0, 8ull * m->words);
    for (u32 s = 0; s < m->n; s++) {
        const Slot *slot = &m->slots[s];
        c[s] = 0;
        if (!slot->is_set) {
            memcpy(&c[s], in, 4);
            in += 4;
            continue;
        }
        u16 count, element;
        memcpy(&count, in, 2);
        in += 2;
        for (u32 i = 0; i < count; i++, in += 2) {
            memcpy(&element, in, 2);
            b[slot->from + element / 64] |= 1ull << (element % 64);
        }
    }
    return in;
}

/* Writes a chunk to a file, and keeps it in memory if that fails: the disk may be full. */
static u64 store(Chunk *chunk, int file, u64 end) {
    u64 done = 0;
    while (done < chunk->length) {
        ssize_t some = pwrite(file, chunk->bytes + done, chunk->length - done, end + done);
        if (some <= 0) return 0;
        done += some;
    }
    free(chunk->bytes);
    chunk->bytes = 0;
    chunk->place = end;
    return done;
}

/* Reads a chunk back; returns whether that worked. */
static int fetch(Chunk *chunk, int file) {
    chunk->bytes = sized(0, chunk->length);
    u64 done = 0;
    while (done < chunk->length) {
        ssize_t some = pread(file, chunk->bytes + done, chunk->length - done, chunk->place + done);
        if (some <= 0) return 0;
        done += some;
    }
    return 1;
}

#endif
