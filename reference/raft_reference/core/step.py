"""One input, one new node, its effects."""

from typing import assert_never

from msgspec.structs import replace

from raft_reference.core.actions import Timeout
from raft_reference.core.asynchronous import is_asynchronous
from raft_reference.core.configuration import configuration
from raft_reference.core.effects import Accepted, Effects, Reason, Refused, to_persist
from raft_reference.core.election_actions import StandForElection, TransferTo, WinPreVote
from raft_reference.core.every_action import AnyAction, SyncWrites, is_allowed, take
from raft_reference.core.inputs import (
    Compact,
    Deliver,
    Expire,
    Input,
    Persisted,
    Propose,
    Read,
    Reconfigure,
    Tick,
    Transfer,
)
from raft_reference.core.leader_id_actions import TimeoutWithId
from raft_reference.core.log import entry_at, last_index
from raft_reference.core.messages import (
    FROM_LEADER,
    Message,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.node import Node, reset_timer
from raft_reference.core.policy import (
    Script,
    on_compaction,
    on_expiry,
    on_message,
    on_persisted,
    on_proposal,
    on_read,
    on_reconfiguration,
    on_transfer,
    pass_timeout,
)
from raft_reference.core.read_actions import AnswerByLease, AnswerRead, TickClock
from raft_reference.core.refusal import why_not_changed, why_not_proposed
from raft_reference.core.screening import why_ignored
from raft_reference.core.state import ServerState
from raft_reference.core.types import Context, Index, ServerId

STANDS = Timeout | TimeoutWithId | StandForElection | WinPreVote
"""The actions by which a server stands."""


def step(node: Node, input: Input) -> tuple[Node, Effects]:
    """The node after one input, and what its host is to do (the package says in which order).

    Any input is in order at any time.  A message that no member can have sent is ignored, and
    `Effects.dropped` says why; nothing that arrives raises an error.

    >>> from raft_reference.core.effects import Durable
    >>> from raft_reference.core.node import Settings, boot
    >>> node = boot(Settings("a", frozenset("abc")), Durable(), seed=1)
    >>> node, effects = step(node, Expire("election"))
    >>> node.server.role, [m.dest for m in effects.messages], effects.actions
    ('candidate', ['b', 'c'], (Timeout(i='a'),))
    """
    settings, s = node.settings, node.server
    match input:
        case Tick():
            return _tick(replace(node, elapsed=node.elapsed + 1))
        case Expire(timer=timer):
            return _run(node, on_expiry(settings, s, timer), None)
        case Propose(value=value):
            refused = why_not_proposed(s, features=settings.features)
            return _answer(node, on_proposal(settings, s, value), refused)
        case Reconfigure(target=target):
            refused = why_not_changed(s, target, features=settings.features)
            return _answer(node, on_reconfiguration(settings, s, target), refused)
        case Deliver(message=message):
            reason = why_ignored(s, message, settings.rules, leader_ids=settings.leader_ids)
            if reason is not None:
                return node, Effects(dropped=reason)
            return _run(node, on_message(settings, s, message), message)
        case Read(context=context):
            return _run(node, on_read(settings, s, context), None, asked=(context,))
        case Transfer(target=target):
            return _run(node, on_transfer(settings, s, target), None)
        case Compact(index=index, state=state):
            return _run(node, on_compaction(settings, s, index, state), None)
        case Persisted(number=number):
            done = number - (node.writes - len(s.writes))
            return _run(node, on_persisted(settings, s, done), None)
        case _:
            assert_never(input)


def _answer(node: Node, script: Script, refused: Reason | None) -> tuple[Node, Effects]:
    """Run the script of a proposal, and say where in the log it is, or why it is not."""
    at = Index(last_index(node.server) + 1)
    answer = Refused(node.leader, refused) if refused else Accepted(at, node.server.current_term)
    node, effects = _run(node, script, None)
    return node, replace(effects, proposal=answer)


def _tick(node: Node) -> tuple[Node, Effects]:
    """The node once its time has moved on, and the clock that a lease goes by before anything else."""
    if "lease" not in node.settings.features:
        return _run_out(node)
    node, ticked = _run(node, _pass_tick(node.server), None)
    node, effects = _run_out(node)
    return node, replace(effects, actions=ticked.actions + effects.actions)


def _pass_tick(s: ServerState) -> Script:
    return (yield TickClock(s.id))


def _run_out(node: Node) -> tuple[Node, Effects]:
    """The node once the timer that ran out has acted, at most one a tick.

    Where a rule asks for it, a leader has two timers, and a follower forgets its leader already
    after the shortest election timeout (D 4.2.3).
    """
    settings = node.settings
    if node.server.role == "leader":
        if settings.features:
            node = replace(node, unchecked=node.unchecked + 1)
            if node.unchecked >= settings.election_ticks:
                return step(replace(node, unchecked=0), Expire("election"))
        if node.elapsed >= settings.heartbeat_ticks:
            return step(replace(node, elapsed=0), Expire("heartbeat"))
    elif node.elapsed >= node.election_timeout:
        return step(node, Expire("election"))
    elif node.elapsed >= settings.election_ticks and node.server.heard_from_leader:
        return _run(node, pass_timeout(settings, node.server), None)
    return node, Effects()


def _run(
    node: Node, script: Script, received: Message | None, asked: tuple[Context, ...] = ()
) -> tuple[Node, Effects]:
    """Take the actions that the script wants, one after the other."""
    before = s = node.server
    rules = node.settings.rules
    actions: list[AnyAction] = []
    messages: list[Message] = []
    try:
        action = next(script)
        while True:
            if not is_allowed(s, action, rules):
                raise AssertionError(f"policy chose {action}, which the specification forbids")
            taken = take(s, action, rules)
            s = taken.server
            actions.append(action)
            messages.extend(sorted(taken.out, key=lambda m: m.dest))
            action = script.send(s)
    except StopIteration:
        pass
    node = replace(node, server=s, leader=_known_leader(node, s, received))
    if _restarts_timer(before, s, actions, messages, received):
        node = reset_timer(node)
    if before.role != "leader" or any(isinstance(a, TransferTo) for a in actions):
        node = replace(node, unchecked=0)
    persist = to_persist(before, s)
    if is_asynchronous(s) and persist is not None:
        node = replace(node, writes=_last_write(node, before, s, actions))
        persist = replace(persist, number=node.writes)
    installed = s.snapshot if s.snapshot.last_index > node.applied else None
    applied = node.applied if installed is None else installed.last_index
    fresh = range(applied + 1, min(s.commit_index, last_index(s)) + 1)
    answered = tuple(
        (a.r.context, a.r.index) for a in actions if isinstance(a, AnswerRead | AnswerByLease)
    )
    waited = {r.context for r in before.reads}.union(asked)
    in_force = configuration(s)
    effects = Effects(
        persist=persist,
        messages=tuple(messages),
        install=installed,
        apply=tuple((Index(k), entry_at(s, Index(k))) for k in fresh),
        reads=answered,
        refused_reads=tuple(
            sorted(waited - {r.context for r in s.reads} - {context for context, _ in answered})
        ),
        configuration=in_force if in_force != configuration(before) else None,
        became_leader=s.role == "leader" and before.role != "leader",
        actions=tuple(actions),
    )
    return replace(node, applied=max(node.applied, s.commit_index)), effects


def _last_write(
    node: Node, before: ServerState, after: ServerState, actions: list[AnyAction]
) -> int:
    """The number of the last write on its way; a step may have queued several, and seen some done."""
    done = sum(action.count for action in actions if isinstance(action, SyncWrites))
    return node.writes + done + len(after.writes) - len(before.writes)


def _known_leader(old: Node, s: ServerState, received: Message | None) -> ServerId | None:
    """Who leads the term of `s`, as far as this server knows."""
    if s.role == "leader":
        return s.id
    if isinstance(received, FROM_LEADER) and received.term == s.current_term:
        return received.source
    stays = s.current_term == old.server.current_term and old.leader != s.id
    return old.leader if stays else None


def _restarts_timer(
    before: ServerState,
    after: ServerState,
    actions: list[AnyAction],
    sent: list[Message],
    received: Message | None,
) -> bool:
    """Whether the timer starts anew.

    An election timer does so when an election or a pre-vote starts, when a vote is granted, and
    when the leader of the current term is heard, also by a request that is refused for a gap in the
    log; by nothing else, or a server that cannot win could keep the others from trying (RP section 5.2).
    A heartbeat timer does so when heartbeats are sent, which is when it ran out or the term began.
    """
    if after.role == "leader":
        return before.role != "leader" or (received is None and bool(sent))
    if before.role == "leader":
        return True
    heard = isinstance(received, FROM_LEADER) and received.term == after.current_term
    granted = any(isinstance(m, RequestVoteResponse) and m.vote_granted for m in sent)
    votes = (after.current_term, after.voted_for) != (before.current_term, before.voted_for)
    asked = isinstance(received, RequestVoteRequest)
    promised = votes and asked and after.voted_for not in (None, after.id)
    stands = any(isinstance(a, STANDS) for a in actions)
    return heard or granted or promised or stands
