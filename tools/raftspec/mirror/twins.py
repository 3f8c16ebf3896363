"""Which function of the reference is the twin of which operator of the specification.

An operator of constant level (one that looks at its parameters and the constants only) has a twin;
those that look at variables are the actions, which the reference has as structs. A model is held to the
outermost module whose rules it has: the modules which that one extends have models of their own.
"""

from __future__ import annotations

import builtins
import inspect
import re
from collections.abc import Callable
from itertools import product
from types import ModuleType
from typing import Any, get_type_hints

import msgspec

from raft_reference import application
from raft_reference.core import (
    actions,
    asynchronous,
    check_quorum,
    commitment,
    compaction,
    complete,
    configuration,
    durability,
    election_actions,
    election_messages,
    elections,
    features,
    handle,
    installation,
    leader_ids,
    lease,
    log,
    membership,
    new_term,
    on_apply,
    prevote,
    reads,
    replication,
    sessions,
    snapshot_messages,
    state,
    stickiness,
    transfer,
)
from raft_reference.core.every_action import AnyAction
from raft_reference.session_actions import SessionAction
from raftspec.mirror.rules import applied, taken
from raftspec.problems import InputProblem
from tlakit.language import ir
from tlakit.semantics import Specification
from tlakit.semantics.values import TRUE


class Mirrored(msgspec.Struct, frozen=True, eq=False):
    """A module of the specification and the modules of the reference that have its operators.

    `model` is the smallest model whose transitions ask each of its operators and actions. `fields` are
    the fields of its records for which the reference has a default. `renamed` are the actions that the
    reference has under the name of another, and `without` the operators that it needs no function for.
    `variant` are the fields by which a record of the reference tells that it goes by this module, and
    `of_raft` the operators that give Raft's record, without what others have added to it.
    """

    name: str
    model: str
    modules: tuple[ModuleType, ...]
    fields: tuple[str, ...] = ()
    renamed: dict[str, type[msgspec.Struct]] = {}
    without: tuple[str, ...] = ()
    variant: dict[str, object] = {}
    of_raft: tuple[str, ...] = ()


RAFT = Mirrored(
    "Raft",
    "commit",
    (log, configuration, state, elections, replication, commitment, durability, handle),
    ("outgoing", "learners"),
)
ELECTIONS = Mirrored(
    "RaftElections",
    "all_features",
    (features, stickiness, prevote, new_term, check_quorum, transfer, election_messages),
    ("preVotesGranted", "heardFromLeader", "heardFrom", "transferTarget", "leadershipTransfer"),
)
MEMBERSHIP = Mirrored("RaftMembership", "membership_all", (membership,))
SNAPSHOTS = Mirrored("RaftSnapshots", "configured", (compaction, installation, snapshot_messages))
READS = Mirrored(
    "RaftReads", "read_index_pre_vote_check_quorum", (reads,), ("reads", "round", "confirmedRound")
)
LEASE = Mirrored(
    "RaftLease", "lease_reads", (lease,), ("clock", "heardAt", "sentRounds", "revoked")
)
COMPLETE = Mirrored("RaftComplete", "every_feature", (complete,))
DURABILITY = Mirrored(
    "RaftDurability",
    "async_features",
    (asynchronous,),
    ("disk", "writes"),
    {
        "StandWritten": election_actions.StandForElection,
        "WinPreVoteWritten": election_actions.WinPreVote,
        "WinDurably": actions.WinElection,
        "BeginTermWritten": election_actions.BeginTerm,
        "ProposeWritten": election_actions.Propose,
        "SendWritten": actions.SendEntries,
        "CommitWritten": actions.Commit,
        "TimeoutWritten": election_actions.ElectionTimeout,
        "TransferWritten": election_actions.TransferTo,
        "FinishWritten": election_actions.FinishTransfer,
        "ReceiveWritten": election_actions.ReceiveMessage,
        "LoseUnsynced": election_actions.RestartServer,
    },
    ("DurabilityFeatures", "IsAsynchronous"),
)
LEADER_IDS = Mirrored("RaftLeaderIds", "leader_ids_log", (leader_ids,), ("isVoteCommitted",))
ON_APPLY = Mirrored(
    "RaftMembershipOnApply",
    "on_apply",
    (on_apply,),
    variant={"active_on": "apply"},
    of_raft=("RecoverWithCommit",),
)
SESSIONS = Mirrored("RaftSessions", "sessions_answered", (sessions, application))
MIRRORED = (
    RAFT,
    ELECTIONS,
    MEMBERSHIP,
    ON_APPLY,
    SNAPSHOTS,
    READS,
    LEASE,
    COMPLETE,
    DURABILITY,
    LEADER_IDS,
    SESSIONS,
)
"""Each after those that it extends."""

