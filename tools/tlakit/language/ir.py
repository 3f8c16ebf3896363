"""The intermediate representation: TLA+ with every name resolved, which all back ends read.

`tlakit.language` turns text into a `Module` of this file and nothing else leaves it. Nodes are
compared by identity, so that a back end can keep side tables (`dict[Expression, ...]`) of its own;
they are never changed after resolution. Every `match` over `Expression` ends in `assert_never`.

Conventions
-----------
* Conjunctions and disjunctions are n-ary (`Junction`), whether written as a bulleted list or infix.
* Every other built-in operator of the language is a `Builtin` that carries its TLA+ spelling.
* Operators of the standard modules (`+`, `Len`, `Cardinality`, ...) are ordinary `Apply` nodes whose
  `Definition` has `module` set to the standard module's name; semantics keeps native versions in a
  table keyed by `(module, name)`, used instead of the body.
* A nullary operator is an `Apply` without arguments. Constants and variables are `Reference` nodes;
  a constant operator (`CONSTANT Op(_)`) is applied by `Apply` with the `Constant` as its operator.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal as OneOf
from typing import TypeAlias

import msgspec


class Span(msgspec.Struct, frozen=True):
    """Where something stands in a source text: 1-based, columns in code points, end exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


class Level(IntEnum):
    """The level of an expression (Specifying Systems, section 17.2)."""

    CONSTANT = 0
    STATE = 1
    ACTION = 2
    TEMPORAL = 3


