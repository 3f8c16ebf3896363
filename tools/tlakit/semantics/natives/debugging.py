"""The operators of module TLC that print, assert and compare by order."""

from __future__ import annotations

import sys

from tlakit.semantics.errors import ErrorKind, EvaluationError
from tlakit.semantics.natives.table import Native, truth
from tlakit.semantics.values import TRUE, StringValue, Value, string


def _print(output: Value, result: Value) -> Value:
    sys.stdout.write(f"{output.text}  {result.text}\n")
    return result


def _print_true(output: Value) -> Value:
    sys.stdout.write(f"{output.text}\n")
    return TRUE


def _assert(condition: Value, output: Value) -> Value:
    if truth(condition, "Assert"):
        return TRUE
    text = output.value if isinstance(output, StringValue) else output.text
    raise EvaluationError(ErrorKind.ASSERTION, f"Assert is false: {text}", None, (output,))


TLC = {
    "Print": Native(_print),
    "PrintT": Native(_print_true),
    "Assert": Native(_assert),
    "ToString": Native(lambda value: string(value.text)),
    "TLCEval": Native(lambda value: value),
}
