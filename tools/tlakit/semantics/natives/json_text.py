"""Module Json: values as JSON text and back, and JSON files.

Sequences and sets are arrays, records and other functions objects. What is read gives sequences and
records; a number with a fraction loses it, as in TLC.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.natives.files import read_text, write_text
from tlakit.semantics.natives.table import Native, characters, items
from tlakit.semantics.values import (
    MOST_DECIMAL_BITS,
    TRUE,
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
    integer,
    record_of,
    string,
    tuple_of,
)


def encoded(value: Value, otherwise: Callable[[Value], Any]) -> Any:
    """The value as data for `json`; `otherwise` is asked about what JSON has not: infinite sets.

    An integer too long for decimal digits is its text.
    """
    match value:
        case BooleanValue() | StringValue():
            return value.value
        case IntegerValue():
            return value.value if value.value.bit_length() <= MOST_DECIMAL_BITS else value.text
        case ModelValue():
            return value.name
        case TupleValue():
            return [encoded(item, otherwise) for item in value.items]
        case SetValue():
            return [encoded(element, otherwise) for element in value]
        case RecordValue():
            return {name: encoded(field, otherwise) for name, field in value.fields.items()}
        case FunctionValue():
            return {
                key.value if isinstance(key, StringValue) else key.text: encoded(item, otherwise)
                for key, item in value.mapping.items()
            }
    return otherwise(value)


def _encoded(value: Value) -> Any:
    return encoded(value, _refuse)


def _refuse(value: Value) -> Any:
    raise wrong_kind("a value that JSON can express", value, "`ToJson`")


def _written(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def _to_array(value: Value) -> Value:
    if not isinstance(value, TupleValue | SetValue | FunctionValue):
        raise wrong_kind("a sequence or set", value, "`ToJsonArray`")
    return string(_written(_encoded(value)))


def _to_object(value: Value) -> Value:
    if isinstance(value, TupleValue):
        return string(_written({str(k): _encoded(item) for k, item in enumerate(value.items)}))
    if not isinstance(value, RecordValue | FunctionValue):
        raise wrong_kind("a function", value, "`ToJsonObject`")
    return string(_written(_encoded(value)))


def _decoded(data: Any, where: str) -> Value:
    match data:
        case bool():
            return boolean(data)
        case int():
            return integer(data)
        case float():
            return integer(int(data))
        case str():
            return string(data)
        case list():
            return tuple_of([_decoded(item, where) for item in data])
        case dict():
            return record_of({name: _decoded(item, where) for name, item in data.items()})
    raise EvaluationError(
        ErrorKind.WRONG_KIND, f"{where} has a null, which no TLA+ value stands for"
    )


def _parsed(text: str, where: str) -> Value:
    try:
        return _decoded(json.loads(text), where)
    except (ValueError, OverflowError, RecursionError) as error:
        raise EvaluationError(ErrorKind.WRONG_KIND, f"{where} is not JSON: {error}") from None


def _read(path: Value) -> Value:
    name = characters(path, "JsonDeserialize")
    return _parsed(read_text(name, "JsonDeserialize"), name)


def _read_lines(path: Value) -> Value:
    name = characters(path, "ndJsonDeserialize")
    lines = read_text(name, "ndJsonDeserialize").splitlines()
    return tuple_of(
        [_parsed(line, f"{name}:{k}") for k, line in enumerate(lines, 1) if line.strip()]
    )


def _writing(operator: str, layout: Callable[[list[str]], str]) -> Native:
    def write(path: Value, value: Value) -> Value:
        rows = [_written(_encoded(item)) for item in items(value, operator)]
        write_text(characters(path, operator), layout(rows), operator)
        return TRUE

    return Native(write)


JSON = {
    "ToJson": Native(lambda value: string(_written(_encoded(value)))),
    "ToJsonArray": Native(_to_array),
    "ToJsonObject": Native(_to_object),
    "JsonDeserialize": Native(_read),
    "ndJsonDeserialize": Native(_read_lines),
    "JsonSerialize": _writing("JsonSerialize", lambda rows: "[\n" + ",\n".join(rows) + "\n]\n"),
    "ndJsonSerialize": _writing("ndJsonSerialize", lambda rows: "".join(f"{r}\n" for r in rows)),
}
