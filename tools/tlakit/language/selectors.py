"""Parts of definitions by their place: `Op!2`, `Op(x)!1!<<`, `Op!(e)`, `Op!label(e)`, `Theorem!1`.

The numbering is SANY's (the TLA+2 guide, "Naming subexpressions"): operands count from 1, the sets of
a quantifier are its operands, `!(e)` gives its body with `e` for the bound names, `!@` the body as an
operator of them, the operand of a LET is what stands behind IN.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from tlakit.language import ir, syntax
from tlakit.language.instantiate import Labels, copy_with


class Place(msgspec.Struct, frozen=True, eq=False):
    """Where a selector has led: a node, what was bound on the way, and the LETs gone into."""

    node: ir.Expression
    bound: tuple[ir.Bound | ir.Parameter, ...] = ()
    around: tuple[ir.Let, ...] = ()


def select(place: Place, part: syntax.Part, labels: Labels) -> Place | str:
    """One step; what is wrong with it as a text, where there is no such part."""
    node = place.node
    if part.text == ":":
        return place
    if part.text in ("", "@"):
        return _inside(place, part)
    if part.text.isdigit() or part.text in ("<<", ">>"):
        if isinstance(node, ir.Let):
            operands: Sequence[ir.Expression] = (node.body,)
            place = Place(node, place.bound, (*place.around, node))
        else:
            operands = _operands(node)
        number = {"<<": 1, ">>": 2}.get(part.text) or int(part.text)
        if not 1 <= number <= len(operands):
            return f"it has {len(operands) or 'no'} operand{'' if len(operands) == 1 else 's'}"
        return Place(operands[number - 1], place.bound, place.around)
    return _labelled(place, part, labels)


def definition_of(
    name: str, definition: ir.Definition | None, place: Place, module: str
) -> ir.Definition:
    """The operator that a selector with this full name stands for.

    Its parameters are those of the definition it leads into, and then what was bound on the way.
    """
    outer = () if definition is None else definition.parameters
    fresh = {p: ir.Parameter(span=p.span, name=p.name, arity=p.arity) for p in outer}
    fresh |= {b: ir.Parameter(span=b.span, name=b.name) for b in place.bound}  # type: ignore[misc]
    body = place.node
    for let in reversed(place.around):
        body = ir.Let(span=let.span, definitions=let.definitions, body=body)
    return ir.Definition(
        span=place.node.span,
        name=name,
        module=module,
        parameters=tuple(fresh.values()),
        body=copy_with(body, fresh),
    )


def _inside(place: Place, part: syntax.Part) -> Place | str:
    """The body of what binds names, `!(e)` or `!@`."""
    match place.node:
        case (
            ir.Quantified(bindings=bindings, body=body)
            | ir.SetMap(bindings=bindings, body=body)
            | ir.Function(bindings=bindings, body=body)
        ):
            pass
        case ir.Choose(binding=binding, body=body) | ir.SetFilter(binding=binding, predicate=body):
            bindings = (binding,)
        case _:
            return "it binds no names"
    names = tuple(name for binding in bindings for name in binding.names)
    if part.text == "" and len(part.arguments or ()) != len(names):
        return f"it binds {len(names)} name{'' if len(names) == 1 else 's'}"
    return Place(body, (*place.bound, *names), place.around)


def _labelled(place: Place, part: syntax.Part, labels: Labels) -> Place | str:
    """The expression under a label, with what is bound between here and there."""
    found = _search(place.node, {}, part.text, labels)
    if found is None:
        return "it has no such label"
    node, binders = found
    named = labels[node][1]
    if len(named) != len(part.arguments or ()):
        return f"the label takes {len(named) or 'no'} argument{'' if len(named) == 1 else 's'}"
    bound = tuple(binders[name] for name in named if name in binders)
    return Place(node, (*place.bound, *bound), place.around)


def _search(
    value: Any, binders: dict[str, ir.Bound], name: str, labels: Labels
) -> tuple[ir.Expression, dict[str, ir.Bound]] | None:
    """The expression under a label, and what is bound around it, by its names."""
    if isinstance(value, tuple):
        parts = value
    elif isinstance(value, ir.Node):
        if isinstance(value, ir.ExpressionNode) and labels.get(value, ("",))[0] == name:  # type: ignore[call-overload]
            return value, binders  # type: ignore[return-value]
        bindings = getattr(value, "bindings", None) or (getattr(value, "binding", None),)
        named = {bound.name: bound for one in bindings if one is not None for bound in one.names}
        binders = {**binders, **named} if named else binders
        parts = tuple(getattr(value, field) for field in value.__struct_fields__)
    else:
        return None
    for part in parts:
        found = _search(part, binders, name, labels)
        if found is not None:
            return found
    return None


def _operands(node: ir.Expression) -> Sequence[ir.Expression]:
    match node:
        case ir.Junction(kind=kind, items=items, bulleted=False) if len(items) > 2:
            first = ir.Junction(span=node.span, kind=kind, items=items[:-1])
            return (first, items[-1])
        case ir.Apply(arguments=parts) | ir.Builtin(arguments=parts):
            return parts
        case ir.Junction(items=parts) | ir.SetEnumeration(items=parts) | ir.Tuple(items=parts):
            return parts
        case ir.Product(factors=parts):
            return parts
        case ir.If(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case ir.Case(arms=arms, other=other):
            pairs = [ir.Tuple(span=guard.span, items=(guard, value)) for guard, value in arms]
            if other is not None:
                last = ir.Tuple(span=other.span, items=(other, other))
                return (*pairs, last)
            return pairs
        case ir.Quantified(bindings=bindings) | ir.SetMap(bindings=bindings):
            return _domains(bindings)
        case ir.Function(bindings=bindings):
            return _domains(bindings)
        case ir.Choose(binding=binding) | ir.SetFilter(binding=binding):
            return _domains((binding,))
        case ir.FunctionSet(domain=domain, range=range_):
            return (domain, range_)
        case ir.FunctionApply(function=function, argument=argument):
            return (function, argument)
        case ir.Record(fields=fields) | ir.RecordSet(fields=fields):
            return tuple(value for _, value in fields)
        case ir.Field(record=record, name=name):
            return (record, ir.Literal(span=node.span, value=name))
        case ir.Except(function=function):
            return (function,)
        case ir.BoxAction(action=action, subscript=subscript):
            return (action, subscript)
        case ir.Fairness(action=action, subscript=subscript):
            return (subscript, action)
        case _:
            return ()


def _domains(bindings: Sequence[ir.Binding]) -> tuple[ir.Expression, ...]:
    return tuple(binding.domain for binding in bindings if binding.domain is not None)
