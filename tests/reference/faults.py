"""Faulty functions, one classical mistake each, to put in the place of the reference's own."""

from collections.abc import Callable
from typing import Any, NamedTuple

from msgspec.structs import replace

from raft_reference.core import (
    commitment,
    configuration,
    durability,
    effects,
    elections,
    log,
    node,
    replication,
    state,
)
from raft_reference.core.effects import Durable, Persist
from raft_reference.core.messages import (
    AppendEntriesRequest,
    AppendEntriesResponse,
    RequestVoteRequest,
    RequestVoteResponse,
)
from raft_reference.core.node import Node, Settings
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Index, Log, ServerId

right_become_follower = state.become_follower
right_recover = durability.recover
right_to_persist = effects.to_persist
right_boot = node.boot
right_is_log_matching = replication.is_log_matching


class Fault(NamedTuple):
    """The function that is replaced, and by what."""

    right: Callable[..., Any]
    faulty: Callable[..., Any]


def votes_again(s: ServerState, m: RequestVoteRequest) -> bool:
    return m.term == s.current_term and elections.is_up_to_date(s, m)


def commits_old_terms(s: ServerState, index: Index) -> bool:
    return configuration.is_quorum(s, commitment.replicas(s, index))


def truncates_always(s: ServerState, prev: Index, entries: Log) -> Log:
    return s.log[:prev] + entries


def keeps_the_old_tail(s: ServerState, prev: Index, entries: Log) -> Log:
    return s.log[:prev] + entries + s.log[prev + len(entries) :]


def believes_any_commit(s: ServerState, m: AppendEntriesRequest) -> Index:
    return max(s.commit_index, m.leader_commit)


def commits_own_end(s: ServerState, m: AppendEntriesRequest) -> Index:
    merged = replication.merge_entries(s, m.prev_log_index, m.entries)
    return max(s.commit_index, min(m.leader_commit, log.last_index(replace(s, log=merged))))


def compares_only_lengths(s: ServerState, m: RequestVoteRequest) -> bool:
    return m.last_log_index >= log.last_index(s)


def forgets_the_vote(s: ServerState) -> ServerState:
    return replace(right_become_follower(s), voted_for=None)


def recovers_without_vote(s: ServerState) -> ServerState:
    return replace(right_recover(s), voted_for=None)


def writes_no_vote(old: ServerState, new: ServerState) -> Persist | None:
    written = right_to_persist(old, new)
    return None if written is None else replace(written, voted_for=None)


def half_is_enough(q: frozenset[ServerId], voters: frozenset[ServerId]) -> bool:
    return len(q & voters) >= len(voters) // 2


def counts_late_votes(s: ServerState, m: RequestVoteResponse) -> Step:
    counts = m.vote_granted and s.role == "candidate"
    return Step(
        replace(s, votes_granted=s.votes_granted | {m.source}) if counts else s, frozenset()
    )


def backs_off_too_far(s: ServerState, m: AppendEntriesResponse) -> Step:
    step = replication_response(s, m)
    if m.success or step.server is s:
        return step
    lower = Index(max(1, s.next_index[m.source] - 1))
    return Step(replace(s, next_index=s.next_index.but(m.source, lower)), frozenset())


replication_response = replication.handle_append_entries_response


def acknowledges_own_end(s: ServerState, m: AppendEntriesResponse) -> Step:
    return replication_response(s, replace(m, match_index=log.last_index(s)) if m.success else m)


def heartbeats_unchecked(s: ServerState, m: AppendEntriesRequest) -> bool:
    return not m.entries or right_is_log_matching(s, m)


def commits_all_at_restart(settings: Settings, disk: Durable, seed: int, clock: int = 0) -> Node:
    booted = right_boot(settings, disk, seed, clock)
    end = log.last_index(booted.server)
    return replace(booted, server=replace(booted.server, commit_index=end))


def returns_without_disk(settings: Settings, disk: Durable, seed: int, clock: int = 0) -> Node:
    return right_boot(settings, Durable(), seed, clock)


FAULTS = {
    fault.faulty.__name__: fault
    for fault in (
        Fault(elections.grants_vote, votes_again),
        Fault(elections.is_up_to_date, compares_only_lengths),
        Fault(elections.handle_request_vote_response, counts_late_votes),
        Fault(configuration.is_majority, half_is_enough),
        Fault(state.become_follower, forgets_the_vote),
        Fault(durability.recover, recovers_without_vote),
        Fault(effects.to_persist, writes_no_vote),
        Fault(replication.merge_entries, truncates_always),
        Fault(replication.merge_entries, keeps_the_old_tail),
        Fault(replication.follower_commit, believes_any_commit),
        Fault(replication.follower_commit, commits_own_end),
        Fault(replication.handle_append_entries_response, backs_off_too_far),
        Fault(replication.handle_append_entries_response, acknowledges_own_end),
        Fault(replication.is_log_matching, heartbeats_unchecked),
        Fault(commitment.is_committable, commits_old_terms),
        Fault(node.boot, commits_all_at_restart),
        Fault(node.boot, returns_without_disk),
    )
}

MUTANTS = {
    "commits_old_terms": "P01",
    "commits_own_end": "P02",
    "believes_any_commit": "P02",
    "truncates_always": "P03",
    "keeps_the_old_tail": "P04",
    "recovers_without_vote": "P05",
    "writes_no_vote": "P05",
    "forgets_the_vote": "P06",
    "compares_only_lengths": "P07",
    "acknowledges_own_end": "P09",
    "counts_late_votes": "P10",
    "backs_off_too_far": "P11",
    "heartbeats_unchecked": "P13",
    "commits_all_at_restart": "P24",
    "returns_without_disk": "P25",
    "half_is_enough": "C04",
}
"""Which mutant of spec/mutants makes the same mistake; some faults have none."""
