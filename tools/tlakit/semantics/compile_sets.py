"""How sets and the relations between values are compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.closed import Free, closed, free_values, on_element
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.errors import EvaluationError, wrong_kind
from tlakit.semantics.lazysets import (
    STRINGS,
    CombinedSet,
    FilteredSet,
    FunctionSpace,
    PowerSet,
    ProductSpace,
    RecordSpace,
)
from tlakit.semantics.machine import Closure, Frame, Test
from tlakit.semantics.open_values import (
    OpenSet,
    check_comparable,
    check_elements,
    contains,
    domain_of,
    force,
    is_finite,
    iterate,
    same_values,
)
from tlakit.semantics.scope import Scope, snapshot
from tlakit.semantics.values import FALSE, TRUE, SetValue, Value, set_of, tuple_of

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler

BOOLEANS = set_of((FALSE, TRUE))


def relation(compiler: Compiler, expression: ir.Builtin, scope: Scope) -> Test:
    """`=`, `#`, `\\in`, `\\notin` and `\\subseteq`."""
    left_expression, right_expression = expression.arguments
    membership = expression.name in ("\\in", "\\notin")
    left = (compiler.strict if membership else compiler.open)(left_expression, scope)
    right = compiler.open(right_expression, scope)
    wanted = expression.name not in ("#", "\\notin")
    span = expression.span

    def is_equal(frame: Frame) -> bool:
        try:
            one, other = left(frame), right(frame)
            return (one is other or same_values(one, other)) is wanted
        except EvaluationError as error:
            raise error.at(span) from None

    def is_in(frame: Frame) -> bool:
        try:
            value = left(frame)
            return contains(right(frame), value) is wanted
        except EvaluationError as error:
            raise error.at(span) from None

    def is_within(frame: Frame) -> bool:
        try:
            return is_subset(left(frame), right(frame))
        except EvaluationError as error:
            raise error.at(span) from None

    if membership:
        return is_in
    if expression.name == "\\subseteq":
        return is_within
    known = compiler.known(right_expression)
    return is_equal if known is None else _is_known(left, known, wanted, span)


def _is_known(left: Closure, known: Value, wanted: bool, span: ir.Span) -> Test:
    """Equality with a value that is known beforehand."""

    def test(frame: Frame) -> bool:
        try:
            one = left(frame)
            return (one is known or same_values(one, known)) is wanted
        except EvaluationError as error:
            raise error.at(span) from None

    return test


def is_subset(left: Value, right: Value) -> bool:
    """left \\subseteq right."""
    if isinstance(left, SetValue) and isinstance(right, SetValue):
        if left.elements <= right.elements:
            return True
        check_elements(left, right)
        return False
    return all(contains(right, element) for element in iterate(left))


def enumeration(compiler: Compiler, expression: ir.SetEnumeration, scope: Scope) -> Closure:
    """{a, b, ...}; elements of different kinds are an error, as in TLC."""
    items = [compiler.strict(item, scope) for item in expression.items]
    if not items:
        empty = set_of(())
        return lambda frame: empty
    if len(items) == 1:
        only = items[0]
        return lambda frame: set_of((only(frame),))
    span = expression.span

    def run(frame: Frame) -> Value:
        values = [item(frame) for item in items]
        for value in values:
            if value.rank != values[0].rank:
                try:
                    check_comparable(values[0], value)
                except EvaluationError as error:
                    raise error.at(span) from None
        return set_of(values)

    return run


def set_filter(compiler: Compiler, expression: ir.SetFilter, scope: Scope) -> Closure:
    """{x \\in S : p}; stays open where S is infinite, or is open and can filter itself."""
    binding = expression.binding
    loop = bind(compiler, (binding,), scope)
    test = compiler.test(expression.predicate, scope)
    slots = [scope.slots[name] for name in binding.names]
    domain = None if binding.domain is None else compiler.open(binding.domain, scope)
    free = free_values(expression.predicate, binding, compiler, scope)

    def run(frame: Frame) -> Value:
        if domain is not None and not binding.pattern:
            base = domain(frame)
            if isinstance(base, OpenSet):
                result = _filtered(base, frame, slots[0], test, expression, free)
                if result is not None:
                    return result
        found = []
        for _ in loop(frame):
            if test(frame):
                values = [frame[slot] for slot in slots]
                found.append(tuple_of(values) if binding.pattern else values[0])
        return set_of(found)

    return run


def _filtered(
    base: OpenSet,
    frame: Frame,
    slot: int,
    test: Test,
    expression: ir.SetFilter,
    free: Free | None,
) -> Value | None:
    """The filtered set as an open value, if it may stay one."""
    if not base.finite:
        kept = snapshot(frame)
        return None if kept is None else FilteredSet(base, on_element(kept, slot, test))
    if free is None or not base.storable:
        return None
    return base.filtered(*closed(frame, slot, test, expression, free))


def set_map(compiler: Compiler, expression: ir.SetMap, scope: Scope) -> Closure:
    """{e : x \\in S, ...}."""
    loop = bind(compiler, expression.bindings, scope)
    body = compiler.strict(expression.body, scope)
    return lambda frame: set_of([body(frame) for _ in loop(frame)])


def space(
    compiler: Compiler, expression: ir.FunctionSet | ir.RecordSet | ir.Product, scope: Scope
) -> Closure:
    """Sets of functions, records and tuples: always open."""
    match expression:
        case ir.FunctionSet():
            domain = compiler.open(expression.domain, scope)
            range_ = compiler.open(expression.range, scope)
            return lambda frame: FunctionSpace(domain(frame), range_(frame))
        case ir.RecordSet():
            fields = [(name, compiler.open(item, scope)) for name, item in expression.fields]
            return lambda frame: RecordSpace({name: item(frame) for name, item in fields})
        case ir.Product():
            factors = [compiler.open(factor, scope) for factor in expression.factors]
            return lambda frame: ProductSpace(tuple(factor(frame) for factor in factors))


def operation(compiler: Compiler, expression: ir.Builtin, scope: Scope) -> Closure:
    """Set operators of the language, nullary to binary."""
    run = _operation(expression.name, [compiler.open(e, scope) for e in expression.arguments])
    span = expression.span

    def guarded(frame: Frame) -> Value:
        try:
            return run(frame)
        except EvaluationError as error:
            raise error.at(span) from None

    return guarded


def _operation(name: str, arguments: list[Closure]) -> Closure:
    match name:
        case "BOOLEAN":
            return lambda frame: BOOLEANS
        case "STRING":
            return lambda frame: STRINGS
    first, last = arguments[0], arguments[-1]
    match name:
        case "SUBSET":
            return lambda frame: PowerSet(first(frame))
        case "UNION":
            return lambda frame: union_of(first(frame))
        case "DOMAIN":
            return lambda frame: domain_of(first(frame))
        case _:
            return lambda frame: combine(name, first(frame), last(frame))


def union_of(sets: Value) -> Value:
    """UNION sets."""
    return set_of([element for inner in iterate(sets) for element in iterate(inner)])


def combine(operator: str, left: Value, right: Value) -> Value:
    """left `\\cup`, `\\cap` or `\\` right; may stay open."""
    if isinstance(left, OpenSet):
        open_result = left.combined(operator, right)
        if open_result is not None:
            return open_result
    if isinstance(right, OpenSet) and operator == "\\cup":
        open_result = right.combined(operator, left)
        if open_result is not None:
            return open_result
    if not is_finite(left) or not is_finite(right):
        combined = CombinedSet(operator, left, right)
        return combined.force() if combined.finite else combined
    one, other = force(left), force(right)
    if not isinstance(one, SetValue) or not isinstance(other, SetValue):
        part = other if isinstance(one, SetValue) else one
        raise wrong_kind("a set", part, f"`{operator}`")
    check_elements(one, other)
    match operator:
        case "\\cup":
            return set_of(one.elements | other.elements)
        case "\\cap":
            return set_of(one.elements & other.elements)
        case _:
            return set_of(one.elements - other.elements)
