/* Random runs, as the caller sees them: it tells of instances as they are met, and asks for runs. */

#ifndef RUNS_H
#define RUNS_H

#include "walk.h"

Walk *raftspec_walk_new(Search *k, u64 most_met, u64 pause_every) {
    Walk *w = zeroed(sizeof(Walk));
    w->k = k;
    w->applied = NONE;
    w->most_met = most_met;
    w->pause_every = pause_every;
    return w;
}

void raftspec_walk_free(Walk *w) {
    for (u32 i = 0; i < w->present_count; i++) {
        Present *p = &w->present[i];
        for (u32 j = 0; j < w->action_count; j++) free(p->here[j].at);
        void *owned[] = {p->rows.at, p->lists.at, p->here, p->shown};
        for (u32 j = 0; j < sizeof owned / sizeof *owned; j++) free(owned[j]);
    }
    for (u32 i = 0; i < w->start_count; i++) {
        free(w->starts[i].contents);
        free(w->starts[i].elements.at);
    }
    for (u32 i = 0; i < w->sight_room; i++) free(w->sights[i].at);
    void *owned[] = {w->roles, w->goals, w->of_states.at, w->of_steps.at, w->goal_of.at, w->sights, w->actions, w->by_name.at, w->present, w->starts, w->drawn,
                     w->left.at, w->pool.at, w->effects.at, w->looked.at, w->path.at};
    for (u32 i = 0; i < sizeof owned / sizeof *owned; i++) free(owned[i]);
    free(w);
}

/* --- What the caller tells ---------------------------------------------------------------------- */

static void make_room_here(const Walk *w, Present *p) {
    if (p->room >= w->action_count) return;
    p->here = sized(p->here, sizeof(List) * (u64)w->action_room);
    memset(p->here + p->room, 0, sizeof(List) * (u64)(w->action_room - p->room));
    p->room = w->action_room;
}

/* The next action; `place` is where its name stands among those told before, in order. */
u32 raftspec_walk_action(Walk *w, u32 place, double weight) {
    GROW(w->actions, w->action_count, w->action_room);
    w->actions[w->action_count] = (Action){.bundle = raftspec_bundle(w->k), .weight = weight};
    put_in(&w->by_name, place, w->action_count++);
    w->weighted |= weight != 1;
    for (u32 i = 0; i < w->present_count; i++) make_room_here(w, &w->present[i]);
    return w->action_count - 1;
}

/* Of which action an instance is; one that is made for an element has its fingerprint and a number. */
void raftspec_walk_role(Walk *w, u32 memo, u32 action, u32 number, u64 high, u64 low) {
    if (memo >= w->role_room) {
        w->role_room = 2 * memo + 16;
        w->roles = sized(w->roles, sizeof(Role) * (u64)w->role_room);
    }
    w->roles[memo] = (Role){high, low, number, action};
}

/* An instance that there is in every state. */
void raftspec_walk_fixed(Walk *w, u32 memo) {
    raftspec_bundle_memo(w->k, w->actions[w->roles[memo].action].bundle, memo);
}

/* The next family: of the set in a slot, only of the elements in a mask or NONE, or of the contents. */
void raftspec_walk_family(Walk *w, u32 slot, u32 mask) {
    GROW(w->present, w->present_count, w->present_room);
    Present *p = &w->present[w->present_count++];
    *p = (Present){.slot = slot, .mask = mask, .content = NONE};
    map_begin(&p->rows);
    make_room_here(w, p);
}

/* The instances of a family for an element, or for a content: then in order. */
void raftspec_walk_row(Walk *w, u32 family, u32 detail, u32 count, const u32 *memos) {
    Present *p = &w->present[family];
    map_put(&p->rows, detail, p->lists.count);
    append(&p->lists, count);
    for (u32 i = 0; i < count; i++) append(&p->lists, memos[i]);
}

/* The next that is looked for. */
void raftspec_walk_goal(Walk *w) {
    GROW(w->goals, w->goal_count, w->goal_room);
    w->goals[w->goal_count++] = (Goal){0};
}

/* A conjunct of its negation; the numbers of all that are told follow one another. */
void raftspec_walk_sought(Walk *w, u32 memo, u32 of_steps) {
    if (!w->goal_of.count) w->first_sought = memo;
    append(of_steps ? &w->of_steps : &w->of_states, memo);
    append(&w->goal_of, w->goal_count - 1);
}

/* How many initial states there are to draw from. */
void raftspec_walk_starts(Walk *w, u32 count) {
    w->starts = zeroed(sizeof(Start) * (u64)(count ? count : 1));
    w->start_count = count;
}

