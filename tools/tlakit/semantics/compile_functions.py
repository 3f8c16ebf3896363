"""How functions, records, tuples and EXCEPT are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tlakit.language import ir
from tlakit.semantics.compile_logic import bind
from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.lazysets import LazyFunction, ProductSpace
from tlakit.semantics.machine import Closure, Frame
from tlakit.semantics.mentions import text_of, walk
from tlakit.semantics.open_graphs import OpenGraph
from tlakit.semantics.open_records import OpenRecord, unread
from tlakit.semantics.open_values import (
    OpenFunction,
    OpenSet,
    OpenValue,
    apply_function,
    force,
    force_at,
    is_finite,
    nearest,
)
from tlakit.semantics.scope import Scope, snapshot
from tlakit.semantics.values import (
    FUNCTIONS,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    changed_function,
    function_of,
    record_maker,
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


def application(
    compiler: Compiler, expression: ir.FunctionApply, scope: Scope, strict: bool
) -> Closure:
    """f[e]; if `strict`, an ordinary value."""
    base = compiler.open(expression.function, scope)
    argument = compiler.strict(expression.argument, scope)
    span = expression.span
    text = text_of(expression.function)
    name = "the function" if text is None else f"`{text}`"

    def run(frame: Frame) -> Value:
        try:
            function, key = base(frame), argument(frame)
            found = None
            if isinstance(function, OpenFunction):
                found = function.apply(key)
                if strict and isinstance(found, OpenValue):
                    return found.force()
            elif isinstance(function, FUNCTIONS):
                found = function.mapping.get(key)
            return apply_function(function, key, name) if found is None else found
        except EvaluationError as error:
            raise error.at(span) from None

    return run


def field(compiler: Compiler, expression: ir.Field, scope: Scope, strict: bool) -> Closure:
    """r.name; if `strict`, an ordinary value."""
    base = compiler.open(expression.record, scope)
    name = expression.name
    key = string(name)
    span = expression.span
    text = text_of(expression.record)
    shown = "the record" if text is None else f"`{text}`"

    def run(frame: Frame) -> Value:
        value = base(frame)
        if type(value) is RecordValue:
            found = value.fields.get(name)
            if found is not None:
                return found
        elif isinstance(value, OpenFunction):
            found = value.apply(key)
            if found is not None:
                return force_at(found, span) if strict else found
        return missing(value)

    def missing(value: Value) -> Value:
        """The error, unless the value is some other function, which may have the name too."""
        if isinstance(value, OpenFunction):
            value = value.shown()
        if isinstance(value, RecordValue) and name not in value.fields:
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
    """[name |-> e, ...]; what is known of it beforehand is only put in its place."""
    template = [compiler.known(item) for _, item in expression.fields]
    items = [
        (place, compiler.open(item, scope), item.span)
        for place, (_, item) in enumerate(expression.fields)
        if template[place] is None
    ]
    names = [name for name, _ in expression.fields]
    make = record_maker(names)

    def run(frame: Frame) -> Value:
        values: list[Any] = template.copy()
        views = False
        for place, item, span in items:
            value = item(frame)
            if isinstance(value, OpenValue):
                value = unread(value, span)
                views = views or isinstance(value, OpenValue)
            values[place] = value
        return OpenRecord(names, values, make) if views else make(values)

    return run


def sequence(compiler: Compiler, expression: ir.Tuple, scope: Scope) -> Closure:
    """<<e, ...>>."""
    items = [compiler.strict(item, scope) for item in expression.items]
    return lambda frame: tuple_of([item(frame) for item in items])


class _Change:
    """One `!path = e` of an EXCEPT: the closures of the path and of e, which finds `@` in a slot.

    `key` and `known` are the first argument of the path, and e, where these are known beforehand.
    `blind` says that the value before has no influence on that after, and `overwrites` that so for the
    whole of what the function has there.
    """

    def __init__(self, compiler: Compiler, update: ir.Update, scope: Scope) -> None:
        self.key = compiler.known(update.path[0])
        self.first, *self.rest = [compiler.strict(step, scope) for step in update.path]
        self.slot = scope.allocate(update)
        scope.old_values.append(update)
        self.known = compiler.known(update.value)
        self.new = compiler.open(update.value, scope)
        self.span = update.value.span
        scope.old_values.pop()
        self.blind = not any(
            isinstance(node, ir.At | ir.Let | ir.Lambda) for node in walk(update.value)
        )
        self.overwrites = self.blind and not self.rest

    def replaced(self, function: Value, keys: list[Value], frame: Frame) -> Value:
        """The function, which may be open, with that change; itself where the path leads nowhere."""
        key, *rest = keys
        if isinstance(function, FUNCTIONS):
            old = function.mapping.get(key)
            if old is None:
                return function
            return changed_function(function, {key: force(self.value(old, rest, frame))})
        if isinstance(function, OpenFunction):
            is_blind = self.blind and not rest
            old = None if is_blind else function.apply(key)
            if old is None and not (is_blind and function.maps(key)):
                return function
            return function.updated({key: self.value(old, rest, frame)})
        raise wrong_kind("a function", function, "EXCEPT")

    def value(self, old: Value | None, rest: list[Value], frame: Frame) -> Value:
        """What is put in place of a value, itself changed if more of the path is left; it may be a view.

        The value may be left out if it is overwritten.
        """
        if rest:
            assert old is not None
            return self.replaced(old, rest, frame)
        if self.known is not None:
            return self.known
        frame[self.slot] = old
        new = self.new(frame)
        return unread(new, self.span) if isinstance(new, OpenValue) else new


def exception(compiler: Compiler, expression: ir.Except, scope: Scope) -> Closure:
    """[f EXCEPT !path = e, ...]; a path outside the domain changes nothing, as TLA+ defines it."""
    base = compiler.open(expression.function, scope)
    changes = [_Change(compiler, update, scope) for update in expression.updates]
    span = expression.span

    def run(frame: Frame) -> Value:
        value = base(frame)
        try:
            if isinstance(value, OpenFunction):
                if value.storable:
                    found = _new_values(value.apply, value.maps, changes, frame)
                    return value.updated(found) if found else value
            elif isinstance(value, FUNCTIONS):
                found = _new_values(value.mapping.get, value.mapping.__contains__, changes, frame)
                ordinary = {key: force(new) for key, new in found.items()}
                return changed_function(value, ordinary) if found else value
            for change in changes:
                keys = [step(frame) for step in (change.first, *change.rest)]
                value = change.replaced(value, keys, frame)
        except EvaluationError as error:
            raise error.at(span) from None
        return value

    return run


def _new_values(
    look: Callable[[Value], Value | None],
    maps: Callable[[Value], bool],
    changes: list[_Change],
    frame: Frame,
) -> dict[Value, Value]:
    """The values that all changes together give, by argument; no function is made in between.

    A value that is overwritten is not looked at: `maps` says whether there is one.
    """
    found: dict[Value, Value] = {}
    for change in changes:
        key = change.first(frame) if change.key is None else change.key
        rest = [step(frame) for step in change.rest] if change.rest else []
        if change.overwrites:
            if key in found or maps(key):
                found[key] = change.value(None, rest, frame)
            continue
        old = found.get(key)
        if old is None:
            old = look(key)
        if old is not None:
            found[key] = change.value(old, rest, frame)
    return found
