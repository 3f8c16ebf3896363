"""INSTANCE by substitution: a module's definitions with its constants and variables replaced.

What the copied bodies call are copies under plain names; a member, `I!Op`, is one more definition of
the same body, because what replaces `Op` in a configuration replaces the calls and not the member.
Definitions that do not depend on what is replaced are shared, not copied, and those of the standard
modules are their own members.

ENABLED A says that there are next values for which A is true, so what is primed within it belongs to
the ENABLED and is not replaced: with `x <- e` the instance of `ENABLED (x' = x + 1)` is
`ENABLED (x' = e + 1)` with an x of its own (Specifying Systems, section 17.8). The same goes for the
ENABLED in WF and SF. As far as that makes a difference, there are copies of definitions for either
use: see `Mode`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, TypeAlias, cast

import msgspec

from tlakit.language import ir

Declared: TypeAlias = ir.Constant | ir.Variable
Labels: TypeAlias = dict[ir.Expression, tuple[str, tuple[str, ...]]]
"""For each labelled expression the name of its label, and the bound names that stand with it."""

Value: TypeAlias = ir.Expression | ir.Operator
"""What replaces a constant or variable: an expression, or an operator where it has an arity."""


class Mode(Enum):
    """Where a copy stands: within ENABLED primed variables stay, and within a prime there all do."""

    PLAIN = "plain"
    ENABLED = "within ENABLED"
    PRIMED = "primed within ENABLED"


class Instantiation:
    """One INSTANCE: `values` maps each constant and variable of the module, by identity.

    The parameters of `I(x) == INSTANCE M` come before each copied definition's own, fresh for each.
    `copies` holds the copied definitions, each after those that it calls, recursion aside.
    """

    def __init__(
        self,
        values: Mapping[Declared, Value],
        parameters: tuple[ir.Parameter, ...],
        prefix: str,
        labels: Labels | None = None,
        mode: Mode = Mode.PLAIN,
    ) -> None:
        self.values = dict(values)
        self.parameters = parameters
        self.prefix = prefix
        self.copies: list[ir.Definition] = []
        self.labels = {} if labels is None else labels
        self.mode = mode
        self.modes = {mode: self}
        self.renames = _only_renames(values)
        self._copies: dict[ir.Definition, ir.Definition] = {}
        self._mentions: dict[ir.Definition, tuple[bool, frozenset[ir.Definition]]] = {}

    def within(self, mode: Mode) -> Instantiation:
        """The same for another mode; where variables only get other names there is one for all."""
        if self.renames:
            return self
        found = self.modes.get(mode)
        if found is None:
            found = Instantiation(self.values, self.parameters, self.prefix, self.labels, mode)
            found.modes, found.copies = self.modes, self.copies
            self.modes[mode] = found
        return found

    def member(self, definition: ir.Definition, name: str, standard: bool) -> ir.Definition:
        """What `I!name` stands for; it takes the instance's parameters, needed or not."""
        found = self.definition(definition)
        if not self.prefix or (found is definition and standard and not self.parameters):
            return found
        if found is not definition or not self.parameters:
            return ir.Definition(
                span=found.span,
                name=self.prefix + name,
                module=found.module,
                parameters=found.parameters,
                body=found.body,
                recursive=found.recursive,
                is_function=found.is_function,
            )
        outer = tuple(msgspec.structs.replace(p) for p in self.parameters)
        own = tuple(msgspec.structs.replace(p) for p in definition.parameters)
        arguments = tuple(_passed(parameter) for parameter in own)
        span = definition.span
        return ir.Definition(
            span=span,
            name=self.prefix + name,
            module=definition.module,
            parameters=outer + own,
            body=ir.Apply(span=span, operator=definition, arguments=arguments),
        )

    def definition(self, definition: ir.Definition) -> ir.Definition:
        """The definition as the instance has it: copied, or itself if it depends on nothing."""
        known = self._copies.get(definition)
        if known is not None:
            return known
        if not self._depends(definition):
            return definition
        copied = ir.Definition(
            span=definition.span,
            name=definition.name,
            module=definition.module,
            local=definition.local,
            recursive=definition.recursive,
            is_function=definition.is_function,
        )
        self._copies[definition] = copied
        copier = _Copier(self)
        outer = tuple(copier.fresh(parameter) for parameter in self.parameters)
        own = tuple(copier.fresh(parameter) for parameter in definition.parameters)
        copier.outer = outer
        copied.parameters = outer + own
        if definition.body is not None:
            copied.body = copier.expression(definition.body)
        self.copies.append(copied)
        return copied

    def _depends(self, definition: ir.Definition) -> bool:
        """Whether a replaced constant or variable can be reached from the definition."""
        seen = {definition}
        queue = [definition]
        while queue:
            direct, used = self._direct(queue.pop())
            if direct:
                return True
            queue += used - seen
            seen |= used
        return False

    def _direct(self, definition: ir.Definition) -> tuple[bool, frozenset[ir.Definition]]:
        known = self._mentions.get(definition)
        if known is None:
            used: set[ir.Definition] = set()
            declared: set[Declared] = set()

            def visit(node: Any) -> None:
                target = getattr(node, "target", None) or getattr(node, "operator", None)
                if isinstance(target, ir.Definition):
                    used.add(target)
                elif isinstance(target, ir.Constant | ir.Variable):
                    declared.add(target)

            walk(definition.body, visit)
            known = (not declared.isdisjoint(self.values), frozenset(used))
            self._mentions[definition] = known
        return known