/* The state at hand. */
void raftspec_walk_load(Walk *w, const u32 *c, const u64 *b) {
    const Model *m = &w->k->m;
    Worker *x = w->k->worker;
    for (u32 half = 0; half < 2; half++) {
        memcpy(x->c + half * m->n, c, 4ull * m->n);
        memcpy(x->b + half * m->words, b, 8ull * m->words);
    }
    w->applied = NONE;
    hash_state(m, x);
}

/* An initial state, which is the state at hand, lies within the constraints. */
void raftspec_walk_inside(Walk *w, u32 number) {
    const Model *m = &w->k->m;
    const Worker *x = w->k->worker;
    Start *start = &w->starts[number];
    start->known = INSIDE;
    start->contents = sized(0, 4ull * m->n);
    memcpy(start->contents, x->c, 4ull * m->n);
    for (u32 s = 0; s < m->n; s++)
        for (u32 i = 0; m->slots[s].is_set && i < m->slots[s].words; i++)
            for (u64 left = x->b[m->slots[s].from + i]; left; left &= left - 1) {
                append(&start->elements, s);
                append(&start->elements, 64 * i + __builtin_ctzll(left));
            }
}

/* An initial state that does not. */
void raftspec_walk_outside(Walk *w, u32 number) {
    w->starts[number].known = OUTSIDE;
}

/* So many runs are to be made, of at most so many states; the keys of their random numbers stay. */
void raftspec_walk_ask(Walk *w, u32 depth, u32 runs, u32 key_words, const u32 *keys) {
    w->most_depth = depth;
    w->runs = runs;
    w->run = 0;
    w->key_words = key_words;
    w->keys = keys;
}

/* Goes on where another walk stands, between two steps; the actions must have been told as to that. */
void raftspec_walk_inherit(Walk *w, Walk *old) {
    Seen seen = w->k->seen;
    w->k->seen = old->k->seen;
    old->k->seen = seen;
    for (u32 i = 0; i < old->action_count; i++) {
        w->actions[i].enabled = old->actions[i].enabled;
        w->actions[i].taken = old->actions[i].taken;
        w->actions[i].fresh = old->actions[i].fresh;
    }
    if (w->goal_count) memcpy(w->goals, old->goals, sizeof(Goal) * (u64)w->goal_count);
    memcpy(w->k->m.restless.at, old->k->m.restless.at, 4ull * w->k->m.restless.count);
    w->random = old->random;
    w->running = old->running;
    w->level = old->level;
    w->start = old->start;
    w->begun = old->begun;
    w->steps = old->steps;
    w->stuck = old->stuck;
    w->generated = old->generated;
    w->depth = old->depth;
    raftspec_walk_ask(w, old->most_depth, old->runs, old->key_words, old->keys);
    w->run = old->run;
}

/* --- What the caller asks ----------------------------------------------------------------------- */

u32 raftspec_walk_go(Walk *w) {
    return w->k->worker->event = make_runs(w);
}

/* A step that failed, or a start, ends the run: it counts as far as it came. */
void raftspec_walk_fail(Walk *w) {
    if (!w->depth) w->depth = 1;
    if (!w->level) return;
    count_looked(w);
    if (w->applied != NONE) count_step(w);
}

/* runs begun, steps, stuck, generated, depth, distinct; of the run at hand whether it is not at its
   end, its initial state, and how many effects are known of it */
void raftspec_walk_figures(Walk *w, u64 *out) {
    u64 values[] = {w->begun, w->steps, w->stuck, w->generated, w->depth, w->k->seen.count,
                    w->running, w->start, w->path.count};
    memcpy(out, values, sizeof values);
}

/* The effects of the run at hand, or of the last one. */
const u32 *raftspec_walk_path(Walk *w) {
    return w->path.at;
}

/* For each action how often it was enabled and taken, and how many states it led to first. */
void raftspec_walk_counts(Walk *w, u64 *out) {
    for (u32 i = 0; i < w->action_count; i++, out += 3) {
        out[0] = w->actions[i].enabled;
        out[1] = w->actions[i].taken;
        out[2] = w->actions[i].fresh;
    }
}

/* For each goal how many runs reached it, which of them first, and in how many steps. */
void raftspec_walk_reached(Walk *w, u64 *out) {
    for (u32 i = 0; i < w->goal_count; i++, out += 3) {
        out[0] = w->goals[i].runs;
        out[1] = w->goals[i].first;
        out[2] = w->goals[i].steps;
    }
}

#endif
