"""Behaviours as plain data: our JSON, which loses nothing, and Apalache's ITF.

A value is written as

    TRUE, 42, "text"        true, 42, "text"
    <<a, b>>                [a, b]                      also the empty function, as []
    [x |-> a, y |-> b]      {"x": a, "y": b}
    {a, b}                  {"#set": [a, b]}            in the order of values
    (a :> b @@ c :> d)      {"#map": [[a, b], [c, d]]}  in the order of values
    a model value s1        {"#model": "s1"}            in ITF: the string "s1"
    an infinite set         {"#unserializable": "Nat"}  its text

which is ITF (Apalache's ADR 015) except for model values. In ITF integers beyond 2^53 are
`{"#bigint": "..."}`, because its readers are not bound to keep larger numbers; here only those of
thousands of digits are. A record with a field name that begins with `#`, which TLA+ can only write
as a function, is a `#map`.
"""

from __future__ import annotations

from typing import Any

from tlakit.language.ir import Span
from tlakit.render.problems import diagnostic_to_json
from tlakit.render.random_runs import runs_to_json
from tlakit.render.result import Outcome
from tlakit.render.run_report import report_to_json
from tlakit.semantics.behaviour import CheckResult, Label, Trace
from tlakit.semantics.values import (
    MOST_DECIMAL_BITS,
    BooleanValue,
    FunctionValue,
    IntegerValue,
    ModelValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    boolean,
    function_of,
    integer,
    model_value,
    record_of,
    set_of,
    string,
    tuple_of,
)

_MOST_EXACT_BITS = 53


def value_to_json(value: Value, *, itf: bool = False) -> Any:
    """The value as data for `json` or `msgspec.json`; `itf` as Apalache's format has it."""
    match value:
        case BooleanValue() | StringValue():
            return value.value
        case IntegerValue():
            number = value.value
            plain = number.bit_length() <= (_MOST_EXACT_BITS if itf else MOST_DECIMAL_BITS)
            return number if plain else {"#bigint": value.text}
        case ModelValue():
            return value.name if itf else {"#model": value.name}
        case SetValue():
            return {"#set": [value_to_json(element, itf=itf) for element in value]}
        case TupleValue():
            return [value_to_json(item, itf=itf) for item in value.items]
        case RecordValue() if not any(name.startswith("#") for name in value.fields):
            return {name: value_to_json(item, itf=itf) for name, item in value.fields.items()}
        case RecordValue() | FunctionValue():
            return {
                "#map": [
                    [value_to_json(argument, itf=itf), value_to_json(item, itf=itf)]
                    for argument, item in value.mapping.items()
                ]
            }
    return {"#unserializable": value.text}


def value_from_json(data: Any) -> Value:
    """The value that `value_to_json` wrote (not as ITF, which drops the kind of model values).

    Raises ValueError where the data is none of the shapes above.
    """
    match data:
        case bool():
            return boolean(data)
        case int():
            return integer(data)
        case str():
            return string(data)
        case list():
            return tuple_of(value_from_json(item) for item in data)
        case {"#bigint": str(digits), **rest} if not rest:
            return _large(digits)
        case {"#model": str(name), **rest} if not rest:
            return model_value(name)
        case {"#set": list(elements), **rest} if not rest:
            return set_of(value_from_json(element) for element in elements)
        case {"#map": list(pairs), **rest} if not rest:
            return function_of({value_from_json(k): value_from_json(v) for k, v in pairs})
        case dict() if all(isinstance(name, str) and name[:1] != "#" for name in data):
            return record_of({name: value_from_json(item) for name, item in data.items()})
    raise ValueError(f"not a TLA+ value in JSON: {data!r}")


def _large(text: str) -> Value:
    """An integer as `IntegerValue.text` has it: hexadecimal where it is very long."""
    return integer(int(text.replace("\\h", ""), 16) if "\\h" in text else int(text))


def trace_to_json(trace: Trace) -> dict[str, Any]:
    """The behaviour: `{"steps": [{"index", "action", "arguments", "location", "state"}], "loop"}`.

    `index` counts from 0; `action` and `location` are null for the initial state; `arguments` maps
    the names of parameters to values. `loop` is null for a finite behaviour; else it is the index of
    the step that comes again after the last one, and `closing` has the action that leads there, null
    where nothing changes any more.
    """
    steps = []
    for index, step in enumerate(trace.steps):
        label = step.label
        state = {name: value_to_json(value) for name, value in step.state.items()}
        steps.append({"index": index, **_made_by(label), "state": state})
    if trace.loop is None:
        return {"steps": steps, "loop": None}
    closing = None if trace.closing is None else _made_by(trace.closing)
    return {"steps": steps, "loop": trace.loop, "closing": closing}


def _made_by(label: Label | None) -> dict[str, Any]:
    return {
        "action": label.action if label else None,
        "arguments": {
            name: value_to_json(value) for name, value in (label.arguments if label else ())
        },
        "location": _location(label.span if label else None),
    }


def trace_to_itf(trace: Trace, source: str = "") -> dict[str, Any]:
    """The behaviour in the Informal Trace Format; `source` names the spec in its metadata."""
    meta: dict[str, Any] = {"format": "ITF"}
    if source:
        meta["source"] = source
    states = []
    for index, step in enumerate(trace.steps):
        about: dict[str, Any] = {"index": index}
        if step.label is not None:
            about["action"] = step.label.text
        values = {name: value_to_json(value, itf=True) for name, value in step.state.items()}
        states.append({"#meta": about, **values})
    names = list(trace.steps[0].state) if trace.steps else []
    found: dict[str, Any] = {"#meta": meta, "vars": names, "states": states}
    if trace.loop is not None:
        found["loop"] = trace.loop
    return found


def result_to_json(result: Outcome) -> dict[str, Any]:
    """The outcome of a check; `violated` and `trace` are null where nothing is violated.

    `seconds` is a duration; `detail` and `reason` are "" where nothing is known. `generated` and
    `distinct` are null for a checker that does not count states. `unchecked` are the diagnostics of
    properties that were named and not checked, `warnings` are sentences about the model. `report` is
    null where no states were visited, `sometimes` has for what was to be reached the number of steps, or
    null, `runs` where no random runs were made. `collision` bounds the probability that two different states
    were taken for one. `resumed` is true if a part of the search was done by an earlier run: what is
    said of seconds and evaluations is then of the rest.
    """
    violation = result.violation
    counted = result if isinstance(result, CheckResult) else None
    return {
        "verdict": result.verdict.value,
        "generated": counted.generated if counted else None,
        "distinct": counted.distinct if counted else None,
        "depth": result.depth,
        "seconds": result.seconds,
        "reason": result.reason,
        "warnings": list(counted.warnings) if counted else [],
        "unchecked": [diagnostic_to_json(one) for one in counted.unchecked] if counted else [],
        "violated": violation.name if violation else None,
        "kind": violation.kind if violation else None,
        "detail": violation.detail if violation else "",
        "location": _location(violation.span if violation else None),
        "trace": trace_to_json(violation.trace) if violation else None,
        "waiting": counted.waiting if counted else None,
        "sometimes": {one.name: one.steps for one in counted.sometimes} if counted else {},
        "kernel": counted.kernel if counted else "",
        "collision": counted.collision if counted else None,
        "resumed": counted.resumed if counted else False,
        "report": report_to_json(counted.report) if counted and counted.report else None,
        "runs": runs_to_json(counted.runs) if counted and counted.runs else None,
    }


def _location(span: Span | None) -> dict[str, Any] | None:
    if span is None:
        return None
    return {"file": span.file, "line": span.line, "column": span.column}
