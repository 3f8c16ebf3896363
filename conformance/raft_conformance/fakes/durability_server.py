"""One server of RaftDurability.tla, whose disk takes its time, run by the spec's own operators."""

from raft_conformance.fakes.election_server import ElectionServer
from raft_conformance.protocol.views import AnyView
from tlakit.semantics import values as tla

FURTHER_CONSTANTS = (
    """NoOp = "no-op" Features = {"no-op", "asynchronous-writes"} FirstLeader = "" MaxWrites = 0"""
)
AT_ONCE = """NoOp = "no-op" Features = {"no-op"} FirstLeader = "" MaxWrites = 0"""

DURABLY = {
    "CanBecomeLeader": "CanWinDurably",
    "CanAdvanceCommitIndex": "CanCommitDurably",
    "AdvanceCommitIndex": "CommitDurably",
}
"""What takes the place of operators that look at memory."""


class DurabilityServer(ElectionServer):
    """A server that goes on while its writes are on their way."""

    first = "InitDurabilityServer"

    @property
    def pending(self) -> int:
        """How many writes are on their way."""
        assert isinstance(self._record, tla.RecordValue)
        writes = self._record.fields["writes"]
        assert isinstance(writes, tla.TupleValue)
        return len(writes.items)

    def sync(self, count: int) -> list[AnyView]:
        """The disk does so many of them, the oldest first."""
        if not self.pending:
            return []
        sent = self._put(self._operators.apply("Sync", self._record, tla.integer(count)))
        return [*sent, *self._eager()]

    def restart(self) -> None:
        """Crash, and start again from what is on the disk."""
        self._put(self._operators.apply("CrashUnsynced", self._record))

    def _may(self, guard: str, *arguments: tla.Value) -> bool:
        return super()._may(DURABLY.get(guard, guard), *arguments)

    def _take(self, name: str, *arguments: tla.Value) -> list[AnyView]:
        step = self._operators.apply(DURABLY.get(name, name), self._record, *arguments)
        return self._put(self._operators.apply("Written", self._record, step))
