"""The syntax tree: what a text says, before any name is looked up.

Operators carry their canonical ASCII name; precedence is already settled, bulleted lists and infix
chains of `/\\` or `\\/` alike are n-ary `Junction`s, and `A \\X B \\X C` is one `Product`.
"""

from __future__ import annotations

from typing import Literal as OneOf
from typing import TypeAlias

import msgspec

from tlakit.language.ir import Span


class Node(msgspec.Struct, frozen=True, eq=False):
    """Base of everything in the tree."""

    span: Span


class Name(Node, frozen=True, eq=False):
    """An identifier, or an operator's symbol, where it is declared or bound."""

    text: str


# --- Expressions -------------------------------------------------------------------------------


class Literal(Node, frozen=True, eq=False):
    """A number, a string or a truth value; `decimal` keeps the text of `1.5`."""

    value: bool | int | str
    decimal: str = ""


class Part(Node, frozen=True, eq=False):
    """One step of `A!B(x)!C`: a name or selector and its arguments, None if without parentheses."""

    text: str
    arguments: tuple[Argument, ...] | None = None


class Reference(Node, frozen=True, eq=False):
    """A name, applied or not, possibly through instances."""

    parts: tuple[Part, ...]


class Operation(Node, frozen=True, eq=False):
    """A prefix, infix or postfix operator applied; unary minus is `-.`."""

    symbol: Name
    arguments: tuple[Expression, ...]


class BuiltinSet(Node, frozen=True, eq=False):
    """BOOLEAN or STRING."""

    name: str


class Junction(Node, frozen=True, eq=False):
    """A conjunction or disjunction of two or more, or a bulleted list of one or more."""

    kind: OneOf["/\\", "\\/"]
    items: tuple[Expression, ...]
    bulleted: bool


class If(Node, frozen=True, eq=False):
    """IF THEN ELSE."""

    condition: Expression
    then: Expression
    otherwise: Expression


class Case(Node, frozen=True, eq=False):
    """CASE with its arms, and what stands after OTHER."""

    arms: tuple[tuple[Expression, Expression], ...]
    other: Expression | None


class Let(Node, frozen=True, eq=False):
    """LET IN."""

    definitions: tuple[LocalDefinition, ...]
    body: Expression


class Binding(Node, frozen=True, eq=False):
    """`x, y \\in S`, `<<x, y>> \\in S` (then `pattern`), or names alone (`domain` None)."""

    names: tuple[Name, ...]
    domain: Expression | None
    pattern: bool = False


class Quantified(Node, frozen=True, eq=False):
    """`\\A`, `\\E`, `\\AA` or `\\EE`."""

    kind: OneOf["\\A", "\\E", "\\AA", "\\EE"]
    bindings: tuple[Binding, ...]
    body: Expression


class Choose(Node, frozen=True, eq=False):
    """CHOOSE."""

    binding: Binding
    body: Expression


class SetEnumeration(Node, frozen=True, eq=False):
    """{a, b}."""

    items: tuple[Expression, ...]


class SetFilter(Node, frozen=True, eq=False):
    """{x \\in S : p}."""

    binding: Binding
    predicate: Expression


class SetMap(Node, frozen=True, eq=False):
    """{e : x \\in S, y \\in T}."""

    body: Expression
    bindings: tuple[Binding, ...]


class Function(Node, frozen=True, eq=False):
    """[x \\in S |-> e]."""

    bindings: tuple[Binding, ...]
    body: Expression


class FunctionSet(Node, frozen=True, eq=False):
    """[S -> T]."""

    domain: Expression
    range: Expression


class FunctionApply(Node, frozen=True, eq=False):
    """f[a], f[a, b]."""

    function: Expression
    arguments: tuple[Expression, ...]


class Record(Node, frozen=True, eq=False):
    """[a |-> 1, b |-> 2]."""

    fields: tuple[tuple[Name, Expression], ...]


class RecordSet(Node, frozen=True, eq=False):
    """[a : S, b : T]."""

    fields: tuple[tuple[Name, Expression], ...]


class Field(Node, frozen=True, eq=False):
    """r.a."""

    record: Expression
    name: Name


