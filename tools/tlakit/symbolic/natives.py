"""The operators of the standard modules, on terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tlakit.semantics.values import Value, boolean, integer
from tlakit.symbolic import arithmetic, functions, sets
from tlakit.symbolic.merge import merge
from tlakit.symbolic.terms import Arena, Guarded, Primitive, SequenceSpace, Term

Native = Callable[[Arena, Sequence[Term]], Term]

STANDARD = frozenset(("Naturals", "Integers", "Sequences", "FiniteSets", "TLC"))


def native(module: str, name: str) -> Native | None:
    """The native version of an operator of a standard module; None where there is none."""
    return _NATIVE.get(name) if module in STANDARD else None


def _calculated(operation: Callable[[int, int], int | None]) -> Native:
    def run(arena: Arena, arguments: Sequence[Term]) -> Term:
        return arithmetic.calculate(arena, operation, arguments[0], arguments[1])

    return run


def _compared(relation: Callable[[int, int], bool]) -> Native:
    def run(arena: Arena, arguments: Sequence[Term]) -> Term:
        return arena.boolean(arithmetic.compare(arena, relation, arguments[0], arguments[1]))

    return run


def _spread(operation: Callable[..., Term]) -> Native:
    """An operation that takes its arguments one by one."""

    def run(arena: Arena, arguments: Sequence[Term]) -> Term:
        return operation(arena, *arguments)

    return run


def _primitive(name: str) -> Native:
    return lambda arena, arguments: arena.space(Primitive(name))


def _negative(arena: Arena, arguments: Sequence[Term]) -> Term:
    return arithmetic.calculate(arena, arithmetic.subtract, integer(0), arguments[0])


def _pair(arena: Arena, arguments: Sequence[Term]) -> Term:
    """key :> value, for a key that is known or a choice of known ones."""
    key, value = arguments
    cells: list[Guarded] = [
        (guard, arena.function_of({part: value}))
        for guard, part in arena.atoms(key)
        if isinstance(part, Value)
    ]
    return merge(arena, cells)


def _override(arena: Arena, arguments: Sequence[Term]) -> Term:
    """f @@ g: where both have an argument, f's value counts."""
    cases: list[Guarded] = []
    for guard, first in arena.opened(arguments[0]):
        for condition, second in arena.opened(arguments[1]):
            both = arena.circuit.both(guard, condition)
            cases.append((both, arena.function_of({**second, **first})))
    return merge(arena, cases)


_NATIVE: dict[str, Native] = {
    "+": _calculated(arithmetic.add),
    "-": _calculated(arithmetic.subtract),
    "*": _calculated(arithmetic.multiply),
    "^": _calculated(arithmetic.power),
    "\\div": _calculated(arithmetic.divide),
    "%": _calculated(arithmetic.modulo),
    "-.": _negative,
    "<": _compared(int.__lt__),
    ">": _compared(int.__gt__),
    "<=": _compared(int.__le__),
    ">=": _compared(int.__ge__),
    "..": _spread(arithmetic.interval),
    "Nat": _primitive("Nat"),
    "Int": _primitive("Int"),
    "Seq": lambda arena, arguments: arena.space(SequenceSpace(arguments[0])),
    "Len": _spread(functions.length),
    "Append": _spread(functions.append),
    "Head": _spread(functions.head),
    "Tail": _spread(functions.tail),
    "\\o": _spread(functions.concatenate),
    "SubSeq": _spread(functions.subsequence),
    "Cardinality": _spread(sets.cardinality),
    "IsFiniteSet": lambda arena, arguments: boolean(True),
    "Print": lambda arena, arguments: arguments[1],
    "PrintT": lambda arena, arguments: boolean(True),
    "Assert": lambda arena, arguments: arguments[0],
}
