/* What the search knows of the model: contents, memo trees, effects, and who is to be asked.

   A state is an array of content numbers, one a slot, and an array of words for the slots that hold
   sets: element k is bit k. A pair of states is two such arrays one after the other, and slots
   n..2n-1 are those of the second. All numbers come from the caller, which evaluates; nothing here
   knows what a content means. While several threads search, nothing in here changes but the lists of
   an effect, under a lock. */

#ifndef MODEL_H
#define MODEL_H

#include <pthread.h>

#include "arrays.h"

enum { WHOLE = 0, BIT = 1, LENS = 2, COUNT = 3, PART = 4 };

#define LEAF 0x80000000u /* a node number with this bit is the result of an evaluation */

typedef struct {
    u32 slot, kind, param;
    union {
        u32 child[2]; /* of BIT */
        Table children;
    };
} Node;

/* A slot: a value by its number, or a set of elements. Hashes come `images` at a time, one for each
   permutation of the symmetry group, the identity first. */
typedef struct {
    u32 is_set;
    u32 contents;    /* numbers given: of values, or of elements */
    Longs hashes;    /* of each content or element, times `images` */
    u32 words, from; /* of a set: how many words, and the first in a state */
    u32 interned, room;
    u64 *bits; /* whole sets and parts of sets that are keys of a tree, `words` each */
    u32 *index;
    u32 index_mask;
} Slot;

typedef struct {
    u32 slot;
    List keys; /* by content */
} Part;

typedef struct {
    u32 slot, keeps; /* COUNT: the elements beside the mask; LENS: those in it */
    u64 *mask;
    u32 words;
} Mask;

typedef struct {
    u32 root, bundle; /* the bundle that it is a loose member of, or NONE */
    u64 rank; /* of an instance: where it stands in the order of the text */
    u64 slots; /* bit s % 64 for each slot that any evaluation has read, of either state */
} Memo;

/* A content written, or an element removed or added. */
typedef struct {
    u32 slot, content;
    u64 bit;        /* of a set: the element's bit in `word` */
    u64 hash;       /* what it does to the fingerprint */
    u32 word, more; /* index in `item_hashes` of its hash for each image */
} Item;

typedef struct {
    u32 memo, node;
} Ask;

/* What must be asked of a step or its end, beside what the effect itself decides. */
typedef struct Asks {
    struct Asks *older;
    u32 constraints, invariants, steps, limits, idle;
    Ask at[];
} Asks;

/* 64 bytes: one line of the cache. */
typedef struct {
    u64 fixed;      /* what the known writes do to the fingerprint */
    u32 first;      /* in items: known writes, other writes, removed, added */
    u16 known, writes, removed, added;
    u32 more;       /* index in `item_hashes` of `fixed` for each image */
    u32 version;    /* of the asks */
    u32 asks_steps; /* whether an action property is to be asked */
    u32 before;     /* in befores: pairs slot, content */
    u32 befores;
    u32 instance, place; /* whose effect it is, and the how manieth of an outcome */
    u64 touched;
    Asks *asks;
} Effect;

typedef struct {
    u32 count, first, effects;
} Outcome;

/* Instances that look at `slot` first, and what they do for each content of it. */
typedef struct {
    u32 slot;
    List memos;
} Group;

typedef struct {
    List groups, loose, families;
} Bundle;

/* The instances for each element of the set in a slot: by element, or by content if it is a value. */
typedef struct {
    u32 slot, mask; /* only the elements in a mask, or NONE */
    Map bundles;    /* element -> bundle; content -> index in `lists` of a count and bundles */
    List lists;
} Family;

