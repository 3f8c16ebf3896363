/* What is done with one state: its successors found, checked and kept. */

#ifndef EXPAND_H
#define EXPAND_H

#include "levels.h"
#include "seen.h"

/* Why a search stands still. */
enum {
    NOTHING = 0,
    DONE = 1,       /* all states are found */
    PAUSED = 2,     /* time to look at the clock */
    LEVEL = 3,      /* a new level begins */
    MISS = 4,       /* `memo` is not known for the state, the state after, or the pair: `which` */
    ELEMENT = 5,    /* the instances of family `memo` for `detail`, an element or content */
    FALSE_STATE = 6,/* an invariant is false after the effect `detail` */
    FALSE_STEP = 7, /* an action property is false of it */
    DEADLOCK = 8,
    FAILED = 9      /* a file cannot be read back */
};

enum { BEFORE = 0, AFTER = 1, BOTH = 2 };

#define OUTSIDE_PLACES (1u << 18)

/* What the instances of a group do for one content of its slot. */
typedef struct {
    u32 count, first, effects, pending, pendings, outcome, outcomes;
    u64 hits;
} Entry;

/* A state in a chunk: where it begins, and the how manieth it is. */
typedef struct {
    u64 at;
    u32 index;
} Cursor;

/* One thread's part of the search. With several threads, states that lack an evaluation are deferred:
   they are explored when all threads stand still. */
typedef struct __attribute__((aligned(128))) {
    u32 *c; /* the state and the state after: contents, and words of sets */
    u64 *b;
    u64 *hashes, *base, *other; /* of each slot, of the state, each times `images` */
    Entry *entries;
    u32 entry_count, entry_room;
    Map entry_of; /* group, content -> entry */
    List entry_effects, entry_outcomes;
    Ask *pending;
    u32 pending_count, pending_room;
    List effects, used_entries, used_outcomes;
    List todo; /* the effects that may lead to a new state or have steps to be checked, by index */
    u64 *found; /* fingerprints of the successors */
    u32 found_room, count;
    u64 *outside; /* some fingerprints of states that are beyond the constraints */
    u64 *outcome_hits;
    u32 outcome_room;
    Chunk *chunk, *out;
    Cursor cursor;    /* the next state of the chunk */
    Cursor *deferred; /* in the chunk, before that */
    u32 deferrals, deferred_room;
    u32 index, phase, next; /* the state at hand, and how far it is explored */
    u64 generated, ticks;
    u64 added, may_add; /* fingerprints, since the threads began: so many, and at the most */
    u32 event, memo, which, detail;
} Worker;

/* A level of a search that was saved: its states, and where each begins. */
typedef struct {
    Chunk *states;
    Longs at;
    u64 first; /* the number of the first */
} Past;

typedef struct {
    Model m;
    Seen seen;
    Level now, next;
    u32 taken, workers, deadlock, depth;
    u32 stop;      /* all threads stand still after the state at hand */
    u32 ending;    /* no thread takes another chunk: then a first part of the states is explored */
    u32 keeps;     /* the fingerprints in order, for a checkpoint */
    u64 pause_every, initial, states, level_end, in_memory, most_in_memory;
    int files[2];
    u64 ends[2];
    List parents, via;
    Longs fingerprints; /* by state number, if `keeps` */
    Past past;          /* while a search goes on from a checkpoint */
    Worker *worker;
} Search;

static u64 hash_at(const Model *m, u32 slot, u32 content, u32 image) {
    return m->slots[slot].hashes.at[(u64)content * m->images + image];
}

/* The hashes of each slot, and of the state, for each image. */
static void hash_state(const Model *m, Worker *x) {
    u32 images = m->images;
    memset(x->base, 0, 8ull * images);
    for (u32 s = 0; s < m->n; s++) {
        const Slot *slot = &m->slots[s];
        u64 *hash = x->hashes + (u64)s * images;
        if (!slot->is_set) {
            memcpy(hash, slot->hashes.at + (u64)x->c[s] * images, 8ull * images);
        } else {
            memset(hash, 0, 8ull * images);
            for (u32 w = 0; w < slot->words; w++)
                for (u64 left = x->b[slot->from + w]; left; left &= left - 1) {
                    const u64 *one = slot->hashes.at + (64ull * w + __builtin_ctzll(left)) * images;
                    for (u32 g = 0; g < images; g++) hash[g] ^= one[g];
                }
        }
        for (u32 g = 0; g < images; g++) x->base[g] ^= hash[g];
    }
}

