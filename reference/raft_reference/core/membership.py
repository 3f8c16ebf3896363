"""A leader changes who the members are (D chapter 4).

The functions of `spec/RaftMembership.tla`.  Which configuration is in force, and whom it lets
decide, is Raft's own affair: see `configuration`.
"""

from msgspec.structs import replace

from raft_reference.core.configuration import (
    configuration,
    configuration_index,
    is_retired,
    voters,
)
from raft_reference.core.features import forget, init_election_server
from raft_reference.core.log import last_index
from raft_reference.core.new_term import has_committed_in_term
from raft_reference.core.replication import can_append_entry
from raft_reference.core.state import ServerState, Step, become_follower
from raft_reference.core.types import Configuration, ConfigurationEntry, Features, Index, ServerId


def membership_features() -> Features:
    """`MembershipFeatures`: those that can be switched on here."""
    return frozenset({"single-server", "joint", "learners"})


def init_member(i: ServerId, *, initial_voters: frozenset[ServerId]) -> ServerState:
    """`InitMember`: a server as it first starts, which need not be one of the voters.

    >>> init_member("d", initial_voters=frozenset("abc")).snapshot.configuration.voters == {*"abc"}
    True
    """
    return init_election_server(i, server=initial_voters)


def is_configuration_committed(s: ServerState) -> bool:
    """`IsConfigurationCommitted`: the newest configuration in its log is."""
    return configuration_index(s, last_index(s)) <= s.commit_index


def can_append_configuration(s: ServerState) -> bool:
    """`CanAppendConfiguration`: the change before is over, and the leader's term has begun."""
    return (
        can_append_entry(s)
        and s.transfer_target is None
        and has_committed_in_term(s)
        and is_configuration_committed(s)
    )


def members(c: Configuration) -> frozenset[ServerId]:
    """`Members`: all who get the log."""
    return c.voters | c.outgoing | c.learners


def append_configuration(s: ServerState, c: Configuration) -> Step:
    """`AppendConfiguration`: it is in force from here on; of who enters no entry is known to match."""
    match_index = s.match_index
    for j in members(c) - members(configuration(s)):
        match_index = match_index.but(j, Index(0))
    entry = ConfigurationEntry(s.current_term, c)
    return Step(replace(s, log=(*s.log, entry), match_index=match_index), frozenset())


def is_target(s: ServerState, c: Configuration, *, features: Features) -> bool:
    """`IsTarget`: the cluster may end up with it; a voter is not made a learner."""
    return (
        c.voters != frozenset()
        and c.outgoing == frozenset()
        and c.learners.isdisjoint(c.voters | voters(s))
        and (c.learners == frozenset() or "learners" in features)
        and c != configuration(s)
    )


def changed(voters: frozenset[ServerId], others: frozenset[ServerId]) -> frozenset[ServerId]:
    """`Changed`: who is in one of them only."""
    return (voters - others) | (others - voters)


def is_single_change(s: ServerState, c: Configuration, *, features: Features) -> bool:
    """`IsSingleChange`: at most one voter comes or goes, so that majorities overlap (D 4.1)."""
    count = len(changed(configuration(s).voters, c.voters))
    return count == 0 or ("single-server" in features and count == 1)


def can_change_configuration(s: ServerState, c: Configuration, *, features: Features) -> bool:
    """`CanChangeConfiguration`: in one step."""
    return (
        can_append_configuration(s)
        and configuration(s).outgoing == frozenset()
        and is_target(s, c, features=features)
        and is_single_change(s, c, features=features)
    )


def change_configuration(s: ServerState, c: Configuration) -> Step:
    """`ChangeConfiguration`: a leader appends it."""
    return append_configuration(s, c)


def can_enter_joint(s: ServerState, c: Configuration, *, features: Features) -> bool:
    """`CanEnterJoint`: on the way to c, in which there are other voters (D 4.3)."""
    return (
        "joint" in features
        and can_append_configuration(s)
        and configuration(s).outgoing == frozenset()
        and is_target(s, c, features=features)
        and c.voters != configuration(s).voters
    )


def enter_joint(s: ServerState, c: Configuration) -> Step:
    """`EnterJoint`: from here on the old voters decide together with the new ones."""
    return append_configuration(s, replace(c, outgoing=configuration(s).voters))


def can_leave_joint(s: ServerState) -> bool:
    """`CanLeaveJoint`: the joint configuration is committed."""
    return can_append_configuration(s) and configuration(s).outgoing != frozenset()


def leave_joint(s: ServerState) -> Step:
    """`LeaveJoint`: the old voters have no part any more."""
    return append_configuration(s, replace(configuration(s), outgoing=frozenset()))


def can_step_down(s: ServerState) -> bool:
    """`CanStepDown`: a leader whose removal is committed (D 4.2.2)."""
    return s.role == "leader" and is_retired(s)


def step_down(s: ServerState) -> Step:
    """`StepDown`: it is a follower, and will not stand again."""
    return Step(forget(become_follower(s)), frozenset())
