"""Each property of the rules for elections is true of a good run and false of one that breaks it."""

import re
from pathlib import Path

import pytest
from msgspec.structs import replace

from raft_reference import election_invariants
from raft_reference.core.check_quorum import pass_election_timeout
from raft_reference.core.messages import Message, PreVoteResponse, RequestVoteRequest
from raft_reference.core.state import ServerState, Step, init_server
from raft_reference.core.types import Entry, Features, Index, ServerId, Term, Value, all_features
from raft_reference.election_invariants import (
    ELECTION_STATE_PROPERTIES,
    ELECTION_STEP_PROPERTIES,
)
from raft_reference.run import Run

A, B, C = map(ServerId, "abc")
SERVERS = frozenset({A, B, C})
ONE = Term(1)
COMMAND = Entry(ONE, Value(b"x"))
NEW = {i: init_server(i, server=SERVERS) for i in SERVERS}
ASKS = RequestVoteRequest(ONE, A, B, Term(0), Index(0))
CONSENT = PreVoteResponse(ONE, B, A, True)
LEADER = replace(NEW[A], role="leader", current_term=ONE, voted_for=A, heard_from=frozenset({B}))
ANYTHING = frozenset[Message]({ASKS, CONSENT})


def run(
    s: ServerState, messages: frozenset[Message] = ANYTHING, features: Features | None = None
) -> Run:
    known = all_features() if features is None else features
    return Run({**NEW, s.id: s}, messages, frozenset(), known)


BROKEN_RUNS = {
    "TermBeginsWithNoOp": run(replace(LEADER, log=(COMMAND,))),
    "TermBeginsWithCandidate": run(LEADER, frozenset()),
    "CandidateHasConsent": run(LEADER, frozenset({ASKS})),
}
GOOD_STEP = (LEADER, LEADER)
HANDS_OVER = replace(LEADER, transfer_target=B)
BROKEN_STEPS = {
    "PreVoteChangesNothing": (NEW[A], replace(NEW[A], role="precandidate", current_term=ONE)),
    "NothingAppendedInTransfer": (HANDS_OVER, replace(HANDS_OVER, log=(COMMAND,))),
}


@pytest.mark.parametrize("name", ELECTION_STATE_PROPERTIES)
def test_a_state_property_holds_of_a_good_run(name: str) -> None:
    assert ELECTION_STATE_PROPERTIES[name](run(LEADER))
    assert ELECTION_STATE_PROPERTIES[name](run(replace(LEADER, heard_from=frozenset())))


@pytest.mark.parametrize("name", BROKEN_RUNS)
def test_a_state_property_tells_a_bad_run(name: str) -> None:
    assert not ELECTION_STATE_PROPERTIES[name](BROKEN_RUNS[name])
    assert name == "TermBeginsWithCandidate" or ELECTION_STATE_PROPERTIES[name](
        replace(BROKEN_RUNS[name], features=frozenset())
    )


@pytest.mark.parametrize("name", ELECTION_STEP_PROPERTIES)
def test_a_step_property_tells_good_from_bad(name: str) -> None:
    assert ELECTION_STEP_PROPERTIES[name](*GOOD_STEP)
    assert not ELECTION_STEP_PROPERTIES[name](*BROKEN_STEPS[name])


def test_what_a_server_would_do_is_asked_of_the_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing_happens(s: ServerState, *, features: Features) -> Step:
        return Step(s, frozenset())

    silent = replace(LEADER, heard_from=frozenset())
    assert election_invariants.steps_down_without_quorum(run(silent))
    monkeypatch.setattr(election_invariants, pass_election_timeout.__name__, nothing_happens)
    assert not election_invariants.stays_with_quorum(run(silent))
    assert not election_invariants.transfer_expires(run(HANDS_OVER))


def test_names_are_those_of_the_specification() -> None:
    path = Path(__file__).parents[2] / "spec/RaftElectionsProperties.tla"
    text = path.read_text(encoding="utf-8")
    names = set(re.findall(r"^(\w+)(?:\(.*\))? ==", text, flags=re.MULTILINE))
    assert names >= ELECTION_STATE_PROPERTIES.keys() | ELECTION_STEP_PROPERTIES.keys()
    assert names >= {f"{name}Step" for name in ELECTION_STEP_PROPERTIES}