static inline u64 least(const u64 *hashes, u32 images) {
    u64 found = hashes[0];
    for (u32 g = 1; g < images; g++)
        if (hashes[g] < found) found = hashes[g];
    return found ? found : 1;
}

/* The fingerprint of the state after an effect, without building it. */
static inline u64 fingerprint_after(const Worker *x, const Item *item, const Effect *e) {
    u64 sum = x->base[0] ^ e->fixed;
    item += e->first + e->known;
    for (u32 i = 0; i < e->writes; i++, item++) sum ^= x->hashes[item->slot] ^ item->hash;
    for (u32 i = 0; i < e->removed; i++, item++)
        if (x->b[item->word] & item->bit) sum ^= item->hash;
    for (u32 i = 0; i < e->added; i++, item++)
        if (!(x->b[item->word] & item->bit)) sum ^= item->hash;
    return sum ? sum : 1;
}

/* The same under a symmetry: the least of the images. */
static u64 least_after(const Model *m, const Worker *x, const Effect *e) {
    const u64 *hashes = m->item_hashes.at;
    const Item *item = m->items + e->first + e->known;
    u32 images = m->images;
    u64 *sum = x->other;
    for (u32 g = 0; g < images; g++) sum[g] = x->base[g] ^ hashes[e->more + g];
    for (u32 i = 0; i < e->writes; i++, item++)
        for (u32 g = 0; g < images; g++)
            sum[g] ^= x->hashes[(u64)item->slot * images + g] ^ hashes[item->more + g];
    for (u32 i = 0; i < e->removed; i++, item++)
        if (x->b[item->word] & item->bit)
            for (u32 g = 0; g < images; g++) sum[g] ^= hashes[item->more + g];
    for (u32 i = 0; i < e->added; i++, item++)
        if (!(x->b[item->word] & item->bit))
            for (u32 g = 0; g < images; g++) sum[g] ^= hashes[item->more + g];
    return least(sum, images);
}

static void build_after(const Model *m, Worker *x, const Effect *e) {
    u32 *c = x->c + m->n;
    u64 *b = x->b + m->words;
    memcpy(c, x->c, 4ull * m->n);
    memcpy(b, x->b, 8ull * m->words);
    const Item *item = m->items + e->first;
    for (u32 i = 0; i < e->known + (u32)e->writes; i++, item++) {
        const Slot *slot = &m->slots[item->slot];
        if (slot->is_set)
            memcpy(b + slot->from, slot->bits + (u64)item->content * slot->words, 8ull * slot->words);
        else
            c[item->slot] = item->content;
    }
    for (u32 i = 0; i < e->removed; i++, item++) b[item->word] &= ~item->bit;
    for (u32 i = 0; i < e->added; i++, item++) b[item->word] |= item->bit;
}

static int missing(Worker *x, u32 memo, u32 which) {
    x->memo = memo;
    x->which = which;
    return MISS;
}

/* --- Successors --------------------------------------------------------------------------------- */

static void add_outcome(const Model *m, Worker *x, u32 leaf) {
    const Outcome *outcome = &m->outcomes[leaf & ~LEAF];
    x->count += outcome->count;
    for (u32 i = 0; i < outcome->effects; i++)
        append(&x->effects, m->outcome_effects.at[outcome->first + i]);
    append(&x->used_outcomes, leaf & ~LEAF);
}

