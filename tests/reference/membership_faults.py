"""Wrong versions of functions of the rules for members, each a known mistake."""

from msgspec.structs import replace
from tests.reference.planted import Planted

from raft_reference.core import (
    compaction,
    configuration,
    elections,
    membership,
    new_term,
    replication,
)
from raft_reference.core.configuration import is_majority, voters
from raft_reference.core.log import entries, last_index, last_term, term_at
from raft_reference.core.messages import AppendEntriesRequest, RequestVoteRequest
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Configuration, Features, Index, Log, ServerId, Snapshot

right_append_entries = replication.handle_append_entries_request
right_can_leave_joint = membership.can_leave_joint


def any_time(s: ServerState) -> bool:
    return True


def on_top_of_another(s: ServerState) -> bool:
    return True


def has_entry_in_term(s: ServerState) -> bool:
    return last_term(s) == s.current_term


def used_when_committed(s: ServerState) -> Index:
    return max(s.commit_index, s.snapshot.last_index)


def keeps_what_is_removed(s: ServerState, m: AppendEntriesRequest) -> Step:
    step = right_append_entries(s, m)
    in_force, left = configuration.configuration(s), configuration.configuration(step.server)
    if in_force == left or any(map(configuration.is_configuration, m.entries)):
        return step
    kept = replace(step.server.snapshot, configuration=in_force)
    return Step(replace(step.server, snapshot=kept), step.out)


def loses_configuration(s: ServerState, index: Index, state: bytes | Log) -> Step:
    return compacted(s, index, state, s.snapshot.configuration)


def keeps_youngest(s: ServerState, index: Index, state: bytes | Log) -> Step:
    return compacted(s, index, state, configuration.configuration(s))


def compacted(s: ServerState, index: Index, state: bytes | Log, c: Configuration) -> Step:
    rest = entries(s, Index(index + 1), last_index(s))
    snapshot = Snapshot(index, term_at(s, index), c, state)
    return Step(replace(s, snapshot=snapshot, log=rest), frozenset())


def counts_learners(s: ServerState, q: frozenset[ServerId]) -> bool:
    c = configuration.configuration(s)
    return is_majority(q, c.voters | c.learners)


def one_majority_of_both(s: ServerState, q: frozenset[ServerId]) -> bool:
    return is_majority(q, voters(s))


def counts_itself(s: ServerState, q: frozenset[ServerId]) -> bool:
    return 2 * len(q & (voters(s) | {s.id})) > len(voters(s))


def grants_as_voter(s: ServerState, m: RequestVoteRequest) -> bool:
    return (
        s.id in voters(s)
        and m.term == s.current_term
        and elections.is_up_to_date(s, m)
        and s.voted_for in (None, m.source)
    )


def two_voters_at_once(s: ServerState, c: Configuration, *, features: Features) -> bool:
    return len(membership.changed(configuration.configuration(s).voters, c.voters)) <= 2


def never_steps_down(s: ServerState) -> bool:
    return False


def anyone_stands(s: ServerState) -> bool:
    return s.role != "leader"


def only_members_stand(s: ServerState) -> bool:
    return s.role != "leader" and s.id in voters(s)


def changes_joint(s: ServerState, c: Configuration, *, features: Features) -> bool:
    return (
        membership.can_append_configuration(s)
        and membership.is_target(s, c, features=features)
        and membership.is_single_change(s, c, features=features)
    )


def leaves_as_voter(s: ServerState) -> bool:
    return right_can_leave_joint(s) and s.id in configuration.configuration(s).voters


FAULTS = (
    Planted(
        new_term.has_committed_in_term,
        any_time,
        "ChangeFollowsCommitOfItsTerm",
        "P19",
        "noop=no features=single-server servers=4 voters=3 elect:a run:4 change:a:abcd",
    ),
    Planted(
        new_term.has_committed_in_term,
        has_entry_in_term,
        "ChangeFollowsCommitOfItsTerm",
        "P19b",
        "features=single-server,no-op servers=4 voters=3 elect:a run:4 change:a:abcd",
    ),
    Planted(
        configuration.active_index,
        used_when_committed,
        "ConfigurationIsOfLog",
        "P20",
        "features=single-server servers=4 voters=3 elect:a run:12 change:a:abcd",
        at_random=True,
    ),
    Planted(
        replication.handle_append_entries_request,
        keeps_what_is_removed,
        "ConfigurationIsOfLog",
        "P20d",
        "features=single-server servers=4 voters=3 elect:a run:12 split:a change:a:abcd elect:b run:12 "
        "heal beat:b run:12",
    ),
    Planted(
        compaction.compact,
        loses_configuration,
        "SnapshotConfigurationIsTrue",
        "P20b",
        "features=learners,snapshots servers=4 voters=2 elect:a run:16 change:a:ab+c run:4 compact:a",
        at_random=True,
    ),
    Planted(
        compaction.compact,
        keeps_youngest,
        "SnapshotConfigurationIsTrue",
        "P20c",
        "features=single-server,snapshots servers=4 voters=2 elect:a run:16 change:a:abc compact:a",
    ),
    Planted(
        configuration.is_quorum,
        counts_learners,
        "OnlyVotersCount",
        "P21",
        "features=learners servers=3 voters=2 elect:a run:8 change:a:ab+c run:12 split:b propose:a run:8",
    ),
    Planted(
        configuration.is_quorum,
        one_majority_of_both,
        "JointDecidesInBothHalves",
        "P21b",
        "features=joint,learners servers=3 voters=2 elect:a run:8 change:a:ab+c run:12 beat:a run:8 change:a:bc run:2 "
        "crash:a elect:b run:4",
    ),
    Planted(
        elections.grants_vote,
        grants_as_voter,
        "SomebodyIsElectable",
        "P21c",
        "features=joint servers=4 voters=2 elect:a run:16 change:a:bc",
    ),
    Planted(
        membership.is_configuration_committed,
        on_top_of_another,
        "OneChangeAtATime",
        "MB01",
        "features=single-server servers=4 voters=2 elect:a run:16 change:a:abc change:a:abcd",
        at_random=True,
    ),
    Planted(
        membership.is_single_change,
        two_voters_at_once,
        "QuorumsOverlap",
        "MB02",
        "features=single-server servers=4 voters=3 elect:a run:12 change:a:bcd",
    ),
    Planted(configuration.is_quorum, counts_itself, "OnlyVotersCount", "MB03", at_random=True),
    Planted(
        membership.can_step_down,
        never_steps_down,
        "RemovedLeaderStepsDown",
        "MB04",
        at_random=True,
    ),
    Planted(
        elections.can_start_election, anyone_stands, "OutsidersDoNotStand", "MB05", at_random=True
    ),
    Planted(
        elections.can_start_election,
        only_members_stand,
        "SomebodyIsElectable",
        "MB06",
        "features=joint servers=4 voters=2 elect:a run:16 change:a:bc run:4",
    ),
    Planted(  # the transfer keeps the leader from ending the joint configuration at once
        membership.can_change_configuration,
        changes_joint,
        "JointEndsAsItBegan",
        "MB07",
        "features=single-server,joint,transfer servers=5 voters=3 elect:a run:12 split:c change:a:ade "
        "transfer:ac run:20 beat:a run:10 elect:a change:a:abde",
    ),
    Planted(
        membership.can_leave_joint,
        leaves_as_voter,
        "JointIsLeft",
        "MB08",
        "features=joint servers=4 voters=2 elect:a run:16 change:a:bc run:12",
    ),
)
