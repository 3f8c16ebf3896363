/* Random runs: a step is drawn, and only that one is built and checked.

   An action is drawn first, then one of its instances, then one of the steps of that, each time without
   those that were no good. What is drawn from stands in an order that does not depend on what was met
   before, and random numbers are those of `random.h`: so runs are those of the walk in Python, which
   says what they are.

   A step that lacks an evaluation is drawn anew from its beginning once the caller has answered, with
   the same random numbers. The state after is the state at hand but for the step that is tried. */

#ifndef WALK_H
#define WALK_H

#include "expand.h"
#include "random.h"

enum { START = 10 }; /* an event: the initial state `detail` is not known */

enum { UNKNOWN = 0, INSIDE = 1, OUTSIDE = 2 };

enum { TAKEN = 102 };

/* What an instance is: of which action, and the how manieth for an element with this fingerprint. */
typedef struct {
    u64 high, low;
    u32 number, action;
} Role;

typedef struct {
    u32 bundle; /* the instances that there are in every state */
    double weight;
    u64 enabled, taken, fresh;
} Action;

/* The instances for each element of the set in a slot, or for each content of it. */
typedef struct {
    u32 slot, mask;
    Map rows;   /* element, or content -> index in `lists` of a count and memos */
    List lists;
    List *here; /* by action, in order: those that there are in the state */
    u32 room;
    u64 *shown; /* the elements, or the content, whose instances these are */
    u32 words, content;
} Present;

/* An initial state: its contents, and slot and element of its sets. */
typedef struct {
    u32 known;
    u32 *contents;
    List elements;
} Start;

/* What is looked for in runs: so many reached it; of the first, from 1 on, how many steps it took; and
   the last. */
typedef struct {
    u64 runs, first, steps, last;
} Goal;

/* What must be asked of a step by an effect, of what is looked for: all else the effect decides. */
typedef struct {
    u32 version, states, count;
    Ask *at;
} Sight;

typedef struct {
    Search *k;
    Role *roles; /* by memo */
    u32 role_room;
    Action *actions;
    u32 action_count, action_room;
    List by_name;   /* the actions, in the order of their names */
    u32 weighted;   /* whether any action weighs other than 1 */
    Present *present;
    u32 present_count, present_room;
    Start *starts;
    u32 start_count;
    Goal *goals;
    u32 goal_count, goal_room;
    List of_states, of_steps; /* the conjuncts of the negations, whose numbers follow one another */
    u32 first_sought;
    List goal_of;  /* from the first of them on */
    Sight *sights; /* by effect */
    u32 sight_room;

    Random random;
    double *drawn;  /* the random numbers of the step at hand */
    u32 draws, drawn_room, cursor;
    List left, pool, effects; /* still to be drawn: actions or initial states, instances, effects */
    List looked;    /* pairs of an action and how many steps its instance has */
    List path;      /* the effects of the run at hand */
    u32 start;      /* the initial state that it begins in, NONE where there is none */
    u32 applied;    /* the effect that the state after is ahead by, or NONE */
    u64 fingerprint;

    const u32 *keys; /* of the runs to be made, `key_words` each */
    u32 key_words, runs, run;
    u32 running, level, most_depth; /* level: how many states the run has, 0 before its start */
    u64 most_met, pause_every;
    u64 begun, steps, stuck, generated, depth;
} Walk;

static double draw(Walk *w) {
    if (w->cursor == w->draws) {
        GROW(w->drawn, w->draws, w->drawn_room);
        w->drawn[w->draws++] = random_real(&w->random);
    }
    return w->drawn[w->cursor++];
}

static u32 draw_below(Walk *w, u32 count) {
    return (u32)(draw(w) * count);
}

static void take_out(List *list, u32 place) {
    list->count--;
    memmove(list->at + place, list->at + place + 1, 4ull * (list->count - place));
}

static void put_in(List *list, u32 place, u32 item) {
    append(list, item);
    memmove(list->at + place + 1, list->at + place, 4ull * (list->count - 1 - place));
    list->at[place] = item;
}

/* --- The state at hand -------------------------------------------------------------------------- */