class Node(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """Base of everything that stands somewhere in a text."""

    span: Span


# --- What names stand for ----------------------------------------------------------------------


class Constant(Node, frozen=True, eq=False, kw_only=True):
    """A declared CONSTANT; `arity` is 0 unless declared as `Op(_, _)`."""

    name: str
    arity: int = 0


class Variable(Node, frozen=True, eq=False, kw_only=True):
    """A declared VARIABLE."""

    name: str


class Bound(Node, frozen=True, eq=False, kw_only=True):
    """An identifier bound by a quantifier, CHOOSE, set or function constructor."""

    name: str


class Parameter(Node, frozen=True, eq=False, kw_only=True):
    """A formal parameter of an operator; `arity` above 0 makes the operator higher-order."""

    name: str
    arity: int = 0


class Definition(msgspec.Struct, eq=False, kw_only=True):
    """`name(parameters) == body`.

    `body` is set once, when the resolver has reached it, because definitions may be recursive; it
    is None only for native operators of standard modules. `module` names the module whose text
    holds the definition, `""` inside a LET. A member of an instance (`I!Op`) has its full name, the
    copies that it calls keep their plain ones; a part of a definition has its selectors (`Op!2`).
    `is_function` marks `name[x \\in S] == e`: nullary, body a `Function`, self-reference allowed.
    """

    span: Span
    name: str
    module: str
    parameters: tuple[Parameter, ...] = ()
    body: Expression | None = None
    level: Level = Level.CONSTANT
    local: bool = False
    recursive: bool = False
    is_function: bool = False


# --- Expressions -------------------------------------------------------------------------------


class ExpressionNode(Node, frozen=True, eq=False, kw_only=True):
    """Base of every expression."""

    level: Level = Level.CONSTANT


class Literal(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """A number, a string (its text) or TRUE and FALSE."""

    value: bool | int | str


class Reference(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """The value of a constant, variable, bound identifier or parameter of arity 0."""

    target: Constant | Variable | Bound | Parameter


class OperatorArgument(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """An operator passed by name to a higher-order operator."""

    operator: Operator


class Lambda(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """`LAMBDA x, y : body`, only as an argument."""

    parameters: tuple[Parameter, ...]
    body: Expression


class Apply(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """A user's or standard module's operator applied; an argument may itself be an operator."""

    operator: Definition | Constant | Parameter
    arguments: tuple[Expression, ...] = ()


class Builtin(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """An operator of the language itself, by its TLA+ spelling in ASCII.

    Binary: `=` `#` `=>` `<=>` `\\in` `\\notin` `\\cup` `\\cap` `\\` `\\subseteq` `~>` `-+->`
    `\\cdot`. Unary: `~` `SUBSET` `UNION` `DOMAIN` `ENABLED` `UNCHANGED` `'` `[]` `<>`.
    Nullary: `BOOLEAN` `STRING`.
    """

    name: str
    arguments: tuple[Expression, ...] = ()


class Junction(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """An n-ary conjunction or disjunction, in source order; `bulleted` if written as a list."""

    kind: OneOf["/\\", "\\/"]
    items: tuple[Expression, ...]
    bulleted: bool = False


class If(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """IF condition THEN then ELSE otherwise."""

    condition: Expression
    then: Expression
    otherwise: Expression


class Case(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """CASE guard -> value [] ... [] OTHER -> other; `other` None where it is not written."""

    arms: tuple[tuple[Expression, Expression], ...]
    other: Expression | None = None


class Let(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """LET definitions IN body."""

    definitions: tuple[Definition, ...]
    body: Expression


class Binding(Node, frozen=True, eq=False, kw_only=True):
    """`x, y \\in S`, or `<<x, y>> \\in S` where `pattern`; `domain` None where unbounded."""

    names: tuple[Bound, ...]
    domain: Expression | None
    pattern: bool = False


class Quantified(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """A quantifier; `\\AA` and `\\EE` are the temporal ones, over variables."""

    kind: OneOf["\\A", "\\E", "\\AA", "\\EE"]
    bindings: tuple[Binding, ...]
    body: Expression


class Choose(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """CHOOSE x \\in S : body."""

    binding: Binding
    body: Expression


class SetEnumeration(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """{e1, ..., en}."""

    items: tuple[Expression, ...]


class SetFilter(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """{x \\in S : predicate}."""

    binding: Binding
    predicate: Expression


class SetMap(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """{body : x \\in S, y \\in T}."""

    body: Expression
    bindings: tuple[Binding, ...]


class Function(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """[x \\in S, y \\in T |-> body]; with several names the domain is a product."""

    bindings: tuple[Binding, ...]
    body: Expression


class FunctionSet(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """[domain -> range]."""

    domain: Expression
    range: Expression


class FunctionApply(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """f[argument]; `f[a, b]` has a `Tuple` as its argument."""

    function: Expression
    argument: Expression


class Record(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """[field |-> value, ...]."""

    fields: tuple[tuple[str, Expression], ...]


class RecordSet(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """[field : set, ...]."""

    fields: tuple[tuple[str, Expression], ...]


class Field(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """record.name, which is record["name"]."""

    record: Expression
    name: str


class Update(Node, frozen=True, eq=False, kw_only=True):
    """`!.a[i] = value` of an EXCEPT; a step of `path` is a field's name as a `Literal`, or an index."""

    path: tuple[Expression, ...]
    value: Expression


class Except(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """[function EXCEPT updates], applied from left to right."""

    function: Expression
    updates: tuple[Update, ...]


class At(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """`@`: the old value at the path of the innermost enclosing `Update`."""


class Tuple(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """<<e1, ..., en>>."""

    items: tuple[Expression, ...]


class Product(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """S1 \\X ... \\X Sn, one set of n-tuples."""

    factors: tuple[Expression, ...]


class BoxAction(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """[action]_subscript, or <<action>>_subscript where `angle`."""

    action: Expression
    subscript: Expression
    angle: bool = False


class Fairness(ExpressionNode, frozen=True, eq=False, kw_only=True):
    """WF_subscript(action), or SF where `strong`.

    `enabled` is what ENABLED <<action>>_subscript means where that cannot be told from the action: in
    an instance (see `instantiate`).
    """

    subscript: Expression
    action: Expression
    strong: bool = False
    enabled: Expression | None = None


Operator: TypeAlias = Definition | Constant | Parameter

Expression: TypeAlias = (
    Literal
    | Reference
    | OperatorArgument
    | Lambda
    | Apply
    | Builtin
    | Junction
    | If
    | Case
    | Let
    | Quantified
    | Choose
    | SetEnumeration
    | SetFilter
    | SetMap
    | Function
    | FunctionSet
    | FunctionApply
    | Record
    | RecordSet
    | Field
    | Except
    | At
    | Tuple
    | Product
    | BoxAction
    | Fairness
)


# --- Modules -----------------------------------------------------------------------------------


class Assumption(Node, frozen=True, eq=False, kw_only=True):
    """ASSUME, named or not (`name` is then empty)."""

    name: str
    expression: Expression


class Theorem(Node, frozen=True, eq=False, kw_only=True):
    """THEOREM, LEMMA and the like, named or not; `expression` is None for ASSUME ... PROVE."""

    name: str
    expression: Expression | None


class Module(msgspec.Struct, frozen=True, eq=False, kw_only=True):
    """A root module with all that it extends and instantiates, resolved.

    `definitions` maps every name that is visible in the root module, including those it EXTENDS
    and those of the standard modules, to its definition. `sources` maps each file's path, as it
    stands in spans, to its text. `theorems` are those of the root module's own text.
    """

    name: str
    constants: tuple[Constant, ...]
    variables: tuple[Variable, ...]
    definitions: dict[str, Definition]
    assumptions: tuple[Assumption, ...]
    extends: tuple[str, ...]
    sources: dict[str, str]
    theorems: tuple[Theorem, ...] = ()
