"""A resolved module as plain data, and back: what `cache.py` keeps in files.

Plain data are lists, strings, numbers, truth values and None. Every node, binder and definition has
a number, so that what is one object before is one object after. Nodes come after all that they hold;
only definitions, which may hold themselves, are made first and filled last.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from tlakit.language import ir

Plain: TypeAlias = Any

_CLASSES: tuple[type[ir.Node], ...] = (
    *(ir.Constant, ir.Variable, ir.Bound, ir.Parameter, ir.Binding, ir.Update, ir.Assumption),
    *(ir.Literal, ir.Reference, ir.OperatorArgument, ir.Lambda, ir.Apply, ir.Builtin, ir.Junction),
    *(ir.If, ir.Case, ir.Let, ir.Quantified, ir.Choose, ir.SetEnumeration, ir.SetFilter, ir.SetMap),
    *(ir.Function, ir.FunctionSet, ir.FunctionApply, ir.Record, ir.RecordSet, ir.Field, ir.Except),
    *(ir.At, ir.Tuple, ir.Product, ir.BoxAction, ir.Fairness, ir.Theorem),
)
_NUMBER_OF = {kind: number for number, kind in enumerate(_CLASSES)}
_COUNTS = frozenset({(ir.Literal, "value"), (ir.Constant, "arity"), (ir.Parameter, "arity")})
"""Fields whose numbers are numbers of the specification, not those of nodes."""
_LEVELS = tuple(ir.Level)
_FIELDS = tuple(
    tuple(name for name in kind.__struct_fields__ if name not in ("span", "level"))
    for kind in _CLASSES
)
_HAS_LEVEL = tuple("level" in kind.__struct_fields__ for kind in _CLASSES)
_HEAD = ("name", "module", "local", "recursive", "is_function")


def pack(module: ir.Module) -> Plain:
    """The module as plain data, but for its sources; `unpack` makes it again."""
    packer = _Packer(list(module.sources))
    names = [[name, packer.value(found)] for name, found in module.definitions.items()]
    root = [
        packer.value(part)
        for part in (module.constants, module.variables, module.assumptions, module.theorems)
    ]
    packer.finish()
    return [
        [module.name, list(module.extends), names, root],
        packer.files,
        packer.spans,
        packer.definitions,
        packer.rows,
    ]


class _Packer:
    def __init__(self, files: list[str]) -> None:
        self.files = files
        self._file_numbers = {file: number for number, file in enumerate(files)}
        self.spans: list[list[int]] = []
        self.definitions: list[list[Plain]] = []
        self.rows: list[list[Plain]] = []
        self._waiting: list[ir.Definition] = []
        self._span_numbers: dict[ir.Span, int] = {}
        self._numbers: dict[Any, int] = {}

    def finish(self) -> None:
        """Fill in the definitions, with those that they bring."""
        for number, definition in enumerate(self._waiting):
            body = None if definition.body is None else self.value(definition.body)
            self.definitions[number] += [self.value(definition.parameters), body]

    def value(self, value: Any) -> Plain:
        """A field's value: the number of a node or, below 0, of a definition; a list; or itself."""
        if isinstance(value, ir.Definition):
            return self._definition(value)
        if isinstance(value, tuple):
            return [self.value(item) for item in value]
        if isinstance(value, ir.Node):
            return self._node(value)
        return value

    def _definition(self, definition: ir.Definition) -> int:
        known = self._numbers.get(definition)
        if known is None:
            known = self._numbers[definition] = ~len(self._waiting)
            self._waiting.append(definition)
            head = [getattr(definition, name) for name in _HEAD]
            self.definitions.append([self._span(definition.span), int(definition.level), *head])
        return known

    def _node(self, node: ir.Node) -> int:
        known = self._numbers.get(node)
        if known is None:
            number = _NUMBER_OF[type(node)]
            row: list[Plain] = [number, self._span(node.span)]
            if _HAS_LEVEL[number]:
                row.append(int(node.level))  # type: ignore[attr-defined]
            row += [self.value(getattr(node, name)) for name in _FIELDS[number]]
            known = self._numbers[node] = len(self.rows)
            self.rows.append(row)
        return known

    def _span(self, span: ir.Span) -> int:
        known = self._span_numbers.get(span)
        if known is None:
            known = self._span_numbers[span] = len(self.spans)
            file = self._file_numbers[span.file]
            self.spans.append([file, span.line, span.column, span.end_line, span.end_column])
        return known


def unpack(data: Plain, sources: dict[str, str]) -> ir.Module:
    """The module of `pack`'s data. Data of another shape raise one of Python's own errors."""
    (name, extends, names, root), files, span_rows, definition_rows, rows = data
    spans = [ir.Span(files[row[0]], *row[1:]) for row in span_rows]
    definitions = [
        ir.Definition(
            span=spans[row[0]], level=_LEVELS[row[1]], **dict(zip(_HEAD, row[2:], strict=False))
        )
        for row in definition_rows
    ]
    nodes: list[Any] = []

    def value(packed: Plain) -> Any:
        kind = type(packed)
        if kind is int:
            return nodes[packed] if packed >= 0 else definitions[~packed]
        if kind is list:
            return tuple([value(item) for item in packed])
        return packed

    makers = [_maker(number, spans, value) for number in range(len(_CLASSES))]
    for row in rows:
        nodes.append(makers[row[0]](row))
    for definition, row in zip(definitions, definition_rows, strict=True):
        definition.parameters = value(row[-2])
        definition.body = value(row[-1])
    constants, variables, assumptions, theorems = (value(part) for part in root)
    return ir.Module(
        name=name,
        constants=constants,
        variables=variables,
        definitions={key: value(found) for key, found in names},
        assumptions=assumptions,
        theorems=theorems,
        extends=tuple(extends),
        sources=sources,
    )


def _maker(
    number: int, spans: list[ir.Span], value: Callable[[Plain], Any]
) -> Callable[[list[Plain]], ir.Node]:
    """What makes a node of class `number` from its row."""
    kind, names = _CLASSES[number], _FIELDS[number]
    start = 3 if _HAS_LEVEL[number] else 2
    counts = [(kind, name) in _COUNTS for name in names]

    def make(row: list[Plain]) -> ir.Node:
        fields = {
            name: item if is_count else value(item)
            for name, is_count, item in zip(names, counts, row[start:], strict=True)
        }
        if start == 3:
            fields["level"] = _LEVELS[row[2]]
        return kind(span=spans[row[1]], **fields)

    return make
