"""One-line faults in a function, made from its source: every small change of a fixed list.

A comparison turned round or made strict, `and` for `or`, a number or an offset by one, a conditional
that goes the other way, a field that is not replaced.
"""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}
NAMES = {"max": "min", "min": "max", "last_index": "last_term", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """A faulty function and what is wrong with it, as `line: source`."""

    text: str
    function: Callable[..., Any]


def mutants_of(function: Callable[..., Any]) -> Iterator[Mutant]:
    """Every faulty variant of a function of a module."""
    plain = inspect.unwrap(function)
    tree = ast.parse(textwrap.dedent(inspect.getsource(plain)))
    for number, node in enumerate(ast.walk(tree)):
        for change in changes_of(node):
            changed = copy.deepcopy(tree)
            twin = next(n for at, n in enumerate(ast.walk(changed)) if at == number)
            change(twin)
            ast.fix_missing_locations(changed)
            spoken = ast.unparse(statement_of(changed, twin)).splitlines()[0]
            names = dict(plain.__globals__)
            exec(compile(changed, f"<mutant of {plain.__name__}>", "exec"), names)  # noqa: S102
            yield Mutant(f"{plain.__name__}: {spoken}", names[plain.__name__])


def statement_of(tree: ast.AST, node: ast.AST) -> ast.AST:
    """The innermost statement that holds a node."""
    holders = [s for s in ast.walk(tree) if isinstance(s, ast.stmt) and node in ast.walk(s)]
    return holders[-1]


def changes_of(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    """What can be done to a node to make it wrong."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
        swapped = COMPARISONS[type(node.ops[0])]
        yield lambda n: setattr(n, "ops", [swapped(), *n.ops[1:]])
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield lambda n: setattr(n, "op", other())
        neutral = isinstance(node.op, ast.And)
        for at in range(len(node.values)):
            yield lambda n, at=at: n.values.__setitem__(at, ast.Constant(neutral))  # type: ignore[misc]
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        opposite = OPERATIONS[type(node.op)]
        yield lambda n: setattr(n, "op", opposite())
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield lambda n: setattr(n, "value", n.value + 1)
    if isinstance(node, ast.IfExp):
        yield lambda n: n.__dict__.update(body=n.orelse, orelse=n.body)
    if isinstance(node, ast.Name) and node.id in NAMES:
        yield lambda n: setattr(n, "id", NAMES[n.id])
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "replace":
        for at in range(len(node.keywords)):
            yield lambda n, at=at: n.keywords.pop(at)  # type: ignore[misc]
