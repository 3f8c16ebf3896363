"""How the values of one Python type become TLA+ values and come back.

A codec's `encode` raises AttributeError, KeyError, TypeError or DecodeError for what is not of its type; `decode`
raises EncodingError. What was decoded is remembered, and is encoded again by looking it up: most fields
of a record are those that it had before a step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_origin

import msgspec

from raft_reference.core.types import Index, PerServer, ServerId
from tlakit.semantics.values import (
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    TupleValue,
    Value,
    function_of,
    integer,
    record_of,
    string,
)


class EncodingError(Exception):
    """A value is not of the type that it should have; the text says which."""


class Codec:
    """Of one type; this one encodes and decodes nothing."""

    def encode(self, value: Any) -> Value:
        """The TLA+ value of a Python value."""
        raise NotImplementedError

    def decode(self, value: Value) -> Any:
        """The Python value of a TLA+ value."""
        raise NotImplementedError


class Named(Codec):
    """Values of a constant of the model, known by their text: a `str` in the reference, or `bytes`."""

    def __init__(self, members: Iterable[Value], kind: Any) -> None:
        self._is_bytes = kind.__supertype__ is bytes
        self._values = {self.decode(member): member for member in members}

    def encode(self, value: Any) -> Value:
        return self._values[value]

    def decode(self, value: Value) -> Any:
        return value.text.encode() if self._is_bytes else value.text


class Numeral(Codec):
    """Numbers that the reference has as text, in `bytes`."""

    def encode(self, value: Any) -> Value:
        if type(value) is not bytes or not value.isdigit():
            raise TypeError(f"{value!r} is no number")
        return integer(int(value))

    def decode(self, value: Value) -> Any:
        if not isinstance(value, IntegerValue):
            raise EncodingError(f"{value.text} is no number")
        return b"%d" % value.value


class Plain(Codec):
    """Numbers, booleans, or strings of a fixed set: `python` and `tla` are their classes."""

    def __init__(
        self,
        python: type,
        make: Callable[[Any], Value],
        tla: type,
        kind: Any,
        known: frozenset[str] = frozenset(),
    ) -> None:
        self._python, self._make, self._tla, self._kind = python, make, tla, kind
        self._known = known

    def encode(self, value: Any) -> Value:
        if type(value) is not self._python or (self._known and value not in self._known):
            raise TypeError(f"a {type(value).__name__}")
        return self._make(value)

    def decode(self, value: Value) -> Any:
        if not isinstance(value, self._tla):
            raise EncodingError(f"{value.text} is no {self._kind}")
        return value.value  # type: ignore[attr-defined]


class Composite(Codec):
    """Remembers what it decoded."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind
        self._decoded: dict[Value, Any] = {}
        self._known: dict[int, Value] = {}
        """By the identity of what was decoded, which `_decoded` keeps alive."""

    def encode(self, value: Any) -> Value:
        found = self._known.get(id(value))
        return self._encode(value) if found is None else found

    def decode(self, value: Value) -> Any:
        if value in self._decoded:
            return self._decoded[value]
        found = self._decoded[value] = self._decode(value)
        self._known[id(found)] = value
        return found

    def _encode(self, value: Any) -> Value:
        raise NotImplementedError

    def _decode(self, value: Value) -> Any:
        raise NotImplementedError

    def _refuse(self, value: Value) -> EncodingError:
        return EncodingError(f"{value.text} is no {self.kind}")


class Packed(Composite):
    """What is known by its text, or else a record, which the reference has packed into bytes."""

    def __init__(
        self,
        named: Named,
        record: Codec,
        pack: Callable[[Any], Any],
        unpack: Callable[[Any], Any],
    ) -> None:
        super().__init__("value of an entry")
        self._named, self._record, self._pack, self._unpack = named, record, pack, unpack

    def _encode(self, value: Any) -> Value:
        try:
            return self._named.encode(value)
        except KeyError:
            return self._record.encode(self._unpack(value))

    def _decode(self, value: Value) -> Any:
        if isinstance(value, RecordValue):
            return self._pack(self._record.decode(value))
        return self._named.decode(value)


