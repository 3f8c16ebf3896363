"""Each property holds at the start and is false of some run that breaks it."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from raft_reference import invariants
from raft_reference.core.commitment import Committed
from raft_reference.core.messages import RequestVoteResponse
from raft_reference.core.state import ServerState, init_server
from raft_reference.core.types import Entry, Index, PerServer, ServerId, Term, Value
from raft_reference.invariants import STATE_PROPERTIES, STEP_PROPERTIES
from raft_reference.run import Run

A, B = ServerId("a"), ServerId("b")
SERVERS = frozenset({A, B, ServerId("c")})
X1, Y1, Y2 = Entry(Term(1), Value(b"x")), Entry(Term(1), Value(b"y")), Entry(Term(2), Value(b"y"))
NEW = {i: init_server(i, server=SERVERS) for i in SERVERS}
LEADER = replace(NEW[A], role="leader", current_term=Term(2), voted_for=A)
ONE = Index(1)


def run(*changed: ServerState, votes: int = 0, committed: tuple[Committed, ...] = ()) -> Run:
    voters = [RequestVoteResponse(Term(1), A, dest, True) for dest in sorted(SERVERS)]
    servers = {**NEW, **{s.id: s for s in changed}}
    return Run(servers, frozenset(voters[:votes]), frozenset(committed))


BROKEN_RUNS = {
    "ElectionSafety": run(LEADER, replace(LEADER, id=B)),
    "LogMatching": run(replace(NEW[A], log=(X1,)), replace(NEW[B], log=(Y1,))),
    "LeaderCompleteness": run(LEADER, committed=(Committed(ONE, X1, Term(1)),)),
    "StateMachineSafety": run(committed=(Committed(ONE, X1, Term(1)), Committed(ONE, Y2, Term(2)))),
    "OneVoteATerm": run(votes=2),
    "CommitIsInLog": run(replace(NEW[A], commit_index=ONE)),
    "NextAboveMatch": run(replace(LEADER, match_index=PerServer(ONE))),
    "MatchIsTrue": run(
        replace(LEADER, log=(X1,), match_index=NEW[A].match_index.but(B, ONE)),
        replace(NEW[B], current_term=Term(2), log=(Y1,)),
    ),
}
BROKEN_STEPS = {
    "LeaderAppendOnly": (replace(LEADER, log=(X1,)), replace(LEADER, log=(Y2,))),
    "TermNeverGoesBack": (LEADER, NEW[A]),
    "CommitNeverGoesBack": (replace(LEADER, commit_index=ONE), LEADER),
    "VoteIsKept": (LEADER, replace(LEADER, voted_for=B)),
}


@pytest.mark.parametrize("name", STATE_PROPERTIES)
def test_a_state_property_tells_good_from_bad(name: str) -> None:
    assert STATE_PROPERTIES[name](run(LEADER, votes=1))
    assert not STATE_PROPERTIES[name](BROKEN_RUNS[name])


@pytest.mark.parametrize("name", STEP_PROPERTIES)
def test_a_step_property_tells_good_from_bad(name: str) -> None:
    assert STEP_PROPERTIES[name](LEADER, LEADER)
    assert not STEP_PROPERTIES[name](*BROKEN_STEPS[name])


def test_every_property_of_the_specification_is_here() -> None:
    text = (Path(__file__).parents[2] / "spec/RaftProperties.tla").read_text(encoding="utf-8")
    names = re.findall(r"^(\w+)(?:\(.*\))? ==", text, flags=re.MULTILINE)
    temporal = {name for name in names if f"{name}Step" in names}
    functions = {_snake_case(name) for name in names if name not in temporal}
    assert functions <= set(vars(invariants))
    stated = [*STATE_PROPERTIES.values(), *STEP_PROPERTIES.values()]
    helpers = {"is_leader", "is_prefix", "votes_granted"}
    assert {function.__name__ for function in stated} == functions - helpers
    assert set(STEP_PROPERTIES) == temporal


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
