"""What the tests of the front end share: loading modules from texts, and a short form of the IR."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tlakit.language import LanguageError, ir, load_module, resolve_expression
from tlakit.language.cache import SWITCH

PRELUDE = """\
---- MODULE Prelude ----
EXTENDS Integers, Sequences, TLC
CONSTANTS a, b, c, d, S, T, F(_), G(_, _)
VARIABLES x, y, z
Plus(p, q) == p + q
Apply(Op(_, _), p) == Op(p, p)
====
"""


def _many(opening: str, parts: Iterable[str]) -> str:
    return "(" + " ".join([opening, *parts]) + ")"


def _bindings(bindings: Iterable[ir.Binding]) -> str:
    texts = []
    for binding in bindings:
        names = ",".join(name.name for name in binding.names)
        names = f"<<{names}>>" if binding.pattern else names
        texts.append(names if binding.domain is None else f"{names}:{short(binding.domain)}")
    return "[" + " ".join(texts) + "]"


def _fields(fields: Iterable[tuple[str, ir.Expression]]) -> list[str]:
    return [f"{name}:{short(value)}" for name, value in fields]


def _updates(updates: Iterable[ir.Update]) -> list[str]:
    return [
        "".join(f"[{short(step)}]" for step in update.path) + "=" + short(update.value)
        for update in updates
    ]


def short(node: ir.Expression) -> str:
    """The tree of an expression as one line, in prefix form."""
    match node:
        case ir.Literal(value=value):
            return f'"{value}"' if isinstance(value, str) else str(value)
        case ir.Reference(target=target):
            return target.name
        case ir.OperatorArgument(operator=operator):
            return f"@{operator.name}"
        case ir.Lambda(parameters=parameters, body=body):
            return _many("LAMBDA", [",".join(p.name for p in parameters), short(body)])
        case ir.Apply(operator=operator, arguments=arguments):
            if arguments:
                return _many(operator.name, map(short, arguments))
            return operator.name
        case ir.Builtin(name=name, arguments=arguments):
            return _many(name, map(short, arguments)) if arguments else name
        case ir.Junction(kind=kind, items=items, bulleted=bulleted):
            return _many(kind + ("*" if bulleted else ""), map(short, items))
        case ir.If(condition=condition, then=then, otherwise=otherwise):
            return _many("IF", map(short, (condition, then, otherwise)))
        case ir.Case(arms=arms, other=other):
            parts = [f"{short(guard)}->{short(value)}" for guard, value in arms]
            return _many("CASE", [*parts, *([] if other is None else [f"OTHER->{short(other)}"])])
        case ir.Let(definitions=definitions, body=body):
            names = ",".join(definition.name for definition in definitions)
            return _many("LET", [names, short(body)])
        case ir.Quantified(kind=kind, bindings=bindings, body=body):
            return _many(kind, [_bindings(bindings), short(body)])
        case ir.Choose(binding=binding, body=body):
            return _many("CHOOSE", [_bindings([binding]), short(body)])
        case ir.SetEnumeration(items=items):
            return "{" + " ".join(map(short, items)) + "}"
        case ir.SetFilter(binding=binding, predicate=predicate):
            return _many("filter", [_bindings([binding]), short(predicate)])
        case ir.SetMap(body=body, bindings=bindings):
            return _many("map", [_bindings(bindings), short(body)])
        case ir.Function(bindings=bindings, body=body):
            return _many("function", [_bindings(bindings), short(body)])
        case ir.FunctionSet(domain=domain, range=range_):
            return _many("->", [short(domain), short(range_)])
        case ir.FunctionApply(function=function, argument=argument):
            return f"{short(function)}[{short(argument)}]"
        case ir.Record(fields=fields):
            return _many("record", _fields(fields))
        case ir.RecordSet(fields=fields):
            return _many("records", _fields(fields))
        case ir.Field(record=record, name=name):
            return f"{short(record)}.{name}"
        case ir.Except(function=function, updates=updates):
            return _many("EXCEPT", [short(function), *_updates(updates)])
        case ir.At():
            return "@"
        case ir.Tuple(items=items):
            return "<<" + " ".join(map(short, items)) + ">>"
        case ir.Product(factors=factors):
            return _many("\\X", map(short, factors))
        case ir.BoxAction(action=action, subscript=subscript, angle=angle):
            return _many("angle" if angle else "box", [short(action), short(subscript)])
        case ir.Fairness(subscript=subscript, action=action, strong=strong):
            return _many("SF" if strong else "WF", [short(subscript), short(action)])


@pytest.fixture(scope="session", autouse=True)
def no_cache() -> Iterator[None]:
    """What these tests load is made anew each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SWITCH, "off")
        yield


@pytest.fixture(scope="session")
def prelude(tmp_path_factory: pytest.TempPathFactory) -> ir.Module:
    """A module with constants a b c d S T F(_) G(_,_), variables x y z, and Plus and Apply."""
    path = tmp_path_factory.mktemp("prelude") / "Prelude.tla"
    path.write_text(PRELUDE, encoding="utf-8")
    return load_module(path)


@pytest.fixture(scope="session")
def tree(prelude: ir.Module) -> Callable[[str], str]:
    """The short form of an expression in the prelude's scope."""
    return lambda text: short(resolve_expression(text, prelude))


@pytest.fixture(scope="session")
def level(prelude: ir.Module) -> Callable[[str], str]:
    """The name of the level of an expression in the prelude's scope."""
    return lambda text: resolve_expression(text, prelude).level.name


@pytest.fixture(scope="session")
def codes(prelude: ir.Module) -> Callable[[str], list[str]]:
    """The codes of what is wrong with an expression in the prelude's scope."""

    def find(text: str) -> list[str]:
        try:
            resolve_expression(text, prelude)
        except LanguageError as error:
            return [diagnostic.code for diagnostic in error.diagnostics]
        return []

    return find


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., ir.Module]:
    """Load module M of a text; further modules are given by name."""

    def run(text: str, **others: str) -> ir.Module:
        for name, other in others.items():
            (tmp_path / f"{name}.tla").write_text(_module(name, other), encoding="utf-8")
        path = tmp_path / "M.tla"
        path.write_text(_module("M", text), encoding="utf-8")
        return load_module(path)

    return run


@pytest.fixture
def body(load: Callable[..., ir.Module]) -> Callable[..., str]:
    """Load module M of a text, and give the short form of the body of one of its definitions."""

    def run(name: str, text: str, **others: str) -> str:
        found = load(text, **others).definitions[name].body
        assert found is not None
        return short(found)

    return run


@pytest.fixture
def errors(load: Callable[..., ir.Module], tmp_path: Path) -> Callable[..., str]:
    """What is wrong with module M of a text, rendered; empty if nothing is."""

    def run(text: str, **others: str) -> str:
        try:
            load(text, **others)
        except LanguageError as error:
            return str(error).replace(f"{tmp_path}/", "")
        return ""

    return run


def _module(name: str, text: str) -> str:
    return text if "MODULE" in text else f"---- MODULE {name} ----\n{text}\n====\n"
