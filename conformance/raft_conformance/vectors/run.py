"""A vector as a case: its inputs to one real node, and its expectations held against it.

What cannot be observed is not judged. A refused vote may go unanswered, a commit index may be late,
and an acknowledgement need name no index.
"""

from collections.abc import Iterator
from functools import partial
from typing import assert_never

from msgspec.structs import replace

from raft_conformance.cases import PROCESS_CRASH, Assumptions, Case, Need
from raft_conformance.judge.rules import Rule
from raft_conformance.protocol.messages import LogEntry, Position
from raft_conformance.protocol.views import (
    AnyView,
    AppendEntriesRequest,
    AppendEntriesResponse,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_conformance.scenarios.scenario import REORDERS, REPEATS
from raft_conformance.vectors.format import (
    NODE,
    Expectation,
    Expire,
    Input,
    Propose,
    Receive,
    Restart,
    Vector,
)
from raft_conformance.world.world import World


def case_of(vector: Vector) -> Case:
    """The case of a vector."""
    plain = Assumptions()
    network = plain.network
    if "duplicate" in vector.needs:
        network = REPEATS
    elif "reorder" in vector.needs:
        network = REORDERS
    is_asked = any(
        isinstance(step.input, Receive) and isinstance(step.input.view, RequestVoteRequest)
        for step in vector.steps
    )
    needs: tuple[Need, ...] = (*vector.needs, "one-leader-a-term")
    if is_asked:
        needs = (*needs, "no-lease")
    return Case(
        id=vector.id,
        title=vector.title,
        rules=(vector.definition,),
        source=vector.source,
        run=partial(_run, vector),
        reach="every input was taken",
        tier="inject",
        needs=needs,
        assumptions=Assumptions(
            network=network, disk=PROCESS_CRASH if "crash" in vector.needs else plain.disk
        ),
        hosted=(NODE,),
    )


def _run(vector: Vector, world: World) -> None:
    rule = Rule(
        vector.definition,
        vector.definition,
        "Raft",
        "after each input the node is as this operator says",
        vector.source,
    )
    base = world.state(NODE).last or Position(index=0, term=0)
    for number, step in enumerate(vector.steps, start=1):
        _give(world, step.input, base)
        for what in _differences(world, step.input, step.expect, base):
            world.require(False, rule, NODE, f"input {number}: {what}")


def _give(world: World, given: Input, base: Position) -> None:
    match given:
        case Receive(view=view):
            world.inject(NODE, placed(view, base))
        case Expire(timer="election"):
            world.election_timeout(NODE)
        case Expire():
            world.heartbeat(NODE)
        case Propose():
            world.propose(NODE)
        case Restart():
            world.crash(NODE)
            world.restart(NODE)
        case _:
            assert_never(given)


def placed(view: AnyView, base: Position) -> AnyView:
    """The view with its indexes counted from the implementation's first free one."""
    match view:
        case RequestVoteRequest(last_log_index=index, last_log_term=term):
            return replace(
                view,
                last_log_index=base.index + index,
                last_log_term=term if index else base.term,
            )
        case AppendEntriesRequest(prev_log_index=int(index), prev_log_term=term):
            return replace(
                view,
                prev_log_index=base.index + index,
                prev_log_term=term if index else base.term,
                leader_commit=base.index + view.leader_commit,
            )
        case AppendEntriesResponse(match_index=int(index)):
            return replace(view, match_index=base.index + index)
        case _:
            return view


def _differences(world: World, given: Input, expect: Expectation, base: Position) -> Iterator[str]:
    """Every way in which the node does not do what the spec requires, in words."""
    state = world.state(NODE)
    if state.term is not None and state.term != expect.term:
        yield f"its term is {state.term}, and must be {expect.term}"
    if state.vote is not None and state.vote != expect.vote:
        yield f"its vote is {state.vote or 'none'!r}, and must be {expect.vote or 'none'!r}"
    if state.role is not None and state.role != expect.role:
        yield f"it is {state.role}, and must be {expect.role}"
    most = base.index + expect.commit_at_most
    if state.commit is not None and state.commit > most:
        yield f"its commit index is {state.commit}, and must be at most {most}"
    if expect.log is not None and world.capabilities.log:
        yield from _log_differences(world.log(NODE), expect, base)
    yield from _answer_differences(world, given, expect, base)


def _log_differences(
    log: tuple[LogEntry, ...], expect: Expectation, base: Position
) -> Iterator[str]:
    assert expect.log is not None
    own = [entry for entry in log if entry.index > base.index]
    if not expect.keeps <= len(own) <= len(expect.log):
        yield f"it has {len(own)} of the entries, and must have {len(expect.log)}"
        return
    for entry, wanted in zip(own, expect.log, strict=False):
        other_value = entry.value is not None and entry.value != wanted.value
        if entry.term != wanted.term or other_value:
            shown = f"{entry.value or 'an entry'} of term {entry.term}"
            yield (
                f"it has {shown} at index {entry.index}, and must have {wanted.value} of "
                f"term {wanted.term}"
            )


def _answer_differences(
    world: World, given: Input, expect: Expectation, base: Position
) -> Iterator[str]:
    views = [message.view for message in world.sent if message.view is not None]
    seen = len(views) == len(world.sent)
    if expect.grants is not None:
        granted = any(isinstance(view, RequestVoteResponse) and view.vote_granted for view in views)
        if granted and expect.grants == "must-not":
            yield "it granted the vote, and must not"
        if seen and not granted and expect.grants == "must":
            yield "it did not grant the vote, and must"
    if expect.acknowledges_at_most is not None:
        yield from _acknowledged_too_much(views, given, expect.acknowledges_at_most, base)
    for view in views:
        if expect.asks is not None and isinstance(view, RequestVoteRequest):
            last = Position(index=base.index + expect.asks.index, term=expect.asks.term)
            if expect.asks.index == 0:
                last = base
            if (view.last_log_index, view.last_log_term) != (last.index, last.term):
                yield (
                    f"it names {view.last_log_index} of term {view.last_log_term} as its last "
                    f"entry, and must name {last.index} of term {last.term}"
                )


def _acknowledged_too_much(
    views: list[AnyView], given: Input, most: int, base: Position
) -> Iterator[str]:
    """An answer counts as an acknowledgement only in the term of the request."""
    assert isinstance(given, Receive)
    asked = given.view
    assert isinstance(asked, AppendEntriesRequest)
    for view in views:
        if not isinstance(view, AppendEntriesResponse) or not view.success:
            continue
        if view.term not in (None, asked.term):
            continue
        if most < 0:
            yield "it accepted the request, and must not"
        elif view.match_index is not None and view.match_index > base.index + most:
            yield (
                f"it acknowledged up to {view.match_index}, and may at most up to "
                f"{base.index + most}"
            )
