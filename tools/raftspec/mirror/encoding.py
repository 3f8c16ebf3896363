"""TLA+ values to the reference's values and back, directed by the Python types.

Nothing here knows any operator.  A struct is a record whose field names are those of the struct in
camelCase (msgspec's `rename`), with `type` where the struct has a tag of that name; of the fields with a
default, the records of a model have those that its modules know; a tuple is a sequence, a
frozenset a set, a `PerServer` a function.  Servers, clients, commands and operations are whatever the
model's constants hold, known by their text; the command of a session is a record, and bytes in an entry.
"""

from __future__ import annotations

import functools
import types
from collections.abc import Iterable, Mapping
from types import MappingProxyType, NoneType
from typing import Any, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints

import msgspec

from raft_reference import application
from raft_reference.core import sessions
from raft_reference.core.sessions import ClientId, Operation, Reply
from raft_reference.core.types import (
    Clock,
    ConfigurationEntry,
    Context,
    Entry,
    Index,
    LeaderId,
    PerServer,
    Round,
    ServerId,
    Term,
)
from raft_reference.core.types import Value as Command
from raftspec.mirror.codecs import (
    Choice,
    Codec,
    EncodingError,
    Named,
    Numeral,
    OfServers,
    Packed,
    Plain,
    Record,
    Several,
)
from tlakit.semantics.values import (
    BooleanValue,
    IntegerValue,
    SetValue,
    StringValue,
    Value,
    boolean,
    integer,
    set_of,
    string,
    tuple_of,
)

__all__ = ["Encoding", "EncodingError"]

EMPTY = set_of(())

NUMBERS = (Term, LeaderId, Index, Round, Clock, Context, int)
"""The types whose values are numbers of the specification."""

NAMED = {ServerId: "Server", Command: "Value", ClientId: "Client", Operation: "Operation"}
"""The types whose values are known by their text, with the constant that holds all of them."""

STANDS_FOR: dict[Any, Any] = {sessions.State: application.State}
"""What the reference leaves to a host, as the specification has it."""

UNTAGGED = (Entry, ConfigurationEntry)
"""What has a tag in files only: in the specification the fields tell them apart."""


class Shape(msgspec.Struct, frozen=True):
    """A struct as a record: for each field its name, its name in the record and its type.

    `tag` are the fields of the record that say which of several it is; `defaults` are the fields that have
    one, with it.
    """

    fields: tuple[tuple[str, str, Any], ...]
    tag: dict[str, str]
    defaults: dict[str, Any]


@functools.cache
def shape_of(kind: Any) -> Shape:
    """The shape of a struct; a generic one may be given with what its variables stand for."""
    struct = get_origin(kind) or kind
    hints = get_type_hints(struct)
    given = dict(zip(getattr(struct, "__parameters__", ()), get_args(kind), strict=False))
    fields = msgspec.structs.fields(struct)
    config = struct.__struct_config__
    is_tagged = config.tag is not None and struct not in UNTAGGED
    return Shape(
        tuple(
            (field.name, field.encode_name, given.get(hints[field.name], hints[field.name]))
            for field in fields
        ),
        {str(config.tag_field): str(config.tag)} if is_tagged else {},
        {field.name: field.default for field in fields if field.default is not msgspec.NODEFAULT},
    )


def _elements(constants: Mapping[str, Value], name: str) -> Iterable[Value]:
    found = constants.get(name, EMPTY)
    if not isinstance(found, SetValue):
        raise EncodingError(f"the model's constant {name} is not a set: {found}")
    return found


class Encoding:
    """The correspondence for one model, whose constants must include None.

    Of the fields with a default its records have `fields`, named as in the specification.  `variant`
    are those by which the reference tells a variant, with their values; no record has them.
    """

    def __init__(
        self,
        constants: Mapping[str, Value],
        *,
        fields: frozenset[str] = frozenset(),
        variant: Mapping[str, Any] = MappingProxyType({}),
    ) -> None:
        self._named = {kind: tuple(_elements(constants, name)) for kind, name in NAMED.items()}
        if "NoOp" in constants:
            self._named[Command] += (constants["NoOp"],)
        self.servers = {ServerId(v.text): v for v in self._named[ServerId]}
        self.fields = fields
        self.variant = variant
        if "None" not in constants:
            raise EncodingError("the model has no constant None")
        self.none = constants["None"]
        self._codecs: dict[Any, Codec] = {}

    def encode(self, value: Any, kind: Any) -> Value:
        """The TLA+ value of a Python value of type `kind`; EncodingError if it is not of it."""
        try:
            return self.codec(kind).encode(value)
        except (AttributeError, KeyError, TypeError, msgspec.DecodeError) as problem:
            raise EncodingError(f"{value!r} is no {kind}: {problem!r}") from None

    def decode(self, value: Value, kind: Any) -> Any:
        """The Python value of type `kind` of a TLA+ value; EncodingError if there is none."""
        return self.codec(kind).decode(value)

    def codec(self, kind: Any) -> Codec:
        """What encodes and decodes values of a type, made once."""
        found = self._codecs.get(kind)
        if found is None:
            found = self._codecs[kind] = self._make(kind)
        return found

    def _make(self, kind: Any) -> Codec:
        origin, arguments = get_origin(kind), get_args(kind)
        if kind in STANDS_FOR:
            return self.codec(STANDS_FOR[kind])
        if kind is Command:
            commands = self.codec(sessions.Command)
            named = Named(self._named[kind], kind)
            return Packed(named, commands, sessions.encode_command, sessions.decode_command)
        if kind in NAMED:
            return Named(self._named[kind], kind)
        if kind in NUMBERS:
            return Plain(int, integer, IntegerValue, kind)
        if kind is Reply:
            return Numeral()
        if kind is bool or origin is TypeGuard:
            return Plain(bool, boolean, BooleanValue, kind)
        if kind is PerServer:
            return OfServers(self.servers)
        if origin is Literal:
            return Plain(str, string, StringValue, kind, frozenset(arguments))
        if origin in (types.UnionType, Union):
            none = self.none if type(None) in arguments else None
            choices = [choice for choice in arguments if choice is not type(None)]
            return Choice(none, {choice: self.codec(choice) for choice in choices}, kind)
        if origin is tuple:
            return Several(tuple, self.codec(arguments[0]), tuple_of, kind)
        if origin is frozenset:
            return Several(frozenset, self.codec(arguments[0]), set_of, kind)
        struct = origin or kind
        if isinstance(struct, type) and issubclass(struct, msgspec.Struct):
            return self._record(kind)
        return Plain(NoneType, lambda _: self.none, NoneType, kind)

    def _record(self, kind: Any) -> Record:
        shape = shape_of(kind)
        absent = {
            name: self.variant.get(name, shape.defaults[name])
            for name, record_name, _ in shape.fields
            if name in shape.defaults and record_name not in self.fields
        }
        present = tuple((n, r, self.codec(of)) for n, r, of in shape.fields if n not in absent)
        return Record(get_origin(kind) or kind, present, absent, shape.tag)
