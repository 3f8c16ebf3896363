"""A behaviour in the layout of TLC's `-dumpTrace json`, for programs that read that.

    {"state":  [[1, {"x": 0}], [2, {"x": 1}]],
     "action": [[[1, {"x": 0}],
                 {"name": "Next", "parameters": [], "context": {},
                  "location": {"beginLine": 6, "beginColumn": 9, "endLine": 6, "endColumn": 18,
                               "module": "M"}},
                 [2, {"x": 1}]]]}

It is what TLC's module Json makes of its operator `CounterExample`: states numbered from 1, one action
for each step, and for a behaviour that repeats itself one more from the last state back to where it
goes on (none where nothing changes any more). `location` is that of the action's body, with an inclusive end. `parameters` has the names
in their order and `context` their values.

Values lose what JSON does not have, as with TLC: sets and tuples both are arrays, model values are
strings, the arguments of a function become the keys of an object, as text, and an infinite set is its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tlakit.language.ir import Definition, Span
from tlakit.semantics.behaviour import Label, Trace
from tlakit.semantics.natives.json_text import encoded
from tlakit.semantics.values import Value


def trace_to_tlc(trace: Trace, definitions: Mapping[str, Definition]) -> dict[str, Any]:
    """The behaviour as TLC writes it; `definitions` are the module's, to find the actions' bodies."""
    numbered = [
        [number, {name: value_to_tlc(value) for name, value in step.state.items()}]
        for number, step in enumerate(trace.steps, start=1)
    ]
    actions = [
        [numbered[index - 1], _action(step.label, definitions), numbered[index]]
        for index, step in enumerate(trace.steps)
        if index
    ]
    if trace.loop is not None and trace.closing is not None:
        actions.append([numbered[-1], _action(trace.closing, definitions), numbered[trace.loop]])
    return {"action": actions, "state": numbered}


def value_to_tlc(value: Value) -> Any:
    """The value as TLC's module Json writes it; an infinite set is its text."""
    return encoded(value, lambda other: other.text)


def _action(label: Label | None, definitions: Mapping[str, Definition]) -> dict[str, Any]:
    if label is None:
        return {"name": "", "location": {}, "context": {}, "parameters": []}
    definition = definitions.get(label.action)
    body = None if definition is None else definition.body
    span = label.span if body is None else body.span
    return {
        "name": label.action,
        "location": _location(span),
        "context": {name: value_to_tlc(value) for name, value in label.arguments},
        "parameters": [name for name, _ in label.arguments],
    }


def _location(span: Span) -> dict[str, Any]:
    return {
        "beginLine": span.line,
        "beginColumn": span.column,
        "endLine": span.end_line,
        "endColumn": max(span.end_column - 1, 1),
        "module": Path(span.file).stem,
    }
