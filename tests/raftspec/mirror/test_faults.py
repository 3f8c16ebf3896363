"""No one-line fault in a function of the reference goes unseen by the mirror.

Each module's models are walked once, and their questions, with the answers of the specification, are shared by
all faults: a fault costs what the reference takes to answer.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from tests.raftspec.mirror.conftest import Plant, Walked, model_of, walked
from tests.raftspec.mirror.mutations import Mutant, mutants_of

from raft_reference import session_actions
from raft_reference.core import (
    actions,
    complete_actions,
    election_actions,
    every_action,
    leader_id_actions,
    membership_actions,
    read_actions,
    snapshot_actions,
)
from raftspec.mirror.compare import Comparison, sides_of
from raftspec.mirror.questions import Question, Questions
from raftspec.mirror.twins import (
    COMPLETE,
    DURABILITY,
    ELECTIONS,
    LEADER_IDS,
    LEASE,
    MEMBERSHIP,
    ON_APPLY,
    RAFT,
    READS,
    SESSIONS,
    SNAPSHOTS,
    Mirrored,
    find_twin,
    snake_case,
)
from tlakit.semantics.values import Value

SIDES = 3
"""A model is asked as it is, with a server fewer, and without its features."""

EQUIVALENT = {
    # beyond the log there is no entry, whose term 0 is no leader's
    "Raft": {"committable: candidates = map(Index, range(s.commit_index + 1, last_index(s) + 2))"},
    # beyond the log there is no entry, whose term 0 is that of no snapshot
    "RaftSnapshots": {
        "holds_end: return True and term_at(s, snapshot.last_index) == snapshot.last_term"
    },
    # a server that starts, or starts again, has these fields as they are at first
    "RaftReads": {
        "init_read_server: return replace(init_election_server(i, server=server))",
        "recover_reader: return replace(recover_server(s))",
    },
    "RaftLease": {
        (
            "init_lease_server: return replace(init_read_server(i, server=server), "
            "**msgspec.structs.asdict(clock_fields(election_ticks=election_ticks)))"
        ),
        (
            "recover_timed_server: return replace(recover_reader(s), clock=s.clock, heard_at=heard_at, "
            "heard_from_leader='lease' in features)"
        ),
    },
    "RaftComplete": {
        "init_complete_server: return replace(init_member(i, initial_voters=initial_voters), "
        "**msgspec.structs.asdict(clock_fields(election_ticks=election_ticks)), "
        f"**msgspec.structs.asdict({kept}()))"
        for kept in ("ReadFields", "LeaseFields")
    },
    "RaftDurability": {"with_disk: return replace(s, disk=fields.disk)"},
    "RaftLeaderIds": {"init_leader_id_server: return replace(init_server(i, server=server))"},
}
"""Changes that change nothing, by the module, each with its reason."""


class Faults(NamedTuple):
    """Where faults are planted: the twins of a module, and what puts them behind its actions.

    Of `behind` those functions count whose names contain `part`.  `others` are models beside the
    module's own, each as (module, name, how many of its states).
    """

    held_to: Mirrored
    behind: ModuleType | None = None
    part: str = ""
    others: tuple[tuple[str, str, int], ...] = ()


PLANTED = (
    Faults(RAFT, actions, others=(("MCRaft", "two_servers", 1),)),
    Faults(
        ELECTIONS,
        election_actions,
        others=tuple(
            ("MCRaftElections", name, 700) for name in ("pre_vote", "check_quorum", "elections_off")
        ),
    ),
    Faults(
        SNAPSHOTS,
        snapshot_actions,
        others=tuple(
            ("MCRaftSnapshots", name, 900)
            for name in ("snapshots_with_elections", "conflicting", "snapshots_off")
        ),
    ),
    Faults(
        MEMBERSHIP,
        membership_actions,
        others=tuple(("MCRaftMembership", name, 40) for name in ("single_server", "joint")),
    ),
    Faults(READS, read_actions, "read_action"),
    Faults(LEASE, read_actions, "lease_action"),
    Faults(
        COMPLETE,
        complete_actions,
        others=(("MCRaftComplete", "membership_snapshots", 150),),
    ),
    Faults(ON_APPLY),
    Faults(LEADER_IDS, leader_id_actions, others=(("MCRaftLeaderIds", "leader_ids", 700),)),
    Faults(SESSIONS, session_actions),
    Faults(DURABILITY, every_action, others=(("MCRaftElections", "all_features", 200),)),
)


class Asked(NamedTuple):
    """The two sides of a model and its questions, by operator."""

    comparison: Comparison
    questions: dict[str, list[Question]]


def remembered(apply: Callable[..., Value]) -> Callable[..., Value]:
    """`Specification.apply`, asked only once for the same operator and arguments."""
    known: dict[Any, Value] = {}

    def ask(name: str, *arguments: Value, **states: Mapping[str, Value]) -> Value:
        key = (name, arguments, *(tuple(state.values()) for state in states.values()))
        if key not in known:
            known[key] = apply(name, *arguments, **states)
        return known[key]

    return ask


def asked_of(faults: Faults) -> list[Asked]:
    """The questions of the models; each answer is looked up only once."""
    others = (walked(name, states, module) for module, name, states in faults.others)
    models = (model_of(faults.held_to), *others)
    return [asked for model in models for asked in sides_asked(model)]


def sides_asked(model: Walked) -> Iterator[Asked]:
    """A model, and what it becomes with other constants."""
    for comparison, questions in sides_of(model.specification, Questions(*model)):
        asked: dict[str, list[Question]] = {}
        for question in questions:
            asked.setdefault(question.operator, []).append(question)
        comparison.apply = remembered(comparison.apply)
        yield Asked(comparison, asked)


def functions_of(faults: Faults) -> list[Callable[..., Any]]:
    """Every function that has a twin, and what puts them behind the actions."""
    behind = () if faults.behind is None else (faults.behind,)
    return [
        function
        for module in (*faults.held_to.modules, *behind)
        for name, function in vars(module).items()
        if inspect.isfunction(inspect.unwrap(function))
        and inspect.unwrap(function).__module__ == module.__name__
        and (module is not faults.behind or faults.part in name)
    ]


@pytest.mark.parametrize("faults", PLANTED, ids=lambda faults: faults.held_to.name)
def test_the_reference_agrees_and_every_one_line_fault_is_found(
    faults: Faults, plant: Plant
) -> None:
    """Already by the questions about the operator itself, or about the actions."""
    models = asked_of(faults)
    asked = set[str]().union(*(model.questions for model in models[:SIDES]))
    assert asked >= {*models[0].comparison.names}
    assert [name for model in models for name in model.questions if disagree(model, [name])] == []
    unseen = [
        mutant.text
        for function in functions_of(faults)
        for mutant in mutants_of(function)
        if not is_found(function, mutant, models, plant)
    ]
    assert {*unseen} == EQUIVALENT.get(faults.held_to.name, set())


def is_found(
    function: Callable[..., Any], mutant: Mutant, models: list[Asked], plant: Plant
) -> bool:
    """Whether some question about the function's own operator gets another answer by the mutant."""
    twins = models[0].comparison.twins
    own = [name for name in twins if snake_case(name) == function.__name__]
    plant(function, mutant.function)
    found = any(disagree(model, own) for model in models)
    plant(mutant.function, function)
    return found


def disagree(model: Asked, operators: list[str]) -> bool:
    """Whether the two sides disagree about one of these, with the functions as they are now.

    With no operators, about an action.
    """
    comparison, questions = model
    for name in operators or comparison.actions:
        if name in comparison.twins:
            comparison.twins[name] = find_twin(name)
        if comparison.first_disagreement(questions.get(name, [])) is not None:
            return True
    return False
