"""Which parts of a property may say nothing, and which operators a formula leads to.

A part says nothing where it is an implication whose left side is never true, or a `\\A` whose sets
never have an element. Only such parts are claims that the truth of the property rests on: not those
under a negation, in an argument or in a set.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tlakit.language import ir
from tlakit.semantics.natives import find_native

if TYPE_CHECKING:
    from tlakit.semantics.compiler import Program


class Claim(NamedTuple):
    """A part that may be vacuous: its node, what must be met for it to say something, and the rest.

    `place` is the number of the mark that says that it was evaluated; the next one says that it was
    met.
    """

    node: ir.Quantified | ir.Builtin
    premise: ir.Span
    rest: tuple[ir.Expression, ...]
    place: int


Key: TypeAlias = tuple[type[ir.Node], ir.Span]
"""A part of a property by its place in the text: it may be copied where operators are opened."""


def key_of(node: ir.Expression) -> Key:
    """What a part is known by."""
    return type(node), node.span


def claim_of(node: ir.Expression, place: int) -> Claim:
    """The claim that a part is, one that `parts_of` gives."""
    if isinstance(node, ir.Quantified):
        first, last = node.bindings[0].span, node.bindings[-1].span
        sets = ir.Span(first.file, first.line, first.column, last.end_line, last.end_column)
        return Claim(node, sets, (node.body,), place)
    assert isinstance(node, ir.Builtin)
    return Claim(node, node.arguments[0].span, (node.arguments[1],), place)


def parts_of(
    expression: ir.Expression, program: Program, entered: set[ir.Definition]
) -> Iterator[ir.Expression]:
    """The outermost parts that the truth of a formula rests on and that may be vacuous.

    Each operator is entered once, and noted in `entered`.
    """
    inside: tuple[ir.Expression, ...] = ()
    match expression:
        case ir.Quantified(kind="\\A") | ir.Builtin(name="=>" | "~>"):
            yield expression
        case ir.Quantified(kind="\\E") | ir.Let():
            inside = (expression.body,)
        case ir.Junction():
            inside = expression.items
        case ir.If():
            inside = (expression.then, expression.otherwise)
        case ir.Case():
            other = () if expression.other is None else (expression.other,)
            inside = (*(value for _, value in expression.arms), *other)
        case ir.BoxAction():
            inside = (expression.action,)
        case ir.Builtin(name="[]" | "<>"):
            inside = expression.arguments
        case ir.Apply(operator=ir.Definition() as operator):
            definition = program.resolve(operator)
            body = definition.body
            opaque = definition in program.values or find_native(definition) is not None
            if body is not None and not opaque and definition not in entered:
                entered.add(definition)
                inside = (body,)
    for part in inside:
        yield from parts_of(part, program, entered)


def named_in(root: object, program: Program) -> Iterator[ir.Definition]:
    """The definitions that a formula names, as the model has them.

    What only says which variables stay as they are is not looked into: it is not evaluated.
    """
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack += node
            continue
        if isinstance(node, ir.Apply | ir.OperatorArgument):
            yield from _behind(node.operator, program)
        elif isinstance(node, ir.Reference):
            yield from _behind(node.target, program)
            continue
        elif isinstance(node, ir.Builtin) and node.name == "UNCHANGED":
            continue
        kind = type(node)
        if kind not in _FIELDS:
            fields = node.__struct_fields__ if isinstance(node, ir.Node) else ()
            _FIELDS[kind] = tuple(field for field in fields if field not in _NO_PARTS)
        stack += [getattr(node, field) for field in _FIELDS[kind]]


_NO_PARTS = {"span", "level", "operator", "target", "names", "subscript", "enabled", "definitions"}
_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of each kind of node that hold what is evaluated with it."""


def _behind(
    operator: ir.Definition | ir.Constant | ir.Variable | ir.Bound | ir.Parameter,
    program: Program,
) -> Iterator[ir.Definition]:
    if isinstance(operator, ir.Constant) and operator in program.operators:
        operator = program.operators[operator]
    if isinstance(operator, ir.Definition):
        yield program.resolve(operator)