/* Makes the state after what the effect makes of the state; whether that is another one. */
static int apply(Walk *w, u32 number) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    const Effect *e = &m->effects[number];
    const Item *item = m->items + e->first;
    u32 *c = x->c + m->n;
    u64 *b = x->b + m->words;
    int changes = 0;
    for (u32 i = 0; i < e->known + (u32)e->writes; i++, item++) {
        const Slot *slot = &m->slots[item->slot];
        if (slot->is_set) {
            const u64 *bits = slot->bits + (u64)item->content * slot->words;
            changes |= memcmp(b + slot->from, bits, 8ull * slot->words) != 0;
            memcpy(b + slot->from, bits, 8ull * slot->words);
        } else {
            changes |= c[item->slot] != item->content;
            c[item->slot] = item->content;
        }
    }
    for (u32 i = 0; i < e->removed; i++, item++) {
        changes |= (b[item->word] & item->bit) != 0;
        b[item->word] &= ~item->bit;
    }
    for (u32 i = 0; i < e->added; i++, item++) {
        changes |= !(b[item->word] & item->bit);
        b[item->word] |= item->bit;
    }
    w->applied = number;
    return changes;
}

/* Makes the state after the state again. */
static void undo(Walk *w) {
    if (w->applied == NONE) return;
    const Model *m = &w->k->m;
    Worker *x = w->k->worker;
    const Effect *e = &m->effects[w->applied];
    const Item *item = m->items + e->first;
    for (u32 i = 0; i < e->known + (u32)e->writes; i++, item++) {
        const Slot *slot = &m->slots[item->slot];
        if (slot->is_set)
            memcpy(x->b + m->words + slot->from, x->b + slot->from, 8ull * slot->words);
        else
            x->c[m->n + item->slot] = x->c[item->slot];
    }
    for (u32 i = 0; i < e->removed + (u32)e->added; i++, item++)
        x->b[m->words + item->word] = x->b[item->word];
    w->applied = NONE;
}

/* Goes to the state after, and brings the fingerprints up to date. */
static void go_there(Walk *w) {
    const Model *m = &w->k->m;
    Worker *x = w->k->worker;
    const Effect *e = &m->effects[w->applied];
    const Item *item = m->items + e->first;
    u64 *after = x->b + m->words;
    for (u32 i = 0; i < e->known + (u32)e->writes; i++, item++) {
        const Slot *slot = &m->slots[item->slot];
        x->base[0] ^= x->hashes[item->slot] ^ item->hash;
        x->hashes[item->slot] = item->hash;
        if (slot->is_set)
            memcpy(x->b + slot->from, after + slot->from, 8ull * slot->words);
        else
            x->c[item->slot] = item->content;
    }
    for (u32 i = 0; i < e->removed + (u32)e->added; i++, item++) {
        u64 bit = (x->b[item->word] ^ after[item->word]) & item->bit;
        if (!bit) continue;
        x->base[0] ^= item->hash;
        x->hashes[item->slot] ^= item->hash;
        x->b[item->word] ^= bit;
    }
    w->applied = NONE;
}

static void enter_start(Walk *w, const Start *start) {
    const Model *m = &w->k->m;
    Worker *x = w->k->worker;
    memset(x->b, 0, 16ull * m->words);
    for (u32 i = 0; i < start->elements.count; i += 2) {
        u32 element = start->elements.at[i + 1];
        u64 *word = x->b + m->slots[start->elements.at[i]].from + element / 64;
        word[0] |= 1ull << (element % 64);
        word[m->words] |= 1ull << (element % 64);
    }
    memcpy(x->c, start->contents, 4ull * m->n);
    memcpy(x->c + m->n, start->contents, 4ull * m->n);
    w->applied = NONE;
    hash_state(m, x);
}

/* --- The instances that there are --------------------------------------------------------------- */

static int role_before(const Role *one, const Role *other) {
    if (one->high != other->high) return one->high < other->high;
    if (one->low != other->low) return one->low < other->low;
    return one->number < other->number;
}

/* Puts an instance in its place among those of its action, or takes it out. */
static void turn(const Walk *w, Present *p, u32 memo, int comes) {
    const Role *role = &w->roles[memo];
    List *here = &p->here[role->action];
    u32 low = 0, high = here->count;
    while (low < high) {
        u32 middle = (low + high) / 2;
        if (role_before(&w->roles[here->at[middle]], role))
            low = middle + 1;
        else
            high = middle;
    }
    if (comes)
        put_in(here, low, memo);
    else
        take_out(here, low);
}