ACTIONS: dict[str, type[msgspec.Struct]] = {
    kind.__name__: kind for kind in (*AnyAction.__args__, *SessionAction.__args__)
}
"""What the reference has of the actions, by name."""

BUILT_IN = {"Min": builtins.min, "Max": builtins.max}
"""Operators whose twin is a function of Python itself; they take and give numbers."""


class Twin(msgspec.Struct, frozen=True):
    """A function with the types of its positional parameters and of its result.

    `constants` are its keyword-only parameters: constants of the specification, and operators that a host
    replaces.
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
    """The TLA+ constant, or operator, for a keyword-only parameter.

    >>> constant_name("max_batch_size")
    'MaxBatchSize'
    """
    return "".join(word.capitalize() for word in name.split("_"))


def mirrored(specification: Specification) -> Mirrored:
    """The outermost module whose rules a model has; what has no parameters is a value and no rule.

    Raises InputProblem where one of them has no twin, or where the reference has only a part of it.
    """
    extended = {
        definition.module
        for definition in applied(specification)
        if definition.parameters or definition.level is not ir.Level.CONSTANT
    }
    for name in sorted(extended - {found.name for found in MIRRORED}):
        raise _refusal(specification, f"module {name} has no twin")
    if not extended:
        raise _refusal(specification, "it has no actions")
    held_to = next(found for found in reversed(MIRRORED) if found.name in extended)
    if held_to is DURABILITY and not is_asynchronous(specification):
        why = "in the reference a server whose writes are done at once knows no disk"
        raise _refusal(specification, f'its Features lack "asynchronous-writes"\n{why}')
    return held_to


def is_asynchronous(specification: Specification) -> bool:
    """Whether the writes of a model of RaftDurability take their time."""
    return specification.apply("IsAsynchronous") is TRUE


def _refusal(specification: Specification, why: str) -> InputProblem:
    known = ", ".join(f"{found.model} ({found.name})" for found in MIRRORED)
    return InputProblem(
        f"a model of {specification.module.name} cannot be mirrored: {why}\n"
        f"a model whose actions are all of one of these modules can be: {known}"
    )


def known_fields(specification: Specification) -> frozenset[str]:
    """Of the fields for which the reference has a default, those that the records of a model have."""
    extended = {d.module for d in specification.module.definitions.values()}
    return frozenset(name for found in MIRRORED if found.name in extended for name in found.fields)


def mirrored_operators(specification: Specification) -> dict[str, ir.Definition]:
    """The operators of that module that must have a twin, by name."""
    held_to = mirrored(specification)
    return {
        name: definition
        for name, definition in specification.module.definitions.items()
        if definition.module == held_to.name
        and definition.level is ir.Level.CONSTANT
        and name not in held_to.without
    }


def mirrored_actions(specification: Specification) -> dict[str, type[msgspec.Struct] | None]:
    """What the reference has of each action that a model takes, by its name there; None for nothing."""
    renamed = mirrored(specification).renamed
    return {
        action.name: renamed.get(action.name, ACTIONS.get(action.name))
        for action in taken(specification)
    }


def find_twin(name: str) -> Twin | None:
    """The twin of an operator; None if the reference has no function of that name."""
    if name in BUILT_IN:
        number = (("a", int), ("b", int))
        return Twin(name.lower(), BUILT_IN[name], number, (), int)
    modules = [module for found in MIRRORED for module in found.modules]
    for wanted, module in product((snake_case(name), name), modules):
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