typedef struct {
    u32 n, words, images;
    Slot *slots;
    Part *parts;
    u32 part_count, part_room;
    Mask *masks;
    u32 mask_count, mask_room;
    Node *nodes;
    u32 node_count, node_room;
    Memo *memos;
    u32 memo_count, memo_room;
    Item *items;
    u32 item_count, item_room;
    Longs item_hashes;
    List befores;
    Effect *effects;
    u32 effect_count, effect_room;
    Outcome *outcomes;
    u32 outcome_count, outcome_room;
    List outcome_effects;
    Group *groups;
    u32 group_count, group_room;
    Bundle *bundles;
    u32 bundle_count, bundle_room;
    Family *families;
    u32 family_count, family_room;
    List invariants, constraints, steps, idle, limits, restless;
    u32 version; /* grows when a predicate reads another slot, or nothing any more: asks are old then */
    pthread_mutex_t lock;
} Model;

/* --- Sets as keys ------------------------------------------------------------------------------- */

static u64 bits_hash(const u64 *bits, u32 words) {
    u64 hash = 0;
    for (u32 i = 0; i < words; i++)
        if (bits[i]) hash ^= mixed(bits[i] + 0x9e3779b97f4a7c15ULL * (i + 1));
    return hash;
}

static u32 interned(const Slot *slot, const u64 *bits) {
    u32 i = bits_hash(bits, slot->words) & slot->index_mask;
    while (slot->index[i] != NONE) {
        if (!memcmp(slot->bits + (u64)slot->index[i] * slot->words, bits, 8ull * slot->words))
            return slot->index[i];
        i = (i + 1) & slot->index_mask;
    }
    return NONE;
}

static void note_interned(Slot *slot, u32 id) {
    u32 i = bits_hash(slot->bits + (u64)id * slot->words, slot->words) & slot->index_mask;
    while (slot->index[i] != NONE) i = (i + 1) & slot->index_mask;
    slot->index[i] = id;
}

static void reindex(Slot *slot) {
    slot->index = sized(slot->index, 4ull * (slot->index_mask + 1));
    memset(slot->index, 0xff, 4ull * (slot->index_mask + 1));
    for (u32 id = 0; id < slot->interned; id++) note_interned(slot, id);
}

static u32 intern(Slot *slot, const u64 *bits) {
    u32 id = interned(slot, bits);
    if (id != NONE) return id;
    if (slot->interned == slot->room) {
        slot->room = slot->room ? 2 * slot->room : 16;
        slot->bits = sized(slot->bits, 8ull * slot->words * slot->room);
    }
    id = slot->interned++;
    memcpy(slot->bits + (u64)id * slot->words, bits, 8ull * slot->words);
    if (2 * slot->interned > slot->index_mask) {
        slot->index_mask = 2 * slot->index_mask + 1;
        reindex(slot);
    } else {
        note_interned(slot, id);
    }
    return id;
}

/* Doubles the room for the elements of a set: states have another shape then. */
static void widen(Model *m, u32 number) {
    Slot *slot = &m->slots[number];
    u32 words = 2 * slot->words;
    u64 *bits = zeroed(8ull * words * (slot->room ? slot->room : 1));
    for (u32 id = 0; id < slot->interned; id++)
        memcpy(bits + (u64)id * words, slot->bits + (u64)id * slot->words, 8ull * slot->words);
    free(slot->bits);
    slot->bits = bits;
    slot->words = words;
    reindex(slot);
    for (u32 i = 0; i < m->mask_count; i++) {
        Mask *mask = &m->masks[i];
        if (mask->slot != number) continue;
        mask->mask = sized(mask->mask, 8ull * words);
        memset(mask->mask + mask->words, 0, 8ull * (words - mask->words));
        mask->words = words;
    }
    m->words = 0;
    for (u32 s = 0; s < m->n; s++) {
        m->slots[s].from = m->words;
        m->words += m->slots[s].is_set ? m->slots[s].words : 0;
    }
    for (u32 i = 0; i < m->item_count; i++) {
        Item *item = &m->items[i];
        Slot *owner = &m->slots[item->slot];
        if (owner->is_set) item->word = owner->from + item->content / 64;
    }
}

/* --- Memo trees --------------------------------------------------------------------------------- */

