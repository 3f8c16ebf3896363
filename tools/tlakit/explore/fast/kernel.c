/* The search itself, and what the caller may do with it while it stands still.

   The caller evaluates; `raftspec_run` returns why it stopped, and goes on when called again. All
   functions but that one are called while no thread searches. */

#include "past.h"

#ifndef SOURCE_DIGEST
#define SOURCE_DIGEST ""
#endif

const char *raftspec_source(void) {
    return SOURCE_DIGEST;
}

/* --- Beginning and end -------------------------------------------------------------------------- */

static void shape_worker(const Model *m, Worker *x) {
    x->c = sized(x->c, 8ull * m->n);
    x->b = zeroed(16ull * m->words + 8);
    x->hashes = sized(x->hashes, 8ull * m->n * m->images);
    x->base = sized(x->base, 8ull * m->images);
    x->other = sized(x->other, 8ull * m->images);
}

Search *raftspec_new(u32 n, const u8 *is_set, u32 images, u32 deadlock, u32 workers) {
    Search *k = zeroed(sizeof(Search));
    Model *m = &k->m;
    m->n = n;
    m->images = images;
    m->slots = zeroed(sizeof(Slot) * (u64)(n ? n : 1));
    m->version = 1;
    for (u32 s = 0; s < n; s++) {
        Slot *slot = &m->slots[s];
        slot->is_set = is_set[s];
        if (!slot->is_set) continue;
        slot->words = 1;
        slot->from = m->words++;
        slot->index_mask = 63;
        reindex(slot);
    }
    pthread_mutex_init(&m->lock, 0);
    seen_begin(&k->seen);
    k->deadlock = deadlock;
    k->workers = workers;
    k->pause_every = 1 << 14;
    k->files[0] = k->files[1] = -1;
    k->most_in_memory = ~0ull;
    k->worker = lines(sizeof(Worker) * (u64)workers);
    for (u32 i = 0; i < workers; i++) {
        shape_worker(m, &k->worker[i]);
        map_begin(&k->worker[i].entry_of);
        k->worker[i].outside = wide(8ull * OUTSIDE_PLACES);
    }
    return k;
}

