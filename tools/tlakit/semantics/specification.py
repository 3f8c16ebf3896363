"""A module with a configuration: everything that can be asked of a model, by plain evaluation."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from tlakit.language import ir
from tlakit.semantics.actions import ActionCompiler
from tlakit.semantics.behaviour import Label
from tlakit.semantics.binding import bind_program, sources_of
from tlakit.semantics.codes import code_of
from tlakit.semantics.compiler import Compiler
from tlakit.semantics.composition import composed, enabled
from tlakit.semantics.config import Config
from tlakit.semantics.coverage import Coverage
from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.instances import Family, Instance, Splitter
from tlakit.semantics.machine import Closure, Frame, Registers, StateVector
from tlakit.semantics.natives import find_native
from tlakit.semantics.open_values import force
from tlakit.semantics.properties import Formulas, Kind, Property
from tlakit.semantics.scope import Scope
from tlakit.semantics.values import FALSE, TRUE, Value

RECURSION_LIMIT = 100_000
"""Python frames that an evaluation may use; a TLA+ operator takes about five."""

STACK_BYTES = 64 * 2**20
"""What the machine's stack may grow to: higher-order operators use about 300 bytes of it a call."""


class Specification:
    """A model: a resolved module and its configuration, ready to be evaluated.

    Raises LanguageError where the configuration does not fit the module; if `partial`, constants may
    be without a value, which is an error where they are evaluated. The evaluating methods raise
    EvaluationError. One specification must not be used by several threads at once.
    """

    def __init__(self, module: ir.Module, config: Config, *, partial: bool = False) -> None:
        self.module = module
        self.config = config
        self.program = bind_program(module, config, partial)
        self.registers = Registers()
        self.compiler = Compiler(self.program, self.registers)
        self.initial_action = ActionCompiler(self.compiler, initial=True)
        self.next_action = ActionCompiler(self.compiler, initial=False)
        self.compiler.enabled = enabled(self.next_action)
        self.compiler.composed = composed(self.next_action)
        self.variables = tuple(variable.name for variable in module.variables)
        self._closures: dict[ir.Expression, tuple[Closure, Scope]] = {}
        _allow_deep_recursion()
        formulas = Formulas(module, config, self.program)
        behaviour = formulas.behaviour()
        self.init = None if behaviour is None else behaviour.init
        self.next = None if behaviour is None else behaviour.next
        parts = formulas.properties()
        self.invariants = formulas.named(config.invariants, Kind.INVARIANT) + _of(
            parts, Kind.INVARIANT
        )
        self.action_properties = _of(parts, Kind.ACTION)
        self.initial_properties = _of(parts, Kind.INITIAL)
        self.temporal_properties = _of(parts, Kind.TEMPORAL)
        self.temporal_assumptions = () if behaviour is None else behaviour.assumptions
        self.sometimes = formulas.sometimes()
        self.constraints = formulas.named(config.constraints, Kind.INVARIANT)
        self.action_constraints = formulas.named(config.action_constraints, Kind.ACTION)
        self.postconditions = formulas.named(config.postconditions, Kind.ACTION)
        self.symmetry = formulas.optional(config.symmetry, ir.Level.CONSTANT)
        self.view = formulas.optional(config.view, ir.Level.STATE)
        self.alias = formulas.optional(config.alias, ir.Level.ACTION)
        self.check_deadlock = config.check_deadlock
        self.compiler.coverage = self._coverage()

    def _coverage(self) -> Coverage:
        """The marks for what is evaluated of this model: nothing was compiled before."""
        judged = (
            *self.invariants,
            *self.action_properties,
            *self.initial_properties,
            *self.temporal_properties,
        )
        bounds = (*self.constraints, *self.action_constraints)
        actions = [formula for formula in (self.init, self.next) if formula is not None]
        actions += [item.expression for item in bounds]
        return Coverage(self.program, actions, {item.expression: item.name for item in judged})

    @property
    def coverage(self) -> Coverage:
        """What has been evaluated of this model."""
        return self.compiler.coverage

    @property
    def sources(self) -> dict[str, str]:
        """The texts that spans point into, by file."""
        return sources_of(self.module, self.config)

    @cached_property
    def constants(self) -> Mapping[str, Value]:
        """The value of each declared constant that is not an operator."""
        found: dict[str, Value] = {}
        for constant in self.module.constants:
            if constant.arity == 0:
                found[constant.name] = self.evaluate(
                    ir.Reference(span=constant.span, target=constant)
                )
        return found

    def definition(self, name: str) -> ir.Definition:
        """The definition that a name stands for in this model, replacements applied."""
        definition = self.module.definitions.get(name)
        if definition is None:
            raise EvaluationError(
                ErrorKind.UNBOUND, f"module {self.module.name} does not define `{name}`"
            )
        return self.program.resolve(definition)

    def apply(
        self,
        name: str,
        *arguments: Value,
        state: Mapping[str, Value] | None = None,
        following: Mapping[str, Value] | None = None,
    ) -> Value:
        """The value of an operator for these arguments, in a state if it needs one."""
        definition = self.definition(name)
        if len(arguments) != len(definition.parameters):
            raise EvaluationError(
                ErrorKind.UNBOUND,
                f"`{name}` has {len(definition.parameters)} parameters, not {len(arguments)}",
                definition.span,
            )
        self._enter(state, following)
        assigned = self.program.values.get(definition)
        if assigned is not None:
            return assigned
        native = find_native(definition)
        try:
            if native is not None:
                return force(native.function(*arguments))
            code = code_of(self.compiler, definition, None)
            return force(code.call(None, list(arguments), definition.span))
        except RecursionError:
            raise self._too_deep(definition.span) from None

    def evaluate(
        self,
        expression: ir.Expression,
        state: Mapping[str, Value] | None = None,
        following: Mapping[str, Value] | None = None,
    ) -> Value:
        """The value of an expression in a state, or of an action formula in a step."""
        self._enter(state, following)
        self.coverage.enter(expression)
        known = self._closures.get(expression)
        if known is None:
            scope = Scope()
            known = self._closures[expression] = (self.compiler.strict(expression, scope), scope)
        run, scope = known
        try:
            return run([None] * scope.size)
        except RecursionError:
            raise self._too_deep(expression.span) from None

    def _too_deep(self, span: ir.Span) -> EvaluationError:
        return EvaluationError(ErrorKind.RECURSION, "the recursion is too deep", span)

    def _enter(
        self, state: Mapping[str, Value] | None, following: Mapping[str, Value] | None
    ) -> None:
        self.registers.current = self._vector(state)
        self.registers.following = self._vector(following)
        self.registers.shifted = False

    def _vector(self, state: Mapping[str, Value] | None) -> StateVector:
        if state is None:
            return [None] * len(self.variables)
        return [state[name] for name in self.variables]

    def require_behaviour(self) -> None:
        """LanguageError if the configuration says what to check, and not of which behaviours."""
        Formulas(self.module, self.config, self.program).require_behaviour()

    def false_assumption(self) -> ir.Assumption | None:
        """The first ASSUME that is false in this model, or None."""
        for assumption in self.module.assumptions:
            value = self.evaluate(assumption.expression)
            if value is FALSE:
                return assumption
            if value is not TRUE:
                raise EvaluationError(
                    ErrorKind.WRONG_KIND,
                    f"ASSUME needs TRUE or FALSE, not {value.text}",
                    assumption.span,
                )
        return None

    @cached_property
    def splitter(self) -> Splitter:
        """The next-state action as instances; only for a model that has one."""
        assert self.next is not None, "the model has no next-state action"
        return Splitter(self.next_action, self.next)

    def initial_vectors(self) -> Iterator[tuple[Value, ...]]:
        """The initial states, one for each way to satisfy the initial predicate."""
        if self.init is None:
            return
        scope = Scope()
        run = self.initial_action.compile(self.init, scope)
        state: list[Value | None] = [None] * len(self.variables)
        self._enter(None, None)
        self.coverage.enter(self.init)
        self.registers.current = state
        found: list[tuple[Value, ...]] = []

        def keep() -> None:
            found.append(self._complete(state, None))

        frame: Frame = [None] * scope.size
        run(frame, keep)
        yield from found

    def successors_of(self, state: tuple[Value, ...]) -> Iterator[tuple[Label, tuple[Value, ...]]]:
        """The steps from a state, one for each way to satisfy the next-state action."""
        if self.next is None:
            return
        for part in self.splitter.parts:
            for instance in self._members(part, state):
                for successor in self.instance_successors(instance, state):
                    yield instance.label, successor

    def instance_successors(
        self, instance: Instance, state: tuple[Value, ...]
    ) -> list[tuple[Value, ...]]:
        """The successors of a state by one instance."""
        registers = self.registers
        registers.current, registers.shifted = list(state), False
        chosen: list[Value | None] = [None] * len(self.variables)
        registers.following = chosen
        found: list[tuple[Value, ...]] = []
        instance.run(lambda: found.append(self._complete(chosen, instance.label)))
        return found

    def _members(self, part: Instance | Family, state: tuple[Value, ...]) -> Iterator[Instance]:
        if isinstance(part, Instance):
            yield part
            return
        for element in part.elements(state[part.variable]):
            for inner in part.instances(element):
                yield from self._members(inner, state)

    def _complete(self, chosen: list[Value | None], label: Label | None) -> tuple[Value, ...]:
        complete = tuple(value for value in chosen if value is not None)
        if len(complete) < len(chosen):
            pairs = zip(self.variables, chosen, strict=True)
            missing = [name for name, value in pairs if value is None]
            raise unassigned(missing, label, self.init)
        return complete

    def initial_states(self) -> Iterator[dict[str, Value]]:
        """The initial states by variable name."""
        for vector in self.initial_vectors():
            yield dict(zip(self.variables, vector, strict=True))

    def successors(self, state: Mapping[str, Value]) -> Iterator[tuple[Label, dict[str, Value]]]:
        """The steps from a state by variable name, each with what made it."""
        vector = tuple(state[name] for name in self.variables)
        for label, successor in self.successors_of(vector):
            yield label, dict(zip(self.variables, successor, strict=True))


