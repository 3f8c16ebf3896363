"""TLA+ values, interned: equal values are one object, so that equality is identity.

Values are made by the functions at the end of this file and by nothing else. Interning makes `is`
and the default hash mean TLA+ equality, a state is a tuple of values that hashes in no time, and a
memo may be keyed by values. As TLA+ has it, tuples, sequences and records are functions:
`function_of` gives a `TupleValue` where the domain is 1..n (the empty function is the empty tuple), a
`RecordValue` where it is a non-empty set of strings, and a `FunctionValue` otherwise.

The order of values (`sort_key`) is total: model values, booleans, integers, strings, sets, tuples,
records, functions; within a kind by size first, then element by element, and for functions argument
and value in turn. It fixes what CHOOSE picks and how sets are printed. It is TLC's order, but for
two things. Strings and model values stand by their text here, `n2` before `n10`, while TLC has them
in the order in which it first met each name: the same where the .cfg file and the module name them
in this order, as they mostly do. A function that is not a tuple stands after all tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from itertools import chain
from operator import attrgetter, itemgetter
from typing import Any, ClassVar, TypeAlias

from tlakit.semantics.names import by_number, is_field_name, quoted


class Value:
    """Base of all values: compared by identity; `sort_key` gives the total order."""

    rank: ClassVar[int]
    __slots__ = ("__dict__",)

    @cached_property
    def sort_key(self) -> tuple[Any, ...]:
        """A key whose order is the total order of values."""
        return (self.rank, *self._payload())

    def _payload(self) -> tuple[Any, ...]:
        raise NotImplementedError

    @cached_property
    def fingerprint(self) -> bytes:
        """Sixteen bytes that stand for the value, the same in every process."""
        return blake2b(bytes((self.rank,)) + self._parts(), digest_size=16).digest()

    def _parts(self) -> bytes:
        """What tells the value from others of its kind."""
        return self.text.encode()

    @cached_property
    def text(self) -> str:
        """The value as TLA+ text that evaluates to it again."""
        return self._text()

    def _text(self) -> str:
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.text


class BooleanValue(Value):
    """TRUE or FALSE."""

    rank = 1
    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value

    def _payload(self) -> tuple[Any, ...]:
        return (self.value,)

    def _text(self) -> str:
        return "TRUE" if self.value else "FALSE"


MOST_DECIMAL_BITS = 12_000
"""Longer integers are written with hexadecimal digits: Python refuses to make more than 4300 others."""


class IntegerValue(Value):
    """An integer of any size."""

    rank = 2
    __slots__ = ("value",)

    def __init__(self, value: int) -> None:
        self.value = value

    def _payload(self) -> tuple[Any, ...]:
        return (self.value,)

    def _text(self) -> str:
        if self.value.bit_length() <= MOST_DECIMAL_BITS:
            return str(self.value)
        return f"{'-' if self.value < 0 else ''}\\h{abs(self.value):x}"


class StringValue(Value):
    """A string, ordered by its code points, but with the digits in it as numbers."""

    rank = 3
    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def _payload(self) -> tuple[Any, ...]:
        return by_number(self.value)

    def _text(self) -> str:
        return quoted(self.value)


class ModelValue(Value):
    """A value of a .cfg file that equals only itself, known by its name.

    `type` is "p" for a name such as `p_first`, and empty for one without such a prefix: TLC compares
    a typed model value only with those of its type, an untyped one with everything.
    """

    rank = 0
    __slots__ = ("name", "type")

    def __init__(self, name: str) -> None:
        self.name = name
        self.type = name[0] if len(name) > 2 and name[1] == "_" else ""

    def _payload(self) -> tuple[Any, ...]:
        return by_number(self.name)

    def _text(self) -> str:
        return self.name


class SetValue(Value):
    """A finite set; iterates in the order of values."""

    rank = 4
    __slots__ = ("elements",)

    def __init__(self, elements: frozenset[Value]) -> None:
        self.elements = elements

    @cached_property
    def ordered(self) -> tuple[Value, ...]:
        """The elements in the order of values."""
        return in_order(self.elements)

    @cached_property
    def make_function(self) -> Callable[[tuple[Value, ...]], AnyFunction]:
        """Makes the functions with this domain from their values, in the order of the elements."""
        keys = self.ordered
        if all(isinstance(key, IntegerValue) for key in keys) and self is set_of(
            map(integer, range(1, len(keys) + 1))
        ):
            return tuple_of
        if all(isinstance(key, StringValue) for key in keys):
            names = tuple(key.value for key in keys if isinstance(key, StringValue))
            return lambda values: _record(names, values)
        return lambda values: _function(keys, values)

    def __iter__(self) -> Iterator[Value]:
        return iter(self.ordered)

    def __len__(self) -> int:
        return len(self.elements)

    def __contains__(self, element: Value) -> bool:
        return element in self.elements

    def _payload(self) -> tuple[Any, ...]:
        return (len(self.elements), *(element.sort_key for element in self.ordered))

    def _parts(self) -> bytes:
        return b"".join(sorted(element.fingerprint for element in self.elements))

    def _text(self) -> str:
        return "{" + ", ".join(element.text for element in self.ordered) + "}"


class TupleValue(Value):
    """A sequence or tuple: the function from 1..n to `items`."""

    rank = 5
    __slots__ = ("items",)

    def __init__(self, items: tuple[Value, ...]) -> None:
        self.items = items

    @cached_property
    def mapping(self) -> dict[Value, Value]:
        """Index (1-based) to item, as for every function."""
        return {integer(k): item for k, item in enumerate(self.items, start=1)}

    def _payload(self) -> tuple[Any, ...]:
        return (len(self.items), *(item.sort_key for item in self.items))

    def _parts(self) -> bytes:
        return b"".join(item.fingerprint for item in self.items)

    def _text(self) -> str:
        return "<<" + ", ".join(item.text for item in self.items) + ">>"


class RecordValue(Value):
    """A non-empty function from strings; `fields` maps names in alphabetical order."""

    rank = 6
    __slots__ = ("fields",)

    def __init__(self, fields: dict[str, Value]) -> None:
        self.fields = fields

    @cached_property
    def mapping(self) -> dict[Value, Value]:
        """Field name (a string value) to value, as for every function."""
        return {string(name): value for name, value in self.fields.items()}

    def _payload(self) -> tuple[Any, ...]:
        pairs = ((name, value.sort_key) for name, value in self.fields.items())
        return (len(self.fields), *chain.from_iterable(pairs))

    def _parts(self) -> bytes:
        names = ",".join(string(name).text for name in self.fields)
        return b"".join(
            (names.encode(), b":", *(value.fingerprint for value in self.fields.values()))
        )

    @cached_property
    def has_field_names(self) -> bool:
        """Whether all its names can stand in `[name |-> value]`; if not, it is written with `:>`."""
        return all(map(is_field_name, self.fields))

    def _text(self) -> str:
        if not self.has_field_names:
            pairs = self.mapping.items()
            return "(" + " @@ ".join(f"{key.text} :> {value.text}" for key, value in pairs) + ")"
        inside = ", ".join(f"{name} |-> {value.text}" for name, value in self.fields.items())
        return f"[{inside}]"


class FunctionValue(Value):
    """A function that is neither a tuple nor a record; `mapping` is in the order of values."""

    rank = 7
    __slots__ = ("mapping",)

    def __init__(self, mapping: dict[Value, Value]) -> None:
        self.mapping = mapping

    def _payload(self) -> tuple[Any, ...]:
        pairs = ((key.sort_key, value.sort_key) for key, value in self.mapping.items())
        return (len(self.mapping), *chain.from_iterable(pairs))

    def _parts(self) -> bytes:
        pairs = self.mapping.items()
        return b"".join(key.fingerprint + value.fingerprint for key, value in pairs)

    def _text(self) -> str:
        inside = " @@ ".join(f"{key.text} :> {value.text}" for key, value in self.mapping.items())
        return f"({inside})"


AnyFunction: TypeAlias = TupleValue | RecordValue | FunctionValue

FUNCTIONS = (RecordValue, TupleValue, FunctionValue)
"""What `AnyFunction` is: asking `isinstance` for a tuple of classes takes a quarter of the time."""

TRUE = BooleanValue(True)
FALSE = BooleanValue(False)

_integers: dict[int, IntegerValue] = {}
_strings: dict[str, StringValue] = {}
_model_values: dict[str, ModelValue] = {}
_sets: dict[frozenset[Value], SetValue] = {}
_tuples: dict[tuple[Value, ...], TupleValue] = {}
_records: dict[tuple[str, ...], dict[tuple[Value, ...], RecordValue]] = {}
_functions: dict[tuple[tuple[Value, ...], tuple[Value, ...]], FunctionValue] = {}


def boolean(value: bool) -> BooleanValue:
    """The value of a Python bool."""
    return TRUE if value else FALSE


def integer(value: int) -> IntegerValue:
    """The value of a Python int."""
    found = _integers.get(value)
    if found is None:
        found = _integers[value] = IntegerValue(value)
    return found


def string(value: str) -> StringValue:
    """The value of a Python str."""
    found = _strings.get(value)
    if found is None:
        found = _strings[value] = StringValue(value)
    return found


def model_value(name: str) -> ModelValue:
    """The model value of that name."""
    found = _model_values.get(name)
    if found is None:
        found = _model_values[name] = ModelValue(name)
    return found


def in_order(values: Collection[Value]) -> tuple[Value, ...]:
    """Different values in the order of values; one alone needs no key for that."""
    return tuple(values if len(values) < 2 else sorted(values, key=attrgetter("sort_key")))


def set_of(elements: Iterable[Value]) -> SetValue:
    """The finite set of the elements; repeated ones count once."""
    key = frozenset(elements)
    found = _sets.get(key)
    if found is None:
        found = _sets[key] = SetValue(key)
    return found


def tuple_of(items: Iterable[Value]) -> TupleValue:
    """The sequence of the items, in their order."""
    key = tuple(items)
    found = _tuples.get(key)
    if found is None:
        found = _tuples[key] = TupleValue(key)
    return found


def record_of(fields: Mapping[str, Value]) -> AnyFunction:
    """The record with these fields; with none it is the empty tuple, the empty function."""
    if not fields:
        return tuple_of(())
    names = tuple(sorted(fields))
    return _record(names, tuple(fields[name] for name in names))


def record_maker(names: Sequence[str]) -> Callable[[Sequence[Value]], AnyFunction]:
    """Makes the records with these fields from their values, in the order of the names given."""
    ordered = tuple(sorted(set(names)))
    if len(ordered) != len(names) or len(names) < 2:
        return lambda values: record_of(dict(zip(names, values, strict=True)))
    pick = itemgetter(*(names.index(name) for name in ordered))
    return lambda values: _record(ordered, pick(values))


def _record(names: tuple[str, ...], values: tuple[Value, ...]) -> RecordValue:
    alike = _records.setdefault(names, {})
    found = alike.get(values)
    if found is None:
        found = alike[values] = RecordValue(dict(zip(names, values, strict=True)))
    return found


def function_of(mapping: Mapping[Value, Value]) -> AnyFunction:
    """The function with these pairs, as the tuple or record that it is, if it is one."""
    one = next(iter(mapping), None)  # which tells what kind of function it may be
    if one is None or isinstance(one, StringValue):
        fields = {key.value: mapping[key] for key in mapping if isinstance(key, StringValue)}
        if len(fields) == len(mapping):
            return record_of(fields)
    elif isinstance(one, IntegerValue):
        indexes = [integer(k) for k in range(1, len(mapping) + 1)]
        if all(index in mapping for index in indexes):
            return tuple_of([mapping[index] for index in indexes])
    keys = in_order(mapping)
    return _function(keys, tuple([mapping[key] for key in keys]))


def changed_function(function: AnyFunction, changes: Mapping[Value, Value]) -> AnyFunction:
    """The function with other values at some arguments of its domain; the caller checked that."""
    if isinstance(function, TupleValue):
        items = list(function.items)
        for index, value in changes.items():
            assert isinstance(index, IntegerValue)
            items[index.value - 1] = value
        return tuple_of(items)
    pairs = {**function.mapping, **changes}  # in the order that the keys had
    if isinstance(function, RecordValue):
        return _record(tuple(function.fields), tuple(pairs.values()))
    return _function(tuple(pairs), tuple(pairs.values()))


def _function(keys: tuple[Value, ...], values: tuple[Value, ...]) -> FunctionValue:
    found = _functions.get((keys, values))
    if found is None:
        found = _functions[keys, values] = FunctionValue(dict(zip(keys, values, strict=True)))
    return found