/* The key that leads from a node to its child, NONE for a set that is no key anywhere. */
static u32 key_at(Model *m, const Node *node, const u32 *c, const u64 *b, int add) {
    u32 number = node->slot < m->n ? node->slot : node->slot - m->n;
    Slot *slot = &m->slots[number];
    if (!slot->is_set) {
        u32 content = c[node->slot];
        return node->kind == WHOLE ? content : m->parts[node->param].keys.at[content];
    }
    const u64 *bits = b + slot->from + (node->slot < m->n ? 0 : m->words);
    if (node->kind == BIT) return bits[node->param >> 6] >> (node->param & 63) & 1;
    if (node->kind == WHOLE) return add ? intern(slot, bits) : interned(slot, bits);
    const Mask *mask = &m->masks[node->param];
    if (node->kind == COUNT) {
        u32 count = 0;
        for (u32 i = 0; i < slot->words; i++) count += __builtin_popcountll(bits[i] & ~mask->mask[i]);
        return count;
    }
    u64 kept[slot->words];
    for (u32 i = 0; i < slot->words; i++) kept[i] = bits[i] & mask->mask[i];
    return add ? intern(slot, kept) : interned(slot, kept);
}

static inline u32 child_of(const Node *node, u32 key) {
    return node->kind == BIT ? node->child[key] : table_get(&node->children, key);
}

static void set_child(Node *node, u32 key, u32 child) {
    if (node->kind == BIT)
        node->child[key] = child;
    else
        table_put(&node->children, key, child);
}

/* The leaf for a state from a node on, NONE where it is not known. */
static inline u32 descend(Model *m, u32 number, const u32 *c, const u64 *b) {
    while (number != NONE && !(number & LEAF)) {
        const Node *node = &m->nodes[number];
        u32 key = key_at(m, node, c, b, 0);
        if (key == NONE) return NONE;
        number = child_of(node, key);
    }
    return number;
}

/* Puts a loose instance that has shown which slot it looks at first into the group of that slot. What
   was remembered for the group is void, so the group gets a new number. */
static void regroup(Model *m, u32 number) {
    Memo *memo = &m->memos[number];
    if (memo->bundle == NONE || memo->root == NONE || memo->root & LEAF) return;
    u32 slot = m->nodes[memo->root].slot;
    if (m->slots[slot].is_set) return;
    Bundle *bundle = &m->bundles[memo->bundle];
    u32 place = 0;
    while (place < bundle->groups.count && m->groups[bundle->groups.at[place]].slot != slot) place++;
    GROW(m->groups, m->group_count, m->group_room);
    Group *group = &m->groups[m->group_count];
    if (place == bundle->groups.count) {
        *group = (Group){slot, {0}};
        append(&bundle->groups, m->group_count++);
    } else {
        *group = m->groups[bundle->groups.at[place]];
        bundle->groups.at[place] = m->group_count++;
    }
    append(&group->memos, number);
    u32 kept = 0;
    for (u32 i = 0; i < bundle->loose.count; i++)
        if (bundle->loose.at[i] != number) bundle->loose.at[kept++] = bundle->loose.at[i];
    bundle->loose.count = kept;
    memo->bundle = NONE;
}

static u32 new_node(Model *m, const u32 *read) {
    GROW(m->nodes, m->node_count, m->node_room);
    Node *node = &m->nodes[m->node_count];
    *node = (Node){read[0], read[1], read[2], {{0}}};
    if (node->kind == BIT) node->child[0] = node->child[1] = NONE;
    return m->node_count++;
}

/* Adds the path of an evaluation: `reads` are triples slot, kind, param; their keys are the state's. */
static void insert(Model *m, u32 number, u32 count, const u32 *reads, u32 result, const u32 *c,
                   const u64 *b) {
    Memo *memo = &m->memos[number];
    if (!count) {
        if (memo->root != NONE) m->version++; /* it reads nothing any more */
        memo->root = LEAF | result;
        return;
    }
    if (memo->root == NONE) memo->root = new_node(m, reads);
    u32 node = memo->root;
    for (u32 i = 0; i < count; i++, reads += 3) {
        u64 bit = 1ull << (reads[0] % m->n % 64);
        if (!(memo->slots & bit)) {
            memo->slots |= bit;
            m->version++;
        }
        u32 key = key_at(m, &m->nodes[node], c, b, 1);
        u32 child = i == count - 1 ? (LEAF | result) : child_of(&m->nodes[node], key);
        if (child == NONE) child = new_node(m, reads + 3);
        set_child(&m->nodes[node], key, child);
        node = child;
    }
    regroup(m, number);
}