class Update(Node, frozen=True, eq=False):
    """`!.a[i] = e`; a step is a field's `Name`, or the indexes in one pair of brackets."""

    path: tuple[Name | tuple[Expression, ...], ...]
    value: Expression


class Except(Node, frozen=True, eq=False):
    """[f EXCEPT ...]."""

    function: Expression
    updates: tuple[Update, ...]


class At(Node, frozen=True, eq=False):
    """@."""


class Tuple(Node, frozen=True, eq=False):
    """<<a, b>>."""

    items: tuple[Expression, ...]


class Product(Node, frozen=True, eq=False):
    """S \\X T \\X U."""

    factors: tuple[Expression, ...]


class BoxAction(Node, frozen=True, eq=False):
    """[A]_v, or <<A>>_v where `angle`."""

    action: Expression
    subscript: Expression
    angle: bool


class Fairness(Node, frozen=True, eq=False):
    """WF_v(A), or SF_v(A) where `strong`."""

    subscript: Expression
    action: Expression
    strong: bool


class Label(Node, frozen=True, eq=False):
    """name :: e."""

    name: Reference
    body: Expression


class Lambda(Node, frozen=True, eq=False):
    """LAMBDA x, y : e, as an argument."""

    parameters: tuple[Name, ...]
    body: Expression


class OperatorName(Node, frozen=True, eq=False):
    """A symbol such as `+` as an argument."""

    text: str


Expression: TypeAlias = (
    Literal
    | Reference
    | Operation
    | BuiltinSet
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
    | Label
)

Argument: TypeAlias = Expression | Lambda | OperatorName


# --- Units of a module -------------------------------------------------------------------------


class ParameterName(Node, frozen=True, eq=False):
    """`x`, `Op(_, _)`, `_ + _`: a name and how many arguments it takes."""

    text: str
    arity: int


class Constants(Node, frozen=True, eq=False):
    """CONSTANTS."""

    names: tuple[ParameterName, ...]


class Variables(Node, frozen=True, eq=False):
    """VARIABLES."""

    names: tuple[Name, ...]


class Recursive(Node, frozen=True, eq=False):
    """RECURSIVE Op(_), ..."""

    names: tuple[ParameterName, ...]


class OperatorDefinition(Node, frozen=True, eq=False):
    """Op(a, b) == e."""

    name: Name
    parameters: tuple[ParameterName, ...]
    body: Expression
    local: bool


class FunctionDefinition(Node, frozen=True, eq=False):
    """f[x \\in S] == e."""

    name: Name
    bindings: tuple[Binding, ...]
    body: Expression
    local: bool


class Substitution(Node, frozen=True, eq=False):
    """name <- e."""

    name: Name
    value: Argument


class Instance(Node, frozen=True, eq=False):
    """INSTANCE M WITH ..."""

    module: Name
    substitutions: tuple[Substitution, ...]
    local: bool


class InstanceDefinition(Node, frozen=True, eq=False):
    """I(x) == INSTANCE M WITH ..."""

    name: Name
    parameters: tuple[ParameterName, ...]
    instance: Instance
    local: bool


class Assumption(Node, frozen=True, eq=False):
    """ASSUME; `name` None where it has none."""

    name: Name | None
    expression: Expression


class NewSymbol(Node, frozen=True, eq=False):
    """NEW x, NEW STATE x \\in S, CONSTANT Op(_); `kind` is CONSTANT, VARIABLE, STATE, ... ."""

    kind: str
    name: ParameterName
    domain: Expression | None


class AssumeProve(Node, frozen=True, eq=False):
    """ASSUME ... PROVE ...: the statement of a theorem."""

    assumptions: tuple[Expression | NewSymbol | AssumeProve, ...]
    prove: Expression


class Theorem(Node, frozen=True, eq=False):
    """THEOREM; its proof, where there is one, is set aside."""

    name: Name | None
    statement: Expression | AssumeProve


LocalDefinition: TypeAlias = (
    OperatorDefinition | FunctionDefinition | InstanceDefinition | Recursive
)

Unit: TypeAlias = (
    "LocalDefinition | Constants | Variables | Instance | Assumption | Theorem | Module"
)


class Module(Node, frozen=True, eq=False):
    """A module: its units in source order, without separators, USE and HIDE."""

    name: Name
    extends: tuple[Name, ...]
    units: tuple[Unit, ...]