static int unknown_element(Worker *x, u32 family, u32 detail) {
    x->memo = family;
    x->detail = detail;
    return ELEMENT;
}

static int show_elements(Walk *w, u32 number) {
    const Model *m = &w->k->m;
    Worker *x = w->k->worker;
    Present *p = &w->present[number];
    const Slot *slot = &m->slots[p->slot];
    const u64 *keep = p->mask == NONE ? 0 : m->masks[p->mask].mask;
    if (p->words < slot->words) {
        p->shown = sized(p->shown, 8ull * slot->words);
        memset(p->shown + p->words, 0, 8ull * (slot->words - p->words));
        p->words = slot->words;
    }
    for (u32 i = 0; i < slot->words; i++) {
        u64 now = x->b[slot->from + i] & (keep ? keep[i] : ~0ull);
        for (u64 left = now ^ p->shown[i]; left; left &= left - 1) {
            u32 element = 64 * i + __builtin_ctzll(left);
            u32 row = map_get(&p->rows, element);
            if (row == NONE) return unknown_element(x, number, element);
            for (u32 j = 1; j <= p->lists.at[row]; j++)
                turn(w, p, p->lists.at[row + j], (now & left & -left) != 0);
            p->shown[i] ^= left & -left;
        }
    }
    return NOTHING;
}

static int show_content(Walk *w, u32 number) {
    Present *p = &w->present[number];
    u32 content = w->k->worker->c[p->slot];
    if (content == p->content) return NOTHING;
    u32 row = map_get(&p->rows, content);
    if (row == NONE) return unknown_element(w->k->worker, number, content);
    for (u32 i = 0; i < w->action_count; i++) p->here[i].count = 0;
    for (u32 j = 1; j <= p->lists.at[row]; j++) {
        u32 memo = p->lists.at[row + j];
        append(&p->here[w->roles[memo].action], memo);
    }
    p->content = content;
    return NOTHING;
}

/* Finds out which instances there are in the state. */
static int show(Walk *w) {
    int event = NOTHING;
    for (u32 i = 0; i < w->present_count && !event; i++)
        event = w->k->m.slots[w->present[i].slot].is_set ? show_elements(w, i) : show_content(w, i);
    return event;
}

static int is_there(const Walk *w, u32 action) {
    const Bundle *bundle = &w->k->m.bundles[w->actions[action].bundle];
    if (bundle->groups.count || bundle->loose.count) return 1;
    for (u32 i = 0; i < w->present_count; i++)
        if (w->present[i].here[action].count) return 1;
    return 0;
}

static u64 rank_of(const Model *m, u32 leaf) {
    const Outcome *outcome = &m->outcomes[leaf & ~LEAF];
    return m->memos[m->effects[m->outcome_effects.at[outcome->first]].instance].rank;
}

/* Puts what an instance does that is always there into the pool, in the order of the text. */
static void pool_outcome(Walk *w, u32 leaf) {
    const Model *m = &w->k->m;
    if (!m->outcomes[leaf & ~LEAF].count) return;
    u32 place = w->pool.count;
    while (place && rank_of(m, w->pool.at[place - 1]) > rank_of(m, leaf)) place--;
    put_in(&w->pool, place, leaf);
}

static int pool_group(Walk *w, u32 number) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    u32 content = x->c[m->groups[number].slot];
    u32 place = map_get(&x->entry_of, pair_of(number, content));
    if (place == NONE) {
        int event = enter(m, x, number, content, &place);
        if (event) return event;
    }
    const Entry *entry = &x->entries[place];
    for (u32 i = 0; i < entry->outcomes; i++)
        pool_outcome(w, LEAF | x->entry_outcomes.at[entry->outcome + i]);
    for (u32 i = 0; i < entry->pendings; i++) {
        const Ask *ask = &x->pending[entry->pending + i];
        u32 leaf = descend(m, ask->node, x->c, x->b);
        if (leaf == NONE) return missing(x, ask->memo, BEFORE);
        pool_outcome(w, leaf);
    }
    return NOTHING;
}

