/* The threads, and how they share a level: each takes chunks, one after the other. */

#ifndef SEARCH_H
#define SEARCH_H

#include "expand.h"

#define SINGLE_BELOW 4096 /* states of a level that are not worth a second thread */
#define MOST_DEFERRED 64

/* Makes the search stand still, where a first part of all states is explored and no other. */
static void end_soon(Search *k) {
    __atomic_store_n(&k->ending, 1, __ATOMIC_RELAXED);
    if (k->workers == 1) __atomic_store_n(&k->stop, 1, __ATOMIC_RELAXED);
}

static void stop_all(Search *k) {
    __atomic_store_n(&k->stop, 1, __ATOMIC_RELAXED);
}

/* --- One thread --------------------------------------------------------------------------------- */

/* Takes the next chunk of the level; returns whether there was one. */
static int take_chunk(Search *k, Worker *x) {
    if (__atomic_load_n(&k->ending, __ATOMIC_RELAXED)) return 0;
    u32 taken = __atomic_fetch_add(&k->taken, 1, __ATOMIC_RELAXED);
    if (taken >= k->now.count) return 0;
    x->chunk = k->now.at[taken];
    k->now.at[taken] = 0;
    x->cursor = (Cursor){0};
    x->phase = 0;
    return 1;
}

static void end_chunk(Search *k, Worker *x) {
    __atomic_sub_fetch(&k->in_memory, x->chunk->length, __ATOMIC_RELAXED);
    free_chunk(x->chunk);
    x->chunk = 0;
}

static void defer(Worker *x) {
    GROW(x->deferred, x->deferrals, x->deferred_room);
    x->deferred[x->deferrals++] = x->cursor;
    x->phase = 0;
}

/* Explores the state at the cursor and moves on, unless an event keeps it there. */
static int go_on(Search *k, Worker *x) {
    const u8 *here = x->chunk->bytes + x->cursor.at;
    const u8 *following = decode(&k->m, here, x->c, x->b);
    x->index = x->cursor.index;
    int event = expand(k, x);
    if ((event == MISS || event == ELEMENT) && k->workers > 1) {
        defer(x);
        event = NOTHING;
    }
    if (event) return event;
    x->cursor.at += following - here;
    x->cursor.index++;
    x->phase = 0;
    return NOTHING;
}

static void work(Search *k, Worker *x) {
    while (!__atomic_load_n(&k->stop, __ATOMIC_RELAXED)) {
        if (!x->chunk && !take_chunk(k, x)) return;
        if (!x->chunk->bytes) {
            if (!fetch(x->chunk, k->files[(k->depth + 1) % 2])) {
                x->event = FAILED;
                break;
            }
            __atomic_add_fetch(&k->in_memory, x->chunk->length, __ATOMIC_RELAXED);
        }
        if (x->cursor.index == x->chunk->states) {
            if (x->deferrals) break;
            end_chunk(k, x);
            continue;
        }
        x->event = go_on(k, x);
        if (x->event || x->deferrals == MOST_DEFERRED || x->added >= x->may_add) break;
        if (x == k->worker && ++x->ticks % k->pause_every == 0) end_soon(k);
    }
    stop_all(k);
}

typedef struct {
    Search *k;
    Worker *x;
} Job;

static void *work_in_thread(void *argument) {
    Job *job = argument;
    work(job->k, job->x);
    return 0;
}

/* --- All threads -------------------------------------------------------------------------------- */

/* Lets each worker add its share of what there is room for. */
static void share_room(Search *k) {
    if (seen_left(&k->seen) <= k->seen.room / 128) seen_grow(&k->seen);
    u64 share = seen_left(&k->seen) / k->workers;
    for (u32 i = 0; i < k->workers; i++) k->worker[i].may_add = share ? share : 1;
}

static void count_added(Search *k) {
    for (u32 i = 0; i < k->workers; i++) {
        k->seen.count += k->worker[i].added;
        k->worker[i].added = 0;
    }
}

static void work_all(Search *k) {
    u64 left = 0;
    for (u32 i = k->taken; i < k->now.count && left < SINGLE_BELOW; i++) left += k->now.at[i]->states;
    u32 started = 1;
    pthread_t threads[k->workers];
    Job jobs[k->workers];
    share_room(k);
    k->stop = 0;
    for (u32 i = 1; i < k->workers; i++) {
        Worker *x = &k->worker[i];
        if (!x->chunk && left < SINGLE_BELOW) continue;
        jobs[started] = (Job){k, x};
        if (!pthread_create(&threads[started], 0, work_in_thread, &jobs[started])) started++;
    }
    work(k, k->worker);
    for (u32 i = 1; i < started; i++) pthread_join(threads[i], 0);
    count_added(k);
}

/* Explores the states that a worker has deferred: NOTHING once there are none, or the event that the
   caller must answer first. */
static int catch_up(Search *k, Worker *x) {
    for (; x->deferrals; x->deferrals--) {
        const Cursor *cursor = &x->deferred[x->deferrals - 1];
        decode(&k->m, x->chunk->bytes + cursor->at, x->c, x->b);
        x->index = cursor->index;
        x->event = expand(k, x);
        if (x->event) return x->event;
        x->phase = 0;
    }
    return NOTHING;
}

static int catch_up_all(Search *k) {
    int event = NOTHING;
    for (u32 i = 0; i < k->workers && !event; i++) event = catch_up(k, &k->worker[i]);
    count_added(k);
    return event;
}

static int in_chunks(const Search *k) {
    for (u32 i = 0; i < k->workers; i++)
        if (k->worker[i].chunk) return 1;
    return 0;
}

static void shape_hits(Search *k) {
    for (u32 i = 0; i < k->workers; i++) {
        Worker *x = &k->worker[i];
        if (x->outcome_room >= k->m.outcome_count) continue;
        u32 room = 2 * k->m.outcome_count;
        x->outcome_hits = sized(x->outcome_hits, 8ull * room);
        memset(x->outcome_hits + x->outcome_room, 0, 8ull * (room - x->outcome_room));
        x->outcome_room = room;
    }
}

/* Ends the chunks that are being written, so that all states have their numbers. */
static void close_all(Search *k) {
    for (u32 i = 0; i < k->workers; i++) close_chunk(k, &k->worker[i]);
}

static int next_level(Search *k) {
    close_all(k);
    if (!k->next.count) return DONE;
    free(k->now.at);
    k->now = k->next;
    k->next = (Level){0};
    k->taken = 0;
    k->depth++;
    k->level_end = k->states;
    k->ends[k->depth % 2] = 0;
    return LEVEL;
}

/* Searches until something stops it: one of the events, or MISS and the like of a worker. */
static u32 search(Search *k) {
    for (;;) {
        for (u32 i = 0; i < k->workers; i++) k->worker[i].event = NOTHING;
        shape_hits(k);
        int event = catch_up_all(k);
        if (event) return event;
        if (k->ending && (k->workers == 1 || !in_chunks(k))) {
            k->ending = 0;
            return PAUSED;
        }
        if (!in_chunks(k) && k->taken >= k->now.count) return next_level(k);
        work_all(k);
        for (u32 i = 0; i < k->workers; i++)
            if (k->worker[i].event) return k->worker[i].event;
    }
}

#endif