/* As far as the content of the group's slot leads in the tree of each of its instances. */
static int enter(Model *m, Worker *x, u32 number, u32 content, u32 *entered) {
    const Group *group = &m->groups[number];
    u32 known[m->n];
    memset(known, 0xff, 4ull * m->n);
    known[group->slot] = content;
    Entry entry = {0};
    entry.first = x->entry_effects.count;
    entry.pending = x->pending_count;
    entry.outcome = x->entry_outcomes.count;
    for (u32 i = 0; i < group->memos.count; i++) {
        int stuck = 0;
        u32 node = walk(m, m->memos[group->memos.at[i]].root, known, &stuck);
        if (stuck) {
            x->entry_effects.count = entry.first;
            x->pending_count = entry.pending;
            x->entry_outcomes.count = entry.outcome;
            return missing(x, group->memos.at[i], BEFORE);
        }
        if (node & LEAF) {
            const Outcome *outcome = &m->outcomes[node & ~LEAF];
            entry.count += outcome->count;
            for (u32 j = 0; j < outcome->effects; j++)
                append(&x->entry_effects, m->outcome_effects.at[outcome->first + j]);
            append(&x->entry_outcomes, node & ~LEAF);
        } else {
            GROW(x->pending, x->pending_count, x->pending_room);
            x->pending[x->pending_count++] = (Ask){group->memos.at[i], node};
        }
    }
    entry.effects = x->entry_effects.count - entry.first;
    entry.pendings = x->pending_count - entry.pending;
    entry.outcomes = x->entry_outcomes.count - entry.outcome;
    GROW(x->entries, x->entry_count, x->entry_room);
    x->entries[x->entry_count] = entry;
    map_put(&x->entry_of, pair_of(number, content), x->entry_count);
    *entered = x->entry_count++;
    return NOTHING;
}

static int collect(Model *m, Worker *x, u32 number);

static int collect_group(Model *m, Worker *x, u32 number) {
    u32 content = x->c[m->groups[number].slot];
    u32 place = map_get(&x->entry_of, pair_of(number, content));
    if (place == NONE) {
        int event = enter(m, x, number, content, &place);
        if (event) return event;
    }
    const Entry *entry = &x->entries[place];
    x->count += entry->count;
    for (u32 i = 0; i < entry->effects; i++)
        append(&x->effects, x->entry_effects.at[entry->first + i]);
    for (u32 i = 0; i < entry->pendings; i++) {
        const Ask *ask = &x->pending[entry->pending + i];
        u32 leaf = descend(m, ask->node, x->c, x->b);
        if (leaf == NONE) return missing(x, ask->memo, BEFORE);
        add_outcome(m, x, leaf);
    }
    append(&x->used_entries, place);
    return NOTHING;
}

static int collect_family(Model *m, Worker *x, u32 number) {
    const Family *family = &m->families[number];
    const Slot *slot = &m->slots[family->slot];
    x->memo = number;
    if (!slot->is_set) {
        u32 place = map_get(&family->bundles, x->c[family->slot]);
        x->detail = x->c[family->slot];
        if (place == NONE) return ELEMENT;
        for (u32 i = 1; i <= family->lists.at[place]; i++) {
            int event = collect(m, x, family->lists.at[place + i]);
            if (event) return event;
        }
        return NOTHING;
    }
    const u64 *keep = family->mask == NONE ? 0 : m->masks[family->mask].mask;
    for (u32 w = 0; w < slot->words; w++)
        for (u64 left = x->b[slot->from + w] & (keep ? keep[w] : ~0ull); left; left &= left - 1) {
            u32 element = 64 * w + __builtin_ctzll(left);
            u32 bundle = map_get(&family->bundles, element);
            x->memo = number;
            x->detail = element;
            if (bundle == NONE) return ELEMENT;
            int event = collect(m, x, bundle);
            if (event) return event;
        }
    return NOTHING;
}

/* Gathers the effects that are possible in the state. */
static int collect(Model *m, Worker *x, u32 number) {
    const Bundle *bundle = &m->bundles[number];
    int event = NOTHING;
    for (u32 i = 0; i < bundle->groups.count && !event; i++)
        event = collect_group(m, x, bundle->groups.at[i]);
    for (u32 i = 0; i < bundle->families.count && !event; i++)
        event = collect_family(m, x, bundle->families.at[i]);
    for (u32 i = 0; i < bundle->loose.count && !event; i++) {
        u32 leaf = descend(m, m->memos[bundle->loose.at[i]].root, x->c, x->b);
        if (leaf == NONE) return missing(x, bundle->loose.at[i], BEFORE);
        add_outcome(m, x, leaf);
    }
    return event;
}

/* --- Checks ------------------------------------------------------------------------------------- */

