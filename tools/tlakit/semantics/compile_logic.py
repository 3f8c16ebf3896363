"""How formulas, conditionals, CHOOSE and primes are compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.closed import closed, free_values, is_plain
from tlakit.semantics.errors import ErrorKind, EvaluationError, shorten, wrong_kind
from tlakit.semantics.machine import Closure, Frame, Test
from tlakit.semantics.mentions import mentioned
from tlakit.semantics.open_values import (
    Kept,
    OpenSet,
    force,
    iterate,
    iterate_all,
    same_values,
    spelled_out,
)
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
    coverage = compiler.coverage
    match expression.name:
        case "~":
            return lambda frame: not first(frame)
        case "=>":
            then = coverage.met(expression, last)
            return coverage.asked(expression, lambda frame: not first(frame) or then(frame))
        case _:
            return lambda frame: first(frame) is last(frame)


def bind(
    compiler: Compiler, bindings: tuple[ir.Binding, ...], scope: Scope, whole: bool = True
) -> Callable[[Frame], Iterator[None]]:
    """A loop over all values of bound identifiers, which it puts in their slots.

    The domains are evaluated outside the scope of the identifiers, as TLA+ has it. Of several names
    the first changes fastest, as in TLC. `whole` says that
    the loop goes to its end: then a domain that is too large for that is an error.
    """
    go_through: _Enumeration = iterate_all if whole else iterate
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
        return _single_loop(domains[0], places[0][0], go_through)

    inwards, kinds = places[::-1], patterns[::-1]
    spans = [span for _, span in reversed(domains)]

    def loop(frame: Frame) -> Iterator[None]:
        choices = [_elements(domain(frame), span, spelled_out) for domain, span in domains]
        for chosen in product(*reversed(choices)):
            for slots, value, pattern, span in zip(inwards, chosen, kinds, spans, strict=True):
                if pattern:
                    _unpack(frame, slots, value, span)
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
            ErrorKind.NOT_ENUMERABLE,
            f"{names} is bound without a set",
            binding.span,
            (),
            f"Bind it to a set, `{names} \\in S`; where CHOOSE stands for a value that is in no "
            "other set, give its operator a model value in the .cfg file, `None = None`.",
        )

    return fail


def _single_loop(
    domain_and_span: tuple[Closure, ir.Span], slot: int, go_through: _Enumeration
) -> Callable[[Frame], Iterator[None]]:
    domain, span = domain_and_span

    def loop(frame: Frame) -> Iterator[None]:
        for value in _elements(domain(frame), span, go_through):
            frame[slot] = value
            yield

    return loop


_Enumeration = Callable[[Value], Iterable[Value]]


def _elements(domain: Value, span: ir.Span, go_through: _Enumeration) -> Iterable[Value]:
    try:
        return go_through(domain)
    except EvaluationError as error:
        raise error.at(span) from None


def _unpack(frame: Frame, slots: tuple[int, ...], value: Value, span: ir.Span) -> None:
    if not isinstance(value, TupleValue) or len(value.items) != len(slots):
        raise wrong_kind(f"a tuple of {len(slots)}", value, "a pattern").at(span)
    for slot, item in zip(slots, value.items, strict=True):
        frame[slot] = item


def quantified(compiler: Compiler, expression: ir.Quantified, scope: Scope) -> Test:
    """`\\A` and `\\E` over bounded identifiers."""
    if expression.kind in ("\\AA", "\\EE"):
        from tlakit.semantics.compiler import refuse

        fail = refuse(expression.span, "temporal quantifiers have no value in a state")
        return lambda frame: bool(fail(frame))
    first = expression.bindings[0]
    if len(expression.bindings) == 1 and len(first.names) == 1 and not first.pattern:
        return _quantified_once(compiler, expression, first, scope)
    loop = bind(compiler, expression.bindings, scope, whole=False)
    test = compiler.coverage.met(expression, compiler.test(expression.body, scope))
    if expression.kind == "\\A":

        def for_all(frame: Frame) -> bool:
            for _ in loop(frame):
                if not test(frame):
                    return False
            return True

        return compiler.coverage.asked(expression, for_all)

    def exists(frame: Frame) -> bool:
        for _ in loop(frame):
            if test(frame):
                return True
        return False

    return exists


def _quantified_once(
    compiler: Compiler, expression: ir.Quantified, binding: ir.Binding, scope: Scope
) -> Test:
    """A quantifier over one identifier, which is most of them: without a generator.

    Of a set in a state, `\\E` asks only for what satisfies the predicate, if the set can tell that.
    """
    domain = _domain(compiler, binding, scope)
    span = binding.span if binding.domain is None else binding.domain.span
    slot = scope.allocate(binding.names[0])
    body = compiler.test(expression.body, scope)
    test = compiler.coverage.met(expression, body)
    if expression.kind == "\\A":

        def for_all(frame: Frame) -> bool:
            for value in _elements(domain(frame), span, iterate):
                frame[slot] = value
                if not test(frame):
                    return False
            return True

        return compiler.coverage.asked(expression, for_all)

    free = None
    if test is body and is_plain(expression.body, compiler.program):
        free = free_values(expression.body, binding, compiler, scope)

    def exists(frame: Frame) -> bool:
        collection = domain(frame)
        if free is not None and isinstance(collection, OpenSet) and collection.selective:
            collection = collection.selected(*closed(frame, slot, test, expression, free))
        for value in _elements(collection, span, iterate):
            frame[slot] = value
            if test(frame):
                return True
        return False

    return exists


def choose(compiler: Compiler, expression: ir.Choose, scope: Scope) -> Closure:
    """The least element, in the order of values, that satisfies the predicate."""
    binding = expression.binding
    loop = bind(compiler, (binding,), scope, whole=False)
    test = compiler.test(expression.body, scope)
    slots = [scope.slots[name] for name in binding.names]
    domain = _domain(compiler, binding, scope)
    mentions = mentioned(compiler, (expression.body,), scope, binding.names)

    def run(frame: Frame) -> Value:
        for _ in loop(frame):
            if test(frame):
                found = [frame[slot] for slot in slots]
                return tuple_of(found) if binding.pattern else found[0]
        known = mentions(frame)
        raise EvaluationError(
            ErrorKind.NO_WITNESS,
            f"CHOOSE: no element of {shorten(domain(frame).text)} satisfies the predicate"
            + (f", where {known}" if known else ""),
            expression.span,
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
    fail = no_case(compiler, expression, scope)

    def run(frame: Frame) -> Value:
        for guard, value in arms:
            if guard(frame):
                return value(frame)
        if other is not None:
            return other(frame)
        raise fail(frame)

    return run


def no_case(
    compiler: Compiler, expression: ir.Case, scope: Scope
) -> Callable[[Frame], EvaluationError]:
    """A closure that gives the error of a CASE of which no guard is true."""
    mentions = mentioned(compiler, [guard for guard, _ in expression.arms], scope)

    def fail(frame: Frame) -> EvaluationError:
        known = mentions(frame)
        message = "CASE: no guard is true and there is no OTHER" + (known and f", where {known}")
        return EvaluationError(ErrorKind.NO_CASE, message, expression.span)

    return fail


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
                return value.read()
            if value is None:
                raise EvaluationError(
                    ErrorKind.NOT_ASSIGNED,
                    f"{target.name}' is read before it has a value",
                    span,
                    (),
                    f"Put `{target.name}' = ...` before what reads it: conjuncts go in order.",
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
    return same(compiler, expression.arguments[0], scope)


def same(compiler: Compiler, expression: ir.Expression, scope: Scope) -> Test:
    """e' = e, part by part where e is a tuple."""
    if isinstance(expression, ir.Tuple):
        parts = [same(compiler, item, scope) for item in expression.items]
        return lambda frame: all(part(frame) for part in parts)
    if (
        isinstance(expression, ir.Apply)
        and isinstance(expression.operator, ir.Definition)
        and not expression.arguments
        and scope.locate(expression.operator) is None
    ):
        definition = compiler.program.resolve(expression.operator)
        if isinstance(definition.body, ir.Tuple | ir.Apply) and not definition.parameters:
            inner = Scope()
            stays = same(compiler, definition.body, inner)
            return lambda _: stays([None] * inner.size)
    before = compiler.open(expression, scope)
    after = prime(compiler, expression, scope)
    return lambda frame: same_values(after(frame), before(frame))


def box(compiler: Compiler, expression: ir.BoxAction, scope: Scope) -> Closure:
    """[A]_v as A \\/ UNCHANGED v, and <<A>>_v as A /\\ ~UNCHANGED v, of a given step."""
    stays = same(compiler, expression.subscript, scope)
    action = compiler.test(expression.action, scope)
    if expression.angle:
        return lambda frame: boolean(action(frame) and not stays(frame))
    return lambda frame: boolean(action(frame) or stays(frame))