/* The instances of an action to draw from: of those that are always there what those with a step do,
   of the others the memo. */
static int fill_pool(Walk *w, u32 action) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    const Bundle *bundle = &m->bundles[w->actions[action].bundle];
    int event = NOTHING;
    w->pool.count = 0;
    for (u32 i = 0; i < bundle->groups.count && !event; i++)
        event = pool_group(w, bundle->groups.at[i]);
    for (u32 i = 0; i < bundle->loose.count && !event; i++) {
        u32 leaf = descend(m, m->memos[bundle->loose.at[i]].root, x->c, x->b);
        if (leaf == NONE) return missing(x, bundle->loose.at[i], BEFORE);
        pool_outcome(w, leaf);
    }
    for (u32 i = 0; i < w->present_count && !event; i++) {
        const List *here = &w->present[i].here[action];
        for (u32 j = 0; j < here->count; j++) append(&w->pool, here->at[j]);
    }
    return event;
}

/* What an instance of the pool does, which is counted; NONE where that is not known. */
static u32 look_at(Walk *w, u32 action, u32 one) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    u32 leaf = one & LEAF ? one : descend(m, m->memos[one].root, x->c, x->b);
    if (leaf == NONE) {
        missing(x, one, BEFORE);
        return NONE;
    }
    append(&w->looked, action);
    append(&w->looked, m->outcomes[leaf & ~LEAF].count);
    return leaf & ~LEAF;
}

/* --- A step ------------------------------------------------------------------------------------- */

/* Checks the state after an effect that was not met before: NOTHING if it may be gone to. */
static int admit_new(Walk *w, const Asks *asks) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    if (is_outside(x, w->fingerprint)) return BEYOND;
    int event = ask(m, x, asks->at, 0, asks->constraints, AFTER, BEYOND);
    if (event == MISS) return event;
    int within = event == NOTHING;
    event = ask(m, x, asks->at, asks->constraints, asks->invariants, AFTER, FALSE_STATE);
    if (event) return event;
    if (within) return NOTHING;
    x->outside[w->fingerprint % OUTSIDE_PLACES] = w->fingerprint;
    return BEYOND;
}

/* Tries an effect: TAKEN if it leads to another state and is allowed, NOTHING if it is no good. */
static int try_effect(Walk *w, u32 number) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    Effect *effect = &m->effects[number];
    x->detail = number;
    if (!apply(w, number)) {
        undo(w);
        return NOTHING;
    }
    if (effect->version != m->version) refresh(m, effect);
    const Asks *asks = effect->asks;
    w->fingerprint = fingerprint_after(x, m->items, effect);
    int event = ask(m, x, asks->at, asks->invariants, asks->steps, BOTH, FALSE_STEP);
    int known = seen_has(&w->k->seen, w->fingerprint);
    if (!event && !known) event = admit_new(w, asks);
    if (!event) event = ask(m, x, asks->at, asks->steps, asks->limits, BOTH, BEYOND);
    for (u32 i = asks->limits; i < asks->idle && !event && !known; i++) {
        event = ask(m, x, asks->at, i, i + 1, AFTER, UNEASY);
        if (event != UNEASY) continue;
        settle(m, asks->at[i].memo);
        event = NOTHING;
    }
    if (event == BEYOND) {
        undo(w);
        return NOTHING;
    }
    return event ? event : TAKEN;
}

/* Draws one of the good steps of an instance. */
static int draw_effect(Walk *w, const Outcome *outcome) {
    const u32 *effects = w->k->m.outcome_effects.at + outcome->first;
    if (outcome->effects == 1) return try_effect(w, effects[0]);
    w->effects.count = 0;
    for (u32 i = 0; i < outcome->effects; i++) append(&w->effects, effects[i]);
    while (w->effects.count) {
        u32 place = w->effects.count > 1 ? draw_below(w, w->effects.count) : 0;
        u32 effect = w->effects.at[place];
        take_out(&w->effects, place);
        int event = try_effect(w, effect);
        if (event) return event;
    }
    return NOTHING;
}

