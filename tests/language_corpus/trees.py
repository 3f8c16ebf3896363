"""The neutral trees of the corpus, made from this project's syntax trees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from tlakit.language import syntax


def node(head: str, parts: Iterable[str]) -> str:
    """An S-expression."""
    return f"({' '.join([head, *parts])})"


def tree_of(tree: syntax.Argument) -> str:
    """An expression, or an operator as argument, as README.md writes trees."""
    match tree:
        case syntax.Lambda(parameters=parameters, body=body):
            return node("LAMBDA", [*(name.text for name in parameters), tree_of(body)])
        case syntax.OperatorName(text=text):
            return text
        case syntax.Literal(value=value, decimal=decimal):
            return _literal(value, decimal)
        case syntax.Reference():
            return _reference(tree)
        case syntax.BuiltinSet(name=name):
            return name
        case syntax.At():
            return "@"
        case syntax.Label(name=name, body=body):
            return node("::", [_reference(name), tree_of(body)])
        case syntax.Operation(symbol=symbol, arguments=arguments):
            return node(symbol.text, map(tree_of, arguments))
        case syntax.Junction(kind=kind, items=items, bulleted=bulleted):
            parts = [tree_of(item) for item in items]
            return _list(kind, parts) if bulleted else _to_the_left(kind, parts)
        case syntax.If(condition=condition, then=then, otherwise=otherwise):
            return node("IF", map(tree_of, (condition, then, otherwise)))
        case syntax.Case(arms=arms, other=other):
            parts = [node(tree_of(guard), [tree_of(result)]) for guard, result in arms]
            return node(
                "CASE", parts if other is None else [*parts, node("OTHER", [tree_of(other)])]
            )
        case syntax.Let(definitions=definitions, body=body):
            return node("LET", [*map(_definition, definitions), tree_of(body)])
        case _:
            return _constructor(tree)


def _constructor(
    tree: syntax.Quantified
    | syntax.Choose
    | syntax.SetEnumeration
    | syntax.SetFilter
    | syntax.SetMap
    | syntax.Function
    | syntax.FunctionSet
    | syntax.FunctionApply
    | syntax.Record
    | syntax.RecordSet
    | syntax.Field
    | syntax.Except
    | syntax.Tuple
    | syntax.Product
    | syntax.BoxAction
    | syntax.Fairness,
) -> str:
    match tree:
        case syntax.Quantified(kind=kind, bindings=bindings, body=body):
            return node(kind, [*map(_binding, bindings), tree_of(body)])
        case syntax.Choose(binding=binding, body=body):
            return node("CHOOSE", [_binding(binding), tree_of(body)])
        case syntax.SetEnumeration(items=items):
            return node("$set", map(tree_of, items))
        case syntax.SetFilter(binding=binding, predicate=predicate):
            return node("$filter", [_binding(binding), tree_of(predicate)])
        case syntax.SetMap(body=body, bindings=bindings):
            return node("$map", [tree_of(body), *map(_binding, bindings)])
        case syntax.Function(bindings=bindings, body=body):
            return node("$function", [*map(_binding, bindings), tree_of(body)])
        case syntax.FunctionSet(domain=domain, range=values):
            return node("$functions", [tree_of(domain), tree_of(values)])
        case syntax.FunctionApply(function=function, arguments=arguments):
            return node("$apply", map(tree_of, (function, *arguments)))
        case syntax.Record(fields=fields):
            return node("$record", [node(name.text, [tree_of(value)]) for name, value in fields])
        case syntax.RecordSet(fields=fields):
            return node("$records", [node(name.text, [tree_of(value)]) for name, value in fields])
        case syntax.Field(record=record, name=name):
            return node("$field", [tree_of(record), name.text])
        case syntax.Except(function=function, updates=updates):
            return node("EXCEPT", [tree_of(function), *map(_update, updates)])
        case syntax.Tuple(items=items):
            return node("$tuple", map(tree_of, items))
        case syntax.Product(factors=factors):
            return node(r"\X", map(tree_of, factors))
        case syntax.BoxAction(action=action, subscript=subscript, angle=angle):
            return node("$angle" if angle else "$box", [tree_of(action), tree_of(subscript)])
        case syntax.Fairness(subscript=subscript, action=action, strong=strong):
            return node("SF" if strong else "WF", [tree_of(subscript), tree_of(action)])
        case _:
            assert_never(tree)


def _literal(value: bool | int | str, decimal: str) -> str:
    if decimal:
        return decimal
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _reference(tree: syntax.Reference) -> str:
    name = "!".join(part.text for part in tree.parts)
    arguments = [tree_of(argument) for part in tree.parts for argument in part.arguments or ()]
    return node(name, arguments) if arguments else name


def _list(kind: str, parts: list[str]) -> str:
    return node("$and" if kind == "/\\" else "$or", parts)


def _to_the_left(kind: str, parts: list[str]) -> str:
    tree = parts[0]
    for part in parts[1:]:
        tree = node(kind, [tree, part])
    return tree


def _binding(binding: syntax.Binding) -> str:
    names = [name.text for name in binding.names]
    if binding.pattern:
        names = [node("$tuple", names)]
    if binding.domain is None:
        return " ".join(names)
    return node(r"\in", [*names, tree_of(binding.domain)])


def _update(update: syntax.Update) -> str:
    steps = [
        node("$field", [step.text])
        if isinstance(step, syntax.Name)
        else node("$apply", map(tree_of, step))
        for step in update.path
    ]
    return node("!", [*steps, tree_of(update.value)])


def _parameter(parameter: syntax.ParameterName) -> str:
    if not parameter.arity:
        return parameter.text
    return node(parameter.text, ["_"] * parameter.arity)


def _definition(definition: syntax.LocalDefinition) -> str:
    match definition:
        case syntax.OperatorDefinition(name=name, parameters=parameters, body=body):
            head = node(name.text, map(_parameter, parameters)) if parameters else name.text
            return node("==", [head, tree_of(body)])
        case syntax.FunctionDefinition(name=name, bindings=bindings, body=body):
            return node(
                "==", [node("$apply", [name.text, *map(_binding, bindings)]), tree_of(body)]
            )
        case syntax.Recursive(names=names):
            return node("RECURSIVE", map(_parameter, names))
        case syntax.InstanceDefinition(name=name, instance=instance):
            return node("==", [name.text, node("INSTANCE", [instance.module.text])])
        case _:
            assert_never(definition)
