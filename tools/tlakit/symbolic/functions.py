"""Operations on functions, records and sequences of terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tlakit.semantics.values import IntegerValue, Value, integer, string
from tlakit.symbolic.circuit import FALSE, TRUE, Formula
from tlakit.symbolic.equality import equal
from tlakit.symbolic.merge import choose, is_longer, merge
from tlakit.symbolic.terms import (
    Arena,
    ChoiceTerm,
    Guarded,
    Term,
    alternatives,
    entries,
    parts,
)


def apply(arena: Arena, function: Term, argument: Term) -> Term:
    """function[argument]; nothing outside of the domain."""
    if isinstance(function, ChoiceTerm):
        return merge(
            arena, [(guard, apply(arena, one, argument)) for guard, one in function.alternatives]
        )
    pairs = entries(function)
    if pairs is None:
        sequence = parts(function)
        if sequence is None:
            return arena.nothing
        pairs = {integer(index): item for index, item in enumerate(sequence[0], start=1)}
    if isinstance(argument, Value):
        return pairs.get(argument, arena.nothing)
    return merge(arena, [(equal(arena, key, argument), item) for key, item in pairs.items()])


def domain(arena: Arena, function: Term) -> Term:
    """DOMAIN function."""
    if isinstance(function, ChoiceTerm):
        return merge(arena, [(guard, domain(arena, one)) for guard, one in function.alternatives])
    pairs = entries(function)
    if pairs is not None:
        return arena.set_of((TRUE, key) for key in pairs)
    sequence = parts(function)
    if sequence is None:
        return arena.nothing
    items, lengths = sequence
    return arena.set_of(
        (is_longer(arena, lengths, index), integer(index + 1)) for index in range(len(items))
    )


def update(
    arena: Arena, function: Term, path: Sequence[Term], value: Callable[[Term], Term]
) -> Term:
    """[function EXCEPT !path = value(old)]; outside of the domain nothing changes."""
    if not path:
        return value(function)
    if isinstance(function, ChoiceTerm):
        return merge(
            arena,
            [(guard, update(arena, one, path, value)) for guard, one in function.alternatives],
        )

    def updated(key: Value, item: Term) -> Term:
        here = equal(arena, key, path[0])
        if here == FALSE:
            return item
        return choose(arena, here, update(arena, item, path[1:], value), item)

    pairs = entries(function)
    if pairs is not None:
        return arena.function_of({key: updated(key, item) for key, item in pairs.items()})
    sequence = parts(function)
    if sequence is None:
        return arena.nothing
    items, lengths = sequence
    changed = [updated(integer(index), item) for index, item in enumerate(items, start=1)]
    return arena.sequence(changed, lengths)


def length(arena: Arena, sequence: Term) -> Term:
    """Len(sequence)."""
    cases: list[Guarded] = []
    for guard, one in alternatives(sequence):
        found = parts(one)
        for size, formula in enumerate(found[1] if found is not None else ()):
            cases.append((arena.circuit.both(guard, formula), integer(size)))
    return merge(arena, cases)


def append(arena: Arena, sequence: Term, item: Term) -> Term:
    """Append(sequence, item)."""
    return concatenate(arena, sequence, arena.tuple_of([item]))


def concatenate(arena: Arena, left: Term, right: Term) -> Term:
    """left \\o right."""
    if isinstance(left, ChoiceTerm) or isinstance(right, ChoiceTerm):
        return merge(
            arena,
            [
                (arena.circuit.both(guard, condition), concatenate(arena, one, other))
                for guard, one in alternatives(left)
                for condition, other in alternatives(right)
            ],
        )
    first, second = parts(left), parts(right)
    if first is None or second is None:
        return arena.nothing
    cases: list[Guarded] = []
    for size, guard in enumerate(first[1]):
        if guard == FALSE:
            continue
        lengths = [*(FALSE for _ in range(size)), *second[1]]
        cases.append((guard, arena.sequence([*first[0][:size], *second[0]], lengths)))
    return merge(arena, cases)


def subsequence(arena: Arena, sequence: Term, start: Term, end: Term) -> Term:
    """SubSeq(sequence, start, end), both included; empty where start > end."""
    if isinstance(sequence, ChoiceTerm):
        return merge(
            arena,
            [(guard, subsequence(arena, one, start, end)) for guard, one in sequence.alternatives],
        )
    found = parts(sequence)
    if found is None:
        return arena.nothing
    items = found[0]
    ends = integers(end)
    cases: list[Guarded] = []
    for guard, first in integers(start):
        by_size: dict[int, list[Formula]] = {}
        for condition, last in ends:
            both = arena.circuit.both(guard, condition)
            size = max(last - first + 1, 0)
            # Beyond what the sequence holds the result has no value: TLC stops with an error there.
            if both != FALSE and (size == 0 or (first >= 1 and last <= len(items))):
                by_size.setdefault(size, []).append(both)
        if not by_size:
            continue
        lengths = [
            arena.circuit.disjunction(by_size.get(size, ())) for size in range(max(by_size) + 1)
        ]
        holds = arena.circuit.disjunction(lengths)
        if len(by_size) == 1:
            lengths[-1] = TRUE
        begin = max(first - 1, 0)
        cases.append((holds, arena.sequence(items[begin : begin + max(by_size)], lengths)))
    return merge(arena, cases)


def head(arena: Arena, sequence: Term) -> Term:
    """Head(sequence)."""
    return apply(arena, sequence, integer(1))


def tail(arena: Arena, sequence: Term) -> Term:
    """Tail(sequence)."""
    cases: list[Guarded] = []
    for guard, one in alternatives(sequence):
        found = parts(one)
        if found is not None and len(found[1]) > 1:
            cases.append((guard, arena.sequence(found[0][1:], found[1][1:])))
    return merge(arena, cases)


def integers(term: Term) -> list[tuple[Formula, int]]:
    """The integers that a term may be, with their formulas."""
    return [
        (guard, one.value) for guard, one in alternatives(term) if isinstance(one, IntegerValue)
    ]


def field(arena: Arena, record: Term, name: str) -> Term:
    """record.name."""
    return apply(arena, record, string(name))
