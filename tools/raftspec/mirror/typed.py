"""What to ask of the operators of an extension: the arguments follow from their twins' types.

A server record comes from the reachable states, a message from those sent in them, everything else
from a small pool for its type. An operator `X` that has a guard `CanX` of the same parameters is
asked only where the guard holds.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from itertools import product
from typing import Any, Union, get_args, get_origin

from raft_reference.core.state import ServerState
from raft_reference.core.types import Configuration, ServerId, Term
from raft_reference.core.types import Value as Command
from raftspec.mirror.calls import SMALL_NUMBERS, Call, Calls, field
from raftspec.mirror.twins import Twin, find_twin, mirrored_operators
from tlakit.semantics import Specification
from tlakit.semantics.values import FALSE, TRUE, StringValue, Value


class TypedCalls:
    """The questions about one model of an extension."""

    def __init__(self, specification: Specification) -> None:
        self._specification = specification
        core = Calls(specification)
        self.servers, self.commands, self.counts = core.servers, core.commands, core.counts
        self.configurations = core.configurations
        self._pools: dict[Any, tuple[Value, ...]] = {
            ServerId: self.servers,
            Command: self.commands,
            Term: SMALL_NUMBERS,
            bool: (FALSE, TRUE),
            frozenset[ServerId]: core.sets,
            Configuration: core.configurations,
        }
        found = ((name, find_twin(name)) for name in mirrored_operators(specification.module))
        self._twins = {name: twin for name, twin in found if twin is not None}

    def of_model(self) -> Iterator[Call]:
        """What depends on no state."""
        for name, twin in self._twins.items():
            kinds = [kind for _, kind in twin.parameters]
            if all(kind in self._pools for kind in kinds):
                for arguments in product(*(self._pools[kind] for kind in kinds)):
                    yield Call(name, arguments)

    def of_record(self, s: Value) -> Iterator[Call]:
        """What to ask about a server by itself."""
        for name, twin in self._twins.items():
            first, *others = [kind for _, kind in twin.parameters] or [None]
            if first is ServerState and all(kind in self._pools for kind in others):
                for chosen in product(*(self._pools[kind] for kind in others)):
                    if self._has_meaning(name, twin, (s, *chosen)):
                        yield Call(name, (s, *chosen))

    def of_message(self, s: Value, m: Value) -> Iterator[Call]:
        """What to ask about a server that a message may reach, before and after it saw the term."""
        kind = field(m, "type")
        assert isinstance(kind, StringValue)
        adopted = self._specification.apply("AdoptTerm", s, field(m, "term"))
        for name, twin in self._twins.items():
            kinds = [kind for _, kind in twin.parameters]
            if len(kinds) == 2 and kind.value in _names(kinds[1]):
                yield Call(name, (s, m))
                yield Call(name, (adopted, m))

    def _has_meaning(self, name: str, twin: Twin, arguments: tuple[Value, ...]) -> bool:
        guard = self._twins.get(f"Can{name}")
        if guard is None or len(guard.parameters) != len(twin.parameters):
            return True
        return self._specification.apply(f"Can{name}", *arguments) is TRUE


def _names(kind: Any) -> set[str]:
    """The names of the classes of a type."""
    choices = get_args(kind) if get_origin(kind) in (types.UnionType, Union) else (kind,)
    return {choice.__name__ for choice in choices if isinstance(choice, type)}
