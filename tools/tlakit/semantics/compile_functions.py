"""How functions, records, tuples and EXCEPT are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tlakit.language import ir
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.lazysets import LazyFunction, ProductSpace
from tlakit.semantics.machine import Closure, Frame
from tlakit.semantics.mentions import text_of
from tlakit.semantics.open_graphs import OpenGraph
from tlakit.semantics.open_values import (
    OpenFunction,
    OpenSet,
    apply_function,
    is_finite,
    nearest,
    update_function,
)
from tlakit.semantics.scope import Scope, snapshot
from tlakit.semantics.values import (
    FunctionValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    record_of,
    string,
    tuple_of,
)

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Compiler


def function(compiler: Compiler, expression: ir.Function, scope: Scope) -> Closure:
    """[x \\in S, ... |-> e]; stays open where the domain is infinite."""
    bindings = expression.bindings
    domains = [
        compiler.open(binding.domain, scope) for binding in bindings if binding.domain is not None
    ]
    loop = bind(compiler, bindings, scope)
    slots = [scope.slots[name] for binding in bindings for name in binding.names]
    body = compiler.strict(expression.body, scope)
    plain = len(slots) == 1 and len(domains) == 1 and not bindings[0].pattern
    slot = slots[0]
    rebuild = _rebuilt(compiler, expression, slot, body, scope) if plain else None
    lazy = lazy_function(compiler, expression, scope)

    def run(frame: Frame) -> Value:
        if plain:
            arguments = domains[0](frame)
            if isinstance(arguments, OpenSet) and arguments.finite:
                if rebuild is not None and arguments.storable:
                    changed = rebuild(frame, arguments)
                    if changed is not None:
                        return changed
                arguments = arguments.force()
            if isinstance(arguments, SetValue):
                values: list[Value] = []
                for argument in arguments.ordered:
                    frame[slot] = argument
                    values.append(body(frame))
                return arguments.make_function(tuple(values))
        if not all(is_finite(domain(frame)) for domain in domains):
            return lazy(frame)
        pairs: dict[Value, Value] = {}
        for _ in loop(frame):
            value = body(frame)
            key = tuple_of([frame[slot] for slot in slots])
            pairs[key] = value
        return function_of(pairs)

    return run


def _rebuilt(
    compiler: Compiler, expression: ir.Function, slot: int, value: Closure, scope: Scope
) -> Callable[[Frame, OpenSet], Value | None] | None:
    """What gives [x \\in S |-> e] as a change of a function f, where e is f[x] for most x; or None.

    That is so where e is f[x], or IF x = k THEN d ELSE such an e, with names f and k.
    """
    name, body = expression.bindings[0].names[0], expression.body
    apart: list[Closure] = []
    while isinstance(body, ir.If):
        other = _compared(body.condition, name)
        if other is None:
            return None
        apart.append(compiler.strict(other, scope))
        body = body.otherwise
    if not isinstance(body, ir.FunctionApply) or not isinstance(body.function, ir.Reference):
        return None
    argument = body.argument
    if not isinstance(argument, ir.Reference) or argument.target is not name:
        return None
    base = compiler.open(body.function, scope)

    def rebuild(frame: Frame, arguments: OpenSet) -> Value | None:
        def value_at(argument: Value) -> Value:
            frame[slot] = argument
            return value(frame)

        try:
            function = base(frame)
            if isinstance(function, OpenGraph):
                keys = [key(frame) for key in apart]
                return function.rebuilt(arguments, keys, value_at)
        except EvaluationError:  # it may be none, or not the first
            pass
        return None

    return rebuild


def _compared(condition: ir.Expression, name: ir.Bound) -> ir.Reference | None:
    """The name that another is compared with."""
    match condition:
        case ir.Builtin(name="=", arguments=(ir.Reference() as left, ir.Reference() as right)):
            if left.target is name:
                return right
            if right.target is name:
                return left
    return None


def lazy_function(compiler: Compiler, expression: ir.Function, scope: Scope) -> Closure:
    """The same function, applied where needed: for recursive definitions and infinite domains.

    The domain of several names is a product; a name that is a pattern counts as its parts.
    """
    factors: list[Closure] = []
    for binding in expression.bindings:
        if binding.domain is not None:
            domain = compiler.open(binding.domain, scope)
            factors += [domain] * (1 if binding.pattern else len(binding.names))
    slots = [scope.allocate(name) for binding in expression.bindings for name in binding.names]
    body = compiler.strict(expression.body, scope)

    def run(frame: Frame) -> Value:
        parts = [factor(frame) for factor in factors]
        kept = snapshot(frame)
        assert kept is not None

        def value_at(argument: Value) -> Value:
            inner = list(kept)
            if len(slots) == 1:
                inner[slots[0]] = argument
            else:
                assert isinstance(argument, TupleValue)
                for slot, item in zip(slots, argument.items, strict=True):
                    inner[slot] = item
            return body(inner)

        whole = parts[0] if len(parts) == 1 else ProductSpace(tuple(parts))
        return LazyFunction(whole, value_at)

    return run


_SPELLED_OUT = (FunctionValue, TupleValue, RecordValue)


def application(compiler: Compiler, expression: ir.FunctionApply, scope: Scope) -> Closure:
    """f[e]."""
    base = compiler.open(expression.function, scope)
    argument = compiler.strict(expression.argument, scope)
    span = expression.span
    text = text_of(expression.function)
    name = "the function" if text is None else f"`{text}`"

    def run(frame: Frame) -> Value:
        try:
            function, key = base(frame), argument(frame)
            if isinstance(function, _SPELLED_OUT):
                found = function.mapping.get(key)
                if found is not None:
                    return found
            return apply_function(function, key, name)
        except EvaluationError as error:
            raise error.at(span) from None

    return run


def field(compiler: Compiler, expression: ir.Field, scope: Scope) -> Closure:
    """r.name."""
    base = compiler.open(expression.record, scope)
    name = expression.name
    key = string(name)
    span = expression.span
    text = text_of(expression.record)
    shown = "the record" if text is None else f"`{text}`"

    def run(frame: Frame) -> Value:
        value = base(frame)
        if isinstance(value, OpenFunction):
            found = value.apply(key)
            if found is not None:
                return found
            value = value.shown()
        if isinstance(value, RecordValue):
            found = value.fields.get(name)
            if found is not None:
                return found
            raise EvaluationError(
                ErrorKind.OUTSIDE_DOMAIN,
                f"{shown} has no field `{name}`: its fields are {', '.join(value.fields)}",
                span,
                (value,),
                nearest(name, value.fields),
            )
        try:
            return apply_function(value, key, shown)
        except EvaluationError as error:
            raise error.at(span) from None

    return run


def record(compiler: Compiler, expression: ir.Record, scope: Scope) -> Closure:
    """[name |-> e, ...]."""
    fields = [(name, compiler.strict(item, scope)) for name, item in expression.fields]
    return lambda frame: record_of({name: item(frame) for name, item in fields})


def sequence(compiler: Compiler, expression: ir.Tuple, scope: Scope) -> Closure:
    """<<e, ...>>."""
    items = [compiler.strict(item, scope) for item in expression.items]
    return lambda frame: tuple_of([item(frame) for item in items])


_Change = Callable[[Value, Frame], Value]


def exception(compiler: Compiler, expression: ir.Except, scope: Scope) -> Closure:
    """[f EXCEPT !path = e, ...]; a path outside the domain changes nothing, as TLA+ defines it."""
    base = compiler.open(expression.function, scope)
    changes = [_change(compiler, update, scope) for update in expression.updates]
    span = expression.span

    def run(frame: Frame) -> Value:
        value = base(frame)
        try:
            for change in changes:
                value = change(value, frame)
        except EvaluationError as error:
            raise error.at(span) from None
        return value

    return run


def _change(compiler: Compiler, update: ir.Update, scope: Scope) -> _Change:
    path = [compiler.strict(step, scope) for step in update.path]
    slot = scope.allocate(update)
    scope.old_values.append(update)
    new = compiler.strict(update.value, scope)
    scope.old_values.pop()

    def replace(function: Value, keys: list[Value], position: int, frame: Frame) -> Value:
        if position == len(keys):
            frame[slot] = function
            return new(frame)
        key = keys[position]
        if isinstance(function, TupleValue | RecordValue | FunctionValue):
            old = function.mapping.get(key)
            if old is None:
                return function
            return update_function(function, key, replace(old, keys, position + 1, frame))
        if isinstance(function, OpenFunction):
            old = function.apply(key)
            if old is None:
                return function
            return function.updated(key, replace(old, keys, position + 1, frame))
        raise wrong_kind("a function", function, "EXCEPT")

    return lambda value, frame: replace(value, [step(frame) for step in path], 0, frame)