static int draw_instance(Walk *w, u32 action) {
    int event = fill_pool(w, action);
    if (event) return event;
    List *pool = &w->pool;
    while (pool->count) {
        u32 place = draw_below(w, pool->count);
        u32 found = look_at(w, action, pool->at[place]);
        if (found == NONE) return MISS;
        event = draw_effect(w, &w->k->m.outcomes[found]);
        if (event) return event;
        pool->at[place] = pool->at[--pool->count];
    }
    return NOTHING;
}

/* The place among those left of an action that is drawn by its weight. */
static u32 draw_action(Walk *w) {
    if (!w->weighted) return draw_below(w, w->left.count);
    double total = 0, sum = 0;
    for (u32 i = 0; i < w->left.count; i++) total += w->actions[w->left.at[i]].weight;
    double drawn = draw(w) * total;
    for (u32 i = 0;; i++) { /* rounding may lead to the end */
        sum += w->actions[w->left.at[i]].weight;
        if (drawn < sum || sum >= total) return i;
    }
}

/* Looks at the instances of actions that are never drawn: that they have a step should be known. */
static int look_at_excluded(Walk *w) {
    for (u32 i = 0; i < w->by_name.count; i++) {
        u32 action = w->by_name.at[i];
        if (w->actions[action].weight > 0 || !is_there(w, action)) continue;
        int event = fill_pool(w, action);
        if (event) return event;
        for (u32 j = 0; j < w->pool.count; j++)
            if (look_at(w, action, w->pool.at[j]) == NONE) return MISS;
    }
    return NOTHING;
}

/* Adds up what was looked at; whether anything had a step. */
static int count_looked(Walk *w) {
    u64 found = 0;
    for (u32 i = 0; i < w->looked.count; i += 2) {
        u32 count = w->looked.at[i + 1];
        if (!count) continue;
        w->actions[w->looked.at[i]].enabled++;
        found += count;
    }
    w->generated += found;
    return found > 0;
}

static void count_step(Walk *w) {
    const Model *m = &w->k->m;
    append(&w->path, w->applied);
    w->steps++;
    w->level++;
    if (w->level > w->depth) w->depth = w->level;
    w->actions[w->roles[m->effects[w->applied].instance].action].taken++;
}

static int meet(Walk *w) {
    Seen *seen = &w->k->seen;
    if (seen->count >= w->most_met) return 0;
    if (!seen_left(seen)) seen_grow(seen);
    int is_new = seen_add(seen, w->fingerprint);
    seen->count += is_new;
    return is_new;
}

/* What must be asked of an effect. */
static const Sight *sight_of(Walk *w, u32 number) {
    Model *m = &w->k->m;
    if (number >= w->sight_room) {
        u32 room = 2 * number + 16;
        w->sights = sized(w->sights, sizeof(Sight) * (u64)room);
        memset(w->sights + w->sight_room, 0, sizeof(Sight) * (u64)(room - w->sight_room));
        w->sight_room = room;
    }
    Sight *sight = &w->sights[number];
    if (sight->at && sight->version == m->version) return sight;
    sight->at = sized(sight->at, sizeof(Ask) * (u64)w->goal_of.count);
    sight->version = m->version;
    sight->count = 0;
    u32 known[2 * m->n];
    known_contents(m, &m->effects[number], known);
    ask_touching(m, &w->of_states, &m->effects[number], known + m->n, sight->at, &sight->count);
    sight->states = sight->count;
    for (u32 i = 0; i < w->of_steps.count; i++)
        ask_if_open(m, w->of_steps.at[i], known, sight->at, &sight->count);
    return sight;
}

/* Asks a conjunct of what the run at hand has not reached yet: NOTHING, or MISS. */
static int seek(Walk *w, u32 memo, u32 node, u32 which) {
    Model *m = &w->k->m;
    Worker *x = w->k->worker;
    Goal *goal = &w->goals[w->goal_of.at[memo - w->first_sought]];
    if (goal->last == w->begun) return NOTHING;
    u32 after = which == AFTER;
    u32 leaf = descend(m, node != NONE ? node : m->memos[memo].root, x->c + after * m->n,
                       x->b + after * m->words);
    if (leaf == NONE) return missing(x, memo, which);
    if (leaf == TRUE_LEAF) return NOTHING;
    if (!goal->runs++) {
        goal->first = w->begun;
        goal->steps = w->level;
    }
    goal->last = w->begun;
    return NOTHING;
}

