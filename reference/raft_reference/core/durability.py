"""Crash and restart: what is durable stays, all else starts anew (RP figure 2)."""

from msgspec.structs import replace

from raft_reference.core.on_apply import recover_with_commit
from raft_reference.core.state import ServerState, Step, init_server


def recover(s: ServerState) -> ServerState:
    """`Recover`: the server as it is after a restart, from what it had on disk.

    >>> s = init_server("a", server=frozenset("abc"))
    >>> s = replace(s, current_term=4, voted_for="b", role="candidate", commit_index=2)
    >>> r = recover(s)
    >>> r.current_term, r.voted_for, r.role, r.commit_index
    (4, 'b', 'follower', 0)
    """
    if s.active_on == "apply":
        return recover_with_commit(s)
    return replace(
        init_server(s.id, server=frozenset()),
        current_term=s.current_term,
        voted_for=s.voted_for,
        snapshot=s.snapshot,
        log=s.log,
        commit_index=s.snapshot.last_index,
    )


def crash(s: ServerState) -> Step:
    """`Crash`: crash and restart as one step; in between, a server just happens not to act."""
    return Step(recover(s), frozenset())
