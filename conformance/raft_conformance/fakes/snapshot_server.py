"""One server of RaftSnapshots.tla with every feature on, run by the spec's own operators."""

from collections.abc import Iterator

import msgspec

from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.fakes.members import with_members
from raft_conformance.judge.spec_server import to_tla
from raft_conformance.protocol.views import AnyView, InstallSnapshotRequest, InstallSnapshotResponse
from tlakit.semantics import values as tla

FURTHER_CONSTANTS = """NoOp = "no-op"
Features = {"no-op", "pre-vote", "check-quorum", "stickiness", "transfer", "snapshots"}"""


class SnapshotServer(ElectionServer):
    """A server that compacts when it is told to, and sends a snapshot to whoever needs one."""

    def receive(self, view: AnyView) -> list[AnyView]:
        """A message arrives."""
        match view:
            case InstallSnapshotRequest() | InstallSnapshotResponse():
                message = with_members(to_tla(msgspec.to_builtins(view)))
            case _:
                return super().receive(view)
        return [*self._take("HandleSnapshotMessage", message), *self._eager()]

    def compact(self, keep: int) -> list[AnyView]:
        """A snapshot takes the place of what is committed, but for the last entries of it."""
        index = tla.integer(max(0, self.state.commit_index - keep))
        if not self._may("CanCompact", index):
            return []
        state = self._operators.apply("StateAt", self._record, index)
        return self._take("Compact", index, state)

    def _replicate(self, other: str) -> Iterator[AnyView]:
        if self._may("CanSendSnapshot", tla.string(other)):
            yield from self._take("SendSnapshot", tla.string(other))
        else:
            yield from super()._replicate(other)
