"""What ReadIndex and a lease promise: `spec/RaftReadsProperties.tla`, `spec/RaftLeaseProperties.tla`.

Same names in snake_case, same content; the sources are there.  `ReadsAreLinearizable` and
`LeasedReadsAreLinearizable` are said there of what could be answered; a cluster says it of what is.
"""

from collections.abc import Callable
from functools import partial

from raft_reference.core.every_action import Rules
from raft_reference.core.lease import LeaseFields, has_lease, is_bound
from raft_reference.core.log import whole_log
from raft_reference.core.state import ServerState
from raft_reference.run import Run


def read_is_of_own_term(run: Run) -> bool:
    """`ReadIsOfOwnTerm`: what a read notes, the leader has committed in its own term."""
    return all(
        1 <= r.index <= s.commit_index and whole_log(s)[r.index - 1].term == s.current_term
        for s in run.servers.values()
        for r in s.reads
    )


def confirmed_round_was_begun(run: Run) -> bool:
    """`ConfirmedRoundWasBegun`: what counts for a round was said in its term to that round."""
    return all(
        s.confirmed_round[j] <= s.round
        and (s.confirmed_round[j] == 0 or t.current_term >= s.current_term)
        for s in run.servers.values()
        for j, t in run.servers.items()
    )


def reads_are_of_leader(run: Run) -> bool:
    """`ReadsAreOfLeader`: reads and rounds are those of a leader."""
    return all(
        s.role == "leader" or (s.reads == frozenset() and s.round == 0)
        for s in run.servers.values()
    )


def rounds_go_up_step(run: Run, old: ServerState, new: ServerState) -> bool:
    """`RoundsGoUpStep`: within a term, and no answer is taken back."""
    leads = old.role == "leader" and new.role == "leader"
    return not leads or (
        new.round >= old.round
        and all(new.confirmed_round[j] >= old.confirmed_round[j] for j in run.servers)
    )


def lease_excludes_others(run: Run, rules: Rules) -> bool:
    """`LeaseExcludesOthers`: while a leader has a lease nobody leads in a larger term."""
    ticks, drift = rules.election_ticks, rules.max_drift
    leading = [s.current_term for s in run.servers.values() if s.role == "leader"]
    return all(
        max(leading, default=s.current_term) <= s.current_term
        for s in run.servers.values()
        if has_lease(s, election_ticks=ticks, max_drift=drift)
    )


def bound_server_hears_leader(run: Run, rules: Rules) -> bool:
    """`BoundServerHearsLeader`: so that it neither stands nor votes."""
    return all(
        s.heard_from_leader
        for s in run.servers.values()
        if is_bound(s, features=run.features, election_ticks=rules.election_ticks)
    )


def lease_is_of_leader(run: Run) -> bool:
    """`LeaseIsOfLeader`."""
    fields = LeaseFields()
    return all(
        s.role == "leader" or (s.sent_rounds, s.revoked) == (fields.sent_rounds, fields.revoked)
        for s in run.servers.values()
    )


def timeout_begins_with_leader_step(old: ServerState, new: ServerState) -> bool:
    """`TimeoutBeginsWithLeaderStep`: with one whom the server follows, or with a restart."""
    later = new.heard_at > old.heard_at
    return not later or (new.role == "follower" and new.heard_from_leader)


READ_STATE_PROPERTIES: dict[str, Callable[[Run], bool]] = {
    "ReadsAreOfLeader": reads_are_of_leader,
    "ReadIsOfOwnTerm": read_is_of_own_term,
    "ConfirmedRoundWasBegun": confirmed_round_was_begun,
}
READ_STEP_PROPERTIES: dict[str, Callable[[Run, ServerState, ServerState], bool]] = {
    "RoundsGoUp": rounds_go_up_step,
}
LEASE_STEP_PROPERTIES: dict[str, Callable[[ServerState, ServerState], bool]] = {
    "TimeoutBeginsWithLeader": timeout_begins_with_leader_step,
}


def lease_state_properties(rules: Rules) -> dict[str, Callable[[Run], bool]]:
    """Those of a lease, by the clocks of these rules."""
    return {
        "LeaseExcludesOthers": partial(lease_excludes_others, rules=rules),
        "BoundServerHearsLeader": partial(bound_server_hears_leader, rules=rules),
        "LeaseIsOfLeader": lease_is_of_leader,
    }
