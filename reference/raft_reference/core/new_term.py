"""A leader begins its term with a no-op, before any proposal (D 3.6.2 and 6.4)."""

from raft_reference.core.log import last_term, term_at
from raft_reference.core.replication import append_entry, can_append_entry
from raft_reference.core.state import ServerState, Step
from raft_reference.core.types import Features, Value


def has_begun_term(s: ServerState, *, features: Features) -> bool:
    """`HasBegunTerm`: its log ends with an entry of its own term, if no-ops are in force."""
    return "no-op" not in features or last_term(s) == s.current_term


def has_committed_in_term(s: ServerState) -> bool:
    """`HasCommittedInTerm`: only then does a leader know how much is committed (D 6.4)."""
    return term_at(s, s.commit_index) == s.current_term


def can_append_no_op(s: ServerState, *, features: Features) -> bool:
    """`CanAppendNoOp`: once a term, and never while the leadership is being transferred."""
    return (
        can_append_entry(s)
        and s.transfer_target is None
        and not has_begun_term(s, features=features)
    )


def append_no_op(s: ServerState, *, no_op: Value) -> Step:
    """`AppendNoOp`: the first entry of a term does nothing."""
    return append_entry(s, no_op)


def can_propose(s: ServerState, *, features: Features) -> bool:
    """`CanPropose`: a leader takes proposals once its term has begun, and in no transfer."""
    return (
        can_append_entry(s) and s.transfer_target is None and has_begun_term(s, features=features)
    )
