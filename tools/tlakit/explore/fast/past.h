/* The states of a search that was saved, made again from those before, level by level. */

#ifndef PAST_H
#define PAST_H

#include "search.h"

static void free_past(Past *past) {
    if (past->states) free_chunk(past->states);
    free(past->at.at);
    *past = (Past){0};
}

static void recall_from(Search *k, const Past *past, u64 number) {
    decode(&k->m, past->states->bytes + past->at.at[number - past->first], k->worker->c,
           k->worker->b);
}

/* Puts a state in the place of the first worker's: of the level of `past`, or of the next. */
static void recall(Search *k, u64 number) {
    const Model *m = &k->m;
    Worker *x = k->worker;
    const Past *past = &k->past;
    if (number - past->first < past->at.count) {
        recall_from(k, past, number);
        return;
    }
    recall_from(k, past, k->parents.at[number]);
    build_after(m, x, &m->effects[k->via.at[number]]);
    memcpy(x->c, x->c + m->n, 4ull * m->n);
    memcpy(x->b, x->b + m->words, 8ull * m->words);
}

/* Makes the initial states, which were taken in, the level that is known. */
static void keep_initial(Search *k) {
    Worker *x = k->worker;
    Chunk *states = k->past.states = new_chunk();
    close_all(k);
    for (u32 i = 0; i < k->next.count; i++) states->room += k->next.at[i]->length;
    states->bytes = sized(0, states->room);
    for (u32 i = 0; i < k->next.count; i++) {
        memcpy(states->bytes + states->length, k->next.at[i]->bytes, k->next.at[i]->length);
        states->length += k->next.at[i]->length;
    }
    free_level(&k->next);
    k->next = (Level){0};
    k->in_memory = 0;
    k->parents.count = k->via.count = 0;
    k->fingerprints.count = 0;
    const u8 *next = states->bytes;
    for (u64 i = 0; i < k->initial; i++) {
        append_long(&k->past.at, next - states->bytes);
        next = decode(&k->m, next, x->c, x->b);
    }
}

/* Makes the levels up to the one that is explored: `ends` has the number after the last state of each. */
static void make_past(Search *k, u32 levels, const u64 *ends) {
    Worker *x = k->worker;
    for (u32 level = 1; level < levels; level++) {
        Past made = {.states = new_chunk(), .first = ends[level - 1]};
        for (u64 number = made.first; number < ends[level]; number++) {
            recall(k, number);
            append_long(&made.at, made.states->length);
            encode(&k->m, made.states, x->c, x->b);
        }
        free_past(&k->past);
        k->past = made;
    }
}

/* Lets the first worker's state wait to be explored; it has the next number. */
static void wait_for(Search *k) {
    Level *level = k->states < k->level_end ? &k->now : &k->next;
    if (!level->count || level->at[level->count - 1]->states == CHUNK_STATES) {
        GROW(level->at, level->count, level->room);
        Chunk *chunk = level->at[level->count++] = new_chunk();
        chunk->first = (u32)k->states;
        free(chunk->trail);
        chunk->trail = 0;
    }
    Chunk *last = level->at[level->count - 1];
    k->in_memory -= last->length;
    encode(&k->m, last, k->worker->c, k->worker->b);
    k->in_memory += last->length;
    last->states++;
}

#endif