def _allow_deep_recursion() -> None:
    """Lets recursive operators recurse far; where the system has no such limits, less far."""
    limit = RECURSION_LIMIT
    try:
        import resource
    except ImportError:
        limit //= 5
    else:
        soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
        if soft not in (resource.RLIM_INFINITY,) and soft < STACK_BYTES:
            wanted = STACK_BYTES if hard == resource.RLIM_INFINITY else min(STACK_BYTES, hard)
            resource.setrlimit(resource.RLIMIT_STACK, (wanted, hard))
    sys.setrecursionlimit(max(sys.getrecursionlimit(), limit))


def unassigned(
    names: Sequence[str], label: Label | None, init: ir.Expression | None
) -> EvaluationError:
    """The error of an action, or of the initial predicate where `label` is None, that leaves out x."""
    if label is None:
        span = None if init is None else init.span
        return EvaluationError(
            ErrorKind.NOT_ASSIGNED,
            f"the initial predicate gives {listed(names)} no value",
            span,
            (),
            f"Give a value to each variable, for example `{names[0]} = ...`.",
        )
    primed = [f"{name}'" for name in names]
    kept = names[0] if len(names) == 1 else f"<<{', '.join(names)}>>"
    return EvaluationError(
        ErrorKind.NOT_ASSIGNED,
        f"the action {label.text} gives {listed(primed)} no value",
        label.span,
        (),
        f"Add `UNCHANGED {kept}`, or say what the next value is.",
    )


def listed(names: Sequence[str]) -> str:
    """Names as prose: `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _of(parts: tuple[Property, ...], kind: Kind) -> tuple[Property, ...]:
    return tuple(part for part in parts if part.kind is kind)