/* Asks the predicates from `first` to `end`: NOTHING if all are true, MISS, or `otherwise`. */
static int ask(Model *m, Worker *x, const Ask *asks, u32 first, u32 end, u32 which, int otherwise) {
    const u32 *c = which == AFTER ? x->c + m->n : x->c;
    const u64 *b = which == AFTER ? x->b + m->words : x->b;
    for (u32 i = first; i < end; i++) {
        u32 from = asks[i].node != NONE ? asks[i].node : m->memos[asks[i].memo].root;
        u32 leaf = descend(m, from, c, b);
        if (leaf == NONE) return missing(x, asks[i].memo, which);
        if (leaf != TRUE_LEAF) {
            x->memo = asks[i].memo;
            return otherwise;
        }
    }
    return NOTHING;
}

/* A state in which an action property is false of the step that changes nothing: it is asked at every
   step from now on. */
static void settle(Model *m, u32 idle) {
    pthread_mutex_lock(&m->lock);
    for (u32 i = 0; i < m->idle.count; i++)
        if (m->idle.at[i] == idle && !m->restless.at[i]) {
            m->restless.at[i] = 1;
            __atomic_add_fetch(&m->version, 1, __ATOMIC_RELAXED);
        }
    pthread_mutex_unlock(&m->lock);
}

enum { BEYOND = 100, UNEASY = 101 };

/* Checks the state after an effect, built before, that was not seen: NOTHING if it is to be kept. */
static int admit(Model *m, Worker *x, const Asks *asks, u64 fingerprint) {
    int event = ask(m, x, asks->at, 0, asks->constraints, AFTER, BEYOND);
    if (event == MISS) return event;
    int within = event == NOTHING;
    event = ask(m, x, asks->at, asks->constraints, asks->invariants, AFTER, FALSE_STATE);
    if (event) return event;
    if (!within) {
        x->outside[fingerprint % OUTSIDE_PLACES] = fingerprint;
        return BEYOND;
    }
    event = ask(m, x, asks->at, asks->steps, asks->limits, BOTH, BEYOND);
    if (event) return event;
    for (u32 i = asks->limits; i < asks->idle; i++) {
        event = ask(m, x, asks->at, i, i + 1, AFTER, UNEASY);
        if (event == MISS) return event;
        if (event == UNEASY) settle(m, asks->at[i].memo);
    }
    return NOTHING;
}

/* --- One state ---------------------------------------------------------------------------------- */

static void close_chunk(Search *k, Worker *x) {
    Chunk *chunk = x->out;
    if (!chunk) return;
    chunk->first = (u32)k->states;
    for (u32 i = 0; i < chunk->states; i++) {
        append(&k->parents, chunk->trail->parents[i]);
        append(&k->via, chunk->trail->via[i]);
        if (k->keeps) append_long(&k->fingerprints, chunk->trail->fingerprints[i]);
    }
    k->states += chunk->states;
    free(chunk->trail);
    chunk->trail = 0;
    u64 in_memory = __atomic_add_fetch(&k->in_memory, chunk->length, __ATOMIC_RELAXED);
    if (in_memory > k->most_in_memory && k->files[k->depth % 2] >= 0) {
        u64 written = store(chunk, k->files[k->depth % 2], k->ends[k->depth % 2]);
        k->ends[k->depth % 2] += written;
        __atomic_sub_fetch(&k->in_memory, written, __ATOMIC_RELAXED);
    } else {
        chunk->bytes = sized(chunk->bytes, chunk->room = chunk->length);
    }
    GROW(k->next.at, k->next.count, k->next.room);
    k->next.at[k->next.count++] = chunk;
    x->out = 0;
}

static void keep_state(Search *k, Worker *x, const u32 *c, const u64 *b, u32 parent, u32 via,
                       u64 fingerprint) {
    if (x->out && x->out->states == CHUNK_STATES) {
        pthread_mutex_lock(&k->m.lock);
        close_chunk(k, x);
        pthread_mutex_unlock(&k->m.lock);
    }
    if (!x->out) x->out = new_chunk();
    Chunk *out = x->out;
    out->trail->parents[out->states] = parent;
    out->trail->via[out->states] = via;
    out->trail->fingerprints[out->states++] = fingerprint;
    encode(&k->m, out, c, b);
}

static int begin_state(Search *k, Worker *x) {
    Model *m = &k->m;
    x->effects.count = x->used_entries.count = x->used_outcomes.count = x->count = 0;
    int event = collect(m, x, 0);
    if (event) return event;
    if (!x->count && k->deadlock) return DEADLOCK;
    if (x->effects.count > x->found_room) {
        x->found_room = 2 * x->effects.count;
        x->found = sized(x->found, 8ull * x->found_room);
    }
    return NOTHING;
}

