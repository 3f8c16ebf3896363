"""A configuration is in force once its entry is applied, as in etcd.

The functions of `spec/RaftMembershipOnApply.tla`, which take the place of `active_index` and `recover` at
a server whose `active_on` is `apply`.  Nothing else differs.
"""

from msgspec.structs import replace

from raft_reference.core.state import ServerState, init_server
from raft_reference.core.types import Index


def applied_index(s: ServerState) -> Index:
    """`AppliedIndex`: what a server knows to be committed it applies at once."""
    return s.commit_index


def recover_with_commit(s: ServerState) -> ServerState:
    """`RecoverWithCommit`: as in Raft, but that what is committed is on disk."""
    return replace(
        init_server(s.id, server=frozenset()),
        current_term=s.current_term,
        voted_for=s.voted_for,
        snapshot=s.snapshot,
        log=s.log,
        commit_index=s.commit_index,
        active_on=s.active_on,
    )
