"""The operators of SequencesExt on parts of sequences: beginnings, ends, runs and selections.

Strings count as sequences of characters where TLC takes them for ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from tlakit.semantics.errors import ErrorKind, EvaluationError, wrong_kind
from tlakit.semantics.natives.listed_sets import CountedSet
from tlakit.semantics.natives.table import Native, items
from tlakit.semantics.open_values import equal
from tlakit.semantics.values import (
    StringValue,
    Value,
    boolean,
    integer,
    set_of,
    string,
    tuple_of,
)

Items = tuple[Value, ...] | str
"""What a sequence holds: values, or the characters of a string."""


def _content(value: Value, operator: str) -> Items:
    return value.value if isinstance(value, StringValue) else items(value, operator)


def _alike(operator: str, *values: Value) -> list[Items]:
    """The contents of sequences, or of strings: not of some of both."""
    contents = [_content(value, operator) for value in values]
    for value, content in zip(values, contents, strict=True):
        if isinstance(content, str) is not isinstance(contents[0], str):
            other = "a string" if isinstance(contents[0], str) else "a sequence"
            raise wrong_kind(f"{other} like the other", value, f"`{operator}`")
    return contents


def _sequence(content: Items | Iterable[Value]) -> Value:
    return string(content) if isinstance(content, str) else tuple_of(content)


def _same(one: Items, other: Items) -> bool:
    """Whether two contents of one length are equal; EvaluationError where TLC would not compare."""
    if isinstance(one, str) or isinstance(other, str):
        return one == other
    return all(map(equal, one, other))


def _is_prefix(shorter: Value, longer: Value) -> Value:
    one, other = _alike("IsPrefix", shorter, longer)
    return boolean(len(one) <= len(other) and _same(one, other[: len(one)]))


def _is_suffix(shorter: Value, longer: Value) -> Value:
    one, other = _alike("IsSuffix", shorter, longer)
    return boolean(len(one) <= len(other) and _same(one, other[len(other) - len(one) :]))


def _prefixes(sequence: Value) -> Value:
    content = _content(sequence, "Prefixes")
    return set_of(_sequence(content[:end]) for end in range(len(content) + 1))


def _suffixes(sequence: Value) -> Value:
    content = _content(sequence, "Suffixes")
    return set_of(_sequence(content[start:]) for start in range(len(content) + 1))


def _runs(sequence: Value) -> Value:
    content = _content(sequence, "SubSeqs")
    length = len(content)
    return set_of(
        _sequence(content[start:end])
        for start in range(length + 1)
        for end in range(start, length + 1)
    )


def _selections(sequence: Value) -> Value:
    content = items(sequence, "AllSubSeqs")

    def every() -> Iterator[Value]:
        for size in range(len(content) + 1):
            yield from map(tuple_of, combinations(content, size))

    return CountedSet("AllSubSeqs", (sequence,), 1 << len(content), every).force()


def _position(part: Items, whole: Items, start: int = 0) -> int:
    """Where the part first begins in the whole from `start` on, 0-based; -1 if nowhere."""
    for index in range(start, len(whole) - len(part) + 1):
        if whole[index : index + len(part)] == part:
            return index
    return -1


def _index_of_run(part: Value, whole: Value) -> Value:
    one, other = _alike("IndexFirstSubSeq", part, whole)
    found = _position(one, other)
    if found < 0:
        raise EvaluationError(
            ErrorKind.NO_WITNESS, f"`IndexFirstSubSeq`: {part.text} is no part of {whole.text}"
        )
    return integer(found + 1)


def _joined(parts: list[Items], like: Items) -> Value:
    if isinstance(like, str):
        return string("".join(part for part in parts if isinstance(part, str)))
    return tuple_of(item for part in parts if not isinstance(part, str) for item in part)


def _replace_first_run(new: Value, old: Value, whole: Value) -> Value:
    part, content, inserted = _alike("ReplaceFirstSubSeq", old, whole, new)
    found = _position(part, content)
    if found < 0:
        return whole
    parts = [content[:found], inserted, content[found + len(part) :]]
    return _joined(parts, content)


def _replace_all_runs(new: Value, old: Value, whole: Value) -> Value:
    inserted, part, content = _alike("ReplaceAllSubSeqs", new, old, whole)
    if old is whole:
        return new
    parts: list[Items] = []
    start = 0
    while start < len(content):
        found = content[start : start + len(part)] == part
        if found:
            parts.append(inserted)
        if not found or not part:
            parts.append(content[start : start + 1])
        start += len(part) if found and part else 1
    return _joined(parts, content)


PARTS = {
    "IsPrefix": Native(_is_prefix),
    "IsSuffix": Native(_is_suffix),
    "Prefixes": Native(_prefixes),
    "Suffixes": Native(_suffixes),
    "SubSeqs": Native(_runs),
    "AllSubSeqs": Native(_selections),
    "IndexFirstSubSeq": Native(_index_of_run),
    "ReplaceFirstSubSeq": Native(_replace_first_run),
    "ReplaceAllSubSeqs": Native(_replace_all_runs),
}
