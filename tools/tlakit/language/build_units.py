"""Syntax tree nodes for the units of a module: declarations, definitions, instances, theorems."""

from __future__ import annotations

from tlakit.language import syntax
from tlakit.language.build import Children, ExpressionBuilder, name_of, names_in, span_of
from tlakit.language.tokens import Token


def _split_local(c: Children) -> tuple[bool, Children]:
    """Whether LOCAL stands first, and the children after it."""
    local = isinstance(c[0], Token) and c[0].type == "LOCAL"
    return local, c[1:] if local else c


def _parameters(c: Children) -> tuple[syntax.ParameterName, ...]:
    return tuple(p for p in c if isinstance(p, syntax.ParameterName))


class ModuleBuilder(ExpressionBuilder):
    """The methods for everything; one builder makes one tree."""

    def module(self, c: Children) -> syntax.Module:
        extends = next((e for e in c if isinstance(e, tuple)), ())
        units = tuple(u for u in c if isinstance(u, syntax.Node))
        return syntax.Module(span_of(c), name_of(c[2]), extends, units)  # type: ignore[arg-type]

    def extends(self, c: Children) -> tuple[syntax.Name, ...]:
        return names_in(c)

    def sole(self, c: Children) -> syntax.Expression:
        return self.settle(c[0])

    def use(self, c: Children) -> None:
        """USE and HIDE matter to proofs alone."""

    def constants(self, c: Children) -> syntax.Constants:
        return syntax.Constants(span_of(c), _parameters(c))

    def variables(self, c: Children) -> syntax.Variables:
        return syntax.Variables(span_of(c), names_in(c))

    def recursive(self, c: Children) -> syntax.Recursive:
        return syntax.Recursive(span_of(c), _parameters(c))

    def assumption(self, c: Children) -> syntax.Assumption:
        name = name_of(c[1]) if isinstance(c[1], Token) else None
        return syntax.Assumption(span_of(c), name, self.settle(c[-1]))

    def theorem(self, c: Children) -> syntax.Theorem:
        name = name_of(c[1]) if isinstance(c[1], Token) else None
        stated = c[-2] if isinstance(c[-1], Token) else c[-1]
        statement = stated if isinstance(stated, syntax.AssumeProve) else self.settle(stated)
        return syntax.Theorem(span_of(c), name, statement)

    def assume_prove(self, c: Children) -> syntax.AssumeProve:
        assumptions = tuple(
            part if isinstance(part, syntax.NewSymbol | syntax.AssumeProve) else self.settle(part)
            for part in c[1:-2]
            if not isinstance(part, Token)
        )
        return syntax.AssumeProve(span_of(c), assumptions, self.settle(c[-1]))

    def new_symbol(self, c: Children) -> syntax.NewSymbol:
        """The kind stands before the name; `NEW x` alone declares a constant."""
        position = next(k for k, part in enumerate(c) if isinstance(part, syntax.ParameterName))
        word = c[position - 1].text.removesuffix("S")
        domain = self.settle(c[-1]) if position < len(c) - 1 else None
        return syntax.NewSymbol(
            span_of(c), "CONSTANT" if word == "NEW" else word, c[position], domain
        )

    # Definitions

    def define_operator(self, children: Children) -> syntax.OperatorDefinition:
        local, c = _split_local(children)
        body = self.settle(c[-1])
        return syntax.OperatorDefinition(
            span_of(children), name_of(c[0]), _parameters(c), body, local
        )

    def define_function(self, children: Children) -> syntax.FunctionDefinition:
        local, c = _split_local(children)
        body = self.settle(c[-1])
        return syntax.FunctionDefinition(span_of(children), name_of(c[0]), c[2], body, local)

    def define_infix(self, children: Children) -> syntax.OperatorDefinition:
        _, c = _split_local(children)
        return self._symbolic(children, c[1], [c[0], c[2]])

    def define_prefix(self, children: Children) -> syntax.OperatorDefinition:
        _, c = _split_local(children)
        return self._symbolic(children, c[0], [c[1]])

    def define_postfix(self, children: Children) -> syntax.OperatorDefinition:
        _, c = _split_local(children)
        return self._symbolic(children, c[1], [c[0]])

    def _symbolic(
        self, children: Children, symbol: Token, operands: list[Token]
    ) -> syntax.OperatorDefinition:
        local, c = _split_local(children)
        parameters = tuple(syntax.ParameterName(o.span, o.text, 0) for o in operands)
        body = self.settle(c[-1])
        return syntax.OperatorDefinition(
            span_of(children), name_of(symbol), parameters, body, local
        )

    def value_parameter(self, c: Children) -> syntax.ParameterName:
        return syntax.ParameterName(c[0].span, c[0].text, 0)

    def operator_parameter(self, c: Children) -> syntax.ParameterName:
        arity = sum(1 for child in c if child.type == "PLACEHOLDER")
        return syntax.ParameterName(span_of(c), c[0].text, arity)

    def infix_parameter(self, c: Children) -> syntax.ParameterName:
        return syntax.ParameterName(span_of(c), c[1].text, 2)

    def prefix_parameter(self, c: Children) -> syntax.ParameterName:
        return syntax.ParameterName(span_of(c), c[0].text, 1)

    def postfix_parameter(self, c: Children) -> syntax.ParameterName:
        return syntax.ParameterName(span_of(c), c[1].text, 1)

    # Instances

    def instance_definition(self, children: Children) -> syntax.InstanceDefinition:
        local, c = _split_local(children)
        start = next(k for k, child in enumerate(c) if getattr(child, "type", "") == "INSTANCE")
        instance = self.instance(c[start:])
        return syntax.InstanceDefinition(
            span_of(children), name_of(c[0]), _parameters(c), instance, local
        )

    def instance(self, children: Children) -> syntax.Instance:
        local, c = _split_local(children)
        substitutions = tuple(s for s in c if isinstance(s, syntax.Substitution))
        return syntax.Instance(span_of(children), name_of(c[1]), substitutions, local)

    def substitution(self, c: Children) -> syntax.Substitution:
        name = syntax.Name(c[0].span, c[0].text)
        return syntax.Substitution(span_of(c), name, self.argument(c[2]))
