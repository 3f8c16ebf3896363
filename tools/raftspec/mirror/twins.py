"""Which function of the reference is the twin of which operator of the specification.

An operator of constant level (one that looks at its parameters and the constants only) has a twin;
those that look at variables are the actions, which the reference has as structs. A model is held to the
outermost module that it extends: the modules which that one extends have models of their own.
"""

from __future__ import annotations

import builtins
import inspect
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any, get_type_hints

import msgspec

from raft_reference.core import (
    actions,
    check_quorum,
    commitment,
    compaction,
    complete,
    complete_actions,
    configuration,
    durability,
    election_actions,
    election_messages,
    elections,
    features,
    handle,
    installation,
    lease,
    log,
    membership,
    membership_actions,
    new_term,
    prevote,
    read_actions,
    reads,
    replication,
    snapshot_actions,
    snapshot_messages,
    state,
    stickiness,
    transfer,
)
from tlakit.language import ir


class Mirrored(msgspec.Struct, frozen=True):
    """A module of the specification and the modules of the reference that have its operators.

    `actions` are its actions with those of other modules that its `Next` takes over; `fields` are
    those of its records for which the reference has a default.
    """

    name: str
    modules: tuple[ModuleType, ...]
    actions: tuple[type[msgspec.Struct], ...]
    fields: tuple[str, ...]


RAFT = Mirrored(
    "Raft",
    (log, configuration, state, elections, replication, commitment, durability, handle),
    actions.Action.__args__,
    ("outgoing", "learners"),
)
ELECTIONS = Mirrored(
    "RaftElections",
    (features, stickiness, prevote, new_term, check_quorum, transfer, election_messages),
    (
        *election_actions.ElectionAction.__args__,
        actions.WinElection,
        actions.SendEntries,
        actions.Commit,
    ),
    ("preVotesGranted", "heardFromLeader", "heardFrom", "transferTarget", "leadershipTransfer"),
)
MEMBERSHIP = Mirrored(
    "RaftMembership",
    (membership,),
    (*membership_actions.MembershipAction.__args__, *ELECTIONS.actions),
    (),
)
SNAPSHOTS = Mirrored(
    "RaftSnapshots",
    (compaction, installation, snapshot_messages),
    (
        *snapshot_actions.SnapshotAction.__args__,
        election_actions.ReceiveMessage,
        election_actions.RestartServer,
        actions.SendEntries,
        actions.Commit,
    ),
    (),
)
READS = Mirrored(
    "RaftReads",
    (reads,),
    (
        *read_actions.ReadAction.__args__,
        election_actions.StandForElection,
        election_actions.WinPreVote,
        election_actions.BeginTerm,
        election_actions.Propose,
        election_actions.TransferTo,
        election_actions.FinishTransfer,
        actions.WinElection,
        actions.SendEntries,
        actions.Commit,
    ),
    ("reads", "round", "confirmedRound"),
)
LEASE = Mirrored(
    "RaftLease",
    (lease,),
    (*read_actions.LeaseAction.__args__, read_actions.TakeRead, read_actions.AnswerRead),
    ("clock", "heardAt", "sentRounds", "revoked"),
)
COMPLETE = Mirrored(
    "RaftComplete",
    (complete,),
    (
        *complete_actions.CompleteAction.__args__,
        *membership_actions.MembershipAction.__args__,
        *snapshot_actions.SnapshotAction.__args__,
        *LEASE.actions,
    ),
    (),
)
MIRRORED = (RAFT, ELECTIONS, MEMBERSHIP, SNAPSHOTS, READS, LEASE, COMPLETE)
"""Each after those that it extends."""

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


def mirrored(module: ir.Module) -> Mirrored:
    """The outermost module with twins that a model extends; Raft where it extends none."""
    extended = {definition.module for definition in module.definitions.values()}
    return next((found for found in reversed(MIRRORED) if found.name in extended), RAFT)


def known_fields(module: ir.Module) -> frozenset[str]:
    """Of the fields for which the reference has a default, those that the records of a model have."""
    extended = {definition.module for definition in module.definitions.values()}
    return frozenset(name for found in MIRRORED if found.name in extended for name in found.fields)


def mirrored_operators(module: ir.Module) -> dict[str, ir.Definition]:
    """The operators of that module that must have a twin, by name."""
    outermost = mirrored(module).name
    return {
        name: definition
        for name, definition in module.definitions.items()
        if definition.module == outermost and definition.level is ir.Level.CONSTANT
    }


def find_twin(name: str) -> Twin | None:
    """The twin of an operator; None if the reference has no function of that name."""
    if name in BUILT_IN:
        number = (("a", int), ("b", int))
        return Twin(name.lower(), BUILT_IN[name], number, (), int)
    for module in (module for found in MIRRORED for module in found.modules):
        for wanted in (name, snake_case(name)):
            function = vars(module).get(wanted)
            of_others = isinstance(function, type) and function.__module__ != module.__name__
            if callable(function) and not of_others:
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
        parameters=tuple(
            (p.name, hints.get(p.name))
            for p in parameters
            if p.kind != keyword_only and p.default is p.empty
        ),
        constants=tuple((p.name, hints.get(p.name)) for p in parameters if p.kind == keyword_only),
        result=function if is_class else hints.get("return"),
    )


def action_types(of: Mirrored = RAFT) -> dict[str, type[msgspec.Struct]]:
    """The reference's actions for a module, by name."""
    return {kind.__name__: kind for kind in of.actions}