def _only_renames(values: Mapping[Declared, Value]) -> bool:
    """Whether variables are replaced by variables, each by another."""
    replacements = [value for key, value in values.items() if isinstance(key, ir.Variable)]
    targets = {
        value.target
        for value in replacements
        if isinstance(value, ir.Reference) and isinstance(value.target, ir.Variable)
    }
    return len(targets) == len(replacements)


def _passed(parameter: ir.Parameter) -> ir.Expression:
    """A parameter as an argument."""
    if parameter.arity:
        return ir.OperatorArgument(span=parameter.span, operator=parameter)
    return ir.Reference(span=parameter.span, target=parameter)


def copy_with(expression: ir.Expression, renamed: Mapping[Any, ir.Parameter]) -> ir.Expression:
    """A copy where the given bound names and parameters are others; what it binds is fresh."""
    copier = _Copier(Instantiation({}, (), ""))
    copier.renamed.update(renamed)
    return copier.expression(expression)


def walk(value: Any, visit: Callable[[Any], None]) -> None:
    """Call `visit` for each node of a tree; definitions are entered only where a LET makes them."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif isinstance(node, ir.Let):
            stack.extend(definition.body for definition in node.definitions)
            stack.append(node.body)
        elif isinstance(node, ir.Node):
            visit(node)
            stack.extend(
                getattr(node, field)
                for field in node.__struct_fields__
                if field not in ("span", "level", "target", "operator")
            )


class _Copier:
    """Copies one body; binders and local definitions become fresh ones."""

    def __init__(self, instantiation: Instantiation) -> None:
        self.instantiation = instantiation
        self.outer: tuple[ir.Parameter, ...] = ()
        self.renamed: dict[object, Any] = {}
        self.inside_value = False
        self.mode = instantiation.mode

    def fresh(self, parameter: ir.Parameter) -> ir.Parameter:
        copied = ir.Parameter(span=parameter.span, name=parameter.name, arity=parameter.arity)
        self.renamed[parameter] = copied
        return copied

    def expression(self, node: ir.Expression) -> ir.Expression:
        return cast(ir.Expression, self._copy(node))

    def _copy(self, node: Any) -> Any:
        if isinstance(node, tuple):
            return tuple([self._copy(item) for item in node])
        copied = self._copy_node(node)
        labels = self.instantiation.labels
        if labels and isinstance(node, ir.Node) and node in labels:
            labels[copied] = labels[node]
        return copied

    def _copy_node(self, node: Any) -> Any:
        if isinstance(node, ir.Bound | ir.Parameter):
            copied = msgspec.structs.replace(node)
            self.renamed[node] = copied
            return copied
        if not isinstance(node, ir.Node):
            return node
        match node:
            case ir.Reference(target=target):
                return self._reference(node, target)
            case ir.Apply(operator=operator, arguments=arguments):
                copied_arguments = tuple([self._copy(a) for a in arguments])
                found, extra = self._operator(operator)
                return ir.Apply(span=node.span, operator=found, arguments=extra + copied_arguments)
            case ir.OperatorArgument(operator=operator):
                return self._operator_argument(node, operator)
            case ir.Let(definitions=definitions, body=body):
                local = tuple(self._local(d) for d in definitions)
                for old, new in zip(definitions, local, strict=True):
                    new.body = None if old.body is None else self._copy(old.body)
                return ir.Let(span=node.span, definitions=local, body=self._copy(body))
            case ir.SetMap(body=body, bindings=bindings):
                # The names must be fresh before the body that stands in front of them is copied.
                copied_bindings = self._copy(bindings)
                return ir.SetMap(span=node.span, body=self._copy(body), bindings=copied_bindings)
            case ir.Builtin() | ir.BoxAction() | ir.Fairness() if not self.instantiation.renames:
                of_steps = self._of_steps(node)
                if of_steps is not None:
                    return of_steps
        return self._same_node(node)

    def _same_node(self, node: ir.Node) -> Any:
        changes = {
            field: self._copy(getattr(node, field))
            for field in node.__struct_fields__
            if field not in ("span", "level")
        }
        return type(node)(span=node.span, **changes)

    def _of_steps(self, node: ir.Builtin | ir.BoxAction | ir.Fairness) -> ir.Expression | None:
        """The copy of what speaks of next values, if it is not as that of anything else."""
        span = node.span
        if isinstance(node, ir.Fairness):
            if node.enabled is not None or self.inside_value:
                return None
            changes = self._within(Mode.ENABLED, lambda: self._unchanged(node.subscript))
            happens = self._within(Mode.ENABLED, lambda: self._copy(node.action))
            differs = ir.Builtin(span=span, name="~", arguments=(changes,))
            both = ir.Junction(span=span, kind="/\\", items=(happens, differs))
            enabled = ir.Builtin(span=span, name="ENABLED", arguments=(both,))
            fairness: ir.Fairness = self._same_node(node)
            return msgspec.structs.replace(fairness, enabled=enabled)
        if isinstance(node, ir.Builtin) and node.name == "ENABLED" and not self.inside_value:
            inside = self._within(Mode.ENABLED, lambda: self._copy(node.arguments[0]))
            return ir.Builtin(span=span, name="ENABLED", arguments=(inside,))
        if self.mode is not Mode.ENABLED:
            return None
        if isinstance(node, ir.BoxAction):
            same = self._unchanged(node.subscript)
            action = self._copy(node.action)
            if not node.angle:
                return ir.Junction(span=span, kind="\\/", items=(action, same))
            differs = ir.Builtin(span=span, name="~", arguments=(same,))
            return ir.Junction(span=span, kind="/\\", items=(action, differs))
        match node.name:
            case "UNCHANGED":
                return self._unchanged(node.arguments[0])
            case "'":
                inside = self._within(Mode.PRIMED, lambda: self._copy(node.arguments[0]))
                return ir.Builtin(span=span, name="'", arguments=(inside,))
        return None

    def _within(self, mode: Mode, copy: Callable[[], Any]) -> Any:
        saved, self.mode = self.mode, mode
        try:
            return copy()
        finally:
            self.mode = saved

    def _unchanged(self, node: ir.Expression) -> ir.Expression:
        """e' = e within ENABLED, one by one for the parts of a tuple."""
        span = node.span
        if isinstance(node, ir.Tuple) and node.items:
            items = tuple(self._unchanged(item) for item in node.items)
            return ir.Junction(span=span, kind="/\\", items=items)
        if isinstance(node, ir.Apply) and isinstance(node.operator, ir.Definition):
            body = node.operator.body
            if isinstance(body, ir.Tuple | ir.Apply) and not node.operator.parameters:
                return self._unchanged(body)
        after = self._within(Mode.PRIMED, lambda: self._copy(node))
        primed = ir.Builtin(span=span, name="'", arguments=(after,))
        return ir.Builtin(span=span, name="=", arguments=(primed, self._copy(node)))

    def _local(self, definition: ir.Definition) -> ir.Definition:
        copied = ir.Definition(
            span=definition.span,
            name=definition.name,
            module=definition.module,
            parameters=tuple(self.fresh(p) for p in definition.parameters),
            local=definition.local,
            recursive=definition.recursive,
            is_function=definition.is_function,
        )
        self.renamed[definition] = copied
        return copied

    def _reference(self, node: ir.Reference, target: Any) -> ir.Expression:
        if target in self.renamed:
            return ir.Reference(span=node.span, target=self.renamed[target])
        stays = self.mode is Mode.PRIMED and isinstance(target, ir.Variable)
        if not self.inside_value and not stays and target in self.instantiation.values:
            return self._value(self.instantiation.values[target])
        return ir.Reference(span=node.span, target=target)

    def _value(self, value: Value) -> ir.Expression:
        """A replacement, with the instance's parameters as this definition has them."""
        if not self.outer:
            return cast(ir.Expression, value)
        self.inside_value = True
        copied = self._copy(value)
        self.inside_value = False
        return cast(ir.Expression, copied)

    def _operator(self, operator: ir.Operator) -> tuple[ir.Operator, tuple[ir.Expression, ...]]:
        """What an operator becomes, with the arguments that come before the written ones."""
        if operator in self.renamed:
            return cast(ir.Operator, self.renamed[operator]), ()
        if self.inside_value:
            return operator, ()
        if isinstance(operator, ir.Constant) and operator in self.instantiation.values:
            return cast(ir.Operator, self.instantiation.values[operator]), ()
        if isinstance(operator, ir.Definition):
            copied = self.instantiation.within(self.mode).definition(operator)
            if copied is not operator:
                extra = tuple(_passed(p) for p in self.outer)
                return copied, extra
        return operator, ()

    def _operator_argument(self, node: ir.OperatorArgument, operator: ir.Operator) -> ir.Expression:
        found, extra = self._operator(operator)
        if not extra:
            return ir.OperatorArgument(span=node.span, operator=found)
        own = operator.parameters if isinstance(operator, ir.Definition) else ()
        parameters = tuple(msgspec.structs.replace(p) for p in own)
        values = tuple(_passed(p) for p in parameters)
        body = ir.Apply(span=node.span, operator=found, arguments=extra + values)
        return ir.Lambda(span=node.span, parameters=parameters, body=body)