/* Looks at the step that was drawn, and at the state after it. */
static int look_out(Walk *w) {
    if (!w->goal_count) return NOTHING;
    const Sight *sight = sight_of(w, w->applied);
    int event = NOTHING;
    for (u32 i = 0; i < sight->count && !event; i++)
        event = seek(w, sight->at[i].memo, sight->at[i].node, i < sight->states ? AFTER : BOTH);
    return event;
}

static int look_out_at_start(Walk *w) {
    int event = NOTHING;
    for (u32 i = 0; i < w->of_states.count && !event; i++)
        event = seek(w, w->of_states.at[i], NONE, AFTER);
    return event;
}

/* Draws a step: NOTHING once it is made, DONE if there is none, or the event that is in the way. */
static int make_step(Walk *w) {
    undo(w);
    w->cursor = w->looked.count = w->left.count = 0;
    int event = show(w);
    if (event) return event;
    for (u32 i = 0; i < w->by_name.count; i++) {
        u32 action = w->by_name.at[i];
        if (w->actions[action].weight > 0 && is_there(w, action)) append(&w->left, action);
    }
    while (w->left.count && !event) {
        u32 place = draw_action(w);
        event = draw_instance(w, w->left.at[place]);
        if (!event) take_out(&w->left, place);
    }
    if (!event) event = look_at_excluded(w);
    if (event == TAKEN && look_out(w)) event = MISS;
    if (event == MISS) return event;
    int possible = count_looked(w);
    if (event) count_step(w);
    if (!event) return w->k->deadlock && !possible ? DEADLOCK : DONE;
    if (event != TAKEN) return event;
    u32 action = w->roles[w->k->m.effects[w->applied].instance].action;
    w->actions[action].fresh += meet(w);
    go_there(w);
    w->draws = 0;
    return NOTHING;
}

/* --- A run -------------------------------------------------------------------------------------- */

static void begin_run(Walk *w) {
    random_seed(&w->random, w->keys + (u64)w->run * w->key_words, w->key_words);
    w->draws = 0;
    w->running = 1;
    w->level = 0;
    w->path.count = 0;
    w->begun++;
}

static void end_run(Walk *w) {
    w->running = 0;
    w->run++;
}

/* Takes a place out of the initial states that are left, which are all while there is no list of them. */
static void give_up(Walk *w, u32 place) {
    if (!w->left.count)
        for (u32 i = 0; i < w->start_count; i++) append(&w->left, i);
    take_out(&w->left, place);
}

/* Draws an initial state within the constraints: NOTHING once it is entered, DONE if there is none. */
static int draw_start(Walk *w) {
    Worker *x = w->k->worker;
    w->cursor = w->left.count = 0;
    for (u32 count = w->start_count; count; count--) {
        u32 place = draw_below(w, count);
        w->start = x->detail = w->left.count ? w->left.at[place] : place;
        const Start *start = &w->starts[w->start];
        if (start->known == UNKNOWN) return START;
        if (start->known == OUTSIDE) {
            give_up(w, place);
            continue;
        }
        enter_start(w, start);
        int event = look_out_at_start(w);
        if (event) return event;
        w->fingerprint = x->base[0] ? x->base[0] : 1;
        meet(w);
        w->draws = 0;
        w->level = 1;
        if (!w->depth) w->depth = 1;
        return NOTHING;
    }
    w->start = NONE;
    return DONE;
}

/* Makes runs until all that were asked for are made, or something is in the way. */
static u32 make_runs(Walk *w) {
    for (u64 ticks = 0; ticks < w->pause_every; ticks++) {
        if (!w->running && w->run == w->runs) return DONE;
        if (!w->running) begin_run(w);
        int starts = !w->level, event = starts ? draw_start(w) : NOTHING;
        if (!starts && w->level < w->most_depth) event = make_step(w);
        if (event == DONE) {
            w->stuck += !starts;
            end_run(w);
        } else if (event) {
            return event;
        } else if (w->level >= w->most_depth) {
            end_run(w);
        }
    }
    return PAUSED;
}

#endif
