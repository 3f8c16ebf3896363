"""Syntax tree nodes from what the grammar's rules have matched.

Lark calls the method of a rule's (or its alias's) name with the children, all tokens kept. Chains
of operators stay `Chain`s until a rule that contains them asks for the tree, because a chain such as
`x \\in S` may turn out to be the binding of a set constructor.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from tlakit.language import syntax
from tlakit.language.diagnostics import SYNTAX, Diagnostic
from tlakit.language.ir import Span
from tlakit.language.precedence import Chain, Operand, Parenthesized, arrange
from tlakit.language.source import join, number
from tlakit.language.tokens import Token

Children: TypeAlias = list[Any]
Unsettled: TypeAlias = "Operand | Chain"


def span_of(children: Children) -> Span:
    """From the first child to the last."""
    return join(children[0].span, children[-1].span)


def name_of(token: Token) -> syntax.Name:
    """A token as a name."""
    return syntax.Name(token.span, token.text)


def names_in(children: Children) -> tuple[syntax.Name, ...]:
    """The NAME tokens among the children."""
    return tuple(name_of(c) for c in children if isinstance(c, Token) and c.type == "NAME")


class ExpressionBuilder:
    """The methods for expressions; `problems` collects what only they can see."""

    def __init__(self) -> None:
        self.problems: list[Diagnostic] = []

    def settle(self, child: Unsettled) -> syntax.Expression:
        """The tree of an expression that is complete."""
        if isinstance(child, Chain):
            return arrange(child.items[::-1], self.problems.append)
        if isinstance(child, Parenthesized):
            return child.expression
        return child

    def settled(self, children: Children) -> tuple[syntax.Expression, ...]:
        """The trees of all children that are not tokens."""
        return tuple(self.settle(c) for c in children if not isinstance(c, Token))

    # Chains and what is around an operand

    def prefixed(self, c: Children) -> Chain:
        return self.infixed(c)

    def infixed(self, c: Children) -> Chain:
        *first, rest = c
        chain = rest if isinstance(rest, Chain) else Chain([rest])
        chain.items.extend(reversed(first))
        return chain

    def parenthesized(self, c: Children) -> Parenthesized:
        return Parenthesized(span_of(c), self.settle(c[1]))

    def function_apply(self, c: Children) -> syntax.FunctionApply:
        arguments = self.settled(c[2:])
        return syntax.FunctionApply(span_of(c), self.settle(c[0]), arguments)

    def field(self, c: Children) -> syntax.Field:
        return syntax.Field(span_of(c), self.settle(c[0]), name_of(c[2]))

    def postfixed(self, c: Children) -> syntax.Operation:
        return syntax.Operation(span_of(c), name_of(c[1]), (self.settle(c[0]),))

    # Names and literals

    def reference(self, c: Children) -> syntax.Reference:
        parts: list[syntax.Part] = []
        position = 0
        while position < len(c):
            head = last = c[position]
            text = "" if getattr(head, "type", "") == "OPEN_PAREN" else head.text
            position += bool(text)
            arguments = None
            if position < len(c) and getattr(c[position], "type", "") == "OPEN_PAREN":
                end = position
                while getattr(c[end], "type", "") != "CLOSE_PAREN":
                    end += 1
                arguments = self._arguments(c[position:end])
                last = c[end]
                position = end + 1
            parts.append(syntax.Part(join(head.span, last.span), text, arguments))
            position += 1  # the `!` before the next part
        return syntax.Reference(span_of(c), tuple(parts))

    def _arguments(self, c: Children) -> tuple[syntax.Argument, ...]:
        return tuple(self.argument(a) for a in c if not isinstance(a, Token))

    def argument(self, child: Any) -> syntax.Argument:
        """An argument: an expression's tree, or an operator or LAMBDA as it is."""
        if isinstance(child, syntax.OperatorName | syntax.Lambda):
            return child
        return self.settle(child)

    def operator(self, c: Children) -> syntax.OperatorName:
        return syntax.OperatorName(c[0].span, c[0].text)

    def lambda_(self, c: Children) -> syntax.Lambda:
        return syntax.Lambda(span_of(c), names_in(c), self.settle(c[-1]))

    def label(self, c: Children) -> syntax.Label:
        return syntax.Label(span_of(c), c[0], self.settle(c[2]))

    def number(self, c: Children) -> syntax.Literal:
        text = c[0].text
        base = {"\\b": 2, "\\o": 8, "\\h": 16}.get(text[:2].lower())
        if base is not None:
            return syntax.Literal(c[0].span, int(text[2:], base))
        if "." in text:
            return syntax.Literal(c[0].span, 0, text)
        return syntax.Literal(c[0].span, number(text))

    def string(self, c: Children) -> syntax.Literal:
        return syntax.Literal(c[0].span, c[0].text)

    def truth(self, c: Children) -> syntax.Literal:
        return syntax.Literal(c[0].span, c[0].type == "TRUE")

    def builtin_set(self, c: Children) -> syntax.BuiltinSet:
        return syntax.BuiltinSet(c[0].span, c[0].text)

    def at(self, c: Children) -> syntax.At:
        return syntax.At(c[0].span)

    # Constructs that reach as far to the right as they can

    def quantified(self, c: Children) -> syntax.Quantified:
        bindings = (c[1],) if isinstance(c[1], syntax.Binding) else c[1]
        if c[0].text in ("\\AA", "\\EE") and bindings[0].domain is not None:
            self.problems.append(
                Diagnostic(
                    code=SYNTAX,
                    message=f"`{c[0].text}` binds names without a set",
                    span=bindings[0].span,
                    expected=(f"`{c[0].text} x : formula`",),
                )
            )
        return syntax.Quantified(span_of(c), c[0].text, bindings, self.settle(c[3]))

    def choose(self, c: Children) -> syntax.Choose:
        bound = c[1]
        if isinstance(bound, Token):
            bound = syntax.Binding(bound.span, (name_of(bound),), None)
        if len(c) > 4:
            domain = self.settle(c[3])
            span = join(bound.span, c[3].span)
            bound = syntax.Binding(span, bound.names, domain, bound.pattern)
        return syntax.Choose(span_of(c), bound, self.settle(c[-1]))

    def if_(self, c: Children) -> syntax.If:
        return syntax.If(span_of(c), self.settle(c[1]), self.settle(c[3]), self.settle(c[5]))

    def case(self, c: Children) -> syntax.Case:
        arms = tuple(child for child in c if isinstance(child, tuple))
        span = join(c[0].span, c[-1][1].span if isinstance(c[-1], tuple) else c[-1].span)
        other = None if isinstance(c[-1], tuple) else self.settle(c[-1])
        return syntax.Case(span, arms, other)

    def arm(self, c: Children) -> tuple[syntax.Expression, syntax.Expression]:
        return self.settle(c[0]), self.settle(c[2])

    def let(self, c: Children) -> syntax.Let:
        definitions = tuple(d for d in c[1:-2] if not isinstance(d, Token))
        return syntax.Let(span_of(c), definitions, self.settle(c[-1]))

    # Bindings

    def bounds(self, c: Children) -> tuple[syntax.Binding, ...]:
        return tuple(b for b in c if not isinstance(b, Token))

    def bound(self, c: Children) -> syntax.Binding:
        return syntax.Binding(span_of(c), c[0].names, self.settle(c[2]), c[0].pattern)

    def names(self, c: Children) -> syntax.Binding:
        return syntax.Binding(span_of(c), names_in(c), None)

    def pattern(self, c: Children) -> syntax.Binding:
        return syntax.Binding(span_of(c), names_in(c), None, True)

    def _bindings(self, children: Children) -> tuple[syntax.Binding, ...]:
        """Bindings that were parsed as a list of expressions: `x, y \\in S, <<z, w>> \\in T`."""
        bindings: list[syntax.Binding] = []
        waiting: list[syntax.Name] = []
        for child in children:
            first, domain = _membership(child)
            names = _plain_names(first)
            pattern = isinstance(first, syntax.Tuple)
            if names is None or (pattern and (waiting or domain is None)):
                self._not_a_binding(child)
            elif domain is None:
                waiting.extend(names)
            else:
                tree = arrange(domain, self.problems.append)
                span = join(waiting[0].span if waiting else child.span, child.span)
                bindings.append(syntax.Binding(span, (*waiting, *names), tree, pattern))
                waiting = []
        if waiting:
            self._not_a_binding(children[-1])
        return tuple(bindings)

    def _not_a_binding(self, child: Unsettled) -> None:
        self.problems.append(
            Diagnostic(
                code=SYNTAX,
                message="this does not bind a name",
                span=child.span,
                expected=(r"`x \in S`",),
            )
        )

    # Sets, functions, records, tuples

    def set_enumeration(self, c: Children) -> syntax.SetEnumeration:
        return syntax.SetEnumeration(span_of(c), self.settled(c))

    def set_comprehension(self, c: Children) -> syntax.SetFilter | syntax.SetMap:
        head, tail = c[1], c[3:-1:2]
        first, domain = _membership(head)
        names = _plain_names(first)
        is_filter = domain is not None and names is not None and len(tail) == 1
        if is_filter and (len(names or ()) == 1 or isinstance(first, syntax.Tuple)):
            (binding,) = self._bindings([head])
            return syntax.SetFilter(span_of(c), binding, self.settle(tail[0]))
        return syntax.SetMap(span_of(c), self.settle(head), self._bindings(tail))

    def function(self, c: Children) -> syntax.Function:
        bindings = self._bindings([child for child in c[:-3] if not isinstance(child, Token)])
        return syntax.Function(span_of(c), bindings, self.settle(c[-2]))

    def function_set(self, c: Children) -> syntax.FunctionSet:
        return syntax.FunctionSet(span_of(c), self.settle(c[1]), self.settle(c[3]))

    def record(self, c: Children) -> syntax.Record:
        return syntax.Record(span_of(c), tuple(f for f in c if not isinstance(f, Token)))

    def record_set(self, c: Children) -> syntax.RecordSet:
        return syntax.RecordSet(span_of(c), tuple(f for f in c if not isinstance(f, Token)))

    def field_value(self, c: Children) -> tuple[syntax.Name, syntax.Expression]:
        return name_of(c[0]), self.settle(c[2])

    def field_set(self, c: Children) -> tuple[syntax.Name, syntax.Expression]:
        return self.field_value(c)

    def except_(self, c: Children) -> syntax.Except:
        updates = tuple(u for u in c if isinstance(u, syntax.Update))
        return syntax.Except(span_of(c), self.settle(c[1]), updates)

    def update(self, c: Children) -> syntax.Update:
        path: list[syntax.Name | tuple[syntax.Expression, ...]] = []
        position = 1
        while position < len(c) - 2:
            if c[position].type == "DOT":
                path.append(name_of(c[position + 1]))
                position += 2
            else:
                end = position
                while getattr(c[end], "type", "") != "CLOSE_BRACKET":
                    end += 1
                path.append(self.settled(c[position:end]))
                position = end + 1
        return syntax.Update(span_of(c), tuple(path), self.settle(c[-1]))

    def tuple(self, c: Children) -> syntax.Tuple:
        return syntax.Tuple(span_of(c), self.settled(c))

    def junction(self, c: Children) -> syntax.Junction:
        return syntax.Junction(span_of(c), c[0].text, self.settled(c), True)

    # Actions

    def box_action(self, c: Children) -> syntax.BoxAction:
        return syntax.BoxAction(span_of(c), self.settle(c[1]), self.settle(c[3]), False)

    def angle_action(self, c: Children) -> syntax.BoxAction:
        return syntax.BoxAction(span_of(c), self.settle(c[1]), self.settle(c[3]), True)

    def fairness(self, c: Children) -> syntax.Fairness:
        """`WF_v(A)`; with a second pair of parentheses, the first holds the arguments of `v`."""
        subscript = c[1]
        arguments = self.settled(c[3:-4])
        if arguments and isinstance(subscript, syntax.Reference):
            *first, last = subscript.parts
            called = syntax.Part(last.span, last.text, arguments)
            subscript = syntax.Reference(span_of(c[1:-3]), (*first, called))
        return syntax.Fairness(span_of(c), subscript, self.settle(c[-2]), c[0].text == "SF_")

    def fair_subscript(self, c: Children) -> syntax.Expression:
        if not isinstance(c[0], Token):
            return self.settle(c[0])
        parts = tuple(syntax.Part(n.span, n.text) for n in names_in(c))
        return syntax.Reference(span_of(c), parts)


def _membership(child: Unsettled) -> tuple[Unsettled, list[Operand | Token] | None]:
    """What stands before the `\\in` of `x \\in S`, and the chain after it; else the child and None."""
    if isinstance(child, Chain) and len(child.items) > 2:
        first, operator = child.items[-1], child.items[-2]
        if isinstance(operator, Token) and operator.text == r"\in" and not isinstance(first, Token):
            return first, child.items[-3::-1]
    return child, None


def _plain_names(child: Unsettled) -> Sequence[syntax.Name] | None:
    """The names in `x` or `<<x, y>>`; None for any other expression."""
    if isinstance(child, syntax.Reference):
        part = child.parts[0]
        if len(child.parts) == 1 and part.arguments is None:
            return [syntax.Name(part.span, part.text)]
    if isinstance(child, syntax.Tuple):
        names: list[syntax.Name] = []
        for item in child.items:
            plain = None if isinstance(item, syntax.Tuple) else _plain_names(item)
            if plain is None:
                return None
            names += plain
        return names or None
    return None
