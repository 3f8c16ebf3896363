/* The Mersenne Twister (Matsumoto and Nishimura, 1998), keyed and read as Python's `random.Random` does
   it: the same integer gives the same numbers there and here. */

#ifndef RANDOM_H
#define RANDOM_H

#include "arrays.h"

#define TWISTER_WORDS 624
#define TWISTER_AHEAD 397

typedef struct {
    u32 at[TWISTER_WORDS];
    u32 next; /* the word that is given next, once it is made of three others */
} Random;

static u32 stirred(const u32 *at, u32 i, u32 factor) {
    return at[i] ^ (at[i - 1] ^ at[i - 1] >> 30) * factor;
}

/* `key` is a number in words of 32 bits, the low one first; leading zeros do not count. */
static void random_seed(Random *random, const u32 *key, u32 length) {
    u32 *at = random->at;
    while (length > 1 && !key[length - 1]) length--;
    at[0] = 19650218u;
    for (u32 i = 1; i < TWISTER_WORDS; i++) at[i] = 1812433253u * (at[i - 1] ^ at[i - 1] >> 30) + i;
    u32 i = 1, rounds = length > TWISTER_WORDS ? length : TWISTER_WORDS;
    for (u32 round = 0; round < rounds; round++) {
        u32 j = round % length;
        at[i] = stirred(at, i, 1664525u) + key[j] + j;
        if (++i < TWISTER_WORDS) continue;
        at[0] = at[TWISTER_WORDS - 1];
        i = 1;
    }
    for (u32 round = 1; round < TWISTER_WORDS; round++) {
        at[i] = stirred(at, i, 1566083941u) - i;
        if (++i < TWISTER_WORDS) continue;
        at[0] = at[TWISTER_WORDS - 1];
        i = 1;
    }
    at[0] = 0x80000000u;
    random->next = 0;
}

static u32 random_word(Random *random) {
    u32 *at = random->at, i = random->next;
    u32 following = i + 1 < TWISTER_WORDS ? i + 1 : 0;
    u32 ahead = i + TWISTER_AHEAD - (i + TWISTER_AHEAD < TWISTER_WORDS ? 0 : TWISTER_WORDS);
    u32 joined = (at[i] & 0x80000000u) | (at[following] & 0x7fffffffu);
    u32 word = at[i] = at[ahead] ^ joined >> 1 ^ (joined & 1 ? 0x9908b0dfu : 0);
    random->next = following;
    word ^= word >> 11;
    word ^= word << 7 & 0x9d2c5680u;
    word ^= word << 15 & 0xefc60000u;
    return word ^ word >> 18;
}

/* From 0 on and less than 1: 53 bits. */
static double random_real(Random *random) {
    u32 high = random_word(random) >> 5, low = random_word(random) >> 6;
    return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
}

#endif
