"""Expressions executed on terms: the IR evaluated where the state is symbolic.

This is an evaluator like any other, except that it never decides a condition that is not known: both
ways are taken and merged. Whatever does not depend on the unknowns folds to plain values. How each
kind of expression is done stands in translate_logic, translate_sets, translate_functions and
translate_operators.
"""

from __future__ import annotations

from typing import assert_never

from tlakit.language import ir
from tlakit.semantics.values import boolean, integer, set_of, string
from tlakit.symbolic import (
    translate_functions,
    translate_logic,
    translate_operators,
    translate_sets,
)
from tlakit.symbolic.circuit import Formula
from tlakit.symbolic.dependencies import OLD, Dependence
from tlakit.symbolic.failure import Untranslatable
from tlakit.symbolic.merge import truth
from tlakit.symbolic.scope import Closure, Delayed, Program, Scope
from tlakit.symbolic.terms import Arena, Primitive, Term
from tlakit.symbolic.witnesses import IndexUse


class Translator:
    """Evaluates expressions of one model on terms of one arena; remembers every result."""

    def __init__(self, arena: Arena, program: Program) -> None:
        self.arena = arena
        self.program = program
        self.dependence = Dependence(self.resolve)
        self.index_use = IndexUse(self.resolve)
        self.nesting = 0
        self._results: dict[tuple[object, ...], Term] = {}

    def resolve(self, definition: ir.Definition) -> ir.Definition:
        """The definition that stands for an operator in this model."""
        return self.program.definitions.get(definition, definition)

    def formula(self, expression: ir.Expression, scope: Scope) -> Formula:
        """The formula that an expression is TRUE."""
        return truth(self.arena, self.evaluate(expression, scope))

    def evaluate(self, expression: ir.Expression, scope: Scope) -> Term:
        """The term of an expression. Raises Untranslatable, with the innermost place known."""
        if isinstance(expression, ir.Literal):
            return _literal(expression.value)
        needed = self.dependence.of(expression)
        named = [scope.names.get(name) for name in needed.names]
        try:
            for one in named:
                # What these mean depends on more than the key says.
                if isinstance(one, Closure | Delayed):
                    return self._evaluate(expression, scope)
            key = (
                expression,
                *named,
                *[scope.current.get(variable) for variable in needed.current],
                *[scope.following.get(variable) for variable in needed.following],
            )
            found = self._results.get(key)
            if found is None:
                found = self._results[key] = self._evaluate(expression, scope)
        except Untranslatable as failure:
            if failure.span is None:
                raise Untranslatable(failure.what, expression.span) from None
            raise
        return found

    def _evaluate(self, expression: ir.Expression, scope: Scope) -> Term:
        match expression:
            case ir.Literal():
                return _literal(expression.value)
            case ir.Reference():
                return self._reference(expression, scope)
            case ir.Apply():
                return translate_operators.apply(self, expression, scope)
            case ir.Builtin():
                return self._builtin(expression, scope)
            case ir.Junction():
                return translate_logic.junction(self, expression, scope)
            case ir.If():
                return translate_logic.conditional(self, expression, scope)
            case ir.Case():
                return translate_logic.cases(self, expression, scope)
            case ir.Let():
                return self.evaluate(expression.body, scope)
            case ir.Quantified():
                return translate_logic.quantified(self, expression, scope)
            case ir.Choose():
                return translate_sets.choose(self, expression, scope)
            case ir.SetEnumeration():
                return translate_sets.enumeration(self, expression, scope)
            case ir.SetFilter():
                return translate_sets.filtered(self, expression, scope)
            case ir.SetMap():
                return translate_sets.mapped(self, expression, scope)
            case ir.FunctionSet() | ir.RecordSet() | ir.Product():
                return translate_sets.space(self, expression, scope)
            case ir.Function():
                return translate_functions.function(self, expression, scope)
            case ir.FunctionApply():
                return translate_functions.application(self, expression, scope)
            case ir.Record():
                return translate_functions.record(self, expression, scope)
            case ir.Field():
                return translate_functions.field(self, expression, scope)
            case ir.Except():
                return translate_functions.exception(self, expression, scope)
            case ir.Tuple():
                items = [self.evaluate(item, scope) for item in expression.items]
                return self.arena.tuple_of(items)
            case ir.At():
                return self.named(OLD, scope)
            case ir.BoxAction():
                return translate_logic.box(self, expression, scope)
            case ir.OperatorArgument() | ir.Lambda():
                raise Untranslatable("an operator where a value is needed")
            case ir.Fairness():
                raise Untranslatable("fairness, which says nothing of finitely many steps")
        assert_never(expression)

    def named(self, name: object, scope: Scope) -> Term:
        """The term that a bound identifier or parameter stands for."""
        found = scope.names.get(name)
        if isinstance(found, Delayed):
            return self.evaluate(found.expression, scope.within(found.names))
        if found is None or isinstance(found, Closure):
            raise Untranslatable("an identifier that has no value here")
        return found

    def _reference(self, expression: ir.Reference, scope: Scope) -> Term:
        target = expression.target
        match target:
            case ir.Constant():
                value = self.program.values.get(target)
                if value is not None:
                    return value
                replacement = self.program.operators.get(target)
                if replacement is None:
                    raise Untranslatable(f"the constant {target.name} has no value")
                return translate_operators.call(self, replacement, (), scope)
            case ir.Variable():
                term = scope.current.get(target)
                if term is None:
                    raise Untranslatable(
                        f"the variable {target.name} is used before it has a value"
                    )
                return term
            case ir.Bound() | ir.Parameter():
                return self.named(target, scope)
        assert_never(target)

    def _builtin(self, expression: ir.Builtin, scope: Scope) -> Term:
        match expression.name:
            case "'":
                return self.evaluate(expression.arguments[0], scope.primed())
            case "BOOLEAN":
                return set_of((boolean(False), boolean(True)))
            case "STRING":
                return self.arena.space(Primitive("STRING"))
            case "=" | "#" | "\\in" | "\\notin" | "\\subseteq" | "~" | "=>" | "<=>" | "UNCHANGED":
                return translate_logic.relation(self, expression, scope)
            case "\\cup" | "\\cap" | "\\" | "SUBSET" | "UNION" | "DOMAIN":
                return translate_sets.builtin(self, expression, scope)
        raise Untranslatable(f"the operator {expression.name}")


def _literal(value: bool | int | str) -> Term:
    if isinstance(value, bool):
        return boolean(value)
    return integer(value) if isinstance(value, int) else string(value)