/* How far known contents (NONE for unknown ones) lead from a node. `stuck` if a child is missing. */
static u32 walk(Model *m, u32 number, const u32 *known, int *stuck) {
    while (number != NONE && !(number & LEAF)) {
        const Node *node = &m->nodes[number];
        u32 content = known[node->slot];
        if (content == NONE) return number;
        u32 key = node->kind == WHOLE ? content : m->parts[node->param].keys.at[content];
        u32 child = child_of(node, key);
        if (child == NONE) break;
        number = child;
    }
    *stuck = number == NONE || !(number & LEAF);
    return number;
}

/* --- What is to be asked after an effect -------------------------------------------------------- */

#define TRUE_LEAF (LEAF | 1)

static void known_contents(const Model *m, const Effect *effect, u32 *known) {
    memset(known, 0xff, 8ull * m->n);
    for (u32 i = 0; i < effect->befores; i++) {
        u32 slot = m->befores.at[effect->before + 2 * i];
        known[slot] = known[m->n + slot] = m->befores.at[effect->before + 2 * i + 1];
    }
    const Item *item = m->items + effect->first;
    for (u32 i = 0; i < effect->known + (u32)effect->writes; i++)
        known[m->n + item[i].slot] = item[i].content;
    for (u32 s = 0; s < m->n; s++)
        if (m->slots[s].is_set) known[s] = known[m->n + s] = NONE;
}

static void ask_if_open(Model *m, u32 number, const u32 *known, Ask *asks, u32 *count) {
    int stuck = 0;
    u32 node = walk(m, m->memos[number].root, known, &stuck);
    if (node != TRUE_LEAF) asks[(*count)++] = (Ask){number, node};
}

static void ask_touching(Model *m, const List *list, const Effect *effect, const u32 *known,
                         Ask *asks, u32 *count) {
    for (u32 i = 0; i < list->count; i++) {
        const Memo *memo = &m->memos[list->at[i]];
        if (memo->root == NONE || memo->slots & effect->touched)
            ask_if_open(m, list->at[i], known, asks, count);
    }
}

/* Finds what must be asked for an effect, as far as predicates are known now. */
static void refresh(Model *m, Effect *effect) {
    pthread_mutex_lock(&m->lock);
    u32 version = m->version;
    if (effect->version != version) {
        u32 most = m->constraints.count + m->invariants.count + m->limits.count + 2 * m->steps.count;
        Asks *asks = sized(0, sizeof(Asks) + sizeof(Ask) * (u64)most);
        u32 known[2 * m->n], count = 0;
        known_contents(m, effect, known);
        const u32 *after = known + m->n;
        ask_touching(m, &m->constraints, effect, after, asks->at, &count);
        asks->constraints = count;
        ask_touching(m, &m->invariants, effect, after, asks->at, &count);
        asks->invariants = count;
        for (u32 i = 0; i < m->steps.count; i++) {
            const Memo *idle = &m->memos[m->idle.at[i]];
            if (m->restless.at[i] || idle->root == NONE || idle->slots & effect->touched)
                ask_if_open(m, m->steps.at[i], known, asks->at, &count);
        }
        asks->steps = count;
        for (u32 i = 0; i < m->limits.count; i++)
            ask_if_open(m, m->limits.at[i], known, asks->at, &count);
        asks->limits = count;
        ask_touching(m, &m->idle, effect, after, asks->at, &count);
        asks->idle = count;
        asks->older = effect->asks;
        effect->asks = asks;
        effect->asks_steps = asks->steps > asks->invariants;
        __atomic_store_n(&effect->version, version, __ATOMIC_RELEASE);
    }
    pthread_mutex_unlock(&m->lock);
}

#endif
