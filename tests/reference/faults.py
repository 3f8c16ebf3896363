"""Faulty functions, one classical mistake each, to put in the place of the reference's own."""

from msgspec.structs import replace
from tests.reference.planted import NO_STEP, Planted

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


FAULTS = (
    Planted(elections.grants_vote, votes_again, "VoteIsKept", at_random=True),
    Planted(
        elections.is_up_to_date,
        compares_only_lengths,
        "LeaderCompleteness",
        "P07",
        "batch=1 noop=yes elect:c run:4 split:c elect:a run:4 split:a run:2 elect:c run:2",
    ),
    Planted(
        elections.handle_request_vote_response,
        counts_late_votes,
        "ElectionSafety",
        "P10",
        "noop=no elect:a deliver:0 elect:a elect:c elect:c deliver:1 deliver:6 deliver:8",
    ),
    Planted(configuration.is_majority, half_is_enough, "ElectionSafety", "C04", at_random=True),
    Planted(
        state.become_follower,
        forgets_the_vote,
        "VoteIsKept",
        "P06",
        "noop=no elect:a elect:b deliver:1 deliver:3 run:2 beat:a run:6",
        at_random=True,
    ),
    Planted(
        durability.recover,
        recovers_without_vote,
        "VoteIsKept",
        "P05",
        "elect:a run:1 restart:b",
        at_random=True,
    ),
    Planted(effects.to_persist, writes_no_vote, NO_STEP, "P05", at_random=True),
    Planted(
        replication.merge_entries,
        truncates_always,
        "MatchIsTrue",
        "P03",
        "batch=1 noop=no elect:a run:4 propose:a deliver:2 run:4",
    ),
    Planted(
        replication.merge_entries,
        keeps_the_old_tail,
        "LogMatching",
        "P04",
        "servers=5 noop=no elect:a run:24 split:ac propose:a propose:a run:20 elect:b run:20 "
        "propose:b run:20 heal run:30",
    ),
    Planted(
        replication.follower_commit,
        believes_any_commit,
        "CommitIsInLog",
        "P02",
        "batch=1 noop=no elect:a run:8 split:c propose:a propose:a run:12 beat:a heal run:8",
    ),
    Planted(
        replication.follower_commit,
        commits_own_end,
        "StateMachineSafety",
        "P02",
        "batch=1 noop=no elect:a run:8 propose:a run:4 split:a propose:a elect:b run:6 propose:b "
        "run:2 restart:b elect:b run:6 propose:b run:2 heal deliver:7 deliver:6 deliver:6 deliver:6 "
        "deliver:7",
    ),
    Planted(
        replication.handle_append_entries_response,
        backs_off_too_far,
        "NextAboveMatch",
        "P11",
        "noop=no elect:a run:8 propose:a drop:1 run:2 elect:b run:4 copy:1 drop:0 deliver:0 "
        "deliver:0 deliver:1 deliver:1 deliver:0",
    ),
    Planted(
        replication.handle_append_entries_response,
        acknowledges_own_end,
        "MatchIsTrue",
        "P09",
        "batch=1 noop=no elect:a run:12 propose:a run:1 propose:a deliver:1 run:6",
    ),
    Planted(
        replication.is_log_matching,
        heartbeats_unchecked,
        "MatchIsTrue",
        "P13",
        "noop=no elect:a run:8 split:c propose:a run:6 heal drop:0 elect:b run:12 beat:b run:12",
    ),
    Planted(  # RP figure 8, with three servers
        commitment.is_committable,
        commits_old_terms,
        "LeaderCompleteness",
        "P01",
        "noop=no elect:a run:8 split:a propose:a elect:b run:6 propose:b drop:0 crash:b heal "
        "restart:a elect:a elect:a run:20 split:a restart:b elect:b elect:b run:6",
    ),
    Planted(
        node.boot,
        commits_all_at_restart,
        NO_STEP,
        "P24",
        "noop=no elect:a run:8 split:a propose:a restart:a elect:b elect:b run:8",
    ),
    Planted(node.boot, returns_without_disk, NO_STEP, "P25", "elect:a run:2 restart:b"),
)
