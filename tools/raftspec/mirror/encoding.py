"""TLA+ values to the reference's values and back, directed by the Python types.

Nothing here knows any operator.  A struct is a record whose field names are those of the struct in
camelCase (msgspec's `rename`), with `type` where the struct has a tag of that name; of the fields with a
default, the records of a model have those that its modules know; a tuple is a sequence, a
frozenset a set, a `PerServer` a function.  Servers and commands are whatever the model's constants
`Server` and `Value` hold, known by their text.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterable, Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from raft_reference.core.types import Clock, Context, Index, PerServer, Round, ServerId, Term
from raft_reference.core.types import Value as Command
from tlakit.semantics.values import (
    BooleanValue,
    FunctionValue,
    IntegerValue,
    RecordValue,
    SetValue,
    StringValue,
    TupleValue,
    Value,
    boolean,
    function_of,
    integer,
    record_of,
    set_of,
    string,
    tuple_of,
)

NUMBERS = (Term, Index, Round, Clock, Context, int)
"""The types whose values are numbers of the specification."""


class EncodingError(Exception):
    """A value is not of the type that it should have; the text says which."""


class Shape(msgspec.Struct, frozen=True):
    """A struct as a record: for each field its name, its name in the record and its type.

    `defaults` are the fields that have one, with it.
    """

    fields: tuple[tuple[str, str, Any], ...]
    tag: str | None
    defaults: dict[str, Any]


@functools.cache
def shape_of(kind: type[msgspec.Struct]) -> Shape:
    """The shape of a struct; `tag` is its `type` in the record, None if it has none."""
    hints = get_type_hints(kind)
    fields = msgspec.structs.fields(kind)
    config = kind.__struct_config__
    tag = config.tag if config.tag_field == "type" else None
    return Shape(
        tuple((field.name, field.encode_name, hints[field.name]) for field in fields),
        str(tag) if tag else None,
        {field.name: field.default for field in fields if field.default is not msgspec.NODEFAULT},
    )


def _elements(constants: Mapping[str, Value], name: str) -> Iterable[Value]:
    found = constants.get(name)
    if not isinstance(found, SetValue):
        raise EncodingError(f"the model's constant {name} is not a set: {found}")
    return found


class Encoding:
    """The correspondence for one model, whose constants must include Server, Value and None.

    Of the fields with a default its records have `fields`, named as in the specification.
    """

    def __init__(
        self, constants: Mapping[str, Value], *, fields: frozenset[str] = frozenset()
    ) -> None:
        self.servers = {ServerId(v.text): v for v in _elements(constants, "Server")}
        self.commands = {Command(v.text.encode()): v for v in _elements(constants, "Value")}
        if "NoOp" in constants:
            self.commands[Command(constants["NoOp"].text.encode())] = constants["NoOp"]
        self.fields = fields
        if "None" not in constants:
            raise EncodingError("the model has no constant None")
        self.none = constants["None"]
        self._decoded: dict[tuple[Value, Any], Any] = {}

    def encode(self, value: Any, kind: Any) -> Value:
        """The TLA+ value of a Python value of type `kind`; EncodingError if it is not of it."""
        try:
            return self._encode(value, kind)
        except (AttributeError, KeyError, TypeError) as problem:
            raise EncodingError(f"{value!r} is no {kind}: {problem!r}") from None

    def _encode(self, value: Any, kind: Any) -> Value:
        if kind is ServerId:
            return self.servers[value]
        if kind is Command:
            return self.commands[value]
        if kind in NUMBERS and type(value) is int:
            return integer(value)
        if kind is bool and type(value) is bool:
            return boolean(value)
        if kind is PerServer:
            return function_of({of: integer(value[j]) for j, of in self.servers.items()})
        origin = get_origin(kind)
        if origin is Literal and value in get_args(kind):
            return string(value)
        if origin in (types.UnionType, Union):
            return self._encode_choice(value, kind)
        if origin is tuple and type(value) is tuple:
            return tuple_of(self._encode(item, get_args(kind)[0]) for item in value)
        if origin is frozenset and type(value) is frozenset:
            return set_of(self._encode(item, get_args(kind)[0]) for item in value)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and type(value) is kind:
            return self._encode_record(value, kind)
        raise TypeError(f"a {type(value).__name__}")

    def _encode_record(self, value: msgspec.Struct, kind: type[msgspec.Struct]) -> Value:
        shape = shape_of(kind)
        fields = {
            record_name: self._encode(getattr(value, name), of)
            for name, record_name, of in self._present(shape)
        }
        for name, record_name, _ in shape.fields:
            absent = name in shape.defaults and record_name not in self.fields
            if absent and getattr(value, name) != shape.defaults[name]:
                raise TypeError(f"{name} is of an extension that this model has not")
        if shape.tag is not None:
            fields["type"] = string(shape.tag)
        return record_of(fields)

    def _present(self, shape: Shape) -> Iterable[tuple[str, str, Any]]:
        """The fields that the records of this model have."""
        return (f for f in shape.fields if f[0] not in shape.defaults or f[1] in self.fields)

    def _encode_choice(self, value: Any, kind: Any) -> Value:
        if value is None and type(None) in get_args(kind):
            return self.none
        choices = [choice for choice in get_args(kind) if choice is not type(None)]
        if len(choices) == 1:
            return self._encode(value, choices[0])
        return self._encode(value, next(c for c in choices if type(value) is (get_origin(c) or c)))

    def decode(self, value: Value, kind: Any) -> Any:
        """The Python value of type `kind` of a TLA+ value; EncodingError if there is none."""
        if (value, kind) not in self._decoded:
            self._decoded[value, kind] = self._decode(value, kind)
        return self._decoded[value, kind]

    def _decode(self, value: Value, kind: Any) -> Any:
        if kind is ServerId or kind is Command:
            text = value.text
            return ServerId(text) if kind is ServerId else Command(text.encode())
        if kind in NUMBERS and isinstance(value, IntegerValue):
            return value.value
        if kind is bool and isinstance(value, BooleanValue):
            return value.value
        if kind is PerServer and isinstance(value, FunctionValue | RecordValue | TupleValue):
            first, *_ = value.mapping.values()
            function = PerServer(self.decode(first, Index))
            for j, of in self.servers.items():
                function = function.but(j, self.decode(value.mapping[of], Index))
            return function
        origin = get_origin(kind)
        if origin is Literal and isinstance(value, StringValue):
            return value.value
        if origin in (types.UnionType, Union):
            return self._decode_choice(value, kind)
        if origin is tuple and isinstance(value, TupleValue):
            return tuple(self.decode(item, get_args(kind)[0]) for item in value.items)
        if origin is frozenset and isinstance(value, SetValue):
            return frozenset(self.decode(item, get_args(kind)[0]) for item in value)
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self._decode_record(value, kind)
        raise EncodingError(f"{value.text} is no {kind}")

    def _decode_choice(self, value: Value, kind: Any) -> Any:
        if type(None) in get_args(kind) and value is self.none:
            return None
        choices = [choice for choice in get_args(kind) if choice is not type(None)]
        if len(choices) == 1:
            return self.decode(value, choices[0])
        tag = value.fields.get("type") if isinstance(value, RecordValue) else None
        for choice in choices:
            if get_origin(choice) is tuple and isinstance(value, TupleValue):
                return self.decode(value, choice)
            if tag is string(choice.__name__) or self._has_fields(value, choice):
                return self.decode(value, choice)
        raise EncodingError(f"{value.text} is none of {kind}")

    def _has_fields(self, value: Value, kind: Any) -> bool:
        """Whether a record has just the fields of a struct, and no tag says that it is another."""
        if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
            return False
        shape = shape_of(kind)
        names = {record_name for _, record_name, _ in self._present(shape)}
        tagged = {"type": string(shape.tag)} if shape.tag is not None else {}
        return (
            isinstance(value, RecordValue)
            and set(value.fields) == names | tagged.keys()
            and all(value.fields[name] is tag for name, tag in tagged.items())
        )

    def _decode_record(self, value: Value, kind: type[msgspec.Struct]) -> Any:
        shape = shape_of(kind)
        if not isinstance(value, RecordValue) or not self._has_fields(value, kind):
            raise EncodingError(f"{value.text} has not the fields of {kind.__name__}")
        return kind(
            **{
                name: self.decode(value.fields[record_name], of)
                for name, record_name, of in self._present(shape)
            }
        )
