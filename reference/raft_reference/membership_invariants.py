"""What changes of the members promise: properties of `spec/RaftMembershipProperties.tla`.

Same names in snake_case, same content; the sources are there.  They do not ask the functions that they
are about: who has a majority is counted anew.
"""

from collections.abc import Callable
from itertools import combinations, pairwise, product

from msgspec.structs import replace

from raft_reference.core.commitment import Committed
from raft_reference.core.configuration import configuration, is_quorum
from raft_reference.core.election_messages import handle_message
from raft_reference.core.features import adopt_term, forget
from raft_reference.core.log import last_index, last_term, whole_log
from raft_reference.core.membership import can_leave_joint, can_step_down
from raft_reference.core.messages import RequestVoteRequest, RequestVoteResponse
from raft_reference.core.prevote import campaign, can_stand
from raft_reference.core.state import ServerState, become_follower
from raft_reference.core.types import (
    AnyEntry,
    Configuration,
    ConfigurationEntry,
    Index,
    Log,
    ServerId,
    Term,
)
from raft_reference.run import Run


def configurations(log: Log) -> list[tuple[Index, ConfigurationEntry]]:
    """The entries at `ConfigurationIndexes`, each with its index, in order."""
    numbered = enumerate(log, start=1)
    return [(Index(k), entry) for k, entry in numbered if isinstance(entry, ConfigurationEntry)]


def configuration_of(run: Run, log: Log) -> Configuration:
    """`ConfigurationOf`: the newest in a log."""
    held = configurations(log)
    return held[-1][1].configuration if held else run.initial_configuration


def has_majority(q: frozenset[ServerId], voters: frozenset[ServerId]) -> bool:
    """`HasMajority`."""
    return 2 * len(q & voters) > len(voters)


def configuration_is_of_log(run: Run) -> bool:
    """`ConfigurationIsOfLog`: in force is the newest in the log, committed or not."""
    return all(
        configuration(s) == configuration_of(run, whole_log(s)) for s in run.servers.values()
    )


def decided(committed: frozenset[Committed]) -> frozenset[tuple[Index, AnyEntry]]:
    """What `IsDecided` is true of."""
    return frozenset((c.index, c.entry) for c in committed)


def one_change_at_a_time(run: Run) -> bool:
    """`OneChangeAtATime`: no log has two configurations of which nobody knows that they are committed."""
    known = decided(frozenset(run.committed))
    return all(
        sum(pair not in known for pair in configurations(whole_log(s))) <= 1
        for s in run.servers.values()
    )


def change_follows_commit_of_its_term(run: Run) -> bool:
    """`ChangeFollowsCommitOfItsTerm`: a leader had an entry of its term committed before."""
    known = decided(frozenset(run.committed))
    return all(
        any(
            before.term == entry.term and (l, before) in known
            for l, before in enumerate(whole_log(s)[: k - 1], start=1)
        )
        for s in run.servers.values()
        for k, entry in configurations(whole_log(s))
    )


def has_nothing_beyond(s: ServerState, t: ServerState) -> bool:
    """`HasNothingBeyond`: the log of t is as up to date as that of s."""
    return (last_term(s), last_index(s)) <= (last_term(t), last_index(t))


def is_electable(run: Run, j: ServerId) -> bool:
    """`IsElectable`: a quorum, by its own count, has nothing that it lacks."""
    t = run.servers[j]
    return is_quorum(t, frozenset(s.id for s in run.servers.values() if has_nothing_beyond(s, t)))


def latest_term(run: Run) -> Term:
    """`LatestTerm`: that any server has reached."""
    return max(s.current_term for s in run.servers.values())


def quorums_overlap(run: Run) -> bool:
    """`QuorumsOverlap`: who leads the latest term and who could be elected decide together.

    What contains a quorum is one, so it is enough to ask of each set and of all that is outside it.
    """
    everyone = frozenset(run.servers)
    leads = (
        s for s in run.servers.values() if s.role == "leader" and s.current_term == latest_term(run)
    )
    return not any(
        is_quorum(s, q) and is_quorum(t, everyone - q)
        for s, t in product(leads, run.servers.values())
        if configuration(s) != configuration(t) and is_electable(run, t.id)
        for size in range(len(everyone) + 1)
        for q in map(frozenset, combinations(everyone, size))
    )


def joint_ends_as_it_began(run: Run) -> bool:
    """`JointEndsAsItBegan`: what comes after a joint configuration is its end."""
    return all(
        second.configuration == replace(first.configuration, outgoing=frozenset())
        for s in run.servers.values()
        for (_, first), (_, second) in pairwise(configurations(whole_log(s)))
        if first.configuration.outgoing
    )


def joint_is_left(run: Run) -> bool:
    """`JointIsLeft`: who leads in a joint configuration that is committed can end it."""
    return all(
        can_leave_joint(s)
        for s in run.servers.values()
        if s.role == "leader" and s.transfer_target is None
        if s.commit_index == last_index(s) and last_term(s) == s.current_term
        if configuration(s).outgoing
    )


