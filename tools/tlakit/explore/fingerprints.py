"""Fingerprints of states: 64 bits each, made of the contents of the slots (Zobrist hashing).

A state's fingerprint is the exclusive or of one random-looking number for the content of each slot,
and for a slot that holds a set of one number for each element. So a step changes it by a few
exclusive ors, without the state after the step being built. The numbers come from the values
themselves (`Value.fingerprint`), so they are the same in every process.

Two different states are taken for one with probability 2^-64 a pair: `collision_probability` gives
what that makes of a search.
"""

from __future__ import annotations

from hashlib import blake2b

from tlakit.semantics.values import Value


def content_fingerprint(slot: int, value: Value) -> int:
    """The part of a state's fingerprint that a slot with this value contributes."""
    return _mixed(b"=", slot, value)


def element_fingerprint(slot: int, element: Value) -> int:
    """The part of a state's fingerprint that an element of the set in a slot contributes."""
    return _mixed(b"@", slot, element)


def _mixed(kind: bytes, slot: int, value: Value) -> int:
    data = kind + slot.to_bytes(4, "big") + value.fingerprint
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")


def collision_probability(distinct: int) -> float:
    """How likely it is that a search with so many distinct states took two for one, at the most."""
    return min(1.0, distinct * (distinct - 1) / 2**65)
