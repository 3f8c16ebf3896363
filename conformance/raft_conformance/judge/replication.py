"""Monitors of what passes between a leader and a follower; they need decoded views."""

from collections.abc import Iterator

from raft_conformance.judge.observations import (
    Observation,
    Setting,
    entry_at,
    identity,
    names,
)
from raft_conformance.judge.rules import (
    ACKNOWLEDGED_IS_KEPT,
    ACKNOWLEDGED_IS_MATCHED,
    FOLLOWER_COMMIT,
)
from raft_conformance.protocol.messages import LogEntry
from raft_conformance.protocol.views import AppendEntriesRequest, AppendEntriesResponse


def _answers(seen: Observation) -> Iterator[AppendEntriesResponse]:
    for message in seen.sent:
        if isinstance(message.view, AppendEntriesResponse):
            yield message.view


class AcknowledgedIsKept:
    """What a follower acknowledged it has, and keeps while the term lasts."""

    rule = ACKNOWLEDGED_IS_KEPT

    def __init__(self, setting: Setting) -> None:
        self._durable = setting.is_durable
        self._acknowledged: dict[str, tuple[int, tuple[LogEntry, ...]]] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """First hold the log against what was acknowledged, then add what is acknowledged now."""
        term = seen.state.term
        if term is None or seen.log is None:
            return
        if seen.cause == "restart" and not self._durable:
            self._acknowledged.pop(seen.node, None)
        known_term, known = self._acknowledged.get(seen.node, (term, ()))
        if known_term != term:
            known = ()
        for entry in known:
            here = entry_at(seen.log, entry.index)
            compacted = entry.index < seen.first
            if not compacted and (here is None or identity(here) != identity(entry)):
                yield (
                    f"{seen.node} acknowledged {names(entry)} in term {term}, and now has "
                    f"{names(here)} there"
                )
                known = ()
                break
        last = seen.log[-1].index if seen.log else 0
        for view in _answers(seen):
            if not view.success or view.match_index is None or view.term not in (None, term):
                continue
            if seen.log and view.match_index > last:
                yield f"{seen.node} acknowledged up to {view.match_index} and ends at {last}"
            covered = tuple(entry for entry in seen.log if entry.index <= view.match_index)
            known = max(known, covered, key=len)
        self._acknowledged[seen.node] = (term, known)


class AcknowledgedIsMatched:
    """A follower accepts a request that continues what it acknowledged in the same term."""

    rule = ACKNOWLEDGED_IS_MATCHED

    def __init__(self, setting: Setting) -> None:
        self._durable = setting.is_durable
        self._acknowledged: dict[tuple[str, int], int] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Hold each refusal against the largest index acknowledged in the term."""
        term = seen.state.term
        if term is None:
            return
        key = (seen.node, term)
        if seen.cause == "restart" and not self._durable:
            self._acknowledged.pop(key, None)
        asked = seen.received
        known = self._acknowledged.get(key)
        for view in _answers(seen):
            if view.term not in (None, term) or not isinstance(asked, AppendEntriesRequest):
                continue
            if view.success and view.match_index is not None:
                self._acknowledged[key] = max(view.match_index, known or 0)
            elif (
                view.success or known is None or asked.term != term or asked.prev_log_index is None
            ):
                continue
            elif asked.prev_log_index <= known:
                yield (
                    f"{seen.node} refused to continue from index {asked.prev_log_index} in "
                    f"term {term}, in which it had acknowledged up to {known}"
                )


class FollowerCommitIsVerified:
    """A follower's commit index stays within what its leader committed and it has verified."""

    rule = FOLLOWER_COMMIT

    def __init__(self, setting: Setting) -> None:
        self._bounds: dict[str, tuple[int, int, int]] = {}

    def look(self, seen: Observation) -> Iterator[str]:
        """Keep for each node (term, commit told, index verified); the least of both is the bound.

        A refusal verifies nothing, and another term's leader begins to verify anew; what any
        leader committed stays committed. Being late with the commit index is allowed.
        """
        asked, state, old = seen.received, seen.state, seen.before
        if not isinstance(asked, AppendEntriesRequest) or old is None:
            return
        if state.term is None or asked.term != state.term:
            return
        term, told, verified = self._bounds.get(seen.node, (asked.term, 0, 0))
        told = max(told, asked.leader_commit)
        if term != asked.term:
            verified = 0
        refused = any(not view.success for view in _answers(seen))
        if asked.prev_log_index is not None and not refused:
            verified = max(verified, asked.prev_log_index + len(asked.entries))
        self._bounds[seen.node] = (asked.term, told, verified)
        if old.commit is None or state.commit is None:
            return
        bound = max(old.commit, min(told, verified))
        if state.commit > bound:
            yield (
                f"{seen.node} has commit index {state.commit}, but its leader committed {told} "
                f"and verified its log up to {verified}"
            )