def rested(run: Run, j: ServerId) -> ServerState:
    """`Rested`: its timeout is over, nobody leads, and it knows the latest term and the next."""
    return adopt_term(forget(become_follower(run.servers[j])), Term(latest_term(run) + 1))


def would_grant(run: Run, m: RequestVoteRequest) -> bool:
    """`WouldGrant`: the receiver's answer to a candidate."""
    out = handle_message(rested(run, m.dest), m, features=run.features).out
    return any(isinstance(r, RequestVoteResponse) and r.vote_granted for r in out)


def electors(run: Run, j: ServerId) -> frozenset[ServerId]:
    """`Electors`: whose vote it would have."""
    requests = (m for m in campaign(rested(run, j), False).out if m.dest in run.servers)
    return frozenset({j}) | frozenset(
        m.dest for m in requests if isinstance(m, RequestVoteRequest) and would_grant(run, m)
    )


def somebody_is_electable(run: Run) -> bool:
    """`SomebodyIsElectable`: were all servers up and rested, somebody could be elected."""
    return any(
        can_stand(rested(run, j)) and is_quorum(s, electors(run, j)) for j, s in run.servers.items()
    )


def holders(run: Run, index: Index, entry: AnyEntry) -> frozenset[ServerId]:
    """`Holders`: who has the entry."""
    return frozenset(
        s.id
        for s in run.servers.values()
        if index <= last_index(s) and whole_log(s)[index - 1] == entry
    )


def supporters_of(run: Run, s: ServerState) -> frozenset[ServerId]:
    """`SupportersOf`: who voted for it in its term, itself among them."""
    return frozenset({s.id}) | frozenset(
        m.source
        for m in run.sent(RequestVoteResponse)
        if m.vote_granted and (m.dest, m.term) == (s.id, s.current_term)
    )


def decides_with(run: Run, old: ServerState, new: ServerState, voters: frozenset[ServerId]) -> bool:
    """`DecidesWith`: a majority of the voters has what it commits, or voted for it."""
    if old.role == "leader":
        k = new.commit_index
        commits_by_counting = new.role == "leader" and k > old.commit_index
        return not commits_by_counting or has_majority(
            holders(run, k, whole_log(old)[k - 1]), voters
        )
    return new.role != "leader" or has_majority(supporters_of(run, old), voters)


def only_voters_count_step(run: Run, old: ServerState, new: ServerState) -> bool:
    """`OnlyVotersCountStep`: no learner does, and no leader that is removed."""
    return decides_with(run, old, new, configuration(old).voters)


def joint_decides_in_both_halves_step(run: Run, old: ServerState, new: ServerState) -> bool:
    """`JointDecidesInBothHalvesStep`: the old voters decide, too, by themselves."""
    outgoing = configuration(old).outgoing
    return not outgoing or decides_with(run, old, new, outgoing)


def known_configuration(run: Run, s: ServerState) -> Configuration:
    """`KnownConfiguration`: the newest that the server knows to be committed."""
    return configuration_of(run, whole_log(s)[: s.commit_index])


def is_left_out(run: Run, s: ServerState) -> bool:
    """`IsLeftOut`: the newest configuration is known to be committed, and gives it no vote."""
    c = known_configuration(run, s)
    return c == configuration_of(run, whole_log(s)) and s.id not in c.voters | c.outgoing


def removed_leader_steps_down_step(run: Run, old: ServerState, new: ServerState) -> bool:
    """`RemovedLeaderStepsDownStep`: all that it adds to its log is nothing."""
    if old.role != "leader" or not is_left_out(run, old):
        return True
    return can_step_down(old) and (whole_log(new) == whole_log(old) or new.role != "leader")


def outsiders_do_not_stand_step(run: Run, old: ServerState, new: ServerState) -> bool:
    """`OutsidersDoNotStandStep`: nobody does who learns, or is known to have no vote."""
    learns = old.id in configuration_of(run, whole_log(old)).learners
    return old.role != "follower" or not (learns or is_left_out(run, old)) or new.role == "follower"


MEMBERSHIP_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "ConfigurationIsOfLog": configuration_is_of_log,
    "OneChangeAtATime": one_change_at_a_time,
    "ChangeFollowsCommitOfItsTerm": change_follows_commit_of_its_term,
    "QuorumsOverlap": quorums_overlap,
    "JointEndsAsItBegan": joint_ends_as_it_began,
    "JointIsLeft": joint_is_left,
    "SomebodyIsElectable": somebody_is_electable,
}
MEMBERSHIP_STEP_PROPERTIES: dict[str, Callable[[Run, ServerState, ServerState], bool]] = {
    "OnlyVotersCount": only_voters_count_step,
    "JointDecidesInBothHalves": joint_decides_in_both_halves_step,
    "RemovedLeaderStepsDown": removed_leader_steps_down_step,
    "OutsidersDoNotStand": outsiders_do_not_stand_step,
}
"""Those of a step look at the run before it, and at the server before it and after."""
