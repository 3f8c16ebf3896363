"""The operators of module TLC that print, assert, tell of the run or put something in registers."""

from __future__ import annotations

import time
from collections.abc import Callable

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.lazysets import Interval, NamedInfiniteSet
from tlakit.semantics.natives.table import Native, truth
from tlakit.semantics.open_values import force
from tlakit.semantics.runtime import Run, current
from tlakit.semantics.values import (
    TRUE,
    IntegerValue,
    StringValue,
    Value,
    boolean,
    function_of,
    integer,
    record_of,
    set_of,
    string,
    tuple_of,
)

ANY = NamedInfiniteSet("Any", lambda value: True)


def _text(value: Value) -> str:
    """A value as TLC writes it: an interval stays one."""
    return value.text if isinstance(value, Interval) else force(value).text


def _print(output: Value, value: Value) -> Value:
    current().used().write(f"{_text(output)}  {_text(value)}")
    return value


def _print_true(output: Value) -> Value:
    current().used().write(_text(output))
    return TRUE


def _assert(condition: Value, output: Value) -> Value:
    if condition is TRUE:
        return TRUE
    text = output.value if isinstance(output, StringValue) else output.text
    raise EvaluationError(ErrorKind.ASSERTION, f"Assert is false: {text}", None, (output,))


def _java_time() -> Value:
    current().used()
    return integer(int(time.time() * 1000) & 0x7FFFFFFF)


def _duration(run: Run) -> Value:
    return integer(int(time.monotonic() - run.started_seconds))


def _statistics(run: Run) -> Value:
    progress = run.progress()
    return record_of(
        {
            "behavior": record_of({"id": integer(0)}),
            "diameter": integer(progress.diameter),
            "distinct": integer(progress.distinct),
            "duration": _duration(run),
            "generated": integer(progress.generated),
            "queue": integer(progress.queue),
            "traces": integer(run.setup.traces),
        }
    )


def _configuration(run: Run) -> Value:
    setup = run.setup
    return record_of(
        {
            "aril": integer(-1),
            "deadlock": boolean(setup.deadlock),
            "depth": integer(setup.depth),
            "fingerprint": integer(0),
            "mode": string(setup.mode),
            "seed": string(str(setup.seed)),
            "traces": integer(setup.traces),
            "worker": integer(setup.workers),
        }
    )


def _action(run: Run) -> Value:
    action = run.action()
    return record_of(
        {
            "context": record_of(action.context),
            "name": string(action.name),
            "parameters": tuple_of(map(string, action.context)),
        }
    )


def _specification(run: Run) -> Value:
    nothing = set_of(())
    kinds = ("actionconstraints", "actions", "constraints", "impliedinits", "impliedtemporals")
    more = ("inits", "invariants", "temporals", "variables")
    return record_of(dict.fromkeys((*kinds, *more), nothing))


def _revision(run: Run) -> Value:
    zero = integer(0)
    return record_of(
        {"count": zero, "date": string("1970-01-01"), "tag": string("tlakit"), "timestamp": zero}
    )


def _all_registers(run: Run) -> Value:
    return function_of({integer(index): value for index, value in run.registers.items()})


_NAMED: dict[str, Callable[[Run], Value]] = {
    "action": _action,
    "all": _all_registers,
    "config": _configuration,
    "diameter": lambda run: integer(run.progress().diameter),
    "distinct": lambda run: integer(run.progress().distinct),
    "duration": _duration,
    "generated": lambda run: integer(run.progress().generated),
    "level": lambda run: integer(run.progress().level),
    "queue": lambda run: integer(run.progress().queue),
    "revision": _revision,
    "spec": _specification,
    "stats": _statistics,
}


def _get(register: Value) -> Value:
    run = current().used()
    if isinstance(register, StringValue):
        told = run.named.get(register.value)
        if told is not None:
            return told()
        named = _NAMED.get(register.value)
        if named is not None:
            return named(run)
        known = ", ".join(sorted({*_NAMED, *run.named}))
        raise EvaluationError(
            ErrorKind.UNBOUND, f"TLCGet knows no `{register.value}`, only numbers and {known}"
        )
    value = run.registers.get(_register(register, "TLCGet"))
    if value is None:
        raise EvaluationError(ErrorKind.UNBOUND, f"nothing was put in register {register.text}")
    return value


def get_or(register: Value, otherwise: Value) -> Value:
    """The value of a register by number, or another where nothing was put in it."""
    value = current().used().registers.get(_register(register, "TLCGetOrDefault"))
    return otherwise if value is None else value


def _register(value: Value, operator: str) -> int:
    if isinstance(value, IntegerValue) and value.value >= 0:
        return value.value
    raise wrong_kind("a register's number, not negative,", value, f"`{operator}`")


def put(register: Value, value: Value) -> Value:
    """TLCSet: always TRUE."""
    run = current().used()
    if isinstance(register, StringValue):
        if register.value == "exit":
            run.stop = run.stop or truth(value, "TLCSet")
        elif register.value != "pause":
            raise EvaluationError(
                ErrorKind.UNBOUND, f'TLCSet knows "exit", "pause" and numbers, not {register.text}'
            )
        return TRUE
    run.registers[_register(register, "TLCSet")] = value
    return TRUE


TLC = {
    "Print": Native(_print, takes_open=True),
    "PrintT": Native(_print_true, takes_open=True),
    "Assert": Native(_assert),
    "JavaTime": Native(_java_time),
    "TLCGet": Native(_get),
    "TLCSet": Native(put),
    "ToString": Native(lambda value: string(_text(value)), takes_open=True),
    "TLCEval": Native(lambda value: value),
    "Any": Native(lambda: ANY),
}