/* The fingerprints of all successors; where they may be in memory is fetched meanwhile. */
static void fingerprint_all(Search *k, Worker *x) {
    const Model *m = &k->m;
    int bounded = m->constraints.count > 0;
    for (u32 i = 0; i < x->effects.count; i++) {
        const Effect *effect = &m->effects[x->effects.at[i]];
        u64 found = m->images == 1 ? fingerprint_after(x, m->items, effect)
                                   : least_after(m, x, effect);
        x->found[i] = found;
        __builtin_prefetch(&k->seen.at[place_of(&k->seen, found)]);
        if (bounded) __builtin_prefetch(&x->outside[found % OUTSIDE_PLACES]);
    }
}

static int stands_before(const Model *m, u32 one, u32 other) {
    const Effect *a = &m->effects[one], *b = &m->effects[other];
    if (a->instance == b->instance) return a->place < b->place;
    return m->memos[a->instance].rank < m->memos[b->instance].rank;
}

static int is_outside(const Worker *x, u64 fingerprint) {
    return x->outside[fingerprint % OUTSIDE_PLACES] == fingerprint;
}

/* The effects to look at, in the order of the text: what is first decides who is a parent. */
static void choose_effects(Search *k, Worker *x) {
    Model *m = &k->m;
    x->todo.count = 0;
    for (u32 i = 0; i < x->effects.count; i++) {
        Effect *effect = &m->effects[x->effects.at[i]];
        if (__atomic_load_n(&effect->version, __ATOMIC_ACQUIRE) != m->version) refresh(m, effect);
        u64 found = x->found[i];
        if (!effect->asks_steps && (seen_has(&k->seen, found) || is_outside(x, found))) continue;
        append(&x->todo, i);
        u32 place = x->todo.count - 1;
        for (; place; place--) {
            u32 last = x->todo.at[place - 1];
            if (stands_before(m, x->effects.at[last], x->effects.at[i])) break;
            x->todo.at[place] = last;
        }
        x->todo.at[place] = i;
    }
}

/* Looks at one effect: checks its step, and keeps the state it leads to if that is new. */
static int take_step(Search *k, Worker *x, u32 index) {
    Model *m = &k->m;
    u64 fingerprint = x->found[index];
    x->detail = x->effects.at[index];
    Effect *effect = &m->effects[x->detail];
    if (__atomic_load_n(&effect->version, __ATOMIC_ACQUIRE) != m->version) refresh(m, effect);
    const Asks *asks = effect->asks;
    int built = effect->asks_steps;
    if (built) {
        build_after(m, x, effect);
        int event = ask(m, x, asks->at, asks->invariants, asks->steps, BOTH, FALSE_STEP);
        if (event) return event;
    }
    if (seen_has(&k->seen, fingerprint) || is_outside(x, fingerprint)) return NOTHING;
    if (!built) build_after(m, x, effect);
    int event = admit(m, x, asks, fingerprint);
    if (event == BEYOND) return NOTHING;
    if (event) return event;
    if (!seen_add(&k->seen, fingerprint)) return NOTHING;
    x->added++;
    keep_state(k, x, x->c + m->n, x->b + m->words, x->chunk->first + x->index, x->detail,
               fingerprint);
    return NOTHING;
}

/* Explores one state; goes on where it stopped if an event kept it from the end. */
static int expand(Search *k, Worker *x) {
    Model *m = &k->m;
    if (x->phase == 0) {
        int event = begin_state(k, x);
        if (event) return event;
        x->phase = 1;
        x->next = 0;
        hash_state(m, x);
        fingerprint_all(k, x);
        choose_effects(k, x);
    }
    for (; x->next < x->todo.count; x->next++) {
        int event = take_step(k, x, x->todo.at[x->next]);
        if (event) return event;
    }
    x->generated += x->count;
    for (u32 i = 0; i < x->used_entries.count; i++) x->entries[x->used_entries.at[i]].hits++;
    for (u32 i = 0; i < x->used_outcomes.count; i++) x->outcome_hits[x->used_outcomes.at[i]]++;
    return NOTHING;
}

#endif
