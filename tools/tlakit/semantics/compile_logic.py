"""How formulas, conditionals, CHOOSE and primes are compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.machine import Closure, Frame, Test
from tlakit.semantics.open_values import Kept, equal, force, iterate
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import TupleValue, Value, boolean, tuple_of

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler


def junction(compiler: Compiler, expression: ir.Junction, scope: Scope) -> Test:
    """Conjunction or disjunction, from left to right, as far as needed."""
    tests = [compiler.test(item, scope) for item in expression.items]
    if len(tests) == 2:
        first, second = tests
        if expression.kind == "/\\":
            return lambda frame: first(frame) and second(frame)
        return lambda frame: first(frame) or second(frame)
    if expression.kind == "/\\":

        def conjunction(frame: Frame) -> bool:
            for test in tests:
                if not test(frame):
                    return False
            return True

        return conjunction

    def disjunction(frame: Frame) -> bool:
        for test in tests:
            if test(frame):
                return True
        return False

    return disjunction


def connective(compiler: Compiler, expression: ir.Builtin, scope: Scope) -> Test:
    """`~`, `=>` and `<=>`."""
    tests = [compiler.test(argument, scope) for argument in expression.arguments]
    first, last = tests[0], tests[-1]
    match expression.name:
        case "~":
            return lambda frame: not first(frame)
        case "=>":
            return lambda frame: not first(frame) or last(frame)
        case _:
            return lambda frame: first(frame) is last(frame)


def bind(
    compiler: Compiler, bindings: tuple[ir.Binding, ...], scope: Scope
) -> Callable[[Frame], Iterator[None]]:
    """A loop over all values of bound identifiers, which it puts in their slots.

    The domains are evaluated outside the scope of the identifiers, as TLA+ has it.
    """
    domains: list[tuple[Closure, ir.Span]] = []
    places: list[tuple[int, ...]] = []
    for binding in bindings:
        domain = _domain(compiler, binding, scope)
        span = binding.span if binding.domain is None else binding.domain.span
        slots = tuple(scope.allocate(name) for name in binding.names)
        for group in [slots] if binding.pattern else [(slot,) for slot in slots]:
            domains.append((domain, span))
            places.append(group)
    patterns = [binding.pattern for binding in bindings for _ in _groups(binding)]
    if len(domains) == 1 and not patterns[0]:
        return _single_loop(domains[0], places[0][0])

    def loop(frame: Frame) -> Iterator[None]:
        choices = [_elements(domain(frame), span) for domain, span in domains]
        for chosen in product(*choices):
            for slots, value, pattern in zip(places, chosen, patterns, strict=True):
                if pattern:
                    _unpack(frame, slots, value)
                else:
                    frame[slots[0]] = value
            yield

    return loop


def _groups(binding: ir.Binding) -> range:
    return range(1 if binding.pattern else len(binding.names))


def _domain(compiler: Compiler, binding: ir.Binding, scope: Scope) -> Closure:
    if binding.domain is not None:
        return compiler.open(binding.domain, scope)
    names = ", ".join(name.name for name in binding.names)

    def fail(frame: Frame) -> Value:
        raise EvaluationError(
            ErrorKind.NOT_ENUMERABLE, f"{names} is bound without a set", binding.span
        )

    return fail


def _single_loop(
    domain_and_span: tuple[Closure, ir.Span], slot: int
) -> Callable[[Frame], Iterator[None]]:
    domain, span = domain_and_span

    def loop(frame: Frame) -> Iterator[None]:
        for value in _elements(domain(frame), span):
            frame[slot] = value
            yield

    return loop


def _elements(domain: Value, span: ir.Span) -> Iterator[Value]:
    try:
        return iterate(domain)
    except EvaluationError as error:
        raise error.at(span) from None


def _unpack(frame: Frame, slots: tuple[int, ...], value: Value) -> None:
    if not isinstance(value, TupleValue) or len(value.items) != len(slots):
        raise wrong_kind(f"a tuple of {len(slots)}", value, "a pattern")
    for slot, item in zip(slots, value.items, strict=True):
        frame[slot] = item


def quantified(compiler: Compiler, expression: ir.Quantified, scope: Scope) -> Test:
    """`\\A` and `\\E` over bounded identifiers."""
    if expression.kind in ("\\AA", "\\EE"):
        from tlakit.semantics.compiler import refuse

        fail = refuse(expression.span, "temporal quantifiers have no value in a state")
        return lambda frame: bool(fail(frame))
    loop = bind(compiler, expression.bindings, scope)
    test = compiler.test(expression.body, scope)
    if expression.kind == "\\A":

        def for_all(frame: Frame) -> bool:
            for _ in loop(frame):
                if not test(frame):
                    return False
            return True

        return for_all

    def exists(frame: Frame) -> bool:
        for _ in loop(frame):
            if test(frame):
                return True
        return False

    return exists


def choose(compiler: Compiler, expression: ir.Choose, scope: Scope) -> Closure:
    """The least element, in the order of values, that satisfies the predicate."""
    binding = expression.binding
    loop = bind(compiler, (binding,), scope)
    test = compiler.test(expression.body, scope)
    slots = [scope.slots[name] for name in binding.names]

    def run(frame: Frame) -> Value:
        for _ in loop(frame):
            if test(frame):
                found = [frame[slot] for slot in slots]
                return tuple_of(found) if binding.pattern else found[0]
        raise EvaluationError(
            ErrorKind.NO_WITNESS, "CHOOSE: no element satisfies the predicate", expression.span
        )

    return run


def conditional(compiler: Compiler, expression: ir.If, scope: Scope) -> Closure:
    """IF THEN ELSE."""
    test = compiler.test(expression.condition, scope)
    then = compiler.open(expression.then, scope)
    otherwise = compiler.open(expression.otherwise, scope)
    return lambda frame: then(frame) if test(frame) else otherwise(frame)


def conditional_test(compiler: Compiler, expression: ir.If, scope: Scope) -> Test:
    """IF THEN ELSE between formulas."""
    test = compiler.test(expression.condition, scope)
    then = compiler.test(expression.then, scope)
    otherwise = compiler.test(expression.otherwise, scope)
    return lambda frame: then(frame) if test(frame) else otherwise(frame)


def cases(compiler: Compiler, expression: ir.Case, scope: Scope) -> Closure:
    """The first arm whose guard holds; EvaluationError where none does and there is no OTHER."""
    arms = [
        (compiler.test(guard, scope), compiler.open(value, scope))
        for guard, value in expression.arms
    ]
    other = None if expression.other is None else compiler.open(expression.other, scope)

    def run(frame: Frame) -> Value:
        for guard, value in arms:
            if guard(frame):
                return value(frame)
        if other is not None:
            return other(frame)
        raise EvaluationError(
            ErrorKind.NO_CASE, "CASE: no guard is true and there is no OTHER", expression.span
        )

    return run


def prime(compiler: Compiler, expression: ir.Expression, scope: Scope) -> Closure:
    """The expression in the next state."""
    registers = compiler.registers
    if isinstance(expression, ir.Reference) and isinstance(expression.target, ir.Variable):
        target = expression.target
        index = compiler.program.index[target]
        span = expression.span

        def read(frame: Frame) -> Value:
            value = registers.following[index]
            if isinstance(value, Kept):
                return value.force()
            if value is None:
                raise EvaluationError(
                    ErrorKind.NOT_ASSIGNED, f"{target.name}' is read before it has a value", span
                )
            return value

        return read
    run = compiler.open(expression, scope)

    def shifted(frame: Frame) -> Value:
        saved = registers.current, registers.shifted
        registers.current, registers.shifted = registers.following, True
        try:
            return force(run(frame))
        finally:
            registers.current, registers.shifted = saved

    return shifted


def unchanged(compiler: Compiler, expression: ir.Builtin, scope: Scope) -> Test:
    """UNCHANGED e, where all variables have next values: e' = e."""
    return _same(compiler, expression.arguments[0], scope)


def _same(compiler: Compiler, expression: ir.Expression, scope: Scope) -> Test:
    if isinstance(expression, ir.Tuple):
        parts = [_same(compiler, item, scope) for item in expression.items]
        return lambda frame: all(part(frame) for part in parts)
    if (
        isinstance(expression, ir.Apply)
        and isinstance(expression.operator, ir.Definition)
        and not expression.arguments
        and scope.locate(expression.operator) is None
    ):
        definition = compiler.program.resolve(expression.operator)
        if isinstance(definition.body, ir.Tuple | ir.Apply) and not definition.parameters:
            return _same(compiler, definition.body, Scope())
    before = compiler.strict(expression, scope)
    after = prime(compiler, expression, scope)
    return lambda frame: equal(force(after(frame)), before(frame))


def box(compiler: Compiler, expression: ir.BoxAction, scope: Scope) -> Closure:
    """[A]_v as A \\/ UNCHANGED v, and <<A>>_v as A /\\ ~UNCHANGED v, of a given step."""
    same = _same(compiler, expression.subscript, scope)
    action = compiler.test(expression.action, scope)
    if expression.angle:
        return lambda frame: boolean(action(frame) and not same(frame))
    return lambda frame: boolean(action(frame) or same(frame))
