"""Which function of the reference is the twin of which operator of the specification.

An operator of constant level (one that looks at its parameters and the constants only) has a twin;
those that look at variables are the actions, which `raft_reference.core.actions` has as structs.
"""

from __future__ import annotations

import builtins
import inspect
import re
from collections.abc import Callable
from typing import Any, get_type_hints

import msgspec

from raft_reference.core import (
    actions,
    commitment,
    durability,
    elections,
    handle,
    log,
    quorum,
    replication,
    state,
)
from tlakit.language import ir

MODULES = (log, quorum, state, elections, replication, commitment, durability, handle)
MODULE_NAME = "Raft"
BUILT_IN = {"Min": builtins.min, "Max": builtins.max}
"""Operators whose twin is a function of Python itself; they take and give numbers."""


class Twin(msgspec.Struct, frozen=True):
    """A function with the types of its positional parameters and of its result.

    `constants` are its keyword-only parameters: constants of the specification.
    """

    name: str
    function: Callable[..., Any]
    parameters: tuple[tuple[str, Any], ...]
    constants: tuple[tuple[str, Any], ...]
    result: Any

    @property
    def place(self) -> str:
        """Where the function is, as `module:line`; a class or built-in has only a name."""
        function = inspect.unwrap(self.function)
        if inspect.isfunction(function):
            return f"{function.__module__}:{function.__code__.co_firstlineno}"
        return f"{function.__module__}.{self.name}"


def snake_case(name: str) -> str:
    """The Python name for a TLA+ name.

    >>> snake_case("HandleAppendEntriesRequest"), snake_case("prevLogIndex"), snake_case("s0")
    ('handle_append_entries_request', 'prev_log_index', 's0')
    >>> snake_case("OneVoteATerm")
    'one_vote_a_term'
    """
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def constant_name(name: str) -> str:
    """The TLA+ constant for a keyword-only parameter.

    >>> constant_name("max_batch_size")
    'MaxBatchSize'
    """
    return "".join(word.capitalize() for word in name.split("_"))


def mirrored_operators(module: ir.Module) -> dict[str, ir.Definition]:
    """The operators of module Raft that must have a twin, by name."""
    return {
        name: definition
        for name, definition in module.definitions.items()
        if definition.module == MODULE_NAME and definition.level is ir.Level.CONSTANT
    }


def find_twin(name: str) -> Twin | None:
    """The twin of an operator; None if the reference has no function of that name."""
    if name in BUILT_IN:
        number = (("a", int), ("b", int))
        return Twin(name.lower(), BUILT_IN[name], number, (), int)
    wanted = name if name == state.Step.__name__ else snake_case(name)
    for module in MODULES:
        function = vars(module).get(wanted)
        if callable(function):
            return _twin(wanted, function)
    return None


def _twin(name: str, function: Callable[..., Any]) -> Twin:
    is_class = isinstance(function, type)
    hints = get_type_hints(function if is_class else inspect.unwrap(function))
    parameters = inspect.signature(function).parameters.values()
    keyword_only = inspect.Parameter.KEYWORD_ONLY
    return Twin(
        name=name,
        function=function,
        parameters=tuple((p.name, hints.get(p.name)) for p in parameters if p.kind != keyword_only),
        constants=tuple((p.name, hints.get(p.name)) for p in parameters if p.kind == keyword_only),
        result=function if is_class else hints.get("return"),
    )


def action_types() -> dict[str, type[msgspec.Struct]]:
    """The reference's actions by name."""
    found: tuple[type[msgspec.Struct], ...] = actions.Action.__args__
    return {kind.__name__: kind for kind in found}