static void free_worker(Worker *x) {
    void *owned[] = {x->c, x->b, x->hashes, x->base, x->other, x->entries, x->entry_of.at,
                     x->entry_effects.at, x->entry_outcomes.at, x->pending, x->effects.at,
                     x->used_entries.at, x->used_outcomes.at, x->todo.at, x->found,
                     x->outside, x->outcome_hits, x->deferred};
    for (u32 i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    if (x->out) free_chunk(x->out);
}

void raftspec_free(Search *k) {
    Model *m = &k->m;
    for (u32 i = 0; i < k->workers; i++) free_worker(&k->worker[i]);
    free_level(&k->now);
    free_level(&k->next);
    free_past(&k->past);
    for (u32 s = 0; s < m->n; s++) {
        free(m->slots[s].hashes.at);
        free(m->slots[s].bits);
        free(m->slots[s].index);
    }
    for (u32 i = 0; i < m->node_count; i++)
        if (m->nodes[i].kind != BIT) free(m->nodes[i].children.at);
    for (u32 i = 0; i < m->part_count; i++) free(m->parts[i].keys.at);
    for (u32 i = 0; i < m->mask_count; i++) free(m->masks[i].mask);
    for (u32 i = 0; i < m->effect_count; i++)
        for (Asks *asks = m->effects[i].asks, *older; asks; asks = older) {
            older = asks->older;
            free(asks);
        }
    for (u32 i = 0; i < m->bundle_count; i++) {
        free(m->bundles[i].groups.at);
        free(m->bundles[i].loose.at);
        free(m->bundles[i].families.at);
    }
    for (u32 i = 0; i < m->family_count; i++) {
        free(m->families[i].bundles.at);
        free(m->families[i].lists.at);
    }
    void *owned[] = {m->slots, m->parts, m->masks, m->nodes, m->memos, m->items,
                     m->item_hashes.at, m->befores.at, m->effects, m->outcomes,
                     m->outcome_effects.at, m->groups, m->bundles, m->families, m->invariants.at,
                     m->constraints.at, m->steps.at, m->idle.at, m->limits.at, m->restless.at,
                     k->seen.at, k->parents.at, k->via.at, k->fingerprints.at, k->worker};
    for (u32 i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    pthread_mutex_destroy(&m->lock);
    free(k);
}

/* --- What the caller tells of the model --------------------------------------------------------- */

/* Moves the sets of a worker's two states to where they stand now; `old` has the slots as before. */
static void move_sets(const Model *m, Worker *x, const Slot *old, u32 old_words) {
    u64 *b = zeroed(16ull * m->words + 8);
    for (u32 s = 0; s < m->n; s++)
        for (u32 half = 0; m->slots[s].is_set && half < 2; half++)
            memcpy(b + half * m->words + m->slots[s].from, x->b + half * old_words + old[s].from,
                   8ull * old[s].words);
    free(x->b);
    x->b = b;
}

/* The next content of a slot, or the next element of a set; `hashes` one for each image. */
u32 raftspec_content(Search *k, u32 number, const u64 *hashes) {
    Model *m = &k->m;
    Slot *slot = &m->slots[number];
    for (u32 g = 0; g < m->images; g++) append_long(&slot->hashes, hashes[g]);
    slot->contents++;
    if (!slot->is_set || slot->contents <= 64 * slot->words) return slot->contents - 1;
    Slot old[m->n];
    u32 old_words = m->words;
    memcpy(old, m->slots, sizeof old);
    widen(m, number);
    for (u32 i = 0; i < k->workers; i++) move_sets(m, &k->worker[i], old, old_words);
    return slot->contents - 1;
}

u32 raftspec_part(Search *k, u32 slot) {
    Model *m = &k->m;
    GROW(m->parts, m->part_count, m->part_room);
    m->parts[m->part_count] = (Part){slot, {0}};
    return m->part_count++;
}

/* The key of a part for the next content of its slot. */
void raftspec_part_key(Search *k, u32 part, u32 key) {
    append(&k->m.parts[part].keys, key);
}

u32 raftspec_mask(Search *k, u32 slot, const u32 *elements, u32 count) {
    Model *m = &k->m;
    GROW(m->masks, m->mask_count, m->mask_room);
    Mask *mask = &m->masks[m->mask_count];
    *mask = (Mask){slot, 0, zeroed(8ull * m->slots[slot].words), m->slots[slot].words};
    for (u32 i = 0; i < count; i++) mask->mask[elements[i] / 64] |= 1ull << (elements[i] % 64);
    return m->mask_count++;
}

void raftspec_mask_add(Search *k, u32 mask, u32 element) {
    k->m.masks[mask].mask[element / 64] |= 1ull << (element % 64);
}

/* The number of a whole set, for an effect that writes one. */
u32 raftspec_set(Search *k, u32 number, const u32 *elements, u32 count) {
    Slot *slot = &k->m.slots[number];
    u64 bits[slot->words];
    memset(bits, 0, sizeof bits);
    for (u32 i = 0; i < count; i++) bits[elements[i] / 64] |= 1ull << (elements[i] % 64);
    return intern(slot, bits);
}

u32 raftspec_memo(Search *k) {
    Model *m = &k->m;
    GROW(m->memos, m->memo_count, m->memo_room);
    m->memos[m->memo_count] = (Memo){NONE, NONE, 0, 0};
    return m->memo_count++;
}

/* Where an instance stands: a number that grows in the order of the text. */
void raftspec_rank(Search *k, u32 memo, u64 rank) {
    k->m.memos[memo].rank = rank;
}

/* Adds an evaluation in the state in which worker `number` stands still. */
void raftspec_insert(Search *k, u32 number, u32 which, u32 memo, u32 count, const u32 *reads,
                     u32 result) {
    const Worker *x = &k->worker[number];
    int after = which == AFTER;
    insert(&k->m, memo, count, reads, result, x->c + (after ? k->m.n : 0),
           x->b + (after ? k->m.words : 0));
}

static void set_hashes(Model *m, const Slot *slot, u32 content) {
    const u64 *bits = slot->bits + (u64)content * slot->words;
    for (u32 g = 0; g < m->images; g++) {
        u64 sum = 0;
        for (u32 w = 0; w < slot->words; w++)
            for (u64 left = bits[w]; left; left &= left - 1)
                sum ^= slot->hashes.at[(64ull * w + __builtin_ctzll(left)) * m->images + g];
        append_long(&m->item_hashes, sum);
    }
}

static void add_item(Model *m, u32 number, u32 content, int whole) {
    const Slot *slot = &m->slots[number];
    GROW(m->items, m->item_count, m->item_room);
    Item *item = &m->items[m->item_count++];
    *item = (Item){number, content, 0, 0, 0, (u32)m->item_hashes.count};
    if (slot->is_set && whole)
        set_hashes(m, slot, content);
    else
        for (u32 g = 0; g < m->images; g++)
            append_long(&m->item_hashes, hash_at(m, number, content, g));
    item->hash = m->item_hashes.at[item->more];
    if (!slot->is_set || whole) return;
    item->bit = 1ull << (content % 64);
    item->word = slot->from + content / 64;
}

/* `pairs` are slot and content: what was there before in `befores` slots, known writes (of slots that
   are among these), other writes, removed and added elements. */
u32 raftspec_effect(Search *k, u32 instance, u32 place, u32 befores, u32 known, u32 writes,
                    u32 removed, u32 added, const u32 *pairs) {
    Model *m = &k->m;
    GROW(m->effects, m->effect_count, m->effect_room);
    Effect *e = &m->effects[m->effect_count];
    *e = (Effect){.first = m->item_count, .known = known, .writes = writes, .removed = removed,
                  .added = added, .before = m->befores.count, .befores = befores,
                  .instance = instance, .place = place};
    for (u32 i = 0; i < 2 * befores; i++) append(&m->befores, pairs[i]);
    pairs += 2 * befores;
    u64 fixed[m->images];
    memset(fixed, 0, sizeof fixed);
    for (u32 i = 0; i < known + writes + removed + added; i++, pairs += 2) {
        add_item(m, pairs[0], pairs[1], i < known + writes);
        e->touched |= 1ull << (pairs[0] % 64);
        for (u32 b = 0; i < known && b < befores; b++) {
            const u32 *before = m->befores.at + e->before + 2 * b;
            if (before[0] != pairs[0]) continue;
            for (u32 g = 0; g < m->images; g++)
                fixed[g] ^= hash_at(m, before[0], before[1], g) ^ hash_at(m, pairs[0], pairs[1], g);
        }
    }
    e->fixed = fixed[0];
    e->more = (u32)m->item_hashes.count;
    for (u32 g = 0; g < m->images; g++) append_long(&m->item_hashes, fixed[g]);
    return m->effect_count++;
}

u32 raftspec_outcome(Search *k, u32 count, u32 effects, const u32 *numbers) {
    Model *m = &k->m;
    GROW(m->outcomes, m->outcome_count, m->outcome_room);
    m->outcomes[m->outcome_count] = (Outcome){count, m->outcome_effects.count, effects};
    for (u32 i = 0; i < effects; i++) append(&m->outcome_effects, numbers[i]);
    return m->outcome_count++;
}

/* Bundle 0 holds all instances and families. */
u32 raftspec_bundle(Search *k) {
    Model *m = &k->m;
    GROW(m->bundles, m->bundle_count, m->bundle_room);
    m->bundles[m->bundle_count] = (Bundle){{0}, {0}, {0}};
    return m->bundle_count++;
}

void raftspec_bundle_memo(Search *k, u32 bundle, u32 memo) {
    append(&k->m.bundles[bundle].loose, memo);
    k->m.memos[memo].bundle = bundle;
}

u32 raftspec_bundle_family(Search *k, u32 bundle, u32 slot, u32 mask) {
    Model *m = &k->m;
    GROW(m->families, m->family_count, m->family_room);
    m->families[m->family_count] = (Family){slot, mask, {0}, {0}};
    map_begin(&m->families[m->family_count].bundles);
    append(&m->bundles[bundle].families, m->family_count);
    return m->family_count++;
}

/* The bundle of an element, or the bundles of a content. */
void raftspec_family(Search *k, u32 number, u32 detail, u32 count, const u32 *bundles) {
    Family *family = &k->m.families[number];
    if (k->m.slots[family->slot].is_set) {
        map_put(&family->bundles, detail, bundles[0]);
        return;
    }
    map_put(&family->bundles, detail, family->lists.count);
    append(&family->lists, count);
    for (u32 i = 0; i < count; i++) append(&family->lists, bundles[i]);
}

void raftspec_invariant(Search *k, u32 memo) {
    append(&k->m.invariants, memo);
}

void raftspec_constraint(Search *k, u32 memo) {
    append(&k->m.constraints, memo);
}

void raftspec_limit(Search *k, u32 memo) {
    append(&k->m.limits, memo);
}

void raftspec_step(Search *k, u32 memo, u32 idle) {
    append(&k->m.steps, memo);
    append(&k->m.idle, idle);
    append(&k->m.restless, 0);
}

/* An action property, by its place, that is false of a step that changes nothing. */
void raftspec_restless(Search *k, u32 place) {
    k->m.version += !k->m.restless.at[place];
    k->m.restless.at[place] = 1;
}

/* --- The search --------------------------------------------------------------------------------- */

void raftspec_end(Search *k) {
    end_soon(k);
}

void raftspec_close(Search *k) {
    close_all(k);
}

u32 raftspec_run(Search *k) {
    return search(k);
}

/* --- What the caller asks ----------------------------------------------------------------------- */

/* An initial state; returns whether it is new. */
u32 raftspec_begin(Search *k, const u32 *c, const u64 *b) {
    Worker *x = k->worker;
    memcpy(x->c, c, 4ull * k->m.n);
    memcpy(x->b, b, 8ull * k->m.words);
    hash_state(&k->m, x);
    u64 fingerprint = least(x->base, k->m.images);
    if (!seen_left(&k->seen)) seen_grow(&k->seen);
    if (!seen_add(&k->seen, fingerprint)) return 0;
    k->seen.count++;
    k->initial++;
    keep_state(k, x, c, b, 0, 0, fingerprint);
    return 1;
}

static u32 first_unknown(Search *k, const List *list) {
    const Worker *x = k->worker;
    for (u32 i = 0; i < list->count; i++)
        if (descend(&k->m, k->m.memos[list->at[i]].root, x->c, x->b) == NONE) return list->at[i];
    return NONE;
}

/* A predicate of states that is not known for the initial state begun last, or NONE. What an effect
   leaves as it was is not asked after it: so each must have been asked at the start. */
u32 raftspec_unknown_at_start(Search *k) {
    const List *lists[] = {&k->m.invariants, &k->m.constraints, &k->m.idle};
    for (u32 i = 0; i < 3; i++) {
        u32 memo = first_unknown(k, lists[i]);
        if (memo != NONE) return memo;
    }
    return NONE;
}

u32 raftspec_knows(Search *k, const u32 *c, const u64 *b) {
    Worker *x = k->worker;
    memcpy(x->c, c, 4ull * k->m.n);
    memcpy(x->b, b, 8ull * k->m.words);
    hash_state(&k->m, x);
    return seen_has(&k->seen, least(x->base, k->m.images));
}

/* event, memo or family, which, effect or element or content, state number */
void raftspec_event(Search *k, u32 number, u32 *out) {
    const Worker *x = &k->worker[number];
    u32 state = x->chunk ? x->chunk->first + x->index : 0;
    u32 values[] = {x->event, x->memo, x->which, x->detail, state};
    memcpy(out, values, sizeof values);
}

const u32 *raftspec_contents_of(Search *k, u32 number) {
    return k->worker[number].c;
}

const u64 *raftspec_bits_of(Search *k, u32 number) {
    return k->worker[number].b;
}

/* How many states are explored, if it stands still as `raftspec_end` makes it. */
static u64 explored(const Search *k) {
    for (u32 i = 0; i < k->workers; i++)
        if (k->worker[i].chunk) return k->worker[i].chunk->first + k->worker[i].cursor.index;
    return k->taken < k->now.count ? k->now.at[k->taken]->first : k->level_end;
}

/* generated, distinct, depth, states waiting, explored, first of the next level, words of a state,
   nodes, effects, bytes of the seen table */
void raftspec_figures(Search *k, u64 *out) {
    u64 generated = 0, waiting = 0;
    for (u32 i = 0; i < k->workers; i++) {
        const Worker *x = &k->worker[i];
        generated += x->generated;
        if (x->chunk) waiting += x->chunk->states - x->cursor.index + x->deferrals;
        if (x->out) waiting += x->out->states;
    }
    for (u32 i = k->taken; i < k->now.count; i++) waiting += k->now.at[i]->states;
    for (u32 i = 0; i < k->next.count; i++) waiting += k->next.at[i]->states;
    u64 values[] = {generated, k->seen.count, k->depth, waiting, explored(k), k->level_end,
                    k->m.words, k->m.node_count, k->m.effect_count, 8 * k->seen.room};
    memcpy(out, values, sizeof values);
}

/* The state before a state, and the effect that led from it. */
void raftspec_step_to(Search *k, u32 state, u32 *out) {
    out[0] = k->parents.at[state];
    out[1] = k->via.at[state];
}

/* How many contents an effect writes, and elements it removes and adds. */
void raftspec_effect_size(Search *k, u32 number, u32 *out) {
    const Effect *e = &k->m.effects[number];
    u32 values[] = {e->known + (u32)e->writes, e->removed, e->added};
    memcpy(out, values, sizeof values);
}

/* Slot and content, or element, of each of these. */
void raftspec_effect_items(Search *k, u32 number, u32 *out) {
    const Effect *e = &k->m.effects[number];
    u32 count = e->known + (u32)e->writes + e->removed + e->added;
    for (u32 i = 0; i < count; i++) {
        out[2 * i] = k->m.items[e->first + i].slot;
        out[2 * i + 1] = k->m.items[e->first + i].content;
    }
}

/* The words of a whole set that an effect writes. */
const u64 *raftspec_set_words(Search *k, u32 slot, u32 content) {
    return k->m.slots[slot].bits + (u64)content * k->m.slots[slot].words;
}

void raftspec_pause_every(Search *k, u64 states) {
    k->pause_every = states;
}

/* Levels larger than so many bytes go to two files, one for every other level. */
void raftspec_files(Search *k, int first, int second, u64 most_in_memory) {
    k->files[0] = first;
    k->files[1] = second;
    k->most_in_memory = most_in_memory;
}

/* How often each outcome was met: one number for each, added to `out`. */
void raftspec_hits(Search *k, u64 *out) {
    for (u32 i = 0; i < k->workers; i++) {
        const Worker *x = &k->worker[i];
        for (u32 j = 0; j < k->m.outcome_count && j < x->outcome_room; j++) out[j] += x->outcome_hits[j];
        for (u32 j = 0; j < x->entry_count; j++)
            for (u32 o = 0; o < x->entries[j].outcomes; o++)
                out[x->entry_outcomes.at[x->entries[j].outcome + o]] += x->entries[j].hits;
    }
}

/* How many states each effect led to first; initial states count for none. */
void raftspec_found(Search *k, u64 *out) {
    for (u64 i = k->initial; i < k->via.count; i++) out[k->via.at[i]]++;
}

/* --- Checkpoints -------------------------------------------------------------------------------- */

/* Keeps the fingerprints in the order in which states are found, from now on. */
void raftspec_keep(Search *k) {
    k->keeps = 1;
}

/* The fingerprints, parents and effects of the states from `first` on. */
void raftspec_export(Search *k, u64 first, u64 count, u64 *fingerprints, u32 *parents, u32 *via) {
    memcpy(fingerprints, k->fingerprints.at + first, 8 * count);
    memcpy(parents, k->parents.at + first, 4 * count);
    memcpy(via, k->via.at + first, 4 * count);
}

/* Begins anew with what was exported; `ends` as of `make_past`. The states that wait are made by
   `raftspec_wait`. */
void raftspec_restore(Search *k, u64 count, const u64 *fingerprints, const u32 *parents,
                      const u32 *via, u32 levels, const u64 *ends, u64 begun) {
    keep_initial(k);
    for (u64 i = 0; i < count; i++) {
        if (!seen_left(&k->seen)) seen_grow(&k->seen);
        k->seen.count += seen_add(&k->seen, fingerprints[i]);
        append(&k->parents, parents[i]);
        append(&k->via, via[i]);
        if (k->keeps) append_long(&k->fingerprints, fingerprints[i]);
    }
    make_past(k, levels, ends);
    k->states = begun;
    k->depth = levels;
    k->level_end = ends[levels - 1];
}

/* Makes the states that wait, up to one in which a predicate is not known: gives its number, NONE at
   the end. */
u32 raftspec_wait(Search *k) {
    for (; k->states < k->parents.count; k->states++) {
        recall(k, k->states);
        u32 memo = raftspec_unknown_at_start(k);
        if (memo != NONE) return memo;
        for (u32 i = 0; i < k->m.idle.count; i++) {
            u32 idle = k->m.idle.at[i];
            u32 leaf = descend(&k->m, k->m.memos[idle].root, k->worker->c, k->worker->b);
            if (leaf != TRUE_LEAF) settle(&k->m, idle);
        }
        wait_for(k);
    }
    free_past(&k->past);
    return NONE;
}

/* --- Random runs -------------------------------------------------------------------------------- */

#include "runs.h"