class OfServers(Composite):
    """A function from the servers to numbers."""

    def __init__(self, servers: Mapping[ServerId, Value]) -> None:
        super().__init__(PerServer)
        self._servers = servers

    def _encode(self, value: Any) -> Value:
        return function_of({of: integer(value[j]) for j, of in self._servers.items()})

    def _decode(self, value: Value) -> Any:
        if not isinstance(value, FunctionValue | RecordValue | TupleValue):
            raise self._refuse(value)
        numbers = {j: value.mapping[of].value for j, of in self._servers.items()}  # type: ignore[attr-defined]
        function = PerServer(Index(next(iter(numbers.values()))))
        for j, number in numbers.items():
            function = function.but(j, Index(number))
        return function


class Several(Composite):
    """A sequence or a set, whose items are all of one type."""

    def __init__(
        self, python: type[Any], item: Codec, make: Callable[[Iterable[Value]], Value], kind: Any
    ) -> None:
        super().__init__(kind)
        self._python, self._item, self._make = python, item, make

    def _encode(self, value: Any) -> Value:
        if type(value) is not self._python:
            raise TypeError(f"a {type(value).__name__}")
        return self._make([self._item.encode(item) for item in value])

    def _decode(self, value: Value) -> Any:
        held = self.items_of(value)
        if held is None:
            raise self._refuse(value)
        return self._python(self._item.decode(item) for item in held)

    def items_of(self, value: Value) -> Iterable[Value] | None:
        """The items of a value; None where it is not of this kind at all."""
        if self._python is tuple:
            return value.items if isinstance(value, TupleValue) else None
        return value if isinstance(value, SetValue) else None


class Record(Composite):
    """A struct as a record: `present` are its fields there, each as (name, name there, codec).

    `absent` are those that the model has not, with the value that they must have; `tag` are the fields there
    that tell it from other structs.
    """

    def __init__(
        self,
        kind: type[msgspec.Struct],
        present: tuple[tuple[str, str, Codec], ...],
        absent: Mapping[str, Any],
        tag: Mapping[str, str],
    ) -> None:
        super().__init__(kind)
        self._present, self._absent = present, absent
        self._tagged = {name: string(text) for name, text in tag.items()}
        self._names = {there for _, there, _ in present} | self._tagged.keys()

    def _encode(self, value: Any) -> Value:
        if type(value) is not self.kind:
            raise TypeError(f"a {type(value).__name__}")
        for name, fixed in self._absent.items():
            if getattr(value, name) != fixed:
                raise TypeError(f"{name} is of an extension that this model has not")
        fields = {there: codec.encode(getattr(value, name)) for name, there, codec in self._present}
        return record_of({**fields, **self._tagged})

    def fits(self, value: Value) -> bool:
        """Whether a record has just the fields of the struct, and its tag."""
        return (
            isinstance(value, RecordValue)
            and value.fields.keys() == self._names
            and all(value.fields[name] is tag for name, tag in self._tagged.items())
        )

    def _decode(self, value: Value) -> Any:
        if not self.fits(value):
            raise EncodingError(f"{value.text} has not the fields of {self.kind.__name__}")
        assert isinstance(value, RecordValue)
        held = value.fields
        present = {name: codec.decode(held[there]) for name, there, codec in self._present}
        return self.kind(**present, **self._absent)


class Choice(Composite):
    """One of several types; `none` stands for None where that is one of them."""

    def __init__(self, none: Value | None, choices: Mapping[Any, Codec], kind: Any) -> None:
        super().__init__(kind)
        self._none, self._choices = none, list(choices.values())
        self._by_class = {get_origin(choice) or choice: codec for choice, codec in choices.items()}

    def _encode(self, value: Any) -> Value:
        if value is None and self._none is not None:
            return self._none
        if len(self._choices) == 1:
            return self._choices[0].encode(value)
        return self._by_class[type(value)].encode(value)

    def _decode(self, value: Value) -> Any:
        if value is self._none:
            return None
        if len(self._choices) == 1:
            return self._choices[0].decode(value)
        for codec in self._choices:
            if isinstance(codec, Several) and codec.items_of(value) is not None:
                return codec.decode(value)
            if isinstance(codec, Record) and codec.fits(value):
                return codec.decode(value)
        raise EncodingError(f"{value.text} is none of {self.kind}")
