"""Module TLCExt, as far as it makes sense without a person at the keyboard."""

from __future__ import annotations

from zlib import crc32

from tlakit.semantics.errors import EvaluationError
from tlakit.semantics.machine import OperatorValue
from tlakit.semantics.natives.table import Native, characters, mapping, members, result
from tlakit.semantics.natives.tlc import get_or, put
from tlakit.semantics.open_values import equal
from tlakit.semantics.runtime import current
from tlakit.semantics.values import (
    FALSE,
    TRUE,
    TupleValue,
    Value,
    function_of,
    integer,
    model_value,
    record_of,
    string,
    tuple_of,
)


def _assert_equal(left: Value, right: Value) -> Value:
    if equal(left, right):
        return TRUE
    write = current().used().write
    for text in ('"Assertion failed"', left.text, right.text):
        write(text)
    return FALSE


def _assert_error(message: OperatorValue | Value, expression: OperatorValue | Value) -> Value:
    """Whether it fails; with which message does not count, because TLC's texts are not ours.

    What is passed as a value, by an operator that took this one as an argument, has not failed.
    """
    try:
        if isinstance(expression, OperatorValue):
            result(expression)
    except EvaluationError:
        return TRUE
    return FALSE


def _get_and_set(register: Value, op: OperatorValue, value: Value, otherwise: Value) -> Value:
    before = get_or(register, otherwise)
    put(register, result(op, before, value))
    return before


def _trace() -> Value:
    run = current().used()
    return tuple_of([record_of(state) for state in run.trace()])


def _counterexample() -> Value:
    return current().used().counterexample()


def _as_trace(counterexample: Value) -> Value:
    """The states of a counterexample, which are numbered from 1, as a sequence."""
    states = mapping(counterexample, "ToTrace").get(string("state"))
    if states is None:
        return tuple_of(())
    pairs = [pair for pair in members(states, "ToTrace") if isinstance(pair, TupleValue)]
    return function_of({pair.items[0]: pair.items[1] for pair in pairs})


TLC_EXT = {
    "AssertEq": Native(_assert_equal),
    "AssertError": Native(_assert_error, lazy=True),
    "TLCGetOrDefault": Native(get_or),
    "TLCGetAndSet": Native(_get_and_set),
    "Trace": Native(_trace),
    "CounterExample": Native(_counterexample),
    "ToTrace": Native(_as_trace),
    "TLCModelValue": Native(lambda name: model_value(characters(name, "TLCModelValue"))),
    "TLCFP": Native(lambda value: integer(crc32(value.text.encode()) & 0x7FFFFFFF)),
}

TOOLBOX = {"_TETrace": Native(_trace)}
