"""Fills in what must come of each plan's inputs, by the operators of Raft.tla.

`python -m raft_conformance.vectors.generate --spec spec` writes raft.json; a test compares.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import assert_never

import msgspec

from raft_conformance.judge.spec_server import Operators, SpecServer, SpecState
from raft_conformance.protocol.messages import Position
from raft_conformance.protocol.views import (
    AnyView,
    AppendEntriesRequest,
    AppendEntriesResponse,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_conformance.vectors.format import (
    NODE,
    VECTORS_FILE,
    Duty,
    Expectation,
    Expire,
    Input,
    Propose,
    Receive,
    Restart,
    Step,
    Vector,
    VectorEntry,
    VectorFile,
)
from raft_conformance.vectors.plan import Plan
from raft_conformance.vectors.plans import PLANS

SERVERS = (NODE, "n2", "n3")

NOTE = "Made by python -m raft_conformance.vectors.generate from spec/Raft.tla; do not edit."


def generate(spec: Path) -> VectorFile:
    """All vectors. Raises tlakit's LanguageError for a spec that cannot be read."""
    operators = Operators(spec, SERVERS)
    vectors = tuple(_fill(plan, SpecServer(operators, NODE, SERVERS)) for plan in PLANS)
    return VectorFile(note=NOTE, vectors=vectors)


def file_text(vectors: VectorFile) -> str:
    """The text of raft.json."""
    return msgspec.json.format(msgspec.json.encode(vectors), indent=1).decode() + "\n"


def _fill(plan: Plan, server: SpecServer) -> Vector:
    steps = []
    verified: dict[int, int] = {}
    has_led = False
    for number, given in enumerate(plan.inputs, start=1):
        sent = _act(server, given)
        state = server.state
        has_led = state.role == "leader" or (has_led and not _is_from_the_start(given))
        expectation = Expectation(
            term=state.current_term,
            vote=state.voted_for,
            role=state.role,
            commit_at_most=state.commit_index,
            # A leader may have begun its term with an entry of its own.
            log=None if has_led else _log(state),
            keeps=plan.may_forget.get(number, len(state.log)),
            grants=_grants(given, sent, repeated=number in plan.repeated),
            acknowledges_at_most=_acknowledges(given, sent, state, verified),
            asks=_asks(sent),
        )
        steps.append(Step(given, expectation))
    return Vector(
        id=plan.id,
        title=plan.title,
        definition=plan.definition,
        source=plan.source,
        needs=plan.needs,
        steps=tuple(steps),
    )


def _act(server: SpecServer, given: Input) -> list[AnyView]:
    match given:
        case Receive(view=view):
            return server.receive(view)
        case Expire(timer="election"):
            return server.election_timeout()
        case Expire():
            return server.heartbeat_timeout()
        case Propose(value=value):
            sent = server.propose(value)
            assert sent is not None, "a plan proposes only to a leader"
            return sent
        case Restart():
            server.restart()
            return []
        case _:
            assert_never(given)


def _is_from_the_start(given: Input) -> bool:
    """Whether the input brings entries from the first one on: then they are all there is."""
    view = given.view if isinstance(given, Receive) else None
    return isinstance(view, AppendEntriesRequest) and not view.prev_log_index and bool(view.entries)


def _log(state: SpecState) -> tuple[VectorEntry, ...]:
    return tuple(VectorEntry(entry["term"], entry["value"]) for entry in state.log)


def _grants(given: Input, sent: Sequence[AnyView], *, repeated: bool) -> Duty | None:
    if not (isinstance(given, Receive) and isinstance(given.view, RequestVoteRequest)):
        return None
    granted = any(isinstance(view, RequestVoteResponse) and view.vote_granted for view in sent)
    if not granted:
        return "must-not"
    return "may" if repeated else "must"


def _acknowledges(
    given: Input, sent: Sequence[AnyView], state: SpecState, verified: dict[int, int]
) -> int | None:
    """The bound for an answer: what was verified in this term, by this or an earlier request."""
    if not (isinstance(given, Receive) and isinstance(given.view, AppendEntriesRequest)):
        return None
    for view in sent:
        if (
            isinstance(view, AppendEntriesResponse)
            and view.success
            and view.match_index is not None
        ):
            bound = max(view.match_index, state.commit_index, verified.get(state.current_term, 0))
            verified[state.current_term] = bound
            return bound
    return -1


def _asks(sent: Sequence[AnyView]) -> Position | None:
    for view in sent:
        if isinstance(view, RequestVoteRequest):
            return Position(index=view.last_log_index, term=view.last_log_term)
    return None


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write the vectors from the specification.")
    parser.add_argument("--spec", type=Path, default=Path("spec"), help="its folder")
    VECTORS_FILE.write_text(file_text(generate(parser.parse_args().spec)))
