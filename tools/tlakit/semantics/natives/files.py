"""Modules IOUtils and CSV: text files and the environment. Programs are never started.

A relative path is looked for in the working folder and then beside the root module. Reading counts as
constant, so that a trace is read once; what writes, or counts lines, is done every time.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.natives.table import Native, characters, items, mapping, number, truth
from tlakit.semantics.runtime import current
from tlakit.semantics.values import (
    TRUE,
    RecordValue,
    StringValue,
    Value,
    integer,
    record_of,
    string,
    tuple_of,
)

MOST_DIGITS = 4000
"""The longest number as a string."""


def _located(name: str) -> Path:
    path = Path(name)
    folder = current().folder
    if not path.is_absolute() and folder is not None and not os.path.exists(path):
        beside = folder / path
        return beside if os.path.exists(beside) else path
    return path


def _failed(operator: str, name: str, error: Exception) -> EvaluationError:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    message = f"`{operator}` cannot use the file {name}: {reason}"
    return EvaluationError(ErrorKind.UNSUPPORTED, message)


def read_text(name: str, operator: str) -> str:
    """The text of a file."""
    try:
        return _located(name).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise _failed(operator, name, error) from None


def write_text(name: str, text: str, operator: str, append: bool = False) -> None:
    """Write a file, or add to it, making the folders that it needs."""
    current().used()
    path = Path(name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if append else "w", encoding="utf-8") as file:
            file.write(text)
    except (OSError, ValueError) as error:
        raise _failed(operator, name, error) from None


def _environment() -> Value:
    return record_of({name: string(value) for name, value in os.environ.items()})


def _to_integer(text: Value) -> Value:
    digits = characters(text, "atoi")
    if len(digits) > MOST_DIGITS or not re.fullmatch(r"[+-]?[0-9]+", digits):
        raise wrong_kind("a number as a string", text, "`atoi`")
    return integer(int(digits))


def _padded(value: Value, width: Value) -> Value:
    wanted = number(width, "zeroPadN")
    if wanted > MOST_DIGITS:
        raise wrong_kind(f"a width of at most {MOST_DIGITS}", width, "`zeroPadN`")
    return string(str(number(value, "zeroPadN")).zfill(wanted))


def _outcome(status: int, output: str, errors: str) -> Value:
    return record_of(
        {"exitValue": integer(status), "stdout": string(output), "stderr": string(errors)}
    )


def _option(options: Value, name: str, operator: str) -> str:
    if isinstance(options, RecordValue) and name in options.fields:
        return characters(options.fields[name], operator)
    raise wrong_kind(f"a record with a field `{name}`", options, f"the options of `{operator}`")


def _only_text(options: Value, operator: str) -> None:
    kind = _option(options, "format", operator) if _has(options, "format") else "TXT"
    if kind != "TXT":
        message = f"`{operator}` knows the format TXT, not {kind}"
        raise EvaluationError(ErrorKind.UNSUPPORTED, message)


def _has(options: Value, name: str) -> bool:
    return isinstance(options, RecordValue) and name in options.fields


_OPEN_OPTIONS = string("openOptions")


def _serialize(value: Value, path: Value, options: Value) -> Value:
    _only_text(options, "Serialize")
    name = characters(path, "Serialize")
    modes = items(mapping(options, "Serialize").get(_OPEN_OPTIONS, tuple_of(())), "Serialize")
    append = string("APPEND") in modes
    try:
        write_text(name, characters(value, "Serialize"), "Serialize", append)
    except EvaluationError as error:
        return _outcome(1, "", error.message)
    return _outcome(0, f"wrote {name}", "")


def _deserialize(path: Value, options: Value) -> Value:
    _only_text(options, "Deserialize")
    try:
        return _outcome(0, read_text(characters(path, "Deserialize"), "Deserialize"), "")
    except EvaluationError as error:
        return _outcome(1, "", error.message)


def _refusing(operator: str, what: str) -> Native:
    def refuse(*arguments: Value) -> Value:
        raise EvaluationError(ErrorKind.UNSUPPORTED, f"`{operator}` {what}")

    return Native(refuse)


_PROGRAMS = ("IOExec", "IOEnvExec", "IOExecTemplate", "IOEnvExecTemplate")

IO_UTILS = {
    "IOEnv": Native(_environment),
    "atoi": Native(_to_integer),
    "zeroPadN": Native(_padded),
    "Serialize": Native(_serialize),
    "Deserialize": Native(_deserialize),
    **{
        name: _refusing(name, "would start a program, which is not done here") for name in _PROGRAMS
    },
    "IOSerialize": _refusing("IOSerialize", "needs TLC's own file format: use JsonSerialize"),
    "IODeserialize": _refusing("IODeserialize", "needs TLC's own file format: use JsonDeserialize"),
}


def _filled(template: str, texts: list[str]) -> str:
    """A template of Java's with `%s` and `%2$s`, the texts in place of these."""
    following = iter(texts)

    def fill(match: re.Match[str]) -> str:
        if match[0] in ("%n", "%%"):
            return {"%n": "\n", "%%": "%"}[match[0]]
        return ["", *texts][int(match[1])] if match[1] else next(following)

    try:
        return re.sub(r"%(?:(?:([0-9]+)\$)?s|n|%)", fill, template)
    except (IndexError, StopIteration, RuntimeError):
        message = f'`CSVWrite`: the template "{template}" needs more than {len(texts)} values'
        raise EvaluationError(ErrorKind.OUTSIDE_DOMAIN, message) from None


def _write_row(template: Value, values: Value, path: Value) -> Value:
    texts = [value.text for value in items(values, "CSVWrite")]
    row = _filled(characters(template, "CSVWrite"), texts)
    write_text(characters(path, "CSVWrite"), f"{row}\n", "CSVWrite", append=True)
    return TRUE


def _write_record(record: Value, delimiter: Value, headers: Value, path: Value) -> Value:
    name, between = characters(path, "CSVWriteRecord"), characters(delimiter, "CSVWriteRecord")
    pairs = mapping(record, "CSVWriteRecord")
    keys = [key.value if isinstance(key, StringValue) else key.text for key in pairs]
    rows = [keys] if truth(headers, "CSVWriteRecord") else []
    rows.append([v.value if isinstance(v, StringValue) else v.text for v in pairs.values()])
    text = "".join(f"{between.join(row)}\n" for row in rows)
    write_text(name, text, "CSVWriteRecord", append=True)
    return TRUE


def _lines(path: Value, operator: str) -> list[str]:
    current().used()
    name = characters(path, operator)
    return read_text(name, operator).splitlines() if os.path.exists(_located(name)) else []


def _read_rows(columns: Value, delimiter: Value, path: Value) -> Value:
    names = [characters(column, "CSVRead") for column in items(columns, "CSVRead")]
    between = characters(delimiter, "CSVRead")
    lines = _lines(path, "CSVRead")
    rows = [line.split(between) if between else list(line) for line in lines]
    return tuple_of([record_of(dict(zip(names, map(string, row), strict=False))) for row in rows])


CSV = {
    "CSVWrite": Native(_write_row),
    "CSVWriteRecord": Native(_write_record),
    "CSVRead": Native(_read_rows),
    "CSVRecords": Native(lambda path: integer(len(_lines(path, "CSVRecords")))),
}
