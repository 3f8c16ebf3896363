"""The rules for changes of the members, each bound to a named definition of the spec."""

from raft_conformance.judge.rules import Rule, properties_of

_of_members = properties_of("RaftMembershipProperties")

ONE_CHANGE_AT_A_TIME = _of_members(
    "OneChangeAtATime",
    "a change of the members begins only when the one before it is committed",
    "D 4.1",
)
CHANGE_FOLLOWS_COMMIT = _of_members(
    "ChangeFollowsCommitOfItsTerm",
    "a leader changes the voters in one step only once an entry of its own term is committed",
    "Ongaro, raft-dev, 10 July 2015",
)
IS_SINGLE_CHANGE = Rule(
    "OneVoterAtATime",
    "IsSingleChange",
    "RaftMembership",
    "without a joint configuration at most one voter comes or goes in a change",
    "D 4.1",
)
CONFIGURATION_IS_OF_LOG = _of_members(
    "ConfigurationIsOfLog",
    "a server goes by the newest configuration in its log, and back where that entry is removed",
    "D 4.1",
)
CONFIGURATION_IS_APPLIED = Rule(
    "ConfigurationIsApplied",
    "ConfigurationIsApplied",
    "RaftMembershipOnApply",
    "a server goes by the newest configuration that it knows to be committed, after a restart too",
    "etcd's variant of D 4.1",
)
ONLY_VOTERS_COUNT = _of_members(
    "OnlyVotersCount",
    "nobody counts but the voters: no learner, and no leader that is removed",
    "D 4.2.1 and 4.2.2",
)
JOINT_DECIDES_IN_BOTH_HALVES = _of_members(
    "JointDecidesInBothHalves",
    "in a joint configuration a majority of the old voters and one of the new ones decide",
    "D 4.3",
)
JOINT_IS_LEFT = _of_members(
    "JointIsLeft",
    "who leads in a joint configuration that is committed ends it, also if it has no part after that",
    "D 4.3",
)
REMOVED_LEADER_STEPS_DOWN = _of_members(
    "RemovedLeaderStepsDown",
    "a leader whose removal is committed adds nothing any more",
    "D 4.2.2",
)
OUTSIDERS_DO_NOT_STAND = _of_members(
    "OutsidersDoNotStand",
    "nobody stands for election who learns, or is known to have no vote",
    "D 4.2.1 and 4.2.3",
)
SOMEBODY_IS_ELECTABLE = _of_members(
    "SomebodyIsElectable",
    "whoever may be needed stands and votes, whatever its own log says of its vote",
    "D 4.2.1 and 4.2.2",
)
STICKY_IS_UNMOVED = Rule(
    "StickyIsUnmoved",
    "StickyIsUnmoved",
    "RaftElectionsProperties",
    "no request for a vote moves a server that hears its leader, also from one that is removed",
    "D 4.2.3",
)
SNAPSHOT_CONFIGURATION_IS_TRUE = Rule(
    "SnapshotConfigurationIsTrue",
    "SnapshotConfigurationIsTrue",
    "RaftSnapshotsProperties",
    "a snapshot has the newest configuration among the entries that it covers, and no younger one",
    "D 5.1",
)
